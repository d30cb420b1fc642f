// A federation of real processes for one test binary: six candourd on loopback, stopped at the
// end.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/review.pb.h"
#include "node/ctl/demo_federation.h"
#include "node/ctl/node_client.h"

namespace candour::e2e {

class FederationRun {
 public:
  // Starts it on first use; fails the test with the reason when it cannot.
  static FederationRun& Get();
  ~FederationRun();

  const std::string& root() const { return root_; }
  const std::string& daemon() const { return daemon_; }
  ctl::DemoNode& node(const std::string& code);
  std::unique_ptr<ctl::NodeClient> As(const std::string& code, const std::string& user);

  void Kill(const std::string& code);     // SIGKILL, and waits for its end.
  void Stop(const std::string& code);     // SIGTERM, and waits.
  void Restart(const std::string& code);  // Waits until it is ready.

 private:
  FederationRun();

  std::string root_;
  std::string daemon_;
  std::vector<ctl::DemoNode> nodes_;
};

// A new draft by ana at ZA1, approved by ravi with its flagged words kept; the record's id.
std::string ApprovedRecord(const std::string& title, const std::string& text);
std::string ApprovedRecordAt(const std::string& code, const std::string& title,
                             const std::string& text);
// Masks what is flagged, then approves.
std::string Approve(const std::string& draft_id);
// Publishes in the region as ravi; the item's name, empty when the node did not answer. It may
// stand in the queue for its signature for a quarter of a second.
std::string Publish(const std::string& record_id);

// How often `search` finds something at a node.
node::v1::SearchLearningResponse Search(const std::string& code, const std::string& query);

// Entries and root (hex) that a node holds of ZA1's feed in the region.
std::pair<uint64_t, std::string> Holds(const std::string& code);

// Runs the command line as "op" at a node; its exit code, and what it said on both streams.
int Candour(const std::string& code, const std::string& words, std::string& said);

// All regular files below a folder.
std::vector<std::string> FilesBelow(const std::string& folder);
std::string ReadFile(const std::string& path);
// Files that contain `bytes`.
std::vector<std::string> FilesWith(const std::string& folder, const std::string& bytes);

}  // namespace candour::e2e

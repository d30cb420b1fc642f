// Where questions are worked on: found in the feeds, decided on, answered with noise, delivered,
// and, at the hub that collects, added up and published.
//
// Work() is one pass over everything that is open; whoever calls it again after a commit and when
// due() says so misses nothing, and a pass that is cut short is taken up where the store says.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "federation/query/policy.h"
#include "node/learning/aggregator.h"
#include "node/learning/names.h"
#include "node/learning/questions.h"
#include "node/learning/retries.h"
#include "node/learning/services.h"

namespace candour {

// What the owner of this node allows, as the configuration says it: networks by name.
struct QueryRules {
  enum class Answers { kAutomatic, kAfterApproval, kNever };
  Answers answers = Answers::kAutomatic;
  std::vector<std::string> networks;  // Empty: every network.
  std::vector<std::string> purposes;  // Empty: those of query::AnswerPolicy.
  uint32_t epsilon_max = 1000;        // Thousandths, for one question.
  uint32_t budget = query::kBudgetPerQuarter;
  std::map<std::string, uint32_t> network_budgets;
};

// The hub that adds up: the first of the manifest. Null in a network without hubs.
const Hub* CollectorOf(const Manifest& manifest);

// The signer that this node is in a network; kUnavailable when its key is not the manifest's.
Result<query::Signer> SignerIn(const Services& services, const NetworkView& network);

class QuestionDesk {
 public:
  // Asks a hub over this node's own connection to it; may block for some seconds.
  using AskHub =
      std::function<Result<Reply>(const NetworkId&, const MemberId& hub, const Request&)>;
  using KexPrivate = std::function<Result<std::string>(const NetworkId&)>;
  struct Ports {
    AskHub ask_hub;
    KexPrivate kex_private;  // 32 bytes; for an aggregator's shares.
  };
  QuestionDesk(Services& services, QueryRules rules, Ports ports);

  // One pass, on one thread. True when something changed: then there may be more to do at once.
  bool Work();

  // What the last pass waits for beside commits: something it has to try again, and the end of a
  // question's time.
  struct Due {
    bool open = false;  // False: nothing at all.
    std::optional<Instant> again{};
    std::optional<WallSeconds> over{};
  };
  Due due() const;

  // Peers' calls. A caller that may not is told what it would be told of a plan that is not here.
  Result<SubmitReportReply> Submit(const PeerIdentity& who, const SubmitReportRequest& request);
  Result<FetchReportsReply> Fetch(const PeerIdentity& who, const FetchReportsRequest& request);

  query::BudgetLedger Ledger(const storage::Reader& store) const;
  query::BudgetPolicy Budget(const storage::Reader& store) const;

 private:
  // What was there when adding up gave no answer: it is tried again when that has changed.
  struct Tried {
    size_t notes = 0;
    bool over = false;
    bool given_up = false;
    bool operator==(const Tried&) const = default;
  };

  // Any thread.
  void TakeNews();
  bool TakeRound();
  Admission TakeFound(const FoundNote& found);
  void Forget(const FoundNote& found);
  Result<Bytes> PlaceOf(const PeerIdentity& who, const SubmitReportRequest& request);

  bool Step(const QuestionKey& key);
  void WaitForTheEnd(const node::v1::StoredQuestion& question);
  query::AnswerPolicy Policy(const storage::Reader& store, const NetworkView& network) const;
  Result<LocalTurn> DecideTurn(const storage::Reader& store, Now now, const QuestionKey& key) const;
  bool Deliver(const QuestionKey& key, const NetworkView& network, const Bytes& note);
  bool Collect(const QuestionKey& key, const NetworkView& network,
               const node::v1::StoredQuestion& question);
  bool PublishAnswer(const QuestionKey& key, const std::vector<Bytes>& places, const Bytes& note);
  bool Aggregate(const QuestionKey& key, const NetworkView& network, const Bytes& plan_note);
  Aggregator::Ports SumPorts();
  Result<Reply> AskCollector(const QuestionKey& key, const Request& request);

  Services& services_;
  const QueryRules rules_;
  const Ports ports_;
  Aggregator aggregator_;
  // Of the thread that calls Work().
  Due due_;
  Retries deliveries_, sums_;
  std::map<QuestionKey, Tried> tried_;
};

}  // namespace candour

// The demo's federation: six made-up organisations in two regions and one profession, with sample
// reports.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/ctl/demo_process.h"
#include "node/ctl/node_client.h"

namespace candour::ctl {

inline constexpr char kDemoRegion[] = "Vale Region";
inline constexpr char kDemoCoast[] = "Far Coast";
inline constexpr char kDemoPharmacy[] = "Pharmacy Network";  // Of both regions.

struct DemoPlan {
  std::string directory;
  std::string daemon;
  std::string csv;      // Imported at ZA1 too; may be empty.
  std::string mapping;  // For csv.
  std::function<void(const std::string&)> say;
};

std::vector<DemoNode> DemoNodes(const std::string& directory);

// Makes, starts and connects everything. On failure what was started is stopped again.
Status BuildFederation(const DemoPlan& plan, std::vector<DemoNode>& nodes);

}  // namespace candour::ctl

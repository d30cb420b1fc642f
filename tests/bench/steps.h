// What people do at a node, for benches: a record made and approved, published, found.
#pragma once

#include <string>

#include "tests/bench/nodes.h"

namespace candour::bench {

// By ana, approved by ravi; the record's id. `word` is in it and can be searched for.
Result<std::string> ApprovedRecord(const ctl::DemoNode& node, const std::string& word);
Status Publish(ctl::NodeClient& reviewer, const std::string& record_id);
bool Finds(ctl::NodeClient& reader, const std::string& word);

}  // namespace candour::bench

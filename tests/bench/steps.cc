#include "tests/bench/steps.h"

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/review.pb.h"
#include "tests/nodes/steps.h"

namespace candour::bench {

Result<std::string> ApprovedRecord(const ctl::DemoNode& node, const std::string& word) {
  return nodes::ApprovedRecord(node, "A loose bed rail",
                               "The rail of a bed was loose and was fixed. Word: " + word + ".");
}

Status Publish(ctl::NodeClient& reviewer, const std::string& record_id) {
  node::v1::PublishRequest publish;
  publish.set_record_id(record_id);
  publish.add_networks(kNetworkName);
  node::v1::PublishResponse published;
  return reviewer.Call("ReviewService/Publish", publish, published);
}

bool Finds(ctl::NodeClient& reader, const std::string& word) {
  node::v1::SearchLearningRequest request;
  request.set_query(word);
  node::v1::SearchLearningResponse found;
  return reader.Call("LearningService/SearchLearning", request, found) && found.hits_size() > 0;
}

}  // namespace candour::bench

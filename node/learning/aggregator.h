// One of the two aggregators of a tier 1 question, on this node: fetches sealed shares from the
// collecting hub, agrees with the other side on whose are counted, and lets out one noised sum.
//
// What it signs is stored before it is sent, and sent again after a restart. Used by the question
// desk on its own thread.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "federation/query/aggregation.h"
#include "node/learning/question_notes.h"
#include "node/learning/services.h"

namespace candour {

// Notes of aggregators lie before the reports: "a1" roster, "a2" agreement, "a3" sum.
Bytes PlaceOfSumNote(char step, const MemberId& member);

class Aggregator {
 public:
  struct Ports {
    // Page by page, as FetchReports gives it.
    std::function<Result<FetchReportsReply>(const FetchReportsRequest&)> fetch;
    std::function<Status(const SubmitReportRequest&)> submit;
    std::function<Result<std::string>(const NetworkId&)> kex_private;
  };
  Aggregator(Services& services, Ports ports) : services_(services), ports_(std::move(ports)) {}

  // The next thing for this question, once its time is over. kWaits: for the other side or the hub.
  enum class Progress : uint8_t { kNothing, kWaits, kMoved };
  Progress Step(const QuestionKey& key, const NetworkView& network, const query::SignedPlan& plan);

 private:
  struct Notes;
  struct Work {
    query::Aggregation machine;
    bool filled = false;
    bool finished = false;  // The hub has our sum.
  };
  Work* WorkOn(const QuestionKey& key, const NetworkView& network, const query::SignedPlan& plan);
  std::optional<Notes> FetchNotes(const QuestionKey& key, const NetworkView& network,
                                  const query::SignedPlan& plan, Work& work);
  bool Keep(const QuestionKey& key, const query::StoredAggregation& stored);

  Services& services_;
  const Ports ports_;
  std::map<QuestionKey, Work> works_;
};

}  // namespace candour

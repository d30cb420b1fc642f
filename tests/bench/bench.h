// Measurements of a node: every figure beside the limit that the machine sets in the same run.
//
// A bench measures and reports; it asserts nothing about speed. It fails only when what it measures
// does not work.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "federation/base/result.h"

namespace candour::bench {

enum class Scale { kFull, kQuick };  // kQuick: sizes at which it only shows that it works.

struct Setup {
  Scale scale = Scale::kFull;
  std::string program;  // This program, where everybody may run it.
  std::string daemon;   // candourd, likewise.
  std::string folder;   // Empty, on the disk that is measured; removed at the end.
  std::string shared;   // Public data beside the repository; may be absent.
  uint64_t entries = 0;  // Instead of the number of `catchup` and `withdraw`; 0: theirs.

  uint64_t Of(uint64_t full, uint64_t quick) const { return scale == Scale::kFull ? full : quick; }
  uint64_t EntriesOf(uint64_t full, uint64_t quick) const {
    return entries > 0 ? entries : Of(full, quick);
  }
};

using Params = std::map<std::string, std::string>;

// One JSON object a line on stdout: {"name","value","unit","params"}.
class Report {
 public:
  void Add(const std::string& name, double value, const std::string& unit,
           const Params& params = {});
  // The figure, the limit it is held against, and figure / limit as NAME.ratio.
  void AddAgainst(const std::string& name, double value, double limit, const std::string& unit,
                  const Params& params = {});
  // For people, on stderr.
  void Say(const std::string& text);
};

struct Bench {
  const char* name;
  const char* about;
  std::function<Status(const Setup&, Report&)> run;
};
// In the order in which they are run.
const std::vector<Bench>& Benches();

Status CryptoBench(const Setup& setup, Report& report);
Status AppendBench(const Setup& setup, Report& report);
Status SyncBench(const Setup& setup, Report& report);
Status CatchupBench(const Setup& setup, Report& report);
Status WithdrawBench(const Setup& setup, Report& report);
Status WireBench(const Setup& setup, Report& report);
Status HeadsBench(const Setup& setup, Report& report);
Status PublishBench(const Setup& setup, Report& report);
Status IngestBench(const Setup& setup, Report& report);
Status IndexBench(const Setup& setup, Report& report);
Status QueryOneBench(const Setup& setup, Report& report);
Status QueryManyBench(const Setup& setup, Report& report);
Status StartBench(const Setup& setup, Report& report);
Status AnonymiserBench(const Setup& setup, Report& report);

}  // namespace candour::bench

#include "tests/faults/live.h"

#include <cctype>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "tests/faults/crash.h"
#include "tests/faults/disk.h"
#include "tests/faults/replay.h"
#include "tests/faults/workload.h"

namespace candour::faults {
namespace {

constexpr size_t kFailuresMax = 5;

// "db/000012.log" is a log, "db/MANIFEST-000005" a manifest.
std::string KindOf(const std::string& path) {
  if (path.ends_with("/")) return "folder";
  std::string kind = path.substr(path.rfind('/') + 1);
  if (const size_t dot = kind.rfind('.'); dot != std::string::npos && dot > 0 &&
                                          std::isdigit(static_cast<unsigned char>(kind[0]))) {
    return kind.substr(dot + 1);
  }
  return kind.substr(0, kind.find('-'));
}

// One node at work on a disk that is about to fail.
class Run {
 public:
  Run(const LivePlan& plan, const Faults& faults)
      : plan_(plan), folder_(plan.folder + "/live"), cast_(CastOf(plan.seed)), witness_(cast_) {
    std::error_code failed;
    std::filesystem::remove_all(folder_, failed);
    std::filesystem::create_directories(folder_);
    disk_ = std::make_unique<Disk>(folder_);
    disk_->Set(faults);
  }

  Status Open() {
    SubjectOptions options = OptionsOf(plan_.seed, cast_, folder_);
    options.env = disk_->Env();
    witness_.Watch(options, [] {});
    auto subject = Subject::Open(options);
    if (!subject) return Fail(subject.error());
    subject_ = std::move(*subject);
    pair_.emplace(cast_, plan_.seed % 2, PeerDisk{}, Now{.instant = {}, .wall = sim::kEpochStart});
    pair_->Attach(subject_.get());
    pair_->Connect();
    workload_.emplace(plan_.seed, cast_, *subject_, *pair_);
    return {};
  }

  Disk& disk() { return *disk_; }
  Subject& subject() { return *subject_; }
  Workload& workload() { return *workload_; }
  Pair& pair() { return *pair_; }

  // Everything that was promised can still be read.
  std::string CheckReads() {
    Found found;
    found.turns =
        witness_.truth().TurnsOf(DigestOf(*subject_->store().Snapshot(), witness_.truth().scope()));
    found.guarded = subject_->guard().size;
    return Judge(found, witness_.promise());
  }

  // Then the power fails, or the process is killed, and the disk is whole again.
  std::string CheckAfterwards() {
    pair_.reset();
    workload_.reset();
    const Promise promise = witness_.promise();
    CrashModel model;
    const Journal journal = disk_->TakeJournal();
    for (const Operation& operation : journal.operations) model.Apply(operation);
    subject_.reset();
    disk_.reset();
    for (const auto keeps : {Crash::Keeps::kSynced, Crash::Keeps::kSomeOf,
                             Crash::Keeps::kEverything}) {
      model.After({.keeps = keeps, .seed = plan_.seed}).WriteTo(folder_);
      const std::string wrong = Inspect({.seed = plan_.seed,
                                         .cast = cast_,
                                         .truth = witness_.truth(),
                                         .promise = promise,
                                         .folder = folder_},
                                        Opening::kOnce)
                                    .wrong;
      if (!wrong.empty()) return "afterwards: " + wrong;
    }
    return witness_.complaints().empty() ? "" : witness_.complaints().front();
  }

 private:
  const LivePlan& plan_;
  const std::string folder_;
  const sim::Cast cast_;
  Witness witness_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Subject> subject_;
  std::optional<Pair> pair_;
  std::optional<Workload> workload_;
};

// The node does not know at once that a sync in the background failed: it goes on, and keeps what
// it promises meanwhile. Once it has been told it is read-only with its next write.
std::string AfterAFailedSync(Run& run, LiveTally& tally) {
  const std::string kind = KindOf(run.disk().failed_sync());
  ++tally.kinds[kind];
  bool passed = false;
  for (int i = 0; i < 3 && !run.subject().ReadOnly(); ++i) {
    passed = run.workload().Publish().has_value() || passed;
  }
  run.disk().WaitUntilTold();
  if (!run.subject().ReadOnly()) (void)run.workload().Publish();
  if (!run.subject().ReadOnly()) {
    // RocksDB writes its options for people to read; the store opens without them.
    if (kind != "dbtmp" && kind != "OPTIONS") return "the node goes on as if nothing had been";
    ++tally.harmless;
    return "";
  }
  ++tally.read_only;
  if (passed) ++tally.late;
  if (run.subject().failures().empty()) return "the node stopped writing and said nothing";
  for (int i = 0; i < 2; ++i) {
    if (run.workload().Publish()) return "a write succeeded after a sync that failed";
  }
  return run.CheckReads();
}

std::string FailOneSync(const LivePlan& plan, uint64_t number, LiveTally& tally) {
  Run run(plan, {.fail_sync = number});
  ++tally.runs;
  if (Status opened = run.Open(); !opened) {
    ++tally.not_opened;
    ++tally.struck;
    ++tally.kinds[KindOf(run.disk().failed_sync())];
    return "";  // It is not running, and said why.
  }
  for (uint64_t i = 0; i < plan.steps && run.disk().failed_sync().empty(); ++i) {
    (void)run.workload().Step();
  }
  if (run.disk().failed_sync().empty()) return "";  // This time there were fewer.
  ++tally.struck;
  const std::string what = run.disk().failed_sync();
  std::string wrong = AfterAFailedSync(run, tally);
  if (wrong.empty()) wrong = run.CheckAfterwards();
  return wrong.empty() ? "" : "the sync of " + what + " failed: " + wrong;
}

// A full disk: reads and withdrawals go on, and all the rest once there is space.
std::string OnAFullDisk(Run& run, LiveTally& tally) {
  if (!run.workload().Publish()) ++tally.refused;
  if (std::string wrong = run.CheckReads(); !wrong.empty()) return wrong;
  if (run.workload().has_items()) {
    const Status withdrawn = run.workload().Retract();
    if (!withdrawn) return "a withdrawal is refused: " + withdrawn.error().message;
    ++tally.withdrawn;
    if (Status swept = run.subject().Sweep(); !swept) {
      return "a withdrawal is not swept: " + swept.error().message;
    }
  }
  if (run.subject().ReadOnly()) return "read-only: " + run.subject().ReadOnly()->message;
  run.disk().MakeSpace();
  run.pair().Pass(std::chrono::seconds(10));  // A loop that waits for space looks every 5 s.
  const Status again = run.workload().Publish();
  if (!again) return "with space again, publishing is refused: " + again.error().message;
  if (Status swept = run.subject().Sweep(); !swept) return swept.error().message;
  if (run.subject().ReadOnly()) return "read-only: " + run.subject().ReadOnly()->message;
  ++tally.recovered;
  return "";
}

std::string FillAtOneWrite(const LivePlan& plan, uint64_t number, LiveTally& tally) {
  Run run(plan, {.fill_at_write = number});
  ++tally.runs;
  if (Status opened = run.Open(); !opened) {
    ++tally.not_opened;
    ++tally.struck;
    if (opened.error().code == ErrorCode::kFull) return "";
    return "full while starting: " + opened.error().message;
  }
  uint64_t step = 0;
  for (; step < plan.steps && !run.disk().filled(); ++step) {
    if (!run.workload().Step()) ++tally.refused;
  }
  if (!run.disk().filled()) return "";
  ++tally.struck;
  std::string wrong = OnAFullDisk(run, tally);
  if (wrong.empty()) wrong = run.CheckAfterwards();
  return wrong.empty() ? "" : "full in step " + std::to_string(step) + ": " + wrong;
}

using One = std::string (*)(const LivePlan& plan, uint64_t number, LiveTally& tally);

LiveTally Each(const LivePlan& plan, One one, const char* what) {
  LiveTally tally;
  for (uint64_t number = plan.seed % plan.stride; number < plan.count; number += plan.stride) {
    if (tally.failures.size() >= kFailuresMax) break;
    const std::string wrong = one(plan, number, tally);
    if (wrong.empty()) continue;
    tally.failures.push_back("seed " + std::to_string(plan.seed) + ", " + what + " " +
                             std::to_string(number) + ": " + wrong);
  }
  return tally;
}

}  // namespace

void LiveTally::Add(const LiveTally& other) {
  runs += other.runs;
  struck += other.struck;
  read_only += other.read_only;
  not_opened += other.not_opened;
  late += other.late;
  harmless += other.harmless;
  refused += other.refused;
  withdrawn += other.withdrawn;
  recovered += other.recovered;
  for (const auto& [kind, count] : other.kinds) kinds[kind] += count;
  failures.insert(failures.end(), other.failures.begin(), other.failures.end());
}

LiveTally FailEverySync(const LivePlan& plan) { return Each(plan, FailOneSync, "sync"); }

LiveTally FillAtEveryWrite(const LivePlan& plan) { return Each(plan, FillAtOneWrite, "write"); }

}  // namespace candour::faults

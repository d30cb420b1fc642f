#include "tests/faults/replay.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "tests/faults/workload.h"

namespace candour::faults {
namespace {

using Kind = Operation::Kind;

constexpr size_t kFailuresMax = 5;
constexpr std::array<const char*, 3> kKeeps = {"everything", "what was synced", "some of it"};
constexpr std::array<const char*, 3> kGaps = {"", ", zeros for the rest", ", noise for the rest"};

std::string Text(const Crash& crash) {
  std::string text = std::string("keeps ") + kKeeps[static_cast<size_t>(crash.keeps)];
  if (crash.cut) text += ", the newest write cut at " + std::to_string(*crash.cut);
  return text + kGaps[static_cast<size_t>(crash.gap)];
}

// Of what was not safe yet, some is there.
std::vector<Crash> TornAt(const CrashModel& model, size_t point, uint64_t seed) {
  const uint64_t draw = seed * 1'000'003 + point;
  if (!model.Unsafe()) return {};
  std::vector<Crash> crashes = {{.keeps = Crash::Keeps::kSomeOf, .seed = draw}};
  // Lengths that are safe and bytes that are not, as file systems without ordered writes leave
  // them: only for the log, which is what a node writes most and reads first.
  if (model.last_write_path().ends_with(".log")) {
    crashes.push_back({.keeps = Crash::Keeps::kSomeOf,
                       .gap = draw % 2 == 0 ? Crash::Gap::kZeros : Crash::Gap::kNoise,
                       .seed = draw + 1});
  }
  return crashes;
}

// Where the newest write is cut: at every byte, or at its ends and somewhere between.
std::vector<Crash> CutsOf(size_t bytes, sim::Random& random, uint64_t every_byte) {
  std::set<size_t> cuts;
  if (every_byte > 0) {
    for (size_t cut = 1; cut < bytes; ++cut) cuts.insert(cut);
  } else if (bytes > 1) {
    cuts = {1, bytes - 1, static_cast<size_t>(random.Between(1, bytes - 1))};
  }
  std::vector<Crash> out;
  for (const size_t cut : cuts) out.push_back({.keeps = Crash::Keeps::kEverything, .cut = cut});
  return out;
}

class Replayer {
 public:
  Replayer(const Recording& recording, const ReplayPlan& plan)
      : recording_(recording), plan_(plan),
        random_(sim::Random(recording.seed).Split("replay")),
        folder_(plan.folder + "/after") {
    for (const Operation& operation : recording.journal.operations) {
      if (operation.kind == Kind::kAppend) ++writes_;
    }
  }

  Tally Run();

 private:
  void At(size_t point);
  void Try(size_t point, const Crash& crash);
  void Continue(const Recording::Boundary& boundary);
  void Recover(size_t point, const Image& image);
  void Fail(size_t point, const std::string& what);
  Inspection WhatAt(const Promise& promise) const {
    return {.seed = recording_.seed,
            .cast = recording_.cast,
            .truth = recording_.truth,
            .promise = promise,
            .folder = folder_};
  }

  const Recording& recording_;
  const ReplayPlan plan_;
  sim::Random random_;
  const std::string folder_;
  CrashModel model_;
  std::map<std::string, Found> seen_;  // Images, by their keys.
  uint64_t writes_ = 0;
  uint64_t every_byte_done_ = 0;
  uint64_t opening_points_ = 0;
  Tally tally_;
};

void Replayer::Fail(size_t point, const std::string& what) {
  std::string text = "seed " + std::to_string(recording_.seed) + ", after operation " +
                     std::to_string(point);
  if (point > 0) {
    const Operation& last = recording_.journal.operations[point - 1];
    text += " (" + std::to_string(static_cast<int>(last.kind)) + " " + last.path + ")";
  }
  tally_.failures.push_back(text + ": " + what);
}

void Replayer::Try(size_t point, const Crash& crash) {
  ++tally_.crashes;
  const Image image = model_.After(crash);
  const Promise& promise = recording_.PromiseAt(point);
  const auto [entry, fresh] = seen_.try_emplace(image.key());
  if (fresh) {
    ++tally_.images;
    if (crash.cut) ++tally_.torn;
    image.WriteTo(folder_);
    const auto opening = tally_.images % 8 == 0 ? Opening::kAgain : Opening::kOnce;
    entry->second = Inspect(WhatAt(promise), opening);
  } else {
    entry->second.wrong = Judge(entry->second, promise);
  }
  if (!entry->second.wrong.empty()) Fail(point, Text(crash) + ": " + entry->second.wrong);
}

void Replayer::At(size_t point) {
  ++tally_.points;
  Try(point, {.keeps = Crash::Keeps::kEverything});
  if (model_.Unsafe()) Try(point, {.keeps = Crash::Keeps::kSynced});
  if (point % plan_.torn_stride != recording_.seed % plan_.torn_stride) return;
  for (const Crash& crash : TornAt(model_, point, recording_.seed)) Try(point, crash);
  const size_t bytes = model_.last_write_bytes();
  if (bytes == 0) return;
  // Those torn at every byte are spread over the whole journal, and small.
  const bool whole = bytes <= 4096 && plan_.every_byte > every_byte_done_ &&
                     random_.Below(writes_) < 4 * plan_.every_byte;
  if (whole) ++every_byte_done_;
  for (const Crash& crash : CutsOf(bytes, random_, whole ? 1 : 0)) {
    if (tally_.failures.size() < kFailuresMax) Try(point, crash);
  }
}

// The power fails between two operations of the workload: afterwards the node and its peer agree.
void Replayer::Continue(const Recording::Boundary& boundary) {
  model_.After({.keeps = Crash::Keeps::kSynced}).WriteTo(folder_);
  auto subject =
      Subject::Open(OptionsOf(recording_.seed, recording_.cast, folder_));
  if (!subject) return Fail(boundary.at, "does not open: " + subject.error().message);
  Pair pair(recording_.cast, recording_.member, boundary.peer, boundary.now);
  pair.Attach(subject->get());
  pair.Connect();
  Workload workload(recording_.seed + 1'000'000, recording_.cast, **subject, pair);
  for (int i = 0; i < 12; ++i) {
    const Status done = workload.Step();
    if (!done) return Fail(boundary.at, "work does not go on: " + done.error().message);
  }
  if (Status swept = (*subject)->Sweep(); !swept) return Fail(boundary.at, swept.error().message);
  for (int i = 0; i < 3; ++i) {
    pair.Connect();
    pair.Pass(std::chrono::minutes(11));
  }
  for (size_t member : {0, 1}) {
    const FeedId feed = recording_.cast.FeedOf(member);
    const auto ours = (*subject)->store().Snapshot()->Feed(feed);
    const auto theirs = pair.disk().store.Feed(feed);
    if (!ours && !theirs) continue;
    if (ours && theirs && ours->size == theirs->size && ours->root == theirs->root) continue;
    return Fail(boundary.at, "the peer does not come to agree on feed " + std::to_string(member) +
                                 "; " + (*subject)->SigningBlocked());
  }
  ++tally_.continued;
}

// The power fails again while the node opens: at every point of that.
void Replayer::Recover(size_t point, const Image& image) {
  image.WriteTo(folder_);
  CrashModel model;
  model.Load(folder_);
  const Promise promise = recording_.PromiseAt(point);
  Journal journal;
  {
    Disk disk(folder_);
    SubjectOptions options = OptionsOf(recording_.seed, recording_.cast, folder_);
    options.env = disk.Env();
    // Only the opening: the core that follows writes what this truth does not know.
    options.opened = [&](const storage::Reader&, const storage::GuardMark&) {
      journal = disk.TakeJournal();
    };
    if (auto subject = Subject::Open(options); !subject) {
      return Fail(point, "does not open: " + subject.error().message);
    }
  }
  for (const Operation& operation : journal.operations) {
    model.Apply(operation);
    if (++opening_points_ % plan_.stride != 0) continue;
    for (const auto keeps : {Crash::Keeps::kSynced, Crash::Keeps::kSomeOf}) {
      const Image again = model.After({.keeps = keeps, .seed = tally_.recovered});
      again.WriteTo(folder_);
      ++tally_.recovered;
      const std::string wrong = Inspect(WhatAt(promise), Opening::kOnce).wrong;
      if (!wrong.empty()) return Fail(point, "a crash while opening: " + wrong);
    }
  }
}

Tally Replayer::Run() {
  const std::vector<Operation>& operations = recording_.journal.operations;
  auto boundary = recording_.boundaries.begin();
  const size_t recover_every = plan_.recoveries > 0 ? operations.size() / plan_.recoveries : 0;
  for (size_t point = 0; point <= operations.size(); ++point) {
    if (tally_.failures.size() >= kFailuresMax) break;
    if (point > 0) model_.Apply(operations[point - 1]);
    if (point % plan_.stride == recording_.seed % plan_.stride) At(point);
    while (boundary != recording_.boundaries.end() && boundary->at == point) {
      Continue(*boundary++);
    }
    if (recover_every > 0 && point % recover_every == recover_every / 2) {
      Recover(point, model_.After({.keeps = Crash::Keeps::kSomeOf, .seed = point}));
    }
  }
  return std::move(tally_);
}

}  // namespace

void Tally::Add(const Tally& other) {
  points += other.points;
  crashes += other.crashes;
  images += other.images;
  torn += other.torn;
  recovered += other.recovered;
  continued += other.continued;
  failures.insert(failures.end(), other.failures.begin(), other.failures.end());
}

Tally Replay(const Recording& recording, const ReplayPlan& plan) {
  return Replayer(recording, plan).Run();
}

}  // namespace candour::faults

#include "tests/faults/recording.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "tests/faults/workload.h"

namespace candour::faults {
namespace {

constexpr uint64_t kStepsPerBoundary = 10;

}  // namespace

const Promise& Recording::PromiseAt(size_t operations) const {
  const auto after = std::upper_bound(
      promises.begin(), promises.end(), operations,
      [](size_t at, const std::pair<size_t, Promise>& promise) { return at < promise.first; });
  static const Promise kNone;
  return after == promises.begin() ? kNone : std::prev(after)->second;
}

void Witness::Watch(SubjectOptions& options, std::function<void()> changed) {
  options.attempted = [this, changed](const WriteSet& writes, const storage::LocalWrites& local) {
    truth_.Attempt(writes, local);
    promise_.attempted = truth_.turns() + 1;
    changed();
  };
  options.committed = [this, changed](const WriteSet&, const storage::LocalWrites&) {
    truth_.Commit();
    promise_.committed = truth_.turns();
    changed();
  };
  options.released = [this, changed](uint64_t size, const crypto::Hash& root, uint64_t guarded) {
    Released(size, root, guarded);
    changed();
  };
}

void Witness::Released(uint64_t size, const crypto::Hash& root, uint64_t guarded) {
  if (guarded < size) {
    complaints_.push_back("size " + std::to_string(size) + " left while the guard file had " +
                          std::to_string(guarded));
  }
  const auto [earlier, fresh] = promise_.released.emplace(size, root);
  if (!fresh && earlier->second != root) {
    complaints_.push_back("two roots left for size " + std::to_string(size));
  }
}

Scope ScopeOf(const sim::Cast& cast) {
  return {.network = cast.network, .feeds = {cast.FeedOf(0), cast.FeedOf(1)}};
}

sim::Cast CastOf(uint64_t seed) { return sim::MakeCast(seed, 2); }

SubjectOptions OptionsOf(uint64_t seed, const sim::Cast& cast, const std::string& folder) {
  return {.folder = folder,
          .cast = cast,
          .member = seed % 2,
          // Small ones are flushed and compacted in the middle of things.
          .write_buffer_bytes = seed % 3 == 0 ? 64u << 10 : 1u << 20};
}

Recording Record(const RecordPlan& plan) {
  Recording out{.seed = plan.seed,
                .cast = CastOf(plan.seed),
                .member = plan.seed % 2,
                .journal = {},
                .truth = Truth(ScopeOf(CastOf(plan.seed)))};
  std::error_code failed;
  std::filesystem::remove_all(plan.folder, failed);
  std::filesystem::create_directories(plan.folder);
  Disk disk(plan.folder);
  Witness witness(out.cast);
  SubjectOptions options = OptionsOf(plan.seed, out.cast, plan.folder);
  options.env = disk.Env();
  witness.Watch(options, [&] { out.promises.emplace_back(disk.recorded(), witness.promise()); });
  auto subject = Subject::Open(options);
  if (!subject) {
    out.complaints.push_back("does not open: " + subject.error().message);
    return out;
  }
  Pair pair(out.cast, out.member, {}, {.instant = {}, .wall = sim::kEpochStart});
  pair.Attach(subject->get());
  pair.Connect();
  Workload workload(plan.seed, out.cast, **subject, pair);
  for (; out.steps < plan.steps; ++out.steps) {
    if (out.steps % kStepsPerBoundary == 0) {
      out.boundaries.push_back({disk.recorded(), pair.disk(), pair.now()});
    }
    const Status done = workload.Step();
    ++out.kinds[Workload::kNames[static_cast<size_t>(workload.last())]];
    if (!done) out.complaints.push_back("refused without a fault: " + done.error().message);
  }
  const std::vector<size_t> turns = witness.truth().TurnsOf(
      DigestOf(*(*subject)->store().Snapshot(), witness.truth().scope()));
  if (turns.empty() || turns.back() != witness.truth().turns()) {
    out.complaints.push_back("the store is not what it was told");
  }
  subject->reset();
  out.complaints.insert(out.complaints.end(), witness.complaints().begin(),
                        witness.complaints().end());
  out.journal = disk.TakeJournal();
  out.truth = std::move(witness.truth());
  return out;
}

}  // namespace candour::faults

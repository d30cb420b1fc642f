#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "federation/feed/proofs.h"
#include "tests/faults/file_system.h"
#include "tests/faults/replay.h"

namespace candour::faults {
namespace {

// Every head that left still stands in the feed as it left.
std::string CheckReleased(const storage::Reader& store, const FeedId& feed,
                          const Promise& promise) {
  for (const auto& [size, root] : promise.released) {
    const std::string head = "the head of size " + std::to_string(size) + " that had left ";
    const auto held = RootAtSize(store, feed, size);
    if (!held) return head + "is gone";
    if (*held != root) return head + "has another root: signed twice";
    const auto note = store.CheckpointAtOrBefore(feed, size);
    if (!note || note->size != size) return head + "has no checkpoint";
  }
  return "";
}

// What stands there before anything is done: exactly what one turn left.
void Look(const Inspection& what, const storage::Reader& store, const storage::GuardMark& guard,
          Found& found) {
  found.turns = what.truth.TurnsOf(DigestOf(store, what.truth.scope()));
  found.guarded = guard.size;
  const FeedId feed = what.cast.FeedOf(what.seed % 2);
  const auto state = store.Feed(feed);
  if (guard.size > (state ? state->size : 0)) {
    found.wrong = "the guard file is ahead of the store";
    return;
  }
  found.wrong = Judge(found, what.promise);
  if (found.wrong.empty()) found.wrong = CheckReleased(store, feed, what.promise);
}

// Work goes on: a text is handed in, and what is signed then adds to what had left.
std::string Publish(Subject& subject, const Inspection& what, const std::string& label) {
  if (subject.ReadOnly()) return "is read-only: " + subject.ReadOnly()->message;
  const auto item = sim::DrawId<ItemId>(what.seed, label);
  // Whatever was waiting is signed, and the batch window is open again, before and after.
  subject.Pass(std::chrono::seconds(1));
  const Status done = subject.Run(ItemPublished{what.cast.network, item,
                                                sim::Draw(what.seed, label).ToString(), label,
                                                sim::kEpochStart});
  if (!done) return "publishing is refused: " + done.error().message;
  subject.Pass(std::chrono::seconds(1));
  const auto view = subject.store().Snapshot();
  // The only hub needs nobody to confirm its head; a member waits for the hub.
  if (what.seed % 2 == 0 && !view->Chain(subject.own_feed(), item)) {
    return "a text is not signed: " + subject.SigningBlocked();
  }
  return CheckReleased(*view, subject.own_feed(), what.promise);
}

std::string CheckErased(const std::string& folder, const std::set<std::string>& erased) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "reserve") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& text : CanariesIn(bytes)) {
      if (erased.contains(text)) return "erased text is back in " + entry.path().string();
    }
  }
  return "";
}

}  // namespace

std::string Judge(const Found& found, const Promise& promise) {
  if (found.turns.empty()) {
    return "the store is as after no turn: something is missing, half there or invented";
  }
  const bool kept = std::any_of(found.turns.begin(), found.turns.end(), [&](size_t turn) {
    return turn >= promise.committed && turn <= promise.attempted;
  });
  if (!kept) {
    return "the store is as after turn " + std::to_string(found.turns.back()) +
           ", promised were " + std::to_string(promise.committed) + " of " +
           std::to_string(promise.attempted);
  }
  const bool behind =
      !promise.released.empty() && found.guarded < promise.released.rbegin()->first;
  return behind ? "the guard file is behind what left" : "";
}

Found Inspect(const Inspection& what, Opening opening) {
  Found found;
  SubjectOptions options = OptionsOf(what.seed, what.cast, what.folder);
  const std::unique_ptr<rocksdb::Env> env = NewPlainEnv();
  options.env = env.get();
  options.reserve_bytes = options.floor_bytes = 0;
  options.opened = [&](const storage::Reader& store, const storage::GuardMark& guard) {
    Look(what, store, guard, found);
  };
  std::optional<crypto::Hash> left;
  {
    auto subject = Subject::Open(options);
    if (!subject) {
      found.wrong = "does not open: " + subject.error().message;
      return found;
    }
    std::string& wrong = found.wrong;
    if (wrong.empty()) wrong = CheckErased(what.folder, what.truth.ErasedBy(found.turns.front()));
    if (wrong.empty()) wrong = Publish(**subject, what, "written afterwards");
    if (!wrong.empty() || opening == Opening::kOnce) return found;
    left = DigestOf((*subject)->store().Latest(), what.truth.scope());
  }
  options.opened = [&](const storage::Reader& store, const storage::GuardMark&) {
    if (DigestOf(store, what.truth.scope()) == left) return;
    found.wrong = "the second opening finds other rows";
  };
  auto again = Subject::Open(options);
  if (!again) {
    found.wrong = "does not open again: " + again.error().message;
  } else if (found.wrong.empty()) {
    found.wrong = Publish(**again, what, "written after that");
  }
  return found;
}

}  // namespace candour::faults

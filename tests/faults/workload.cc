#include "tests/faults/workload.h"

#include <utility>

#include "crypto/encoding.h"
#include "tests/faults/truth.h"

namespace candour::faults {
namespace {

using storage::LocalFamily;
using std::chrono::minutes;

Error Nothing() { return {ErrorCode::kNotFound, "NOTHING_TO_WITHDRAW", "nothing is published"}; }

template <class T>
T TakeOne(std::vector<T>& from, sim::Random& random) {
  const size_t at = random.Below(from.size());
  T taken = from[at];
  from.erase(from.begin() + static_cast<std::ptrdiff_t>(at));
  return taken;
}

}  // namespace

Workload::Workload(uint64_t seed, const sim::Cast& cast, Subject& subject, Pair& pair)
    : seed_(seed), cast_(cast), subject_(subject), pair_(pair),
      random_(sim::Random(seed).Split("workload")) {}

Workload::Kind Workload::Draw() {
  const uint64_t choice = random_.Below(100);
  if (choice < 34) return Kind::kPublish;
  if (choice < 42) return Kind::kRevise;
  if (choice < 54) return Kind::kRetract;
  if (choice < 66) return Kind::kDraft;
  if (choice < 90) return Kind::kReceive;
  if (choice < 95) return Kind::kSweep;
  return Kind::kWait;
}

Status Workload::Step() {
  // Most operations find the batch window open, some find it shut.
  pair_.Pass(Duration(random_.Chance(250) ? 20 : 300));
  last_ = Draw();
  if (items_.empty() && (last_ == Kind::kRevise || last_ == Kind::kRetract)) last_ = Kind::kPublish;
  const Status done = Do(last_);
  pair_.Settle();
  return done;
}

Status Workload::Do(Kind kind) {
  switch (kind) {
    case Kind::kPublish:
      return Publish();
    case Kind::kRevise:
      return Revise();
    case Kind::kRetract:
      return Retract();
    case Kind::kDraft:
      return Draft();
    case Kind::kReceive:
      return Receive();
    case Kind::kSweep:
      return subject_.Sweep();
    case Kind::kWait:
      pair_.Pass(minutes(random_.Chance(300) ? 24 * 60 : 11));
      return {};
  }
  return {};
}

std::string Workload::Text(size_t bytes_max) {
  const std::string number = "text" + std::to_string(++texts_);
  const std::string name = crypto::HexEncode(sim::Draw(seed_, number).view()).substr(0, 16);
  return std::string(kCanary) + name + std::string(random_.Below(bytes_max), 'x');
}

Status Workload::Publish() {
  const auto item = sim::DrawId<ItemId>(seed_, "item" + std::to_string(++texts_));
  const std::string text = Text(2000);
  // As publishing does it: the record of the node's own and the item in one turn.
  const storage::LocalWrites record = {{LocalFamily::kRecord, item.str(), "\x0f" + Text(300)}};
  Status done = subject_.Run(
      ItemPublished{cast_.network, item, Salt(), text, pair_.now().wall}, record);
  if (done) items_.push_back(item);
  return done;
}

Status Workload::Revise() {
  const ItemId item = items_[random_.Below(items_.size())];
  const std::string text = Text(2000);
  return subject_.Run(ItemRevised{cast_.network, item, Salt(), text, pair_.now().wall});
}

Status Workload::Retract() {
  if (items_.empty()) return Fail(Nothing());
  const ItemId item = TakeOne(items_, random_);
  return subject_.Run(ItemRetracted{cast_.network, item, 1, pair_.now().wall});
}

Status Workload::Draft() {
  if (!drafts_.empty() && random_.Chance(400)) {
    const std::string key = TakeOne(drafts_, random_);
    return subject_.Run({{LocalFamily::kDraft, key, std::nullopt}}, LocalTurn::After::kSweep);
  }
  const std::string key = sim::Draw(seed_, "draft" + std::to_string(++texts_)).ToString();
  Status done = subject_.Run({{LocalFamily::kDraft, key.substr(0, 16), "\x0f" + Text(600)}},
                             LocalTurn::After::kNothing);
  if (done) drafts_.push_back(key.substr(0, 16));
  return done;
}

Status Workload::Receive() {
  pair_.Connect();
  for (uint64_t i = random_.Between(1, 4); i > 0; --i) {
    if (!peer_items_.empty() && random_.Chance(250)) {
      const ItemId item = TakeOne(peer_items_, random_);
      (void)pair_.AtPeer(ItemRetracted{cast_.network, item, 1, pair_.now().wall});
      continue;
    }
    const auto item = sim::DrawId<ItemId>(seed_, "theirs" + std::to_string(++texts_));
    const std::string text = Text(3000);
    const Status done =
        pair_.AtPeer(ItemPublished{cast_.network, item, Salt(), text, pair_.now().wall});
    if (done) peer_items_.push_back(item);
  }
  pair_.Settle();
  pair_.Pass(Duration(300));  // The peer's batch window.
  return {};
}

}  // namespace candour::faults

// Cosignatures that others bring or pass on.
#include <algorithm>
#include <utility>

#include "crypto/cosignature.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/receiver.h"

namespace candour {
namespace {

// Newest first by what it covers, then by its time.
bool Newer(const CosignatureRow& a, const CosignatureRow& b) {
  return std::pair(a.size, a.time) > std::pair(b.size, b.time);
}

}  // namespace

AcceptedLines Receiver::AcceptLines(const CosignedHead& head) {
  AcceptedLines result;
  auto state = book_.Feed(head.feed);
  result.refused = static_cast<uint32_t>(head.lines.size());
  if (!state || !manifest_.FindFeed(head.feed)) return result;
  if (head.size == 0 || head.size > state->size) return result;
  crypto::Checkpoint checkpoint{FeedOrigin(head.feed), head.size, state->root};
  if (head.size < state->size) {
    auto earlier = RootAtSize(book_.store(), head.feed, head.size);
    if (!earlier) return result;
    checkpoint.root = *earlier;
  }
  Held held;
  for (CosignatureRow& row : book_.store().Cosignatures(head.feed)) {
    const MemberId member = row.member;
    held.emplace(member, std::move(row));
  }
  const size_t news = book_.news().lines.size();
  for (const Cosignature& line : head.lines) {
    if (lines_left_ == 0) break;
    --lines_left_;
    if (!AcceptLine(*state, held, checkpoint, line)) continue;
    ++result.accepted;
    --result.refused;
  }
  // Lines that are held already change nothing, and cost no commit.
  if (book_.news().lines.size() > news) book_.PutFeed(*state);
  return result;
}

// Somebody may have chosen a key whose id is that of another's: each that has it is tried.
bool Receiver::AcceptLine(FeedState& state, Held& held, const crypto::Checkpoint& checkpoint,
                          const Cosignature& claimed) {
  if (claimed.time > static_cast<uint64_t>(INT64_MAX)) return false;
  bool old = false;
  for (const CosignerKey& key : manifest_.cosigners) {
    if (key.key.key_id != claimed.key_id) continue;
    const auto line = LineOf(claimed, key.key.name);
    CosignatureRow row{
        state.feed,      key.member, checkpoint.size, checkpoint.root, WallSeconds(claimed.time),
        line.ToString(), 0};
    const auto known = held.find(key.member);
    // Ours are made here; what others keep of them is older.
    if (key.member == parties_.self || (known != held.end() && !Newer(row, known->second))) {
      old = true;
      continue;
    }
    if (!crypto::VerifyCosignature(key.key, checkpoint.Format(), line)) continue;
    PutLine(state, held, std::move(row));
    return true;
  }
  return old;
}

void Receiver::PutLine(FeedState& state, Held& held, CosignatureRow row) {
  book_.news().lines.push_back({state.feed, state.network, row.member, parties_.carrier});
  uint64_t others = 0;
  uint64_t newest = 0;
  for (const auto& [member, other] : held) {
    row.order = std::max(row.order, other.order);
    newest = std::max(newest, other.size);
    if (member != state.member && other.size == row.size) ++others;
  }
  ++row.order;
  const Member* signer = manifest_.FindMember(row.member);
  const auto quorum =
      static_cast<uint64_t>(std::max<int64_t>(manifest_.Param("witness-quorum"), 0));
  if (row.member == state.member) state.heard_at = std::max(state.heard_at, row.time);
  // Those that ListHeads passes on are news to everybody, the rest to the author alone.
  const bool listed =
      row.member == state.member || others <= quorum || (signer && signer->Has('h'));
  if (listed && row.size >= newest) book_.PutFeedAnew(state);
  const MemberId member = row.member;
  held.insert_or_assign(member, row);
  book_.Add(PutCosignature{std::move(row)});
}

}  // namespace candour

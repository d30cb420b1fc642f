#include "federation/sync/serve.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/checkpoint.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/network/audience.h"

namespace candour {
namespace {

constexpr size_t kManifestBytesPerPageMax = 3 << 20;
constexpr size_t kBodyEntriesPerReplyMax = 4096;
constexpr uint64_t kPageLeavesMin = 1;

Access AccessOf(const Request& request) {
  if (std::holds_alternative<HelloRequest>(request)) return Access::kGetManifests;
  if (std::holds_alternative<ManifestsRequest>(request)) return Access::kGetManifests;
  if (std::holds_alternative<BodiesRequest>(request)) return Access::kReadBodies;
  if (std::holds_alternative<ListProposalsRequest>(request)) return Access::kGovern;
  return Access::kReadLog;
}

// Answers one request of a peer that may ask it.
class Server {
 public:
  Server(const StoreView& store, const SignedManifest& manifest, const SelfDescription& self,
         const PeerIdentity& who, WallSeconds now)
      : store_(store), signed_(manifest), self_(self), who_(who), now_(now) {}

  Result<Reply> operator()(const HelloRequest& request) const {
    if (request.protocol != kProtocolVersion) {
      return Fail(ErrorCode::kInvalid, "PROTOCOL_VERSION",
                  "this node speaks protocol " + std::to_string(kProtocolVersion) + ", not " +
                      std::to_string(request.protocol) + "; upgrade the older one");
    }
    return Reply(HelloReply{.instance = self_.instance,
                            .boot_id = self_.boot_id,
                            .network = request.network,
                            .manifest_version = signed_.manifest.version,
                            .manifest_hash = signed_.hash,
                            .server_time = now_});
  }

  Result<Reply> operator()(const ManifestsRequest& request) const {
    return Reply(ManifestsFrom(store_, request.network, request.from_version));
  }

  Result<Reply> operator()(const HeadsRequest& request) const {
    HeadsReply reply;
    StoreView::Changes news =
        store_.FeedsChangedSince(request.network, request.full ? 0 : request.since);
    // A cursor beyond ours was given out by a store that has since been replaced.
    if (news.cursor < request.since) news = store_.FeedsChangedSince(request.network, 0);
    reply.cursor = news.cursor;
    for (const FeedId& feed : news.feeds) {
      if (auto head = HeadOf(feed, request)) reply.heads.push_back(std::move(*head));
    }
    return Reply(std::move(reply));
  }

  Result<Reply> operator()(const LeavesRequest& request) const {
    const std::optional<FeedState> state = VisibleFeed(request.network, request.feed);
    if (!state) return Fail(NotVisible());
    const uint64_t start = request.start;
    const uint64_t max = std::clamp(request.max, kPageLeavesMin, kLeavesPerPageMax);
    std::optional<PutCheckpoint> end = PageEnd(*state, start, max);
    // Fewer than the distance between two checkpoints were asked for: a page cannot be shorter.
    if (end && end->size <= start) end = PageEnd(*state, start, kLeavesPerPageMax);
    if (!end) return Fail(NotVisible());
    LeavesReply reply{.start = start, .leaves = {}, .checkpoint = std::move(end->note)};
    if (end->size > start) reply.leaves = store_.Leaves(request.feed, start, end->size - start);
    return Reply(std::move(reply));
  }

  Result<Reply> operator()(const BodiesRequest& request) const {
    if (!VisibleFeed(request.network, request.feed)) return Fail(NotVisible());
    // An old copy may hold what was withdrawn since.
    if (Recovering(request.network)) return Fail(NotVisible());
    BodiesReply reply;
    const uint64_t bytes_max = std::min(request.bytes_max, kBodyBytesPerReplyMax);
    uint64_t bytes = 0;
    for (const IndexRange& range : request.ranges) {
      for (uint64_t index = range.start; index < range.end; ++index) {
        if (reply.bodies.size() == kBodyEntriesPerReplyMax) return Reply(std::move(reply));
        BodyEntry entry = BodyAt(request.feed, index);
        bytes += entry.blob.size();
        if (bytes > bytes_max && !reply.bodies.empty()) return Reply(std::move(reply));
        reply.bodies.push_back(std::move(entry));
      }
    }
    return Reply(std::move(reply));
  }

  Result<Reply> operator()(const ListCosignaturesRequest& request) const {
    if (!VisibleFeed(request.network, request.feed)) return Fail(NotVisible());
    std::map<std::pair<uint64_t, crypto::Hash>, std::vector<Bytes>> lines;
    for (CosignatureRow& row : store_.Cosignatures(request.feed)) {
      if (row.size <= request.index || !IsCosigner(row.member)) continue;
      lines[{row.size, row.root}].push_back(std::move(row.line));
    }
    ListCosignaturesReply reply;
    for (auto& [head, of_head] : lines) {
      const crypto::Checkpoint text{
          .origin = FeedOrigin(request.feed), .size = head.first, .root = head.second};
      reply.heads.push_back(
          {.feed = request.feed, .checkpoint_text = text.Format(), .lines = std::move(of_head)});
    }
    return Reply(std::move(reply));
  }

  Result<Reply> operator()(const ConsistencyRequest& request) const {
    if (!VisibleFeed(request.network, request.feed)) return Fail(NotVisible());
    auto hashes = BuildConsistency(store_, request.feed, request.old_size, request.new_size);
    if (!hashes) return Fail(hashes.error());
    auto old_root = RootAtSize(store_, request.feed, request.old_size);
    if (!old_root) return Fail(old_root.error());
    return Reply(ConsistencyReply{.hashes = std::move(*hashes), .old_root = *old_root});
  }

  Result<Reply> operator()(const ProofRequest& request) const {
    if (!VisibleFeed(request.network, request.feed)) return Fail(NotVisible());
    Result<Bytes> bundle = BuildBundle(store_, request.feed, request.index);
    if (!bundle) return Fail(bundle.error());
    return Reply(ProofReply{.bundle = std::move(*bundle)});
  }

  Result<Reply> operator()(const ListProposalsRequest& request) const {
    ListProposalsReply reply;
    size_t bytes = 0;
    for (ProposalRow& row : store_.Proposals(request.network)) {
      bytes += row.note.size();
      if (bytes > kManifestBytesPerPageMax && !reply.notes.empty()) break;
      reply.notes.push_back(std::move(row.note));
    }
    return Reply(std::move(reply));
  }

  template <class Write>
  Result<Reply> operator()(const Write&) const {
    return Fail(ErrorCode::kInvalid, "NOT_A_READ",
                "this request changes the node; it goes through the core");
  }

 private:
  std::optional<FeedState> VisibleFeed(const NetworkId& network, const FeedId& feed) const {
    std::optional<FeedState> state = store_.Feed(feed);
    if (!state || state->network != network || state->size == 0) return std::nullopt;
    return state;
  }

  bool Recovering(const NetworkId& network) const {
    const std::vector<FeedState> feeds = store_.Feeds(network);
    return std::any_of(feeds.begin(), feeds.end(), [](const FeedState& feed) {
      return feed.status == FeedStatus::kRecovering;
    });
  }

  // Of a frozen feed also why, even when nothing of it is held.
  std::optional<Head> HeadOf(const FeedId& feed, const HeadsRequest& request) const {
    const std::optional<FeedState> state = store_.Feed(feed);
    if (!state || state->network != request.network) return std::nullopt;
    Head head{.feed = feed, .checkpoint = {}, .lines = {}, .evidence = {}};
    if (state->status == FeedStatus::kFrozen) {
      if (auto why = store_.Evidence(feed)) head.evidence = std::move(why->text);
    }
    if (state->size > 0) {
      if (auto newest = store_.CheckpointAtOrBefore(feed, state->size)) {
        head.checkpoint = std::move(newest->note);
        head.lines = LinesFor(*state, newest->size, request);
      }
    }
    if (head.checkpoint.empty() && head.evidence.empty()) return std::nullopt;
    return head;
  }

  std::optional<PutCheckpoint> PageEnd(const FeedState& state, uint64_t start, uint64_t max) const {
    const uint64_t end =
        start >= state.size ? state.size : std::min(state.size - start, max) + start;
    return store_.CheckpointAtOrBefore(state.feed, end);
  }

  bool IsCosigner(const MemberId& member) const {
    return signed_.manifest.FindCosigner(member) != nullptr;
  }

  bool IsHub(const MemberId& member) const {
    const Member* found = signed_.manifest.FindMember(member);
    return found != nullptr && found->Has('h');
  }

  // The origin's line, in a full listing the asker's own (it may have lost it), then others up to
  // the fan-out of protocol section 4: all of them on the asker's own feeds.
  std::vector<Bytes> LinesFor(const FeedState& state, uint64_t size,
                              const HeadsRequest& request) const {
    std::vector<CosignatureRow> rows = store_.Cosignatures(state.feed);
    std::erase_if(rows, [&](const CosignatureRow& row) {
      return row.size != size || row.root != state.root || !IsCosigner(row.member);
    });
    const auto rank = [&](const CosignatureRow& row) {
      if (row.member == state.member) return 0;
      if (row.member == who_.member) return 1;
      return IsHub(row.member) ? 2 : 3;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    const int64_t quorum = std::max<int64_t>(signed_.manifest.Param("witness-quorum"), 0);
    const bool own = state.member == who_.member;
    uint64_t others_left = own ? rows.size() : static_cast<uint64_t>(quorum) + 1;
    std::vector<Bytes> lines;
    for (CosignatureRow& row : rows) {
      const int place = rank(row);
      if (place == 1 && !request.full) continue;
      if (place >= 2 && others_left-- == 0) break;
      lines.push_back(std::move(row.line));
    }
    return lines;
  }

  BodyEntry BodyAt(const FeedId& feed, uint64_t index) const {
    if (store_.RetractionOf(feed, index))
      return {.index = index, .state = BodyState::kRetracted, .blob = {}};
    std::optional<Bytes> blob = store_.Body(feed, index);
    if (!blob) return {.index = index, .state = BodyState::kNotHeld, .blob = {}};
    return {.index = index, .state = BodyState::kOk, .blob = std::move(*blob)};
  }

  const StoreView& store_;
  const SignedManifest& signed_;
  const SelfDescription& self_;
  const PeerIdentity& who_;
  WallSeconds now_;
};

}  // namespace

ManifestsReply ManifestsFrom(const StoreView& store, const NetworkId& network, uint64_t from) {
  ManifestsReply reply;
  size_t bytes = 0;
  const uint64_t newest = store.NewestManifest(network);
  for (uint64_t version = std::max<uint64_t>(from, 1); version <= newest; ++version) {
    std::vector<ManifestsReply::Version> texts;
    for (const uint64_t row : {version, version | kOtherText}) {
      std::optional<Bytes> note = store.Manifest(network, row);
      if (!note) continue;
      bytes += note->size();
      texts.push_back({.version = version, .note = std::move(*note)});
    }
    const bool fits = bytes <= kManifestBytesPerPageMax &&
                      reply.manifests.size() + texts.size() <= kManifestsPerPageMax;
    if (texts.empty() || (!fits && !reply.manifests.empty())) break;
    std::move(texts.begin(), texts.end(), std::back_inserter(reply.manifests));
  }
  return reply;
}

Error NotVisible() {
  return {.code = ErrorCode::kNotFound,
          .reason = "NOT_VISIBLE",
          .message = "not found, or not visible to this member; compare manifests first"};
}

Result<Reply> ServeRead(const StoreView& store, const SignedManifest& manifest,
                        const SelfDescription& self, const PeerIdentity& who,
                        const Request& request, WallSeconds now) {
  const NetworkId& network = NetworkOf(request);
  if (network != manifest.manifest.network || network != who.network) return Fail(NotVisible());
  const Access access = AccessOf(request);
  // A former key only learns why it is former.
  const bool allowed = who.former ? access == Access::kGetManifests
                                  : Decide(manifest.manifest, who.member, access, now).allowed;
  if (!allowed) return Fail(NotVisible());
  return std::visit(Server(store, manifest, self, who, now), request);
}

}  // namespace candour

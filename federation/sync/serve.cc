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
    AddOwnLines(request, reply);
    for (const FeedId& feed : news.feeds) AddHead(feed, request, reply);
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
    std::vector<CosignatureRow> rows = store_.Cosignatures(request.feed);
    std::erase_if(rows, [&](const CosignatureRow& row) {
      return row.size <= request.index || !IsCosigner(row.member);
    });
    return Reply(ListCosignaturesReply{BySize(rows)});
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
  static std::vector<CosignedHead> BySize(const std::vector<CosignatureRow>& rows) {
    std::map<uint64_t, CosignedHead> heads;
    for (const CosignatureRow& row : rows) {
      auto line = CosignatureOf(row.line);
      if (!line) continue;
      CosignedHead& head =
          heads.try_emplace(row.size, CosignedHead{row.feed, row.size, {}}).first->second;
      head.lines.push_back(std::move(*line));
    }
    std::vector<CosignedHead> out;
    for (auto& [size, head] : heads) out.push_back(std::move(head));
    return out;
  }

  // The feed of the asker's newest epoch.
  std::optional<FeedId> OwnFeed() const {
    const FeedKey* newest = nullptr;
    for (const FeedKey& key : signed_.manifest.feeds) {
      if (key.member == who_.member && (!newest || key.epoch > newest->epoch)) newest = &key;
    }
    if (!newest) return std::nullopt;
    return FeedIdOf(signed_.manifest.network, newest->member, newest->epoch);
  }

  // All lines on the asker's own feed that came since: an author is shown every one, once.
  void AddOwnLines(const HeadsRequest& request, HeadsReply& reply) const {
    const auto feed = OwnFeed();
    if (!feed || !VisibleFeed(request.network, *feed)) return;
    std::vector<CosignatureRow> rows = store_.Cosignatures(*feed);
    uint64_t newest = 0;
    for (const CosignatureRow& row : rows) newest = std::max(newest, row.order);
    // A cursor beyond ours was given out by a store that has since been replaced.
    const uint64_t since = request.full || request.lines_since > newest ? 0 : request.lines_since;
    std::erase_if(rows, [&](const CosignatureRow& row) {
      return row.order <= since || row.member == who_.member || !IsCosigner(row.member);
    });
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.order < b.order; });
    reply.lines_cursor = newest;
    if (rows.size() > kLinesPerReplyMax) {
      rows.resize(kLinesPerReplyMax);
      reply.lines_cursor = rows.back().order;
    }
    reply.lines = BySize(rows);
  }

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

  // Of a frozen feed also why, even when nothing of it is held. Lines on an earlier head, where the
  // newest has none yet, stand by themselves.
  void AddHead(const FeedId& feed, const HeadsRequest& request, HeadsReply& reply) const {
    const std::optional<FeedState> state = store_.Feed(feed);
    if (!state || state->network != request.network) return;
    Head head{.feed = feed, .checkpoint = {}, .lines = {}, .evidence = {}};
    if (state->status == FeedStatus::kFrozen) {
      if (auto why = store_.Evidence(feed)) head.evidence = std::move(why->text);
    }
    if (state->size > 0) {
      if (auto newest = store_.CheckpointAtOrBefore(feed, state->size)) {
        head.checkpoint = std::move(newest->note);
        CosignedHead lines = LinesFor(*state, request);
        if (lines.size == newest->size) {
          head.lines = std::move(lines.lines);
        } else if (!lines.lines.empty()) {
          reply.lines.push_back(std::move(lines));
        }
      }
    }
    if (head.checkpoint.empty() && head.evidence.empty()) return;
    reply.heads.push_back(std::move(head));
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

  // The origin's line, in a full listing the asker's own (it may have lost it), then hubs' and
  // others', as many as settle an entry, the asker's own counted: more would say nothing new. An
  // author is shown all on its feeds, those on the newest one by AddOwnLines.
  // All on the largest head that has any.
  CosignedHead LinesFor(const FeedState& state, const HeadsRequest& request) const {
    CosignedHead head{state.feed, 0, {}};
    std::vector<CosignatureRow> rows = store_.Cosignatures(state.feed);
    std::erase_if(rows, [&](const CosignatureRow& row) {
      const bool other = row.size == state.size && row.root != state.root;
      return row.size > state.size || other || !IsCosigner(row.member);
    });
    for (const CosignatureRow& row : rows) head.size = std::max(head.size, row.size);
    std::erase_if(rows, [&](const CosignatureRow& row) { return row.size != head.size; });
    const auto rank = [&](const CosignatureRow& row) {
      if (row.member == state.member) return 0;
      if (row.member == who_.member) return 1;
      return IsHub(row.member) ? 2 : 3;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    auto others_left =
        static_cast<uint64_t>(std::max<int64_t>(signed_.manifest.Param("witness-quorum"), 0));
    if (state.member == who_.member) others_left = OwnFeed() == state.feed ? 0 : rows.size();
    for (const CosignatureRow& row : rows) {
      const int place = rank(row);
      if (place > 0 && others_left == 0) break;
      if (place > 0) --others_left;
      if (place == 1 && !request.full) continue;
      if (auto line = CosignatureOf(row.line)) head.lines.push_back(std::move(*line));
    }
    return head;
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

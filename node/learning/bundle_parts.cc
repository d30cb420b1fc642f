// Bundles at a node: written from the reads that a peer would be given, read as pushes that no peer
// brought.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "federation/sync/bundle.h"
#include "federation/sync/serve.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/network_handlers.h"

namespace candour {
namespace {

using storage::Reader;

constexpr size_t kPartBytes = 1 << 20;
constexpr int kRefusedShown = 50;

// Where a bundle stands: manifests, then of each feed its head, leaves, bodies and lines.
struct Place {
  char phase = 'm';
  uint64_t index = 1;
  FeedId feed = {};

  std::string Token() const {
    return std::string(1, phase) + "." + std::to_string(index) + "." + feed.hex();
  }
  static std::optional<Place> FromToken(std::string_view token) {
    if (token.empty()) return Place{};
    const size_t dot = token.rfind('.');
    if (token.size() < 4 || token[1] != '.' || dot < 3 || dot == std::string_view::npos) {
      return std::nullopt;
    }
    const auto index = crypto::ParseDecimal(token.substr(2, dot - 2));
    const auto feed = FeedId::FromHex(token.substr(dot + 1));
    if (!index || !feed) return std::nullopt;
    return Place{token[0], *index, *feed};
  }
};

class PartWriter {
 public:
  PartWriter(const Reader& store, const NetworkView& network, WallSeconds now)
      : store_(store),
        network_(network),
        who_{network.id, network.self, {}},
        now_(now),
        feeds_(store.Feeds(network.id)) {
    std::erase_if(feeds_, [](const FeedState& feed) { return feed.size == 0; });
  }

  // Empty when the bundle is whole.
  std::optional<Place> Write(Place place, Bytes& out) const {
    std::optional<Place> next = place;
    while (next && out.size() < kPartBytes) next = Step(*next, out);
    return next;
  }

 private:
  std::optional<Place> Step(const Place& at, Bytes& out) const {
    switch (at.phase) {
      case 'm':
        return Manifests(at, out);
      case 'l':
        return Leaves(at, out);
      case 'b':
        return Bodies(at, out);
      default:
        return Lines(at, out);
    }
  }

  template <class ReplyType>
  std::optional<ReplyType> Read(const Request& request) const {
    auto reply = ServeRead(store_, *network_.manifest, {}, who_, request, now_);
    if (!reply) return std::nullopt;
    return std::get<ReplyType>(std::move(*reply));
  }

  std::optional<Place> FeedAfter(const FeedId& feed) const {
    for (const FeedState& state : feeds_) {
      if (state.feed > feed) return Place{'l', 0, state.feed};
    }
    return std::nullopt;
  }

  uint64_t SizeOf(const FeedId& feed) const {
    const auto state = store_.Feed(feed);
    return state ? state->size : 0;
  }

  std::optional<Place> Manifests(const Place& at, Bytes& out) const {
    const auto page = Read<ManifestsReply>(ManifestsRequest{network_.id, at.index});
    if (!page || page->manifests.empty()) return FeedAfter({});
    for (const auto& version : page->manifests) {
      out += EncodeRecord(BundleManifest{network_.id, version.note});
    }
    return Place{'m', page->manifests.back().version + 1, {}};
  }

  std::optional<Place> Leaves(const Place& at, Bytes& out) const {
    const auto page = Read<LeavesReply>(LeavesRequest{network_.id, at.feed, at.index});
    if (!page) return FeedAfter(at.feed);
    if (page->leaves.empty()) return Place{'b', 0, at.feed};
    if (at.index == 0) {
      const auto head = store_.CheckpointAtOrBefore(at.feed, SizeOf(at.feed));
      if (head) out += EncodeRecord(PushHeadRequest{network_.id, at.feed, head->note});
    }
    const uint64_t next = at.index + page->leaves.size() / kLeafBytes;
    out += EncodeRecord(
        PushLeavesRequest{network_.id, at.feed, at.index, page->leaves, page->checkpoint, {}});
    return Place{'l', next, at.feed};
  }

  std::optional<Place> Bodies(const Place& at, Bytes& out) const {
    const uint64_t size = SizeOf(at.feed);
    const uint64_t end = std::min(size, at.index + kLeavesPerPageMax);
    const Place lines{'c', 0, at.feed};
    if (at.index >= size) return lines;
    const auto page =
        Read<BodiesReply>(BodiesRequest{network_.id, at.feed, {{at.index, end}}, kPartBytes});
    if (!page || page->bodies.empty()) return lines;
    const bool any = std::any_of(page->bodies.begin(), page->bodies.end(),
                                 [](const BodyEntry& b) { return b.state == BodyState::kOk; });
    if (any) out += EncodeRecord(PushBodiesRequest{network_.id, at.feed, page->bodies});
    return Place{'b', page->bodies.back().index + 1, at.feed};
  }

  std::optional<Place> Lines(const Place& at, Bytes& out) const {
    const auto lines = Read<ListCosignaturesReply>(ListCosignaturesRequest{network_.id, at.feed});
    if (lines && !lines->heads.empty()) {
      out += EncodeRecord(PutCosignaturesRequest{network_.id, lines->heads});
    }
    return FeedAfter(at.feed);
  }

  const Reader& store_;
  const NetworkView& network_;
  const PeerIdentity who_;
  const WallSeconds now_;
  std::vector<FeedState> feeds_;
};

// Hands records to the loop one at a time; one that is refused does not keep the others out.
class PartReader {
 public:
  explicit PartReader(Turns& turns) : turns_(turns) {}

  Status Take(const BundleRecord& record) {
    const NetworkId network = std::visit([](const auto& r) { return r.network; }, record);
    if (!turns_.ManifestOf(network)) {
      return Fail(ErrorCode::kNotFound, "NETWORK_UNKNOWN",
                  "this node is in no network " + network.hex() + "; it reads only its own");
    }
    Status taken = std::visit([this](const auto& r) { return Take(r); }, record);
    if (taken || taken.error().code == ErrorCode::kUnavailable) return taken;
    if (answer_.refused_size() < kRefusedShown) {
      answer_.add_refused(taken.error().reason + ": " + taken.error().message);
    }
    return {};
  }

  node::v1::ReadBundleResponse& answer() { return answer_; }

 private:
  Status Take(const BundleManifest& record) {
    const uint64_t before = VersionOf(record.network);
    Status taken = Run([&](const Reader&) {
      return Event(ManifestOffered{record.network, record.note, std::nullopt});
    });
    if (!taken && taken.error().reason == "OLD_VERSION") return {};
    if (VersionOf(record.network) > before) answer_.set_manifests(answer_.manifests() + 1);
    return taken;
  }
  Status Take(const PushHeadRequest& record) { return Push(record.network, record); }
  Status Take(const PushLeavesRequest& record) {
    const uint64_t before = SizeOf(record.feed);
    Status taken = Run([&](const Reader& store) {
      const auto state = store.Feed(record.feed);
      return Event(BroughtByHand{record.network, TrimPage(record, state ? state->size : 0)});
    });
    answer_.set_entries(answer_.entries() + SizeOf(record.feed) - before);
    return taken;
  }
  Status Take(const PushBodiesRequest& record) {
    Status taken = Push(record.network, record);
    if (taken) answer_.set_bodies(answer_.bodies() + record.bodies.size());
    return taken;
  }
  Status Take(const PutCosignaturesRequest& record) {
    Status taken = Push(record.network, record);
    if (!taken) return taken;
    for (const CosignedHead& head : record.heads) {
      answer_.set_cosignatures(answer_.cosignatures() + head.lines.size());
    }
    return taken;
  }

  Status Push(const NetworkId& network, const Request& request) {
    return Run([&](const Reader&) { return Event(BroughtByHand{network, request}); });
  }
  template <class Make>
  Status Run(const Make& make) {
    return turns_.Run([&](const Reader& store, Now) {
      LocalTurn turn;
      turn.event = make(store);
      return Result<LocalTurn>(std::move(turn));
    });
  }
  uint64_t SizeOf(const FeedId& feed) {
    const auto state = turns_.Snapshot()->Feed(feed);
    return state ? state->size : 0;
  }
  uint64_t VersionOf(const NetworkId& network) {
    return turns_.ManifestOf(network)->manifest.version;
  }

  Turns& turns_;
  node::v1::ReadBundleResponse answer_;
};

}  // namespace

Result<node::v1::WriteBundleResponse> NetworkHandlers::WriteBundle(
    const Principal& who, const node::v1::WriteBundleRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto network = FindNetwork(services_.turns, *snapshot, request.network());
  if (!network) return Fail(network.error());
  const auto place = Place::FromToken(request.page_token());
  if (!place) {
    return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                "this page_token was not given by an earlier page; begin without one");
  }
  node::v1::WriteBundleResponse response;
  const PartWriter writer(*snapshot, *network, services_.turns.Time().wall);
  const auto next = writer.Write(*place, *response.mutable_records());
  if (next) response.set_next_page_token(next->Token());
  return response;
}

Result<node::v1::ReadBundleResponse> NetworkHandlers::ReadBundle(
    const Principal& who, const node::v1::ReadBundleRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  PartReader reader(services_.turns);
  BytesView bytes = request.records();
  while (true) {
    auto record = NextRecord(bytes);
    if (!record) return Fail(record.error());
    if (!*record) break;
    if (Status taken = reader.Take(**record); !taken) return Fail(taken.error());
  }
  return std::move(reader.answer());
}

}  // namespace candour

#include "node/learning/reading.h"

#include <google/protobuf/io/coded_stream.h>

#include "federation/feed/leaf.h"
#include "federation/network/audience.h"

namespace candour {
namespace {

constexpr int kParseDepthMax = 16;

void ReadBody(const storage::Reader& store, VisibleItem& item) {
  auto leaf_bytes = store.Leaves(item.place.feed, item.index, 1);
  auto leaf = DecodeLeaf(leaf_bytes);
  auto blob = store.Body(item.place.feed, item.index);
  if (!leaf || !blob) {
    item.problem = "its text has not arrived yet";
    return;
  }
  // Checked again on every read: bit rot is never shown as somebody's words.
  auto opened = CheckBlob(*leaf, *blob);
  if (!opened) {
    item.problem = "its stored text is damaged";
    return;
  }
  learning::v1::Body body;
  google::protobuf::io::CodedInputStream stream(
      reinterpret_cast<const uint8_t*>(opened->body.data()), static_cast<int>(opened->body.size()));
  stream.SetRecursionLimit(kParseDepthMax);
  if (!body.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage()) {
    item.problem = "its text is in no form this version knows";
    return;
  }
  item.body = std::move(body);
}

uint32_t SeenBy(const storage::Reader& store, const VisibleItem& item) {
  uint32_t count = 0;
  for (const auto& row : store.Cosignatures(item.place.feed)) {
    count += row.size > item.index && row.member != item.place.publisher.id;
  }
  return count;
}

}  // namespace

Result<VisibleItem> ReadItem(const storage::Reader& store, const ItemPlace& place) {
  const Manifest& manifest = place.network.manifest->manifest;
  const Member* self = manifest.FindMember(place.network.self);
  if (place.network.recovering) {
    return Fail(ErrorCode::kNotFound, "NOT_FOUND",
                ItemName(place) + " is not shown before this node has caught up: candour status");
  }
  // Who was removed keeps what it has.
  const bool reads =
      self == nullptr || self->Has('r') || self->Has('h') || place.publisher.id == self->id;
  if (!reads) {
    return Fail(ErrorCode::kNotFound, "NOT_FOUND", ItemName(place) + " is not here");
  }
  if (place.chain.versions.empty()) {
    return Fail(ErrorCode::kNotFound, "NOT_FOUND", ItemName(place) + " is not here");
  }
  VisibleItem item;
  item.place = place;
  item.index = place.chain.versions.back();
  if (auto leaf = DecodeLeaf(store.Leaves(place.feed, item.index, 1)); leaf) item.day = leaf->day;
  item.withdrawn = store.RetractionOf(place.feed, item.index);
  if (!item.withdrawn && !place.chain.retracted) ReadBody(store, item);
  return item;
}

node::v1::Withdrawal ShowWithdrawal(const Retraction& retraction) {
  node::v1::Withdrawal shown;
  shown.set_day(static_cast<int64_t>(retraction.day));
  shown.set_reason(ReasonText(retraction.reason));
  return shown;
}

node::v1::Placement ShowPlacement(const storage::Reader& store, const VisibleItem& item) {
  node::v1::Placement shown;
  shown.set_name(ItemName(item.place));
  shown.set_network(item.place.network.manifest->manifest.name);
  shown.set_organisation(item.place.publisher.name);
  shown.set_feed_id(item.place.feed.str());
  shown.set_index(item.index);
  auto state = store.Feed(item.place.feed);
  // Nothing enters the store unverified; a leaf beyond the feed's size would be a defect.
  shown.set_verified(state && item.index < state->size);
  shown.set_size(state ? state->size : 0);
  shown.set_day(static_cast<int64_t>(item.day));
  shown.set_seen_by(SeenBy(store, item));
  shown.set_state(node::v1::REPORT_STATE_PUBLISHED);
  if (item.withdrawn) {
    *shown.mutable_withdrawn() = ShowWithdrawal(*item.withdrawn);
    shown.set_state(node::v1::REPORT_STATE_WITHDRAWN);
  }
  return shown;
}

}  // namespace candour

// Search: the index finds keys; every text shown comes from the store through reading.h.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "node/index/index.h"
#include "node/learning/authorise.h"
#include "node/learning/documents.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/placements.h"
#include "node/learning/reading.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

constexpr uint32_t kPageDefault = 20;
constexpr uint32_t kPageMax = 100;
constexpr size_t kSnippetBytes = 240;

index::Scope ScopeFor(const std::vector<NetworkView>& networks, node::v1::SearchScope asked) {
  index::Scope scope;
  scope.items = asked != node::v1::SEARCH_SCOPE_LOCAL;
  scope.records = asked != node::v1::SEARCH_SCOPE_SHARED;
  scope.networks.emplace();
  for (const auto& network : networks) {
    const Member* self = network.manifest->manifest.FindMember(network.self);
    // Who was removed keeps what it has.
    const bool reads = self == nullptr || self->Has('r') || self->Has('h');
    if (reads) scope.networks->push_back(network.id);
  }
  return scope;
}

// The ids that a name stands for: one organisation may be a member of several networks.
std::vector<std::string> IdsNamed(const std::vector<NetworkView>& networks,
                                  const index::Filter& filter) {
  std::vector<std::string> ids;
  std::string slug = Slug(filter.value);
  for (const auto& network : networks) {
    const Manifest& manifest = network.manifest->manifest;
    if (filter.field == index::Field::kNetwork && Slug(manifest.name) == slug) {
      ids.push_back(network.id.hex());
    }
    for (const Member& member : manifest.members) {
      if (filter.field == index::Field::kMember && Slug(member.name) == slug) {
        ids.push_back(member.id.hex());
      }
    }
  }
  return ids;
}

// People write names where the index compares ids. Filters of one field are alternatives.
void ResolveFilters(const std::vector<NetworkView>& networks, index::Query& query) {
  std::vector<index::Filter> resolved;
  for (auto& filter : query.filters) {
    if (filter.field != index::Field::kNetwork && filter.field != index::Field::kMember) {
      filter.value = FacetCode(filter.value);
      resolved.push_back(std::move(filter));
      continue;
    }
    auto ids = IdsNamed(networks, filter);
    if (ids.empty()) ids.push_back(filter.value);  // An id already, or nobody's name.
    for (auto& id : ids) resolved.push_back({filter.field, std::move(id), filter.excluded});
  }
  query.filters = std::move(resolved);
}

std::string Snippet(const learning::v1::Learning& learning) {
  const std::string& text =
      learning.learning().empty() ? learning.what_happened() : learning.learning();
  size_t end = std::min(text.size(), kSnippetBytes);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;  // Never inside a character.
  }
  return text.substr(0, end);
}

void ShowLearning(const learning::v1::Learning& learning, node::v1::LearningHit& hit) {
  hit.set_title(learning.title());
  hit.set_kind(learning.kind());
  hit.set_setting(learning.setting());
  hit.set_snippet(Snippet(learning));
}

std::optional<VisibleItem> ItemOf(Turns& turns, const Reader& store,
                                  const index::DocumentKey& key) {
  auto leaf = DecodeLeaf(store.Leaves(key.feed, key.index, 1));
  if (!leaf) return std::nullopt;
  auto place = PlaceOf(turns, store, key.feed, leaf->item);
  // A version that was superseded is history, not an answer.
  if (!place || place->chain.versions.empty() || place->chain.versions.back() != key.index) {
    return std::nullopt;
  }
  auto item = ReadItem(store, *place);
  if (!item || (!item->body && !item->withdrawn)) return std::nullopt;
  return *item;
}

void ShowItem(const VisibleItem& item, node::v1::LearningHit& hit) {
  hit.set_name(ItemName(item.place));
  hit.set_organisation(item.place.publisher.name);
  hit.add_networks(item.place.network.manifest->manifest.name);
  hit.set_day(static_cast<int64_t>(item.day));
  hit.set_verified(true);  // Nothing enters the store unverified; ReadItem checked the text again.
  hit.set_local(item.place.publisher.id == item.place.network.self);
  if (item.withdrawn) *hit.mutable_withdrawn() = ShowWithdrawal(*item.withdrawn);
  if (item.body) ShowLearning(item.body->learning(), hit);
}

bool ShowRecord(const Services& services, const Reader& store, const std::string& id,
                node::v1::LearningHit& hit) {
  auto record_id = RecordId::From(id);
  if (!record_id) return false;
  auto record = LoadRecord(store, *record_id);
  if (!record || record->state() == node::v1::REPORT_STATE_WITHDRAWN) return false;
  if (MayBeWithdrawn(services.turns, store, *record)) return false;
  hit.set_name(ShowId(*record_id));
  hit.set_organisation(services.organisation);
  hit.set_day(record->approved_at());
  hit.set_verified(true);
  hit.set_local(true);
  ShowLearning(record->learning(), hit);
  return true;
}

// One work may stand in several networks and as this node's own record: the item is named, and all
// its networks.
bool ShowHit(const Services& services, const Reader& store, const index::Hit& found,
             node::v1::LearningHit& hit) {
  std::vector<index::DocumentKey> keys = found.also;
  keys.insert(keys.begin(), found.key);
  for (const auto& key : keys) {
    if (key.source != index::Source::kItem) continue;
    auto item = ItemOf(services.turns, store, key);
    if (!item) continue;
    if (hit.name().empty()) {
      ShowItem(*item, hit);
    } else {
      hit.add_networks(item->place.network.manifest->manifest.name);
    }
  }
  if (!hit.name().empty()) return true;
  for (const auto& key : keys) {
    if (key.source == index::Source::kRecord && ShowRecord(services, store, key.id, hit))
      return true;
  }
  return false;
}

}  // namespace

Result<node::v1::SearchLearningResponse> LearningHandlers::SearchLearning(
    const Principal& who, const node::v1::SearchLearningRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto query = index::ParseQuery(request.query());
  if (!query) return Fail(query.error());
  auto offset = crypto::ParseDecimal(request.page_token().empty() ? "0" : request.page_token());
  if (!offset || *offset > index::kOffsetMax) {
    return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                "this page_token was not given by an earlier page; begin without one");
  }
  auto snapshot = services_.turns.Snapshot();
  auto networks = Networks(services_.turns, *snapshot);
  ResolveFilters(networks, *query);
  index::SearchRequest search;
  search.query = std::move(*query);
  search.scope = ScopeFor(networks, request.scope());
  search.offset = static_cast<size_t>(*offset);
  search.limit = request.page_size() == 0 ? kPageDefault : std::min(request.page_size(), kPageMax);
  auto found = services_.index.Search(search);
  if (!found) return Fail(found.error());

  node::v1::SearchLearningResponse response;
  response.set_total(found->total);
  for (const auto& hit : found->hits) {
    node::v1::LearningHit shown;
    if (ShowHit(services_, *snapshot, hit, shown)) *response.add_hits() = std::move(shown);
  }
  if (found->hits.size() == search.limit && *offset + search.limit <= index::kOffsetMax) {
    response.set_next_page_token(std::to_string(*offset + search.limit));
  }
  return response;
}

}  // namespace candour

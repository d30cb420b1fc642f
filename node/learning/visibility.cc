#include "node/learning/visibility.h"

#include <algorithm>

#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

// A draft that the user may not read is as absent as one that is not there.
Result<RecordId> ReadableDraft(const storage::Reader& store, const Principal& who,
                               const std::string& shown) {
  auto id = FindDraft(store, shown);
  if (!id) return id;
  auto draft = LoadDraft(store, *id);
  if (draft && Authorise(who, UserAction::kReadDraft, &*draft)) return id;
  return Fail(ErrorCode::kNotFound, "NOT_FOUND", "draft " + shown + " is not here");
}

// The networks whose rules decide: of the item, of the record's placements, or those asked about.
Result<std::vector<NetworkView>> Deciding(Turns& turns, const storage::Reader& store,
                                          const Principal& who,
                                          const node::v1::ExplainVisibilityRequest& request) {
  std::vector<NetworkView> networks;
  for (const auto& name : request.networks()) {
    auto network = FindNetwork(turns, store, name);
    if (!network) return Fail(network.error());
    networks.push_back(std::move(*network));
  }
  if (request.name().find('/') != std::string::npos) {
    auto place = FindItem(turns, store, request.name());
    if (!place) return Fail(place.error());
    networks.push_back(place->network);
  } else if (!request.name().empty()) {
    auto id = FindRecord(store, request.name());
    if (!id) id = ReadableDraft(store, who, request.name());
    if (!id) return Fail(id.error());
    auto record = LoadRecord(store, *id);
    for (const auto& network : Networks(turns, store)) {
      if (!record) break;
      for (const auto& placement : record->placements()) {
        if (placement.withdrawn_at() == 0 && placement.network_id() == network.id.view()) {
          networks.push_back(network);
        }
      }
    }
  }
  return networks;
}

}  // namespace

void ShowAudience(const Audience& audience, const std::string& network, AudienceList& out) {
  for (const AudienceEntry& entry : audience.entries()) {
    auto& shown = *out.Add();
    shown.set_organisation(entry.organisation);
    shown.set_network(network);
    shown.set_allowed(entry.decision.allowed);
    shown.set_rule(entry.decision.rule);
    shown.set_reason(entry.decision.reason);
  }
}

Result<node::v1::ExplainVisibilityResponse> ReviewHandlers::ExplainVisibility(
    const Principal& who, const node::v1::ExplainVisibilityRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto networks = Deciding(services_.turns, *snapshot, who, request);
  if (!networks) return Fail(networks.error());
  WallSeconds now = services_.turns.Time().wall;
  node::v1::ExplainVisibilityResponse response;
  for (const auto& network : *networks) {
    const Manifest& manifest = network.manifest->manifest;
    auto audience = DecideAudience(manifest, network.self, now);
    if (!audience) return Fail(audience.error());
    ShowAudience(*audience, manifest.name, *response.mutable_audience());
  }
  if (request.organisation().empty()) return response;

  auto& list = *response.mutable_audience();
  std::string slug = Slug(request.organisation());
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const auto& row) { return Slug(row.organisation()) != slug; }),
             list.end());
  if (list.empty()) {
    auto& stranger = *list.Add();
    stranger.set_organisation(request.organisation());
    stranger.set_rule(networks->empty() ? "empty-audience" : "not-a-member");
    stranger.set_reason(networks->empty()
                            ? "it is published in no network: an empty audience is nobody"
                            : request.organisation() + " is a member of none of its networks");
  }
  return response;
}

}  // namespace candour

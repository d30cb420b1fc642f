// The frozen feeds of this node's networks, each with its proof.
#include "federation/feed/names.h"
#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/network_handlers.h"

namespace candour {
namespace {

std::string NameIn(const Manifest& manifest, const MemberId& member) {
  const Member* found = manifest.FindMember(member);
  return found != nullptr ? found->name : member.hex();
}

void AddEvidence(const NetworkView& network, const storage::Reader& store,
                 node::v1::ListEvidenceResponse& response) {
  const Manifest& manifest = network.manifest->manifest;
  for (const FeedState& state : store.Feeds(network.id)) {
    if (state.status != FeedStatus::kFrozen) continue;
    const auto row = store.Evidence(state.feed);
    if (!row) continue;
    auto& shown = *response.add_evidence();
    shown.set_network(manifest.name);
    shown.set_organisation(NameIn(manifest, state.member));
    shown.set_origin(FeedOrigin(state.feed));
    shown.set_evidence(row->text);
    shown.set_held_since(row->held_at);
    shown.set_carrier(NameIn(manifest, row->carrier));
  }
}

}  // namespace

Result<node::v1::ListEvidenceResponse> NetworkHandlers::ListEvidence(
    const Principal& who, const node::v1::ListEvidenceRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  node::v1::ListEvidenceResponse response;
  if (!request.network().empty()) {
    auto network = FindNetwork(services_.turns, *snapshot, request.network());
    if (!network) return Fail(network.error());
    AddEvidence(*network, *snapshot, response);
    return response;
  }
  for (const NetworkView& network : Networks(services_.turns, *snapshot)) {
    AddEvidence(network, *snapshot, response);
  }
  return response;
}

}  // namespace candour

// NetworkService and the hub's side of joining. Called on worker threads.
#pragma once

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/stored.pb.h"
#include "candour/peer/v1/exchange.pb.h"
#include "node/learning/names.h"
#include "node/learning/services.h"

namespace candour {

class NetworkHandlers {
 public:
  explicit NetworkHandlers(Services& services) : services_(services) {}

  Result<node::v1::CreateNetworkResponse> CreateNetwork(
      const Principal& who, const node::v1::CreateNetworkRequest& request);
  Result<node::v1::InviteResponse> Invite(const Principal& who,
                                          const node::v1::InviteRequest& request);
  Result<node::v1::ListPendingResponse> ListPending(const Principal& who,
                                                    const node::v1::ListPendingRequest& request);
  Result<node::v1::ApproveMemberResponse> ApproveMember(
      const Principal& who, const node::v1::ApproveMemberRequest& request);
  Result<node::v1::RenewResponse> Renew(const Principal& who,
                                        const node::v1::RenewRequest& request);
  // govern.cc
  Result<node::v1::ProposeManifestResponse> ProposeManifest(
      const Principal& who, const node::v1::ProposeManifestRequest& request);
  Result<node::v1::SignManifestResponse> SignProposal(const Principal& who,
                                                      const node::v1::SignManifestRequest& request);
  Result<node::v1::ListProposalsResponse> ListProposals(
      const Principal& who, const node::v1::ListProposalsRequest& request);
  Result<node::v1::ListManifestsResponse> ListManifests(
      const Principal& who, const node::v1::ListManifestsRequest& request);
  Result<node::v1::PrepareGovernorResponse> PrepareGovernor(
      const Principal& who, const node::v1::PrepareGovernorRequest& request);
  Result<node::v1::PrepareRotationResponse> PrepareRotation(
      const Principal& who, const node::v1::PrepareRotationRequest& request);
  // Puts this node's next keys in use where the manifest names them by now.
  void PollRotations();

  Result<node::v1::JoinNetworkResponse> Join(const Principal& who,
                                             const node::v1::JoinNetworkRequest& request);
  // leave.cc
  Result<node::v1::LeaveNetworkResponse> LeaveNetwork(
      const Principal& who, const node::v1::LeaveNetworkRequest& request);
  Result<node::v1::ListNetworksResponse> ListNetworks(const Principal& who,
                                                      const node::v1::ListNetworksRequest& request);
  Result<node::v1::ListMembersResponse> ListMembers(const Principal& who,
                                                    const node::v1::ListMembersRequest& request);
  Result<node::v1::GetManifestResponse> GetManifest(const Principal& who,
                                                    const node::v1::GetManifestRequest& request);

  Result<node::v1::GetFeedResponse> GetFeed(const Principal& who,
                                            const node::v1::GetFeedRequest& request);
  Result<node::v1::ListEvidenceResponse> ListEvidence(const Principal& who,
                                                      const node::v1::ListEvidenceRequest& request);

  // own_head.cc, bundle_parts.cc
  Result<node::v1::ConfirmHeadResponse> ConfirmHead(const Principal& who,
                                                    const node::v1::ConfirmHeadRequest& request);
  Result<node::v1::WriteBundleResponse> WriteBundle(const Principal& who,
                                                    const node::v1::WriteBundleRequest& request);
  Result<node::v1::ReadBundleResponse> ReadBundle(const Principal& who,
                                                  const node::v1::ReadBundleRequest& request);

  // At the hub, under a ticket's one-time key. kDenied TICKET_USED, TICKET_EXPIRED or
  // TICKET_UNKNOWN.
  Result<peer::v1::JoinResponse> AcceptJoin(const crypto::Hash& ticket_spki,
                                            const peer::v1::JoinRequest& request);
  // Whether that key belongs to a ticket of the network that has not expired.
  bool KnowsTicket(const crypto::Hash& ticket_spki, const NetworkId& network);

  // At the joiner: asks each hub once whether the manifest names this node by now.
  void PollJoins();

 private:
  Status Adopt(const NetworkId& network, const node::v1::StoredMembership& membership,
               const std::vector<Bytes>& notes);
  // A note with this node's governor line.
  struct OwnLine {
    Bytes note;
    crypto::Hash text;
    std::string governor;
  };
  enum class Instead { kNo, kYes };  // Of another text of that version.
  Result<OwnLine> SignText(const storage::Reader& store, const NetworkView& network,
                           const Manifest& next, Instead instead);
  static LocalTurn ProposeTurn(const NetworkView& network, uint64_t version,
                               const crypto::Hash& text, Bytes note, Now now);
  Result<node::v1::LeaveNetworkResponse> Stay(const Principal& who, const NetworkView& network);
  Status SettleRotation(const NetworkView& network);
  void PollJoin(const node::v1::StoredJoin& join);
  bool IsMember(const peer::v1::JoinRequest& join);

  Services& services_;
};

}  // namespace candour

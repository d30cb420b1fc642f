// A person's word for the newest head of this node's own feed, where no hub can give one.
#include "crypto/encoding.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/network_handlers.h"

namespace candour {

Result<node::v1::ConfirmHeadResponse> NetworkHandlers::ConfirmHead(
    const Principal& who, const node::v1::ConfirmHeadRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunNetworks); !ok) return Fail(ok.error());
  auto network = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
  if (!network) return Fail(network.error());
  const auto raw = crypto::HexDecode(request.root());
  const auto root = raw ? crypto::Hash::From(*raw) : std::nullopt;
  if (!root) {
    return Fail(ErrorCode::kInvalid, "ROOT_INVALID",
                "the root is 64 lower-case hex digits, as candour network members shows it");
  }
  auto status = services_.turns.Run([&](const storage::Reader& store, Now now) {
    LocalTurn turn;
    turn.event = HeadConfirmed{network->id, request.size(), *root};
    AddAudit(store, who,
             {"head.confirm", network->id.hex(),
              "size " + std::to_string(request.size()) + " root " + request.root()},
             now.wall, turn.writes);
    return Result<LocalTurn>(std::move(turn));
  });
  if (!status) return Fail(status.error());
  node::v1::ConfirmHeadResponse response;
  response.set_blocked(services_.turns.SigningBlocked(network->id));
  return response;
}

}  // namespace candour

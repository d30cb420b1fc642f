#include "federation/feed/names.h"

#include "crypto/encoding.h"
#include "crypto/hash.h"

namespace candour {
namespace {

std::string_view FirstHalf(const crypto::Hash& hash) { return hash.view().substr(0, 16); }

}  // namespace

FeedId FeedIdOf(const NetworkId& network, const MemberId& member, uint32_t epoch) {
  const std::string number = crypto::U32(epoch);
  const crypto::Hash hash =
      crypto::Sha256({"candour/feed/v1\n", network.view(), member.view(), number});
  return *FeedId::From(FirstHalf(hash));
}

std::string FeedOrigin(const FeedId& feed) { return "candour/f/" + feed.hex(); }

std::string CosignerName(const NetworkId& network, const MemberId& member) {
  const crypto::Hash hash =
      crypto::Sha256({"candour/cosigner/v1\n", network.view(), member.view()});
  return "candour/c/" + crypto::HexEncode(FirstHalf(hash));
}

std::string GovernorName(const NetworkId& network, uint32_t number) {
  return "candour/g/" + network.hex() + "/" + std::to_string(number);
}

}  // namespace candour

#include "federation/network/leaving.h"

#include "federation/feed/names.h"
#include "federation/network/signed_line.h"

namespace candour {
namespace {

constexpr std::string_view kPrefix = "candour-leaving-1.";
constexpr std::string_view kFirstLine = "candour/leaving/v1\n";

tl::unexpected<Error> Bad(const std::string& why) {
  return Fail(ErrorCode::kInvalid, "LEAVING_MALFORMED",
              "leaving: " + why + "; copy the whole line that candour network leave printed");
}

}  // namespace

std::string FormatLeaving(const crypto::Checkpoint& last, const crypto::PrivateKey& feed) {
  return SealLine(kPrefix, std::string(kFirstLine) + last.Format(), feed);
}

Result<LeavingMember> ParseLeaving(const Manifest& manifest, std::string_view line) {
  const auto opened = OpenLine(kPrefix, line);
  if (!opened) return Bad(opened.error());
  const std::string_view text = opened->text;
  if (!text.starts_with(kFirstLine)) return Bad("a character was changed");
  const auto last = crypto::Checkpoint::Parse(text.substr(kFirstLine.size()));
  if (!last) return Bad("a character was changed");
  for (const FeedKey& key : manifest.feeds) {
    const FeedId feed = FeedIdOf(manifest.network, key.member, key.epoch);
    if (key.closed || FeedOrigin(feed) != last->origin) continue;
    const auto signer = crypto::PublicKey::From(key.key.key);
    if (!signer || !crypto::Verify(*signer, text, opened->signature)) break;
    return LeavingMember{key.member, key.epoch, feed, {last->size, last->root}};
  }
  return Fail(ErrorCode::kInvalid, "LEAVING_NOT_SIGNED",
              "leaving: no member of " + manifest.name +
                  " signed this with the key that the manifest names; have the line made again");
}

}  // namespace candour

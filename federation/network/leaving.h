// The line by which a member's node states that it leaves, with the last head of its feed
// (`candour network leave`): governors take it out at exactly that.
#pragma once

#include <string>
#include <string_view>

#include "crypto/checkpoint.h"
#include "crypto/ed25519.h"
#include "federation/network/manifest.h"

namespace candour {

// "candour-leaving-1." + base64 of "candour/leaving/v1\n", the checkpoint's text, and the signature
// of both by the feed key.
std::string FormatLeaving(const crypto::Checkpoint& last, const crypto::PrivateKey& feed);

struct LeavingMember {
  MemberId member;
  uint32_t epoch = 0;
  FeedId feed;
  FeedKey::Cut last;
};

// kInvalid LEAVING_MALFORMED; kInvalid LEAVING_NOT_SIGNED when no open feed of the network is named
// and has signed it. Space around the line is passed over.
Result<LeavingMember> ParseLeaving(const Manifest& manifest, std::string_view line);

}  // namespace candour

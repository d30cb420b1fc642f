// A plan: one question to a network, as the text that its asker signs (protocol section 10).
//
// A plan has no number and no time of its own beyond its snapshot day: the same question asked
// again on the same day is the same text, and is answered with the stored answer, free.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/note.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/base/time.h"
#include "federation/network/manifest.h"
#include "federation/query/window.h"

namespace candour::query {

inline constexpr std::string_view kPlanFirstLine = "candour/query/v1";
inline constexpr WallSeconds kPlanLifetimeMax = 30 * kSecondsPerDay;
inline constexpr uint32_t kMinNodesMax = 100000;

// kNodesNoise: tier 0, every member adds its own noise. kAggregators: tier 1, two named members
// add up shares that say nothing by themselves.
enum class Tier : uint8_t { kNodesNoise = 0, kAggregators = 1 };

struct Plan {
  NetworkId network;
  MemberId asker;
  uint64_t manifest_version = 0;
  crypto::Hash manifest;  // of that version's text
  std::string purpose;    // a token, such as "safety-monitoring"
  std::string cube;
  uint32_t cube_version = 0;
  crypto::Hash cube_hash;
  Window window;
  WallSeconds snapshot = 0;  // a whole day (UTC), not before the window's end
  uint32_t epsilon = 0;      // thousandths
  Tier tier = Tier::kNodesNoise;
  uint32_t min_nodes = 0;
  std::vector<MemberId> aggregators{};  // tier 1: A, then B; neither is the asker
  WallSeconds expires = 0;              // at most kPlanLifetimeMax after the snapshot

  bool operator==(const Plan&) const = default;
  bool Expired(WallSeconds now) const { return now >= expires; }
};

std::string FormatPlan(const Plan& plan);

// kInvalid PLAN_MALFORMED: another spelling than FormatPlan's, a window that has not ended at its
// snapshot, an epsilon, tier, expiry or set of aggregators outside the rules above. Whether there
// is such a cube and who may ask is DecidePlan's to say.
Result<Plan> ParsePlan(std::string_view text);

// What binds every report, share and answer: SHA-256 of the text.
crypto::Hash PlanHash(std::string_view text);

struct Signer {
  crypto::VerifierKey key;  // type 0x01
  crypto::PrivateKey private_key;
};
// The note of a text with this signer's line. The caller owes a key that belongs to its vkey.
std::string SignText(std::string_view text, const Signer& signer);

// The feed key with which this member signs now: that of its one open epoch. Null when it has none.
const FeedKey* SigningKeyOf(const Manifest& manifest, const MemberId& member);

struct SignedPlan {
  Plan plan;
  std::string text;
  crypto::Hash hash;
};
// A plan as its asker signed it, by the manifest that is in force here. kInvalid PLAN_MALFORMED;
// kDenied PLAN_NOT_SIGNED (no key of this network's asker verifies it), PLAN_WRONG_NETWORK.
Result<SignedPlan> OpenPlan(std::string_view note, const Manifest& manifest);

// The text of a note on which `member` signs, when its key in `manifest` verifies. kDenied with
// `reason` otherwise.
Result<std::string> OpenSigned(std::string_view note, const Manifest& manifest,
                               const MemberId& member, std::string_view reason);
// The text of a note of acceptable form; nothing is verified.
Result<std::string> TextOfNote(std::string_view note, std::string_view reason);

}  // namespace candour::query

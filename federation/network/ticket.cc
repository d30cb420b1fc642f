#include "federation/network/ticket.h"

#include "crypto/check.h"
#include "crypto/encoding.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

constexpr std::string_view kFamily = "candour-ticket-";
constexpr std::string_view kPrefix = "candour-ticket-1.";
constexpr std::string_view kInfo = "candour/ticket/v1";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kSecretBytes = 32;
constexpr size_t kCheckBytes = 4;
// Network, genesis, hub pin, secret, expiry; the address follows.
constexpr size_t kFixedBytes = 16 + 32 + 32 + kSecretBytes + 8;
constexpr size_t kTicketBytesMax = 1024;

std::string Base32Encode(std::string_view bytes) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (char c : bytes) {
    held = held << 8 | static_cast<uint8_t>(c);
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      out += kBase32[held >> bits & 31];
    }
    held &= (1u << bits) - 1;
  }
  if (bits > 0) out += kBase32[held << (5 - bits) & 31];
  return out;
}

// Empty for a character outside the alphabet, and for bits behind the last byte.
std::optional<std::string> Base32Decode(std::string_view text) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (char c : text) {
    const size_t value = kBase32.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = held << 5 | static_cast<uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xff);
    held &= (1u << bits) - 1;
  }
  if (bits >= 5 || held != 0) return std::nullopt;
  return out;
}

std::string CheckOf(std::string_view fields) {
  return crypto::Sha256({kInfo, "\n", fields}).ToString().substr(0, kCheckBytes);
}

std::string_view Trim(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = line.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kSpace) - first + 1);
}

tl::unexpected<Error> BadTicket(const std::string& reason) {
  return Fail(ErrorCode::kInvalid, "TICKET_MALFORMED", "join ticket: " + reason);
}

Result<Ticket> ReadFields(std::string_view fields) {
  constexpr const char* kAgain = "; ask the coordinator for a new ticket";
  Ticket out;
  out.network = *NetworkId::From(fields.substr(0, 16));
  out.genesis = *crypto::Hash::From(fields.substr(16, 32));
  out.hub_spki = *crypto::Hash::From(fields.substr(48, 32));
  out.secret = std::string(fields.substr(80, kSecretBytes));
  const uint64_t expires = crypto::GetU64(fields, 112);
  if (expires > static_cast<uint64_t>(kWallSecondsMax)) {
    return BadTicket(std::string("its expiry is not a time") + kAgain);
  }
  out.expires = static_cast<WallSeconds>(expires);
  out.hub_address = std::string(fields.substr(kFixedBytes));
  if (!IsHubAddress(out.hub_address)) {
    return BadTicket(std::string("its hub address is not host:port") + kAgain);
  }
  return out;
}

}  // namespace

std::string FormatTicket(const Ticket& ticket) {
  crypto::Check(ticket.secret.size() == kSecretBytes, "a ticket's secret is not 32 bytes");
  std::string fields = ticket.network.str();
  fields += ticket.genesis.view();
  fields += ticket.hub_spki.view();
  fields += ticket.secret;
  crypto::PutU64(fields, static_cast<uint64_t>(ticket.expires));
  fields += ticket.hub_address;
  return std::string(kPrefix) + Base32Encode(fields + CheckOf(fields));
}

Result<Ticket> ParseTicket(std::string_view line) {
  const std::string_view text = Trim(line);
  if (!text.starts_with(kPrefix)) {
    if (text.starts_with(kFamily)) {
      return BadTicket("it is of a kind that this version does not know; upgrade this node");
    }
    return BadTicket("it does not begin with candour-ticket-1.; copy the whole line");
  }
  if (text.size() > kTicketBytesMax) return BadTicket("it is too long; copy one line only");
  const std::optional<std::string> raw = Base32Decode(text.substr(kPrefix.size()));
  if (!raw) return BadTicket("a character is wrong or missing; copy the whole line again");
  if (raw->size() <= kFixedBytes + kCheckBytes) {
    return BadTicket("it is too short; copy the whole line again");
  }
  const std::string_view fields = std::string_view(*raw).substr(0, raw->size() - kCheckBytes);
  if (CheckOf(fields) != raw->substr(fields.size())) {
    return BadTicket("a character was changed or lost; copy the whole line again");
  }
  return ReadFields(fields);
}

crypto::PrivateKey TicketKey(std::string_view secret) {
  crypto::Check(secret.size() == kSecretBytes, "a ticket's secret is not 32 bytes");
  std::string seed = crypto::HkdfSha256(secret, "", kInfo, crypto::kSeedBytes);
  std::optional<crypto::PrivateKey> key = crypto::PrivateKey::FromSeed(seed);
  crypto::Wipe(seed);
  crypto::Check(key.has_value(), "a ticket's key was not made");
  return std::move(*key);
}

}  // namespace candour

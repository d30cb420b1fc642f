// Join tickets: one line that carries everything a joiner needs (protocol 5, Joining).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/base/time.h"

namespace candour {

struct Ticket {
  NetworkId network;
  crypto::Hash genesis;
  std::string hub_address;  // host:port
  crypto::Hash hub_spki;
  std::string secret;  // 32 bytes
  WallSeconds expires = 0;
};

// "candour-ticket-1." + base32 (RFC 4648, lower case, no padding) of the fields and a 4-byte check.
// The caller owes a secret of 32 bytes and an address of host:port.
std::string FormatTicket(const Ticket& ticket);

// kInvalid with reason TICKET_MALFORMED (also when the check does not match: a character was lost
// in copying). Space around the line is passed over. Expiry is the caller's to check.
Result<Ticket> ParseTicket(std::string_view line);

// The one-time TLS client key: HKDF-SHA256(secret, info "candour/ticket/v1"). 32 bytes, else
// aborts.
crypto::PrivateKey TicketKey(std::string_view secret);

// What a joiner asks to be admitted with. Its text is what both ends hash.
struct KeySet {
  NetworkId network;
  MemberId member;
  std::string name;
  std::vector<crypto::Hash> spki;
  std::string feed_vkey;
  std::string cosigner_vkey;
  std::string kex;  // 32 bytes, or empty
  std::vector<std::pair<std::string, std::string>> attributes;
};

std::string KeySetText(const KeySet& keys);  // Canonical; begins with "candour/keyset/v1\n".

// `possession` is the feed key's signature over KeySetText. kInvalid: KEYSET_INVALID unless every
// value is one that a manifest could carry, the keys are named after the ids and each has one use;
// KEYSET_NOT_POSSESSED when the signature does not verify.
Status CheckKeySet(const KeySet& keys, std::string_view possession);

// Six words of 11 bits each (66 bits of the text's hash), joined by hyphens.
std::string Fingerprint(const KeySet& keys);
std::string FingerprintOf(std::string_view text);

}  // namespace candour

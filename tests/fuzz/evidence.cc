// Evidence that a key signed two histories: whatever is believed is believed for good reasons.
#include "federation/feed/evidence.h"

#include "crypto/ed25519.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

constexpr char kFeed[] = "candour/f/000102030405060708090a0b0c0d0e0f";

crypto::PrivateKey Key() { return *crypto::PrivateKey::FromSeed(std::string(32, 'e')); }

crypto::VerifierKey Vkey() { return crypto::VerifierKey::Ed25519(kFeed, Key().public_key()); }

// A tree of `count` leaves, each of them named after `history`.
crypto::CompactRange Tree(const std::string& history, uint64_t count) {
  crypto::CompactRange range;
  for (uint64_t i = 0; i < count; ++i) range.Append(crypto::LeafHash(history + std::to_string(i)));
  return range;
}

Bytes Note(const std::string& history, uint64_t size) {
  return crypto::SignCheckpoint({kFeed, size, Tree(history, size).Root()}, Key());
}

void Run(std::string_view bytes) {
  const auto checked = OpenEvidence(bytes);
  if (!checked) return;
  FUZZ_CHECK(checked->older.size > 0 && checked->older.size <= checked->newer.size);
  FUZZ_CHECK(checked->older.root != checked->root);
  FUZZ_CHECK(checked->older.origin == checked->key.name);
  FUZZ_CHECK(checked->newer.origin == checked->key.name);
}

std::vector<std::string> Seeds() {
  const auto leaf = [](const char* name) { return crypto::LeafHash(name); };
  const Fork equal{Note("a", 2), Note("b", 2), {}, {}};
  // The first leaf of b, and the way from there to all three.
  const Fork grown{Note("a", 1), Note("b", 3), leaf("b0"), {leaf("b1"), leaf("b2")}};
  const Fork none{Note("b", 1), Note("b", 3), leaf("b0"), {leaf("b1"), leaf("b2")}};
  return {FormatEvidence(Vkey(), equal), FormatEvidence(Vkey(), grown),
          FormatEvidence(Vkey(), none)};
}

}  // namespace

const Target kEvidence = {"evidence", Run, Seeds};

}  // namespace candour::fuzz

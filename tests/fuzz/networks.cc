// Manifests and join tickets (docs/protocol.md section 5).
#include "crypto/note.h"
#include "federation/network/manifest.h"
#include "federation/network/ticket.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour::fuzz {
namespace {

using namespace candour::testing;

void RunManifest(std::string_view bytes) {
  if (const auto manifest = ParseManifest(bytes)) FUZZ_CHECK(FormatManifest(*manifest) == bytes);
}

std::vector<std::string> ManifestSeeds() {
  return {FormatManifest(TestManifest()), FormatManifest(FullManifest())};
}

const SignedManifest& Genesis() {
  static const SignedManifest genesis = TestGenesis();
  return genesis;
}

// What governors 0 and 1 signed as version 2.
const std::string& SecondNote() {
  static const std::string note = [] {
    Manifest next = NextVersion(Genesis(), kIssued + 1, kExpires + 1);
    AddMember(next, 4, "r");
    return *SignManifest(FormatManifest(next), Signers({0, 1}));
  }();
  return note;
}

void RunUpdate(std::string_view bytes) {
  if (const auto genesis = VerifyGenesis(bytes, std::nullopt)) {
    FUZZ_CHECK(ManifestHash(genesis->text) == genesis->hash);
    FUZZ_CHECK(OpenStored(genesis->note));
  }
  if (const auto next = VerifyUpdate(Genesis(), bytes)) {
    const std::string& signed_note = SecondNote();
    FUZZ_CHECK(signed_note.starts_with(next->text));  // Nobody signed another one.
    FUZZ_CHECK(next->manifest.version == 2);
  }
  (void)OpenStored(bytes);
}

std::vector<std::string> UpdateSeeds() { return {Genesis().note, SecondNote()}; }

Ticket SomeTicket() {
  return {.network = TestNetwork(),
          .genesis = HashOf("genesis"),
          .hub_address = "hub.example.org:7443",
          .hub_spki = HashOf("hub"),
          .secret = std::string(32, 's'),
          .expires = 1'800'000'000};
}

void RunTicket(std::string_view bytes) {
  const auto ticket = ParseTicket(bytes);
  if (!ticket) return;
  const auto again = ParseTicket(FormatTicket(*ticket));
  FUZZ_CHECK(again && FormatTicket(*again) == FormatTicket(*ticket));
  FUZZ_CHECK(bytes.find(FormatTicket(*ticket)) != std::string_view::npos);
  (void)TicketKey(ticket->secret);
}

std::vector<std::string> TicketSeeds() { return {FormatTicket(SomeTicket())}; }

}  // namespace

const Target kManifest = {"manifest", RunManifest, ManifestSeeds};
const Target kManifestUpdate = {"manifest_update", RunUpdate, UpdateSeeds};
const Target kTicket = {"ticket", RunTicket, TicketSeeds};

}  // namespace candour::fuzz

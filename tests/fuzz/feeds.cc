// Pages of leaves, blobs and bodies as a peer sends them (docs/protocol.md sections 3 and 6).
#include "candour/learning/v1/body.pb.h"
#include "federation/feed/bodies.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour::fuzz {
namespace {

using namespace candour::testing;

const Origin& TheOrigin() {
  static const Origin origin(7);
  return origin;
}

const std::vector<Entry>& Entries() {
  static const std::vector<Entry> entries = [] {
    std::vector<Entry> made = {Item(IdOf<ItemId>(1), "one"), Item(IdOf<ItemId>(2), "two")};
    made.push_back(
        Supersede(IdOf<ItemId>(1), testing::Target{0, made[0].leaf}, "one, written better"));
    made.push_back(Retract(IdOf<ItemId>(2), testing::Target{1, made[1].leaf}));
    return made;
  }();
  return entries;
}

const VerifiedBatch& TheBatch() {
  static const VerifiedBatch batch = [] {
    Bytes leaves;
    for (const Entry& entry : Entries()) leaves += entry.leaf;
    return *SignBatch(TheOrigin().empty(), leaves, TheOrigin().private_key());
  }();
  return batch;
}

// leaves (a whole number of them), then the checkpoint note.
void RunPage(std::string_view bytes) {
  size_t leaves = 0;
  while (bytes.size() - leaves >= kLeafBytes && bytes.substr(leaves).starts_with("CDR1")) {
    leaves += kLeafBytes;
  }
  const std::string_view page = bytes.substr(0, leaves);
  for (size_t at = 0; at < leaves; at += kLeafBytes) {
    const std::string_view raw = page.substr(at, kLeafBytes);
    const auto leaf = DecodeLeaf(raw);
    if (leaf && Interpretable(raw)) FUZZ_CHECK(EncodeLeaf(*leaf) == raw);
  }
  const auto batch =
      VerifyBatch(TheOrigin().empty(), 0, page, bytes.substr(leaves), TheOrigin().key());
  if (batch) {
    FUZZ_CHECK(page == TheBatch().leaves());  // Nobody signed another page.
    MemoryStore store;
    TheOrigin().Accept(store, *batch);
  }
  // Unsigned, but put into a feed: interpretation takes whatever stands there.
  if (leaves == 0 || leaves > 64 * kLeafBytes) return;
  MemoryStore store;
  TheOrigin().Sign(store, page);
}

std::vector<std::string> PageSeeds() {
  return {TheBatch().leaves() + TheBatch().checkpoint_note(), TheBatch().leaves()};
}

// A blob for the leaf of the first entry, and a body as the index reads it.
void RunBody(std::string_view bytes) {
  const auto leaf = DecodeLeaf(Entries()[0].leaf);
  if (CheckBlob(*leaf, bytes)) FUZZ_CHECK(bytes == Entries()[0].blob);
  if (const auto view = DecodeBlob(bytes, static_cast<uint16_t>(bytes.size() / kBlobBlockBytes))) {
    const auto again = EncodeBlob(view->salt, view->body);
    FUZZ_CHECK(again && *again == bytes);
  }
  MemoryStore store;
  TheOrigin().Accept(store, TheBatch());
  const std::vector<BodyEntry> entries = {
      {.index = 0, .state = BodyState::kOk, .blob = std::string(bytes)},
      {.index = 1, .state = BodyState::kOk, .blob = std::string(bytes)},
      {.index = 9, .state = BodyState::kOk, .blob = std::string(bytes)}};
  const auto applied = ApplyBodies(store, TheOrigin().StateIn(store), entries, IdOf<MemberId>(3));
  for (const uint64_t index : applied.stored) {
    FUZZ_CHECK(index == 0 && bytes == Entries()[0].blob);
  }
  learning::v1::Body body;
  if (body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    (void)body.SerializeAsString();
  }
}

std::vector<std::string> BodySeeds() {
  learning::v1::Body body;
  body.set_work_id(std::string(16, 'w'));
  body.set_language("en-GB");
  body.mutable_learning()->set_title("A title");
  body.mutable_learning()->set_what_happened("What happened.");
  return {Entries()[0].blob, Entries()[1].blob, body.SerializeAsString()};
}

}  // namespace

const Target kLeafPage = {"leaf_page", RunPage, PageSeeds};
const Target kBody = {"body", RunBody, BodySeeds};

}  // namespace candour::fuzz

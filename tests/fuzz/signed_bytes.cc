// Signed notes, checkpoints, cosignatures, proof bundles and tiles (docs/protocol.md section 1).
#include <map>

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/encoding.h"
#include "crypto/merkle.h"
#include "crypto/proof.h"
#include "crypto/tiles.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

using namespace crypto;

constexpr char kSignedText[] = "a text\nof two lines\n";
constexpr char kOrigin[] = "candour/f/00112233445566778899aabbccddeeff";

const PrivateKey& OriginKey() {
  static const PrivateKey key = *PrivateKey::FromSeed(Sha256("fuzz origin").view());
  return key;
}
const PrivateKey& WitnessKey() {
  static const PrivateKey key = *PrivateKey::FromSeed(Sha256("fuzz witness").view());
  return key;
}
const std::vector<VerifierKey>& Known() {
  static const std::vector<VerifierKey> keys = {
      VerifierKey::Ed25519(kOrigin, OriginKey().public_key()),
      VerifierKey::Cosignature("candour/c/0123", WitnessKey().public_key())};
  return keys;
}

Checkpoint SmallCheckpoint() { return {.origin = kOrigin, .size = 5, .root = Sha256("a root")}; }

std::string SignedCheckpointNote() {
  const Checkpoint checkpoint = SmallCheckpoint();
  const std::string text = checkpoint.Format();
  return FormatNote({.text = text,
                     .signatures = {checkpoint.Sign(OriginKey()),
                                    Cosign("candour/c/0123", WitnessKey(), text, 1'764'547'200)}});
}

// A log of three entries.
struct SmallLog {
  std::vector<std::string> entries = {"first", "second", "third"};
  std::vector<Hash> leaves;
  std::string note;

  SmallLog() {
    for (const std::string& entry : entries) leaves.push_back(LeafHash(entry));
    const Checkpoint checkpoint = {.origin = kOrigin, .size = 3, .root = Root()};
    note = SignCheckpoint(checkpoint, OriginKey());
  }
  Hash Root() const { return NodeHash(NodeHash(leaves[0], leaves[1]), leaves[2]); }
};

const SmallLog& Log() {
  static const SmallLog log;
  return log;
}

// Three texts were ever signed with these keys: anything else that verifies is a forgery.
void CheckOpened(const Note& note) {
  FUZZ_CHECK(note.text == SmallCheckpoint().Format() || note.text == kSignedText ||
             Log().note.starts_with(note.text));
}

void RunNote(std::string_view bytes) {
  if (const auto note = ParseNote(bytes)) {
    const bool whole = note->signatures.size() <= kEmittedSignaturesMax;
    FUZZ_CHECK(whole ? FormatNote(*note) == bytes : bytes.starts_with(FormatNote(*note)));
  }
  if (const auto note = OpenNote(bytes, Known())) {
    CheckOpened(*note);
    const std::string kept = FormatNote(*note);
    FUZZ_CHECK(OpenNote(kept, Known()) == note);
  }
  if (const auto key = VerifierKey::Parse(bytes)) FUZZ_CHECK(key->ToString() == bytes);
  if (const auto line = SignatureLine::Parse(bytes)) FUZZ_CHECK(line->ToString() == bytes);
}

std::vector<std::string> NoteSeeds() {
  const std::string text = kSignedText;
  return {FormatNote({.text = text, .signatures = {SignNote(kOrigin, OriginKey(), text)}}),
          Known()[0].ToString(), SignNote(kOrigin, OriginKey(), text).ToString()};
}

void RunCheckpoint(std::string_view bytes) {
  if (const auto checkpoint = Checkpoint::Parse(bytes)) FUZZ_CHECK(checkpoint->Format() == bytes);
  if (const auto opened = OpenCheckpoint(bytes, Known())) {
    FUZZ_CHECK(opened->checkpoint == SmallCheckpoint());
  }
}

std::vector<std::string> CheckpointSeeds() {
  return {SmallCheckpoint().Format(), SignedCheckpointNote()};
}

void RunCosignature(std::string_view bytes) {
  const auto line = SignatureLine::Parse(bytes);
  if (!line) return;
  const std::string text = SmallCheckpoint().Format();
  const auto claimed = CosignatureTime(*line);
  if (const auto time = VerifyCosignature(Known()[1], text, *line)) {
    FUZZ_CHECK(claimed && *claimed == *time && *time == 1'764'547'200);
  }
  (void)VerifyLine(Known()[0], text, *line);
}

std::vector<std::string> CosignatureSeeds() {
  const std::string text = SmallCheckpoint().Format();
  return {Cosign("candour/c/0123", WitnessKey(), text, 1'764'547'200).ToString(),
          SmallCheckpoint().Sign(OriginKey()).ToString()};
}

void RunProof(std::string_view bytes) {
  const auto proof = ParseProof(bytes);
  if (!proof) return;
  FUZZ_CHECK(FormatProof(*proof) == bytes);
  for (size_t i = 0; i < 3; ++i) {
    const auto verified = VerifyProof(*proof, Log().leaves[i], Known());
    if (verified) FUZZ_CHECK(proof->index == i && verified->checkpoint.root == Log().Root());
  }
  FUZZ_CHECK(!VerifyProof(*proof, Sha256("no leaf of this log"), Known()));
}

std::vector<std::string> ProofSeeds() {
  const auto& leaves = Log().leaves;
  return {
      FormatProof({.index = 0, .hashes = {leaves[1], leaves[2]}, .checkpoint_note = Log().note}),
      FormatProof({.extra = "more",
                   .index = 2,
                   .hashes = {NodeHash(leaves[0], leaves[1])},
                   .checkpoint_note = Log().note})};
}

// One file of the log is the input; which one, its first byte says.
class LogWithOneOther : public TileFiles {
 public:
  explicit LogWithOneOther(std::string_view bytes) {
    files_["checkpoint"] = Log().note;
    files_["tile/0/000.p/3"] = FormatTile(Log().leaves);
    files_["tile/entries/000.p/3"] = *FormatEntryBundle(Log().entries);
    auto chosen = files_.begin();
    std::advance(chosen, static_cast<unsigned char>(bytes[0]) % files_.size());
    whole_ = chosen->second == bytes.substr(1);
    chosen->second = std::string(bytes.substr(1));
  }
  Outcome<std::string> Read(std::string_view path) const override {
    const auto found = files_.find(std::string(path));
    if (found == files_.end()) return tl::unexpected(std::string("not there"));
    return found->second;
  }
  bool whole() const { return whole_; }
  const std::string& checkpoint() const { return files_.at("checkpoint"); }

 private:
  std::map<std::string, std::string> files_;
  bool whole_ = false;
};

void RunTiles(std::string_view bytes) {
  if (bytes.empty()) return;
  const LogWithOneOther files(bytes);
  const auto verified = VerifyTiledLog(files, Known()[0]);
  if (verified) FUZZ_CHECK(verified->checkpoint.root == Log().Root());
  if (files.whole()) FUZZ_CHECK(verified);
  const auto bundle = ParseEntryBundle(bytes, 3);
  if (bundle) FUZZ_CHECK(FormatEntryBundle(*bundle) == std::string(bytes));
  if (const auto tile = ParseTile(bytes, 3)) FUZZ_CHECK(FormatTile(*tile) == bytes);
}

std::vector<std::string> TilesSeeds() {
  return {std::string(1, '\0') + Log().note, std::string(1, '\1') + FormatTile(Log().leaves),
          std::string(1, '\2') + *FormatEntryBundle(Log().entries),
          *FormatEntryBundle(Log().entries), FormatTile(Log().leaves)};
}

}  // namespace

const Target kNote = {"note", RunNote, NoteSeeds};
const Target kCheckpoint = {"checkpoint", RunCheckpoint, CheckpointSeeds};
const Target kCosignature = {"cosignature", RunCosignature, CosignatureSeeds};
const Target kProofBundle = {"proof_bundle", RunProof, ProofSeeds};
const Target kTiles = {"tiles", RunTiles, TilesSeeds};

}  // namespace candour::fuzz

#include "crypto/proof.h"

#include <utility>

#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr size_t kBundleBytesMax = 2 * kNoteBytesMax;

// Takes the next line off the front, without its \n; empty when the text ends first.
std::optional<std::string_view> NextLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// What follows `keyword` on the next line.
std::optional<std::string_view> NextField(std::string_view& rest, std::string_view keyword) {
  if (!rest.starts_with(keyword)) return std::nullopt;
  const std::optional<std::string_view> line = NextLine(rest);
  return line ? std::optional(line->substr(keyword.size())) : std::nullopt;
}

std::optional<std::string> DecodeOrNone(std::optional<std::string_view> text) {
  return text ? Base64Decode(*text) : std::nullopt;
}

Outcome<std::vector<Hash>> ParseHashes(std::string_view& rest) {
  std::vector<Hash> out;
  while (!rest.starts_with('\n')) {
    if (out.size() == kProofHashesMax) return Refuse("the proof has too many hashes");
    const std::optional<std::string> raw = DecodeOrNone(NextLine(rest));
    const std::optional<Hash> hash = raw ? Hash::From(*raw) : std::nullopt;
    if (!hash) return Refuse("a line of the proof is not base64 of 32 bytes");
    out.push_back(*hash);
  }
  rest.remove_prefix(1);
  return out;
}

}  // namespace

std::string FormatProof(const ProofBundle& bundle) {
  std::string out(kFirstLine);
  if (bundle.extra) out.append(kExtra).append(Base64Encode(*bundle.extra)).append("\n");
  out.append(kIndex).append(std::to_string(bundle.index)).append("\n");
  for (const Hash& hash : bundle.hashes) out.append(Base64Encode(hash.view())).append("\n");
  return out.append("\n").append(bundle.checkpoint_note);
}

Outcome<ProofBundle> ParseProof(std::string_view bytes) {
  if (bytes.size() > kBundleBytesMax) return Refuse("the proof is too large");
  if (!bytes.starts_with(kFirstLine)) return Refuse("this is not a tlog-proof of version 1");
  std::string_view rest = bytes.substr(kFirstLine.size());
  ProofBundle out;
  if (rest.starts_with(kExtra)) {
    out.extra = DecodeOrNone(NextField(rest, kExtra));
    if (!out.extra) return Refuse("the proof's extra line is not base64");
  }
  const std::optional<std::string_view> field = NextField(rest, kIndex);
  const std::optional<uint64_t> index = field ? ParseDecimal(*field) : std::nullopt;
  if (!index || *index >= kTreeSizeMax) return Refuse("the proof's index is not a number");
  out.index = *index;
  Outcome<std::vector<Hash>> hashes = ParseHashes(rest);
  if (!hashes) return Refuse(hashes.error());
  out.hashes = std::move(*hashes);
  Outcome<Note> note = ParseNote(rest);
  if (!note) return Refuse(note.error());
  out.checkpoint_note = std::string(rest);
  return out;
}

Outcome<SignedCheckpoint> VerifyProof(const ProofBundle& bundle, const Hash& leaf_hash,
                                      std::span<const VerifierKey> known) {
  Outcome<SignedCheckpoint> opened = OpenCheckpoint(bundle.checkpoint_note, known);
  if (!opened) return opened;
  const LeafPosition leaf{
      .leaf_hash = leaf_hash, .index = bundle.index, .size = opened->checkpoint.size};
  Outcome<void> proven = VerifyInclusion(leaf, bundle.hashes, opened->checkpoint.root);
  if (!proven) return Refuse(proven.error());
  return opened;
}

}  // namespace candour::crypto

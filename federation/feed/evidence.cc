#include "federation/feed/evidence.h"

#include <string>
#include <string_view>
#include <utility>

#include "crypto/encoding.h"

namespace candour {
namespace {

constexpr std::string_view kFirstLine = "candour/evidence/v1\n";
constexpr std::string_view kOrigin = "candour/f/";
constexpr std::string_view kBlockEnd = "--\n";

tl::unexpected<Error> Malformed(const std::string& why) {
  return Fail(ErrorCode::kInvalid, "MALFORMED_EVIDENCE", "this is no evidence: " + why);
}

Bytes OwnLineOnly(BytesView bytes, const crypto::VerifierKey& key) {
  auto note = crypto::ParseNote(bytes);
  if (!note) return Bytes(bytes);
  std::erase_if(note->signatures, [&](const auto& line) { return !line.IsBy(key); });
  return crypto::FormatNote(*note);
}

// Takes "name value\n" off the front of `rest`; empty when it begins otherwise.
std::optional<std::string_view> TakeLine(std::string_view name, std::string_view& rest) {
  if (!rest.starts_with(name) || rest.size() <= name.size() || rest[name.size()] != ' ') {
    return std::nullopt;
  }
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view value = rest.substr(name.size() + 1, end - name.size() - 1);
  rest.remove_prefix(end + 1);
  return value;
}

std::optional<crypto::Hash> HashOf(std::string_view base64) {
  const auto raw = crypto::Base64Decode(base64);
  return raw ? crypto::Hash::From(*raw) : std::nullopt;
}

struct Parts {
  crypto::VerifierKey key;
  Fork fork;
  bool with_root = false;
};

Result<Parts> ParseParts(std::string_view text) {
  if (text.size() > kEvidenceBytesMax) return Malformed("it is too long");
  std::string_view rest = text;
  if (!rest.starts_with(kFirstLine)) return Malformed("it does not begin with candour/evidence/v1");
  rest.remove_prefix(kFirstLine.size());
  Parts parts;
  const auto vkey = TakeLine("feed", rest);
  auto key = vkey ? crypto::VerifierKey::Parse(*vkey) : crypto::Outcome<crypto::VerifierKey>{};
  if (!vkey || !key) return Malformed("its line \"feed\" holds no verifier key");
  parts.key = std::move(*key);
  if (const auto root = TakeLine("root", rest)) {
    const auto hash = HashOf(*root);
    if (!hash) return Malformed("its root is no hash");
    parts.fork.root = *hash;
    parts.with_root = true;
  }
  while (const auto line = TakeLine("proof", rest)) {
    const auto hash = HashOf(*line);
    if (!hash || parts.fork.proof.size() == crypto::kProofHashesMax) {
      return Malformed("its proof is no list of hashes");
    }
    parts.fork.proof.push_back(*hash);
  }
  if (!rest.starts_with(kBlockEnd)) return Malformed("a line stands in the wrong place");
  rest.remove_prefix(kBlockEnd.size());
  const size_t between = rest.find("\n--\n");
  if (between == std::string_view::npos) return Malformed("it has no second note");
  parts.fork.older = Bytes(rest.substr(0, between + 1));
  parts.fork.newer = Bytes(rest.substr(between + 4));
  return parts;
}

Result<FeedId> FeedOf(const crypto::VerifierKey& key) {
  const std::string_view name = key.name;
  const auto feed =
      name.starts_with(kOrigin) ? FeedId::FromHex(name.substr(kOrigin.size())) : std::nullopt;
  if (!feed) return Malformed("its key is not that of a feed");
  return *feed;
}

Result<crypto::Checkpoint> HeadOf(BytesView note, const crypto::VerifierKey& key) {
  auto opened = crypto::OpenCheckpoint(note, {&key, 1});
  if (!opened) {
    return Fail(ErrorCode::kInvalid, "BAD_SIGNATURE",
                "a checkpoint in the evidence does not verify: " + opened.error());
  }
  if (opened->checkpoint.origin != key.name) return Malformed("a note speaks of another feed");
  return opened->checkpoint;
}

tl::unexpected<Error> NoFork() {
  return Fail(ErrorCode::kInvalid, "NO_FORK", "both checkpoints are of one history");
}

}  // namespace

Bytes FormatEvidence(const crypto::VerifierKey& key, const Fork& fork) {
  Bytes text(kFirstLine);
  text += "feed " + key.ToString() + "\n";
  const auto older = crypto::ParseNote(fork.older);
  const auto newer = crypto::ParseNote(fork.newer);
  const auto size = [](const auto& note) {
    if (!note) return uint64_t{0};
    auto head = crypto::Checkpoint::Parse(note->text);
    return head ? head->size : 0;
  };
  if (size(older) != size(newer)) {
    text += "root " + crypto::Base64Encode(fork.root.view()) + "\n";
    for (const crypto::Hash& hash : fork.proof) {
      text += "proof " + crypto::Base64Encode(hash.view()) + "\n";
    }
  }
  text += kBlockEnd;
  text += OwnLineOnly(fork.older, key);
  text += kBlockEnd;
  text += OwnLineOnly(fork.newer, key);
  return text;
}

Result<CheckedEvidence> OpenEvidence(BytesView text) {
  auto parts = ParseParts(text);
  if (!parts) return Fail(parts.error());
  auto feed = FeedOf(parts->key);
  if (!feed) return Fail(feed.error());
  auto older = HeadOf(parts->fork.older, parts->key);
  if (!older) return Fail(older.error());
  auto newer = HeadOf(parts->fork.newer, parts->key);
  if (!newer) return Fail(newer.error());
  CheckedEvidence checked{*feed, parts->key, *older, *newer, parts->fork.root};
  if (older->size == 0 || older->size > newer->size) return Malformed("its sizes are out of order");
  if (older->size == newer->size) {
    if (parts->with_root || !parts->fork.proof.empty()) return Malformed("it proves too much");
    checked.root = newer->root;
  } else if (!parts->with_root) {
    return Malformed("the root of the newer tree is missing");
  } else if (auto holds = crypto::VerifyConsistency({older->size, parts->fork.root}, newer->head(),
                                                    parts->fork.proof);
             !holds) {
    return Fail(ErrorCode::kInvalid, "NOT_CONSISTENT",
                "the proof does not lead from the root given to the newer one: " + holds.error());
  }
  if (checked.root == older->root) return NoFork();
  return checked;
}

}  // namespace candour

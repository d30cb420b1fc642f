#include <algorithm>
#include <map>
#include <set>

#include "federation/network/manifest.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

using Governors = std::vector<crypto::VerifierKey>;

std::string Version(const Manifest& m) {
  return "manifest of " + m.name + ", version " + std::to_string(m.version);
}

tl::unexpected<Error> Invalid(std::string reason, std::string message) {
  return Fail(ErrorCode::kInvalid, std::move(reason), std::move(message));
}

// How many of the governors' keys verified a line of the note. One key counts once.
size_t CountSigners(const crypto::Note& note, const Governors& governors) {
  std::set<std::string> keys;
  for (const crypto::SignatureLine& line : note.signatures) {
    for (const crypto::VerifierKey& key : governors) {
      if (line.IsBy(key)) keys.insert(key.key);
    }
  }
  return keys.size();
}

// The note with verified lines only, if at least `manifest.threshold` of its governors signed it.
// `known` may hold more keys than those that count.
Result<crypto::Note> OpenSigned(std::string_view note, const Governors& known,
                                const Manifest& manifest) {
  crypto::Outcome<crypto::Note> opened = crypto::OpenNote(note, known, kManifestBytesMax);
  if (!opened) {
    return Invalid("MANIFEST_NOT_SIGNED",
                   "the new manifest of " + manifest.name + ": " + opened.error() +
                       "; ask the network's coordinator for the signed note");
  }
  const size_t signers = CountSigners(*opened, manifest.governors);
  if (signers < manifest.threshold) {
    return Invalid("MANIFEST_NOT_SIGNED",
                   "the new manifest of " + manifest.name + ": " + std::to_string(signers) +
                       " of " + std::to_string(manifest.threshold) +
                       " needed governors of version " + std::to_string(manifest.version) +
                       " signed it; ask them to sign");
  }
  return std::move(*opened);
}

// The text of a note of acceptable form; nothing is verified yet.
Result<std::string> TextOf(std::string_view note) {
  if (note.size() > kManifestBytesMax) {
    return Invalid("MANIFEST_TOO_LARGE",
                   "manifest: it is larger than 1 MiB; ask the network's coordinator");
  }
  crypto::Outcome<crypto::Note> parsed = crypto::ParseNote(note, kManifestBytesMax);
  if (!parsed) {
    return Invalid(
        "MANIFEST_NOT_SIGNED",
        "manifest: " + parsed.error() + "; ask the network's coordinator for the signed note");
  }
  return std::move(parsed->text);
}

SignedManifest Make(Manifest manifest, const crypto::Note& note) {
  return {.manifest = std::move(manifest),
          .text = note.text,
          .note = crypto::FormatNote(note),
          .hash = ManifestHash(note.text)};
}

Status CheckSuccession(const SignedManifest& current, const Manifest& next) {
  if (next.network != current.manifest.network) {
    return Invalid("MANIFEST_WRONG_NETWORK", Version(next) + ": it is of another network than " +
                                                 current.manifest.name +
                                                 "; ask that network's coordinator");
  }
  if (next.version != current.manifest.version + 1) {
    return Fail(ErrorCode::kConflict, "MANIFEST_NOT_NEXT",
                Version(next) + ": this node holds version " +
                    std::to_string(current.manifest.version) +
                    " and takes only the one after it; fetch the versions in order");
  }
  if (next.prev != current.hash) {
    return Fail(ErrorCode::kConflict, "MANIFEST_WRONG_PREV",
                Version(next) + ": it follows another text of version " +
                    std::to_string(current.manifest.version) +
                    " than this node holds; ask the governors which one is valid");
  }
  return {};
}

// A governor's number and a feed's epoch stand for one key for ever, as far as one version back
// can tell.
Status CheckKeysKept(const Manifest& current, const Manifest& next) {
  std::map<std::string, crypto::VerifierKey> keys;
  uint32_t highest = 0;
  for (const crypto::VerifierKey& key : current.governors) {
    keys.emplace(key.name, key);
    highest = std::max(highest, GovernorNumber(current.network, key.name).value_or(0));
  }
  for (const crypto::VerifierKey& key : next.governors) {
    const auto old = keys.find(key.name);
    const bool kept = old != keys.end() && old->second == key;
    const bool fresh =
        old == keys.end() && GovernorNumber(next.network, key.name).value_or(0) > highest;
    if (kept || fresh) continue;
    return Invalid("MANIFEST_KEY_REUSED", Version(next) + ": the number of governor " + key.name +
                                              " was in use before; give the key a new number");
  }
  for (const FeedKey& feed : current.feeds) keys.emplace(feed.key.name, feed.key);
  for (const FeedKey& feed : next.feeds) {
    const auto old = keys.find(feed.key.name);
    if (old == keys.end() || old->second == feed.key) continue;
    return Invalid("MANIFEST_KEY_REUSED", Version(next) + ": the key of feed " + feed.key.name +
                                              " changed; open a new epoch instead");
  }
  return {};
}

}  // namespace

Result<SignedManifest> VerifyGenesis(std::string_view note,
                                     const std::optional<crypto::Hash>& pinned) {
  const Result<std::string> text = TextOf(note);
  if (!text) return Fail(text.error());
  if (pinned && ManifestHash(*text) != *pinned) {
    return Invalid("MANIFEST_WRONG_GENESIS",
                   "manifest: it is not the first version that the ticket names; ask the "
                   "coordinator for a new ticket");
  }
  Result<Manifest> manifest = ParseManifest(*text);
  if (!manifest) return Fail(manifest.error());
  if (manifest->version != 1) {
    return Invalid("MANIFEST_WRONG_GENESIS",
                   Version(*manifest) + ": a network begins with version 1; fetch that one first");
  }
  const Result<crypto::Note> opened = OpenSigned(note, manifest->governors, *manifest);
  if (!opened) return Fail(opened.error());
  return Make(std::move(*manifest), *opened);
}

Result<SignedManifest> VerifyUpdate(const SignedManifest& current, std::string_view note) {
  const Result<std::string> text = TextOf(note);
  if (!text) return Fail(text.error());
  // The governors in force first: nothing that they did not sign is interpreted.
  const Result<crypto::Note> by_old =
      OpenSigned(note, current.manifest.governors, current.manifest);
  if (!by_old) return Fail(by_old.error());
  Result<Manifest> next = ParseManifest(*text);
  if (!next) return Fail(next.error());
  const Status succession = CheckSuccession(current, *next);
  if (!succession) return Fail(succession.error());
  const Status kept = CheckKeysKept(current.manifest, *next);
  if (!kept) return Fail(kept.error());

  Governors known = current.manifest.governors;
  known.insert(known.end(), next->governors.begin(), next->governors.end());
  const Result<crypto::Note> by_new = OpenSigned(note, known, *next);
  if (!by_new) return Fail(by_new.error());
  return Make(std::move(*next), *by_new);
}

Result<SignedManifest> OpenStored(std::string_view note) {
  const auto corrupt = [](const Error& why) {
    return Fail(ErrorCode::kCorrupt, why.reason,
                "stored " + why.message + "; restore the store or fetch the manifests again");
  };
  const Result<std::string> text = TextOf(note);
  if (!text) return corrupt(text.error());
  Result<Manifest> manifest = ParseManifest(*text);
  if (!manifest) return corrupt(manifest.error());
  const Result<crypto::Note> opened = OpenSigned(note, manifest->governors, *manifest);
  if (!opened) return corrupt(opened.error());
  SignedManifest out = Make(std::move(*manifest), *opened);
  out.note = std::string(note);
  return out;
}

}  // namespace candour

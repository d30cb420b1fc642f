#include "node/ctl/proof_file.h"

#include <optional>

#include "crypto/encoding.h"
#include "crypto/proof.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "federation/network/manifest.h"
#include "node/ctl/display.h"

namespace candour::ctl {
namespace {

constexpr std::string_view kFirstLine = "candour-proof/v1\n";

Error Bad(const std::string& what) {
  return {ErrorCode::kInvalid, "PROOF_MALFORMED", "this is no candour proof: " + what};
}

Error Failed(const std::string& check, const std::string& why) {
  return {ErrorCode::kCorrupt, check, "the proof does not hold: " + why};
}

// Takes "name base64\n" off the front of `rest`.
Result<std::optional<std::string>> TakeLine(std::string_view name, std::string_view& rest) {
  if (!rest.starts_with(name) || rest.size() <= name.size() || rest[name.size()] != ' ') {
    return std::optional<std::string>();
  }
  size_t end = rest.find('\n');
  if (end == std::string_view::npos) return Fail(Bad("the last line is cut off"));
  auto bytes = crypto::Base64Decode(rest.substr(name.size() + 1, end - name.size() - 1));
  if (!bytes) return Fail(Bad("the line \"" + std::string(name) + "\" is not strict base64"));
  if (bytes->empty()) return Fail(Bad("the line \"" + std::string(name) + "\" is empty"));
  rest.remove_prefix(end + 1);
  return std::optional<std::string>(std::move(*bytes));
}

// Every version from the first, each signed by the thresholds of the one before and of its own.
Result<SignedManifest> FollowChain(const node::v1::GetProofResponse& proof, crypto::Hash& genesis) {
  auto current = proof.manifests().empty() ? Result<SignedManifest>(Fail(Bad("it has no manifest")))
                                           : VerifyGenesis(proof.manifests(0), std::nullopt);
  if (current) genesis = current->hash;
  for (int i = 1; current && i < proof.manifests_size(); ++i) {
    current = VerifyUpdate(*current, proof.manifests(i));
  }
  return current;
}

const FeedKey* FeedOf(const Manifest& manifest, const std::string& origin) {
  for (const FeedKey& feed : manifest.feeds) {
    if (feed.key.name == origin) return &feed;
  }
  return nullptr;
}

std::vector<crypto::VerifierKey> KnownKeys(const Manifest& manifest, const FeedKey& feed) {
  std::vector<crypto::VerifierKey> known = {feed.key};
  for (const CosignerKey& cosigner : manifest.cosigners) known.push_back(cosigner.key);
  return known;
}

std::vector<std::string> SeenBy(const Manifest& manifest, const crypto::Note& note) {
  std::vector<std::string> names;
  for (const auto& line : note.signatures) {
    for (const CosignerKey& cosigner : manifest.cosigners) {
      const Member* member = manifest.FindMember(cosigner.member);
      if (line.IsBy(cosigner.key) && member != nullptr) names.push_back(member->name);
    }
  }
  return names;
}

Status CheckBody(const node::v1::GetProofResponse& proof, const Leaf& leaf, CheckedProof& checked) {
  if (proof.blob().empty()) {
    return Fail(Failed("BODY", "it holds no text although nothing is withdrawn"));
  }
  auto opened = CheckBlob(leaf, proof.blob());
  if (!opened) return Fail(Failed("BODY", "the text is not what the leaf commits to"));
  learning::v1::Body body;
  if (!body.ParseFromString(std::string(opened->body))) {
    return Fail(Failed("BODY", "the text is in no form this version knows"));
  }
  checked.title = body.learning().title();
  return {};
}

// The retraction has to name the very leaf that the file shows.
Status CheckRetraction(const node::v1::GetProofResponse& proof, const Leaf& leaf,
                       const Leaf& retract, CheckedProof& checked) {
  if (retract.kind != static_cast<uint8_t>(LeafKind::kRetract) || retract.item != leaf.item) {
    return Fail(Failed("LEAF", "the retraction is of another item"));
  }
  if (!proof.blob().empty()) return Fail(Failed("BODY", "withdrawn, and yet it holds text"));
  checked.withdrawn = true;
  checked.withdrawn_day = static_cast<int64_t>(retract.day);
  checked.reason = ReasonText(retract.reason);
  return {};
}

}  // namespace

std::string FormatProofFile(const node::v1::GetProofResponse& proof) {
  std::string text(kFirstLine);
  auto add = [&](const char* name, const std::string& bytes) {
    if (!bytes.empty()) text += std::string(name) + " " + crypto::Base64Encode(bytes) + "\n";
  };
  add("leaf", proof.leaf());
  add("blob", proof.blob());
  add("retract-leaf", proof.retract_leaf());
  for (const auto& manifest : proof.manifests()) add("manifest", manifest);
  add("bundle", proof.bundle());
  return text;
}

Result<node::v1::GetProofResponse> ParseProofFile(const std::string& text) {
  std::string_view rest = text;
  if (!rest.starts_with(kFirstLine)) return Fail(Bad("it does not begin with candour-proof/v1"));
  rest.remove_prefix(kFirstLine.size());
  node::v1::GetProofResponse proof;
  for (auto [name, value] :
       {std::pair("leaf", proof.mutable_leaf()), std::pair("blob", proof.mutable_blob()),
        std::pair("retract-leaf", proof.mutable_retract_leaf())}) {
    auto bytes = TakeLine(name, rest);
    if (!bytes) return Fail(bytes.error());
    if (*bytes) *value = std::move(**bytes);
  }
  for (;;) {
    auto bytes = TakeLine("manifest", rest);
    if (!bytes) return Fail(bytes.error());
    if (!*bytes) break;
    *proof.add_manifests() = std::move(**bytes);
  }
  auto bundle = TakeLine("bundle", rest);
  if (!bundle) return Fail(bundle.error());
  if (proof.leaf().empty() || proof.manifests().empty() || !*bundle) {
    return Fail(Bad("a line is missing or stands in the wrong place"));
  }
  proof.set_bundle(std::move(**bundle));
  if (!rest.empty()) return Fail(Bad("there is more after the bundle"));
  return proof;
}

Result<CheckedProof> CheckProof(const node::v1::GetProofResponse& proof) {
  crypto::Hash genesis;
  auto manifest = FollowChain(proof, genesis);
  if (!manifest) return Fail(Failed("MANIFEST", manifest.error().message));
  auto bundle = crypto::ParseProof(proof.bundle());
  if (!bundle) return Fail(Failed("BUNDLE", bundle.error()));
  std::string origin = bundle->checkpoint_note.substr(0, bundle->checkpoint_note.find('\n'));
  const FeedKey* feed = FeedOf(manifest->manifest, origin);
  if (feed == nullptr) {
    return Fail(Failed("CHECKPOINT", "its feed " + Clean(origin) + " is not in the manifest"));
  }
  auto leaf = DecodeLeaf(proof.leaf());
  if (!leaf) return Fail(Failed("LEAF", leaf.error().message));
  const std::string& proven = proof.retract_leaf().empty() ? proof.leaf() : proof.retract_leaf();
  auto verified =
      crypto::VerifyProof(*bundle, crypto::LeafHash(proven), KnownKeys(manifest->manifest, *feed));
  if (!verified) return Fail(Failed("INCLUSION", verified.error()));

  CheckedProof checked;
  checked.network = manifest->manifest.name;
  const Member* member = manifest->manifest.FindMember(feed->member);
  checked.organisation = member != nullptr ? member->name : feed->member.hex();
  checked.genesis = crypto::HexEncode(genesis.view());
  checked.manifest_version = manifest->manifest.version;
  checked.origin = verified->checkpoint.origin;
  checked.index = bundle->index;
  checked.size = verified->checkpoint.size;
  checked.day = static_cast<int64_t>(leaf->day);
  checked.seen_by = SeenBy(manifest->manifest, verified->note);
  Status rest;
  if (proof.retract_leaf().empty()) {
    rest = CheckBody(proof, *leaf, checked);
  } else {
    auto retract = DecodeLeaf(proof.retract_leaf());
    if (!retract) return Fail(Failed("LEAF", retract.error().message));
    if (retract->ref_leaf != crypto::LeafHash(proof.leaf())) {
      // A chain: the retraction names the newest version, which the file has to show.
      return Fail(Failed("LEAF", "the retraction names another leaf"));
    }
    rest = CheckRetraction(proof, *leaf, *retract, checked);
  }
  if (!rest) return Fail(rest.error());
  return checked;
}

std::string ShowChecked(const CheckedProof& checked) {
  std::string text = "verified: ";
  text += checked.withdrawn
              ? "withdrawn on " + Day(checked.withdrawn_day) + ", " + Clean(checked.reason)
              : Clean(checked.title);
  text += "\n  " + Clean(checked.organisation) + ", " + Clean(checked.network) + ", " +
          Day(checked.day) + "\n  entry " + std::to_string(checked.index) + " of " +
          std::to_string(checked.size) + " in " + Clean(checked.origin) + "\n  seen by " +
          std::to_string(checked.seen_by.size());
  for (size_t i = 0; i < checked.seen_by.size(); ++i) {
    text += (i == 0 ? ": " : ", ") + Clean(checked.seen_by[i]);
  }
  text += "\n  under manifest version " + std::to_string(checked.manifest_version) +
          "\n  network " + checked.genesis + " (compare it with the one you were given)\n";
  return text;
}

}  // namespace candour::ctl

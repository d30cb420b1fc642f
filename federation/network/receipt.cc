#include "federation/network/receipt.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "crypto/cosignature.h"
#include "crypto/merkle.h"
#include "crypto/proof.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"

namespace candour {
namespace {

constexpr std::string_view kSeparator = "--\n";
constexpr size_t kProofsMax = 1024;
constexpr size_t kReceiptBytesMax = 8 << 20;

tl::unexpected<Error> Malformed(const std::string& why) {
  return Fail(ErrorCode::kInvalid, "RECEIPT_MALFORMED", "receipt: " + why);
}

tl::unexpected<Error> Refused(const std::string& why) {
  return Fail(ErrorCode::kCorrupt, "RECEIPT_REFUSED", "receipt: " + why);
}

const FeedKey* FeedOfOrigin(const Manifest& manifest, const std::string& origin) {
  for (const FeedKey& key : manifest.feeds) {
    if (key.key.name == origin) return &key;
  }
  return nullptr;
}

// One receipt, proof after proof.
class Checker {
 public:
  explicit Checker(SignedManifest manifest) : signed_(std::move(manifest)) {
    for (const FeedKey& key : signed_.manifest.feeds) known_.push_back(key.key);
    for (const CosignerKey& key : signed_.manifest.cosigners) known_.push_back(key.key);
  }

  Status Take(const std::string& text) {
    const auto bundle = crypto::ParseProof(text);
    if (!bundle) return Refused("a proof is malformed: " + bundle.error());
    if (!bundle->extra || bundle->extra->size() != kLeafBytes) {
      return Refused("a proof does not carry its leaf");
    }
    if (leaf_.empty()) leaf_ = *bundle->extra;
    if (*bundle->extra != leaf_ || (out_.origin.size() > 0 && bundle->index != out_.index)) {
      return Refused("its proofs are of different entries");
    }
    const auto opened = crypto::VerifyProof(*bundle, crypto::LeafHash(leaf_), known_);
    if (!opened) return Refused("a proof does not hold: " + opened.error());
    const crypto::Checkpoint& checkpoint = opened->checkpoint;
    const FeedKey* feed = FeedOfOrigin(signed_.manifest, checkpoint.origin);
    const bool by_author = feed != nullptr && SignedBy(opened->note, feed->key);
    if (!by_author || (!out_.origin.empty() && checkpoint.origin != out_.origin)) {
      return Refused("a checkpoint is not signed by the key of its feed in that manifest");
    }
    out_.origin = checkpoint.origin;
    out_.index = bundle->index;
    feed_ = feed;
    Count(opened->note, checkpoint.size);
    return {};
  }

  Result<CheckedReceipt> Finish() {
    const Manifest& manifest = signed_.manifest;
    if (Status what = ReadLeaf(); !what) return Fail(what.error());
    out_.network = manifest.name;
    out_.manifest_version = manifest.version;
    out_.manifest_hash = signed_.hash;
    const Member* publisher = manifest.FindMember(feed_->member);
    out_.publisher = publisher != nullptr ? publisher->name : "a former member";
    for (const Member& member : manifest.members) {
      const auto line = newest_.find(member.id);
      const bool counts =
          line != newest_.end() && (!out_.takedown || line->second.at >= manifest.issued);
      if (!counts) {
        out_.silent.push_back(member.name);
        continue;
      }
      line->second.member = member.name;
      out_.confirmed.push_back(line->second);
    }
    return std::move(out_);
  }

 private:
  static bool SignedBy(const crypto::Note& note, const crypto::VerifierKey& key) {
    return std::any_of(note.signatures.begin(), note.signatures.end(),
                       [&](const crypto::SignatureLine& line) { return line.IsBy(key); });
  }

  void Count(const crypto::Note& note, uint64_t size) {
    for (const crypto::SignatureLine& line : note.signatures) {
      for (const CosignerKey& key : signed_.manifest.cosigners) {
        if (!line.IsBy(key.key)) continue;
        const auto time = crypto::CosignatureTime(line);
        const auto at = static_cast<WallSeconds>(time.value_or(0) & INT64_MAX);
        CheckedReceipt::Confirmed& held = newest_[key.member];
        if (at >= held.at) held = {"", at, size};
      }
    }
  }

  Status ReadLeaf() {
    const auto leaf = DecodeLeaf(leaf_);
    if (!leaf) return Refused("its entry is in no form this version knows");
    if (leaf->kind == static_cast<uint8_t>(LeafKind::kRetract)) {
      out_.reason = leaf->reason;
      out_.day = leaf->day;
      return {};
    }
    const FeedId feed = FeedIdOf(signed_.manifest.network, feed_->member, feed_->epoch);
    for (const Takedown& line : signed_.manifest.takedowns) {
      if (line.feed != feed || line.index != out_.index || line.leaf != crypto::LeafHash(leaf_)) {
        continue;
      }
      out_.takedown = true;
      out_.reason = line.reason;
      return {};
    }
    return Refused("its entry is neither a withdrawal nor taken down by that manifest");
  }

  SignedManifest signed_;
  std::vector<crypto::VerifierKey> known_;
  Bytes leaf_;
  const FeedKey* feed_ = nullptr;
  std::map<MemberId, CheckedReceipt::Confirmed> newest_;
  CheckedReceipt out_;
};

}  // namespace

std::string FormatReceipt(const Receipt& receipt) {
  std::string text = receipt.manifest_note;
  for (const std::string& proof : receipt.proofs) {
    text += kSeparator;
    text += proof;
  }
  return text;
}

Result<Receipt> ParseReceipt(std::string_view text) {
  if (text.size() > kReceiptBytesMax) return Malformed("it is too large");
  std::vector<std::string> blocks(1);
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    if (end == std::string_view::npos) return Malformed("its last line is not whole");
    const std::string_view line = text.substr(start, end + 1 - start);
    start = end + 1;
    if (line == kSeparator) {
      blocks.emplace_back();
    } else {
      blocks.back() += line;
    }
  }
  if (blocks.size() < 2 || blocks.size() > kProofsMax + 1) {
    return Malformed("it has no manifest with proofs behind it");
  }
  Receipt receipt{.manifest_note = std::move(blocks.front()), .proofs = {}};
  receipt.proofs.assign(blocks.begin() + 1, blocks.end());
  return receipt;
}

Result<CheckedReceipt> CheckReceipt(const Receipt& receipt) {
  auto manifest = OpenStored(receipt.manifest_note);
  if (!manifest) return Refused("its manifest is refused: " + manifest.error().reason);
  if (receipt.proofs.empty()) return Refused("it proves nothing");
  Checker checker(std::move(*manifest));
  for (const std::string& proof : receipt.proofs) {
    if (Status taken = checker.Take(proof); !taken) return Fail(taken.error());
  }
  return checker.Finish();
}

}  // namespace candour

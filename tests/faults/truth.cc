#include "tests/faults/truth.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "node/storage/keys.h"
#include "node/storage/row_encoding.h"

namespace candour::faults {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::LocalWrites;

constexpr size_t kHexDigits = 16;
constexpr std::string_view kDraftSweep = "sweep/d";

// One text that two stores share only if they hold the same rows.
class Listing {
 public:
  void Add(std::string_view what, std::string_view bytes) {
    out_ += std::string(what) + " " + std::to_string(bytes.size()) + ":";
    out_ += std::string(bytes) + "\n";
  }
  crypto::Hash Digest() const { return crypto::Sha256(out_); }

 private:
  std::string out_;
};

void ListFeed(const StoreView& store, const FeedState& feed, Listing& out) {
  const FeedId& id = feed.feed;
  out.Add("feed", id.str() + storage::EncodeFeed(feed));
  out.Add("leaves", store.Leaves(id, 0, feed.size + 1));
  for (uint64_t size = feed.size + 1; size > 0;) {
    const auto checkpoint = store.CheckpointAtOrBefore(id, size);
    if (!checkpoint) break;
    out.Add("checkpoint", checkpoint->note);
    size = checkpoint->size == 0 ? 0 : checkpoint->size - 1;
  }
  for (uint64_t n = 0; n <= feed.size / 256; ++n) {
    out.Add("tile", store.Tile(id, 0, n).value_or("none"));
  }
  for (const CosignatureRow& row : store.Cosignatures(id)) {
    out.Add("line", row.member.str() + storage::EncodeCosignature(row));
  }
  for (uint64_t index = 0; index <= feed.size; ++index) {
    out.Add("body", store.Body(id, index).value_or("none"));
  }
  for (const Retraction& row : store.Retractions(id)) {
    out.Add("retraction", std::to_string(row.target) + storage::EncodeRetraction(row));
    if (const auto chain = store.RetractionOf(id, row.target); !chain) out.Add("retraction", "no");
  }
  for (const uint64_t index : store.Wanted(id, 0, SIZE_MAX)) out.Add("want", crypto::U64(index));
}

void ListFederation(const StoreView& store, const Scope& scope, Listing& out) {
  const NetworkId& network = scope.network;
  for (const NetworkId& id : store.Networks()) out.Add("network", id.str());
  for (uint64_t version = store.NewestManifest(network); version > 0; --version) {
    out.Add("manifest", store.Manifest(network, version).value_or("none"));
  }
  for (const FeedState& feed : store.Feeds(network)) ListFeed(store, feed, out);
  const auto changed = store.FeedsChangedSince(network, 0).feeds;
  for (const FeedId& feed : changed) out.Add("changed", feed.str());
  for (const QuarantineRow& row : store.Quarantine()) {
    out.Add("quarantine", row.feed.str() + storage::EncodeQuarantine(row));
  }
  // Entries may wait under a feed that has no row yet.
  for (const FeedId& feed : scope.feeds) {
    for (const StagedEntry& entry : store.Staged(feed, SIZE_MAX)) {
      out.Add("staged", std::to_string(entry.sequence) + storage::EncodeStaged(entry));
    }
  }
}

}  // namespace

std::vector<std::string> CanariesIn(std::string_view bytes) {
  std::vector<std::string> found;
  for (size_t at = bytes.find(kCanary); at != std::string_view::npos;
       at = bytes.find(kCanary, at + 1)) {
    found.emplace_back(bytes.substr(at + kCanary.size(), kHexDigits));
  }
  return found;
}

crypto::Hash DigestOf(const storage::Reader& reader, const Scope& scope) {
  Listing out;
  ListFederation(reader, scope, out);
  for (const LocalFamily family : {LocalFamily::kMeta, LocalFamily::kRecord, LocalFamily::kDraft}) {
    reader.Scan(family, "", "", [&](std::string_view key, std::string_view value) {
      if (family == LocalFamily::kMeta && !storage::LocalMetaKey(key)) return true;
      out.Add("row", std::string(key) + "=" + std::string(value));
      return true;
    });
  }
  return out.Digest();
}

Truth::Truth(Scope scope) : scope_(std::move(scope)) {
  digests_.push_back(Listing().Digest());
}

void Truth::Attempt(const WriteSet& writes, const LocalWrites& local) {
  attempted_ = tables_;
  attempted_.store.Apply(writes);
  for (const LocalWrite& write : local) {
    if (write.value) {
      attempted_.local[{write.family, write.key}] = *write.value;
    } else {
      attempted_.local.erase({write.family, write.key});
    }
  }
  NoteTexts(writes, local);
  Listing out;
  ListFederation(attempted_.store, scope_, out);
  for (const auto& [key, value] : attempted_.local) out.Add("row", key.second + "=" + value);
  attempted_digest_ = out.Digest();
}

void Truth::Commit() {
  tables_ = std::move(attempted_);
  digests_.push_back(*attempted_digest_);
  attempted_digest_.reset();
}

// Which texts stood where, and which are said to be gone with the turn under way.
void Truth::NoteTexts(const WriteSet& writes, const LocalWrites& local) {
  const size_t turn = digests_.size();
  for (const Write& write : writes) {
    if (const auto* body = std::get_if<PutBody>(&write)) {
      bodies_[{body->feed, body->index}] = CanariesIn(body->blob);
    } else if (const auto* row = std::get_if<PutRetraction>(&write)) {
      if (row->row.state != ErasureState::kErased) continue;
      for (const std::string& text : bodies_[{row->row.feed, row->row.target}]) {
        erased_.emplace_back(turn, text);
      }
    }
  }
  for (const LocalWrite& write : local) {
    if (write.family == LocalFamily::kDraft && write.value) {
      for (std::string& text : CanariesIn(*write.value)) drafts_[write.key].push_back(text);
    }
    if (write.family != LocalFamily::kMeta || write.value || !write.key.starts_with(kDraftSweep)) {
      continue;
    }
    for (const std::string& text : drafts_[write.key.substr(kDraftSweep.size())]) {
      erased_.emplace_back(turn, text);
    }
  }
}

std::vector<size_t> Truth::TurnsOf(const crypto::Hash& digest) const {
  std::vector<size_t> turns;
  for (size_t turn = 0; turn < digests_.size(); ++turn) {
    if (digests_[turn] == digest) turns.push_back(turn);
  }
  if (attempted_digest_ == digest) turns.push_back(digests_.size());
  return turns;
}

std::set<std::string> Truth::ErasedBy(size_t turn) const {
  std::set<std::string> gone;
  for (const auto& [when, text] : erased_) {
    if (when <= turn) gone.insert(text);
  }
  return gone;
}

}  // namespace candour::faults

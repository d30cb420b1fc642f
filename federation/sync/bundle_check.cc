#include "federation/sync/bundle_check.h"

#include <utility>

#include "federation/feed/leaf.h"
#include "federation/sync/receiver.h"

namespace candour {
namespace {

tl::unexpected<Error> Refused(const char* reason, const std::string& message) {
  return Fail(ErrorCode::kInvalid, reason, "the bundle " + message + "; ask for another copy");
}

NetworkId NetworkIn(const BundleRecord& record) {
  return std::visit([](const auto& r) { return r.network; }, record);
}

// Each kind of push, verified by the receiver of sync.
struct Taker {
  Receiver& receiver;
  TurnBook& book;
  BundleSummary& summary;

  Status operator()(const BundleManifest&) const { return {}; }
  Status operator()(const PushHeadRequest& head) const {
    auto checked = receiver.CheckHead(head.feed, head.checkpoint);
    return checked ? Status() : Fail(checked.error());
  }
  Status operator()(const PushLeavesRequest& page) const {
    const auto before = book.Feed(page.feed);
    const uint64_t held = before ? before->size : 0;
    if (page.start != held) return Refused("ENTRIES_MISSING", "leaves entries out");
    auto size = receiver.AcceptPage({page.feed, page.start, page.leaves, page.checkpoint, {}});
    if (!size) return Fail(size.error());
    summary.entries += *size - held;
    return {};
  }
  Status operator()(const PushBodiesRequest& bodies) const {
    auto have = receiver.AcceptBodies(bodies.feed, bodies.bodies);
    if (!have) return Fail(have.error());
    summary.bodies += bodies.bodies.size();
    return {};
  }
  Status operator()(const PutCosignaturesRequest& lines) const {
    for (const CosignedHead& head : lines.heads) {
      const AcceptedLines taken = receiver.AcceptLines(head);
      summary.cosignatures += taken.accepted;
      if (taken.refused == 0) continue;
      return Refused("LINE_REFUSED", "has a cosignature that does not verify");
    }
    return {};
  }
};

}  // namespace

Status BundleCheck::Take(const BundleRecord& record, Now now) {
  TurnBook book(store_, now);
  const NetworkId network = NetworkIn(record);
  if (!chain_) chain_.emplace(network);
  if (network != chain_->network()) return Refused("OTHER_NETWORK", "mixes two networks");
  const auto* manifest = std::get_if<BundleManifest>(&record);
  Status taken = manifest ? TakeManifest(*manifest, book) : TakePush(record, book);
  if (!taken) return taken;
  // Bodies are checked one record at a time and not kept.
  WriteSet writes = book.TakeWrites();
  size_t bodies = 0;
  for (const Write& write : writes) {
    if (std::holds_alternative<PutBody>(write)) ++bodies;
    if (std::holds_alternative<PutRetraction>(write)) ++summary_.withdrawn;
  }
  const auto* brought = std::get_if<PushBodiesRequest>(&record);
  if (brought && bodies != brought->bodies.size()) {
    return Refused("BODY_REFUSED", "has a text that does not belong to its entries");
  }
  std::erase_if(writes, [](const Write& write) { return std::holds_alternative<PutBody>(write); });
  store_.Apply(writes);
  return {};
}

Status BundleCheck::TakeManifest(const BundleManifest& record, TurnBook& book) {
  const bool first = !chain_->current();
  Status kept = chain_->Offer(record.note, genesis_, book);
  if (!kept) return kept;
  if (first) summary_.genesis = chain_->current()->hash;
  ++summary_.manifests;
  return {};
}

Status BundleCheck::TakePush(const BundleRecord& record, TurnBook& book) {
  if (!chain_->current()) return Refused("NO_MANIFEST", "begins without its manifests");
  Receiver receiver(book, chain_->current()->manifest, {});
  return std::visit(Taker{receiver, book, summary_}, record);
}

BundleSummary BundleCheck::Summary() const {
  BundleSummary summary = summary_;
  if (chain_) {
    summary.network = chain_->network();
    summary.feeds = store_.Feeds(chain_->network()).size();
  }
  return summary;
}

}  // namespace candour

// Two stores of one made-up network, a node's and a hub's, and turns taken on the node's side.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/cosignature.h"
#include "federation/feed/batch.h"
#include "federation/port/memory_store.h"
#include "federation/sync/receiver.h"
#include "federation/sync/serve.h"
#include "tests/sim/cast.h"
#include "tests/unit/federation/feed/entries.h"

namespace candour::sync_test {

using testing::Entry;
using testing::IdOf;
using testing::Item;
using testing::Items;

class TwoSides {
 public:
  TwoSides() : cast(sim::MakeCast(/*seed=*/3, /*count=*/3)) {
    manifest = *VerifyGenesis(cast.genesis, std::nullopt);
    now.wall = sim::kEpochStart;
  }

  Receiver::Parties parties() const { return {cast.members[1].id, cast.members[0].id}; }
  const FeedKey& KeyOf(size_t author) const {
    return *manifest.manifest.FindFeed(cast.FeedOf(author));
  }

  // Runs `act(receiver, book)` as one turn on a store.
  template <class Act>
  auto TurnOn(MemoryStore& store, const Act& act) {
    TurnBook book(store, now);
    Receiver receiver(book, manifest.manifest, parties());
    auto result = act(receiver, book);
    news = book.news();
    store.Apply(book.TakeWrites());
    return result;
  }

  // The author signs one batch into a store, with its bodies.
  void Sign(MemoryStore& store, size_t author, const std::vector<Entry>& entries) {
    TurnBook book(store, now);
    const FeedState before = book.FeedOrNew(manifest.manifest, KeyOf(author));
    auto batch = SignBatch(before, testing::LeavesOf(entries), cast.members[author].feed);
    ASSERT_TRUE(batch);
    TurnOn(store, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptPage(
          {before.feed, before.size, batch->leaves(), batch->checkpoint_note(), {}});
    });
    std::vector<BodyEntry> bodies;
    for (size_t i = 0; i < entries.size(); ++i) {
      if (!entries[i].blob.empty()) {
        bodies.push_back({before.size + i, BodyState::kOk, entries[i].blob});
      }
    }
    TurnOn(store, [&](Receiver& receiver, TurnBook&) {
      return receiver.AcceptBodies(before.feed, bodies);
    });
  }

  // What the hub answers to a read of the node.
  Result<Reply> Ask(const Request& request) {
    return ServeRead(hub, manifest, {}, cast.IdentityOf(1), request, now.wall);
  }

  // The line of a member on the head that a store holds.
  CosignedHead Line(const MemoryStore& store, size_t author, size_t signer, uint64_t time) const {
    const FeedState state = *store.Feed(cast.FeedOf(author));
    const crypto::Checkpoint head{FeedOrigin(state.feed), state.size, state.root};
    const CosignerKey* key = manifest.manifest.FindCosigner(cast.members[signer].id);
    const auto line =
        crypto::Cosign(key->key.name, cast.members[signer].cosigner, head.Format(), time);
    return {state.feed, head.size, {*CosignatureOf(line.ToString())}};
  }

  sim::Cast cast;
  SignedManifest manifest;
  Now now;
  MemoryStore hub;
  MemoryStore node;
  TurnNews news;  // Of the last turn.
};

}  // namespace candour::sync_test

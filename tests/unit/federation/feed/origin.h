// A member that publishes: signs batches, and puts them into stores as a node would.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "crypto/ed25519.h"
#include "federation/feed/batch.h"
#include "federation/feed/chain.h"
#include "federation/feed/names.h"
#include "federation/port/memory_store.h"
#include "tests/unit/federation/feed/entries.h"

namespace candour::testing {

class Origin {
 public:
  explicit Origin(uint64_t number = 1, uint32_t epoch = 0)
      : network_(IdOf<NetworkId>(1000)),
        member_(IdOf<MemberId>(number)),
        private_key_(*crypto::PrivateKey::FromSeed(
            crypto::Sha256("seed " + std::to_string(number)).view())) {
    empty_.feed = FeedIdOf(network_, member_, epoch);
    empty_.network = network_;
    empty_.member = member_;
    empty_.epoch = epoch;
    empty_.root = crypto::EmptyRoot();
    key_ = {.member = member_,
            .epoch = epoch,
            .key = crypto::VerifierKey::Ed25519(FeedOrigin(empty_.feed), private_key_.public_key()),
            .closed = std::nullopt};
  }

  const FeedId& feed() const { return empty_.feed; }
  const NetworkId& network() const { return network_; }
  const MemberId& member() const { return member_; }
  const FeedKey& key() const { return key_; }
  const crypto::PrivateKey& private_key() const { return private_key_; }
  const FeedState& empty() const { return empty_; }

  FeedState StateIn(const StoreView& store) const { return store.Feed(feed()).value_or(empty_); }

  // One turn of a node that took the batch.
  Interpretation Accept(MemoryStore& store, const VerifiedBatch& batch) const {
    const FeedState before = StateIn(store);
    FeedState after = before;
    Result<WriteSet> writes = WritesFor(store, batch, after);
    EXPECT_TRUE(writes) << writes.error().message;
    Interpretation meaning = Interpret(store, before, batch);
    after.stopped_at = meaning.stopped_at;
    after.bodies_next = meaning.bodies_next;
    if (!writes) return meaning;
    writes->insert(writes->end(), meaning.writes.begin(), meaning.writes.end());
    for (const Retraction& row : meaning.retracted) {
      writes->insert(writes->end(), {PutRetraction{row}, EraseBody{row.feed, row.target},
                                     DropWanted{row.feed, row.target}});
    }
    writes->push_back(PutFeed{after});
    store.Apply(*writes);
    return meaning;
  }

  Interpretation Sign(MemoryStore& store, BytesView leaves) const {
    Result<VerifiedBatch> batch = SignBatch(StateIn(store), leaves, private_key_);
    EXPECT_TRUE(batch) << batch.error().message;
    return Accept(store, *batch);
  }

  Interpretation Sign(MemoryStore& store, const std::vector<Entry>& entries) const {
    Bytes leaves;
    for (const Entry& entry : entries) leaves += entry.leaf;
    return Sign(store, leaves);
  }

 private:
  NetworkId network_;
  MemberId member_;
  crypto::PrivateKey private_key_;
  FeedState empty_;
  FeedKey key_;
};

// Where a feed of `size` leaves is cut into batches: ends, the last one `size`.
inline std::vector<uint64_t> RandomCuts(std::mt19937_64& random, uint64_t size, uint64_t step_max) {
  std::vector<uint64_t> ends;
  for (uint64_t at = 0; at < size; ends.push_back(at)) {
    at = std::min(size, at + 1 + random() % step_max);
  }
  return ends;
}

}  // namespace candour::testing

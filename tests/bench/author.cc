#include "tests/bench/author.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "candour/learning/v1/body.pb.h"
#include "candour/node/v1/stored.pb.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/random.h"
#include "federation/feed/chain.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "node/key_vault.h"
#include "node/learning/cubes.h"
#include "node/learning/rows.h"
#include "node/learning/tally.h"

namespace candour::bench {
namespace {

constexpr size_t kWords = 20'000;
constexpr size_t kEntriesPerBatch = 256;
constexpr WallSeconds kDay = 1'750'032'000;

std::string Word(uint64_t number) {
  static constexpr const char* kSyllables[] = {"ba",  "den", "fi",  "gor", "hal", "ki",
                                               "lum", "mer", "no",  "pas", "qui", "ros",
                                               "sen", "tu",  "vil", "zan"};
  std::string word;
  for (number += 16; number > 0; number /= 16) word += kSyllables[number % 16];
  return word;
}

// Frequent words are drawn more often than rare ones, as in language.
uint64_t DrawWord(std::mt19937_64& random) {
  const double share = std::uniform_real_distribution<double>(0, 1)(random);
  return static_cast<uint64_t>(std::pow(double{kWords}, share)) - 1;
}

std::string Words(std::mt19937_64& random, size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += Word(DrawWord(random)) + ' ';
  text.resize(bytes);
  return text;
}

learning::v1::Learning DrawnLearning(uint64_t number, size_t text_bytes) {
  learning::v1::Learning learning;
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title(DrawnTitle(number));
  learning.set_setting("Acute ward");
  learning.set_period("2025-05");
  learning.set_what_happened(DrawnWords(number, text_bytes));
  return learning;
}

storage::LocalWrite DrawnRecord(uint64_t number, size_t bytes) {
  node::v1::StoredRecord record;
  record.set_id(crypto::RandomBytes(16));
  record.set_work_id(crypto::RandomBytes(16));
  record.set_state(node::v1::REPORT_STATE_APPROVED);
  record.set_approved_at(kDay);
  record.set_author("ana");
  *record.mutable_learning() = DrawnLearning(number, bytes);
  return PutRecord(record);
}

}  // namespace

std::string DrawnWords(uint64_t number, size_t bytes) {
  std::mt19937_64 random(number * 2 + 1);
  return Words(random, bytes);
}

std::string DrawnTitle(uint64_t number) {
  std::mt19937_64 random(number * 2 + 2);
  return Words(random, 40);
}

Bytes DrawnBody(uint64_t number, size_t bytes) {
  learning::v1::Body body;
  body.set_work_id(crypto::Sha256("work" + std::to_string(number)).ToString().substr(0, 16));
  body.set_language("en-GB");
  *body.mutable_learning() = DrawnLearning(number, bytes > 180 ? bytes - 180 : 1);
  const size_t short_of = bytes - std::min(bytes, body.ByteSizeLong());
  body.mutable_learning()->mutable_what_happened()->append(short_of, 'a');
  while (body.ByteSizeLong() > bytes) body.mutable_learning()->mutable_what_happened()->pop_back();
  return body.SerializeAsString();
}

std::vector<Entry> DrawnEntries(uint64_t first, size_t count, size_t body_bytes) {
  std::vector<Entry> entries;
  for (uint64_t i = first; i < first + count; ++i) {
    entries.push_back({*ItemId::From(crypto::RandomBytes(ItemId::kSize)),
                       crypto::RandomBytes(kSaltBytes), DrawnBody(i, body_bytes)});
  }
  return entries;
}

Author::Author(storage::RocksDbStore& store, const OwnKeys& keys) : store_(store), keys_(keys) {
  const FeedId feed = FeedIdOf(keys.network, keys.member, keys.epoch);
  if (auto held = store.Latest().Feed(feed)) {
    state_ = *held;
    return;
  }
  state_.feed = feed;
  state_.network = keys.network;
  state_.member = keys.member;
  state_.epoch = keys.epoch;
  state_.root = crypto::EmptyRoot();
}

Status Author::Append(const std::vector<Entry>& entries) {
  Bytes leaves;
  std::vector<Bytes> blobs;
  for (const Entry& entry : entries) {
    auto blob = EncodeBlob(entry.salt, entry.body);
    if (!blob) return Fail(blob.error());
    Leaf leaf;
    leaf.kind = static_cast<uint8_t>(LeafKind::kItem);
    leaf.item = entry.item;
    leaf.commitment = Commitment(entry.salt, entry.body);
    leaf.blob_blocks = static_cast<uint16_t>(blob->size() / kBlobBlockBytes);
    leaf.day = kDay - kDay % kSecondsPerDay;
    leaves += EncodeLeaf(leaf);
    blobs.push_back(std::move(*blob));
  }
  auto batch = SignBatch(state_, leaves, keys_.feed);
  if (!batch) return Fail(batch.error());
  FeedState after = state_;
  auto writes = WritesFor(store_.Latest(), *batch, after);
  if (!writes) return Fail(writes.error());
  Interpretation meaning = Interpret(store_.Latest(), state_, *batch);
  for (Write& write : meaning.writes) writes->push_back(std::move(write));
  for (uint64_t index : meaning.need_bodies) {
    writes->push_back(PutBody{state_.feed, index, std::move(blobs[index - state_.size])});
  }
  after.bodies_next = after.size;
  writes->push_back(PutFeed{after});
  Status committed = store_.Commit(*writes, {});
  if (committed) state_ = after;
  return committed;
}

Status Fill(const Filling& filling) {
  const std::string data = filling.directory + "/data";
  auto keys = NodeKeys::Open(data + "/keys", kDay);
  if (!keys) return Fail(keys.error());
  auto store = storage::RocksDbStore::Open(
      {.data_dir = data, .node_id = (*keys)->folder().node_id(), .reserve_bytes = 0});
  if (!store) return Fail(store.error());
  for (uint64_t done = 0; done < filling.records;) {
    storage::LocalWrites rows;
    for (; done < filling.records && rows.size() < kEntriesPerBatch; ++done) {
      rows.push_back(DrawnRecord(done, filling.body_bytes));
    }
    AddTallyRows((*store)->Latest(), rows);
    AddCubeRows((*store)->Latest(), rows);
    if (Status put = (*store)->Commit({}, rows); !put) return put;
  }
  if (filling.entries == 0) return {};
  for (const auto& [network, membership] : LoadMemberships((*store)->Latest())) {
    auto own = (*keys)->Own(network, *MemberId::From(membership.member_id()), membership.epoch());
    if (!own) return Fail(own.error());
    Author author(**store, *own);
    const uint64_t first = author.state().size;
    for (uint64_t done = 0; done < filling.entries; done += kEntriesPerBatch) {
      const uint64_t count = std::min<uint64_t>(kEntriesPerBatch, filling.entries - done);
      Status put = author.Append(DrawnEntries(first + done, count, filling.body_bytes));
      if (!put) return put;
    }
    return {};
  }
  return Fail(ErrorCode::kNotFound, "NO_NETWORK", filling.directory + " is in no network");
}

}  // namespace candour::bench

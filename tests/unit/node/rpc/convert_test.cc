#include "node/rpc/convert.h"

#include <gtest/gtest.h>

#include "crypto/checkpoint.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "federation/network/manifest.h"

namespace candour::rpc {
namespace {

template <class IdType>
IdType MakeId(char fill) {
  return *IdType::From(std::string(16, fill));
}

crypto::Hash MakeHash(char fill) { return *crypto::Hash::From(std::string(32, fill)); }

// Through the wire's bytes and back.
template <class Wire, class Value>
auto Travel(const Value& value) {
  Wire out;
  ToWire(value, out);
  Wire in;
  EXPECT_TRUE(in.ParseFromString(out.SerializeAsString()));
  return FromWire(in);
}

const NetworkId kNetwork = MakeId<NetworkId>('n');
const FeedId kFeed = MakeId<FeedId>('f');

const Cosignature kLine{0xfedcba98, 1'800'000'000, Bytes(kSignatureBytes, 's')};

Bytes Note() {
  const crypto::Checkpoint head{FeedOrigin(kFeed), 9, MakeHash('r')};
  return crypto::FormatNote({head.Format(), {{head.origin, 0x01020304, kLine.signature}}});
}

TEST(Convert, CarriesAGreetingBothWays) {
  HelloRequest request{.instance = MakeHash('i'),
                       .boot_id = std::string(16, 'b'),
                       .network = kNetwork,
                       .manifest_version = 7,
                       .manifest_hash = MakeHash('m')};
  const auto asked = Travel<wire::HelloRequest>(request);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->protocol, kProtocolVersion);
  EXPECT_EQ(asked->instance, request.instance);
  EXPECT_EQ(asked->boot_id, request.boot_id);
  EXPECT_EQ(asked->network, kNetwork);
  EXPECT_EQ(asked->manifest_version, 7u);
  EXPECT_EQ(asked->manifest_hash, request.manifest_hash);

  HelloReply reply{.instance = MakeHash('i'),
                   .boot_id = std::string(16, 'b'),
                   .network = kNetwork,
                   .manifest_version = 8,
                   .manifest_hash = MakeHash('m'),
                   .server_time = 1'700'000'000,
                   .twin = true};
  const auto answered = Travel<wire::HelloResponse>(reply);
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered->manifest_version, 8u);
  EXPECT_EQ(answered->server_time, 1'700'000'000);
  EXPECT_TRUE(answered->twin);
}

TEST(Convert, CarriesPullMessages) {
  const auto heads = Travel<wire::ListHeadsResponse>(HeadsReply{
      .cursor = 5,
      .heads = {{.feed = kFeed, .checkpoint = Note(), .lines = {kLine, kLine}, .evidence = "why"}},
      .lines_cursor = 8,
      .lines = {{kFeed, 3, {kLine}}}});
  ASSERT_TRUE(heads);
  EXPECT_EQ(heads->cursor, 5u);
  ASSERT_EQ(heads->heads.size(), 1u);
  EXPECT_EQ(heads->heads[0].feed, kFeed);
  EXPECT_EQ(heads->heads[0].checkpoint, Note()) << "every byte";
  EXPECT_EQ(heads->heads[0].lines, (std::vector<Cosignature>{kLine, kLine}));
  EXPECT_EQ(heads->lines_cursor, 8u);
  ASSERT_EQ(heads->lines.size(), 1u);
  EXPECT_EQ(heads->lines[0].size, 3u);
  EXPECT_EQ(heads->lines[0].lines, std::vector<Cosignature>{kLine});
  EXPECT_EQ(heads->heads[0].evidence, "why");

  const auto wanted = Travel<wire::FetchBodiesRequest>(BodiesRequest{
      .network = kNetwork, .feed = kFeed, .ranges = {{1, 4}, {9, 10}}, .bytes_max = 1000});
  ASSERT_TRUE(wanted);
  ASSERT_EQ(wanted->ranges.size(), 2u);
  EXPECT_EQ(wanted->ranges[1].start, 9u);
  EXPECT_EQ(wanted->ranges[1].end, 10u);
  EXPECT_EQ(wanted->bytes_max, 1000u);

  const auto bodies = Travel<wire::FetchBodiesResponse>(
      BodiesReply{.bodies = {{1, BodyState::kOk, "blob"}, {2, BodyState::kRetracted, ""}}});
  ASSERT_TRUE(bodies);
  ASSERT_EQ(bodies->bodies.size(), 2u);
  EXPECT_EQ(bodies->bodies[0].blob, "blob");
  EXPECT_EQ(bodies->bodies[1].state, BodyState::kRetracted);

  EXPECT_FALSE(bodies->bodies[0].commitment) << "no well-formed blob";

  const Bytes blob = *EncodeBlob(std::string(kSaltBytes, 's'), "text");
  const auto whole =
      Travel<wire::FetchBodiesResponse>(BodiesReply{.bodies = {{1, BodyState::kOk, blob}}});
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->bodies.at(0).commitment, Commitment(std::string(kSaltBytes, 's'), "text"));

  const auto manifests =
      Travel<wire::GetManifestsResponse>(ManifestsReply{.manifests = {{3, "third"}}});
  ASSERT_TRUE(manifests);
  EXPECT_EQ(manifests->manifests.at(0).version, 3u);
  EXPECT_EQ(manifests->manifests.at(0).note, "third");
}

TEST(Convert, CarriesPushMessages) {
  const Bytes leaves(3 * kLeafBytes, 'l');
  const auto pushed = Travel<wire::PushLeavesRequest>(PushLeavesRequest{.network = kNetwork,
                                                                        .feed = kFeed,
                                                                        .start = 12,
                                                                        .leaves = leaves,
                                                                        .checkpoint = "note",
                                                                        .blobs = {"", "blob"}});
  ASSERT_TRUE(pushed);
  EXPECT_EQ(pushed->blobs, (std::vector<Bytes>{"", "blob"}));
  EXPECT_EQ(pushed->network, kNetwork);
  EXPECT_EQ(pushed->start, 12u);
  EXPECT_EQ(pushed->leaves, leaves);

  const auto lines = Travel<wire::PutCosignaturesRequest>(PutCosignaturesRequest{
      .network = kNetwork, .heads = {{.feed = kFeed, .size = 6, .lines = {kLine}}}});
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->heads.at(0).size, 6u);
  EXPECT_EQ(lines->heads.at(0).lines.at(0), kLine);

  const auto proof =
      Travel<wire::GetConsistencyResponse>(ConsistencyReply{{MakeHash('a')}, MakeHash('o')});
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->hashes, std::vector<crypto::Hash>{MakeHash('a')});
  EXPECT_EQ(proof->old_root, MakeHash('o'));

  const auto evidence = Travel<wire::ReportEvidenceRequest>(
      ReportEvidenceRequest{.network = kNetwork, .evidence = "two histories"});
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->network, kNetwork);
  EXPECT_EQ(evidence->evidence, "two histories");
  EXPECT_TRUE(Travel<wire::ReportEvidenceResponse>(ReportEvidenceReply{}));
}

TEST(Convert, CarriesHintsAndNewsOfTheManifest) {
  wire::WatchResponse out;
  ToWire(WatchHint{.network = kNetwork, .feed = kFeed, .size = 9, .cosignatures = true, .live = {}},
         out);
  auto hint = FromWire(out, kNetwork);
  ASSERT_TRUE(hint);
  EXPECT_EQ(hint->feed, kFeed);
  EXPECT_EQ(hint->size, 9u);
  EXPECT_TRUE(hint->cosignatures);

  hint = FromWire(wire::WatchResponse(), kNetwork);
  ASSERT_TRUE(hint);
  EXPECT_TRUE(hint->feed.zero());
}

TEST(Convert, CarriesASmallChangeInItsHint) {
  const WatchHint hint{
      kNetwork, kFeed, 9, false, {Bytes(2 * kLeafBytes, 'l'), kLine.signature, {"", "blob"}}};
  wire::WatchResponse whole;
  ToWire(hint, whole);
  const auto read = FromWire(whole, kNetwork);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->live.leaves, hint.live.leaves);
  EXPECT_EQ(read->live.signature, hint.live.signature);
  EXPECT_EQ(read->live.blobs, hint.live.blobs);

  const auto refused = [&](auto change) {
    wire::WatchResponse bad = whole;
    change(bad);
    return !FromWire(bad, kNetwork);
  };
  EXPECT_TRUE(refused([](auto& m) { m.mutable_leaves()->pop_back(); }));
  EXPECT_TRUE(
      refused([](auto& m) { m.set_leaves(Bytes((kLiveLeavesMax + 1) * kLeafBytes, 'l')); }));
  EXPECT_TRUE(refused([](auto& m) { m.mutable_signature()->pop_back(); }));
  EXPECT_TRUE(refused([](auto& m) { m.add_blobs("a third of two"); }));
  EXPECT_TRUE(refused([](auto& m) { m.set_blobs(0, Bytes(kLiveBytesMax, 'b')); }));
}

TEST(Convert, LeavesOutAHeadThatIsNotSpelledAsHeadsAre) {
  for (const Bytes& note : {Bytes("note"), Note() + "\n", Note().substr(1)}) {
    const auto heads = Travel<wire::ListHeadsResponse>(
        HeadsReply{.cursor = 5, .heads = {{kFeed, note, {}, {}}}, .lines_cursor = 0, .lines = {}});
    ASSERT_TRUE(heads);
    EXPECT_EQ(heads->heads.at(0).checkpoint, "");
  }
}

TEST(Convert, CarriesWhatGovernorsAreAboutToSign) {
  const auto put =
      Travel<wire::PutProposalRequest>(PutProposalRequest{.network = kNetwork, .note = "a note"});
  ASSERT_TRUE(put);
  EXPECT_EQ(put->note, "a note");
  const auto held = Travel<wire::PutProposalResponse>(
      PutProposalReply{.manifest_version = 7, .manifest_hash = MakeHash('m')});
  ASSERT_TRUE(held);
  EXPECT_EQ(held->manifest_version, 7u);
  EXPECT_EQ(held->manifest_hash, MakeHash('m'));
  const auto asked = Travel<wire::ListProposalsRequest>(ListProposalsRequest{.network = kNetwork});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->network, kNetwork);
  const auto notes =
      Travel<wire::ListProposalsResponse>(ListProposalsReply{.notes = {"one", "two"}});
  ASSERT_TRUE(notes);
  EXPECT_EQ(notes->notes, (std::vector<Bytes>{"one", "two"}));

  wire::PutProposalRequest large;
  large.set_network_id(kNetwork.str());
  large.set_note(std::string(kManifestBytesMax + 1, 'n'));
  EXPECT_FALSE(FromWire(large));
  wire::ListProposalsResponse many;
  for (int i = 0; i < 129; ++i) many.add_notes("n");
  EXPECT_FALSE(FromWire(many));
}

TEST(Convert, RefusesIdsAndHashesOfAnotherSize) {
  for (const size_t size : {0, 15, 17, 32}) {
    wire::PushHeadRequest request;
    request.set_network_id(std::string(size, 'n'));
    request.set_feed_id(kFeed.str());
    const auto value = FromWire(request);
    ASSERT_FALSE(value) << size;
    EXPECT_EQ(value.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(value.error().reason, "MALFORMED");
    EXPECT_EQ(value.error().message, "push_head.network_id must be 16 bytes");
  }
  wire::GetConsistencyResponse proof;
  proof.set_old_root(std::string(32, 'o'));
  EXPECT_TRUE(FromWire(proof));
  proof.add_hashes(std::string(31, 'h'));
  EXPECT_FALSE(FromWire(proof));
}

TEST(Convert, RefusesPartsOfLeavesAndPagesBeyondTheLimit) {
  wire::FetchLeavesResponse page;
  page.set_leaves(std::string(kLeafBytes + 1, 'l'));
  EXPECT_FALSE(FromWire(page));
  page.set_leaves(std::string(kLeavesPerPageMax * kLeafBytes, 'l'));
  EXPECT_TRUE(FromWire(page));
  page.set_leaves(std::string((kLeavesPerPageMax + 1) * kLeafBytes, 'l'));
  EXPECT_FALSE(FromWire(page));
}

TEST(Convert, RefusesABlobThatIsNotOkAndAnUnknownState) {
  wire::FetchBodiesResponse reply;
  auto* body = reply.add_bodies();
  body->set_state(wire::BODY_STATE_RETRACTED);
  body->set_blob("text");
  EXPECT_FALSE(FromWire(reply));
  body->clear_blob();
  EXPECT_TRUE(FromWire(reply));
  body->set_state(static_cast<wire::BodyState>(77));
  EXPECT_FALSE(FromWire(reply));
}

TEST(Convert, RefusesRangesThatEndBeforeTheyStartAndTooMany) {
  wire::FetchBodiesRequest request;
  request.set_network_id(kNetwork.str());
  request.set_feed_id(kFeed.str());
  auto* range = request.add_ranges();
  range->set_start(5);
  range->set_end(4);
  EXPECT_FALSE(FromWire(request));
  range->set_end(6);
  EXPECT_TRUE(FromWire(request));
  for (int i = 0; i < 5000; ++i) *request.add_ranges() = *range;
  EXPECT_FALSE(FromWire(request));
}

TEST(Convert, BoundsWhatACallerMayAskForAtOnce) {
  wire::FetchLeavesRequest request;
  request.set_network_id(kNetwork.str());
  request.set_feed_id(kFeed.str());
  request.set_max(1'000'000);
  const auto value = FromWire(request);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->max, kLeavesPerPageMax);
}

}  // namespace
}  // namespace candour::rpc

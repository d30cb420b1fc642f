#include "federation/sync/serve.h"

#include <algorithm>

#include "crypto/proof.h"
#include "federation/feed/proofs.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using testing::Entry;
using testing::IdOf;
using testing::Items;
using testing::LeavesOf;
using testing::Origin;
using testing::Retract;

constexpr WallSeconds kNow = 1'764'547'200;
constexpr uint64_t kHub = 10;  // rwh
constexpr uint64_t kSecondHub = 11;
constexpr uint64_t kReader = 20;  // r
constexpr uint64_t kWriter = 21;  // w
constexpr uint64_t kStranger = 99;

// A hub that holds one feed of member 1, asked by others.
class Serve : public ::testing::Test {
 protected:
  void SetUp() override {
    Manifest& manifest = signed_.manifest;
    manifest.network = origin_.network();
    manifest.version = 3;
    manifest.expires = kNow + 1000;
    manifest.name = "north-west";
    const auto add = [&](uint64_t number, const char* roles) {
      Member member;
      member.id = IdOf<MemberId>(number);
      member.roles = roles;
      member.name = "member " + std::to_string(number);
      manifest.members.push_back(member);
      manifest.cosigners.emplace_back().member = member.id;
    };
    add(1, "rw");
    add(kHub, "rwh");
    add(kSecondHub, "rwh");
    add(kReader, "r");
    add(kWriter, "w");
    for (uint64_t number = 30; number < 35; ++number) add(number, "rw");
    manifest.feeds = {origin_.key()};
    signed_.hash = crypto::Sha256("manifest 3");
    self_ = {.instance = crypto::Sha256("instance"), .boot_id = "0123456789abcdef"};

    entries_ = Items(6);
    entries_.push_back(Retract(IdOf<ItemId>(1), {1, entries_[1].leaf}));
    origin_.Sign(store_, {entries_.begin(), entries_.begin() + 4});
    origin_.Sign(store_, {entries_.begin() + 4, entries_.end()});
    for (const uint64_t i : {0, 2, 4, 5}) {
      store_.Apply({PutBody{origin_.feed(), i, entries_[i].blob}});
    }
  }

  PeerIdentity Who(uint64_t number) const {
    return {.network = origin_.network(), .member = IdOf<MemberId>(number), .spki = {}};
  }
  template <class T>
  T For(T request) const {
    request.network = origin_.network();
    if constexpr (requires { request.feed; }) request.feed = origin_.feed();
    return request;
  }
  Result<Reply> Ask(const Request& request, uint64_t who = kReader) const {
    return ServeRead(store_, signed_, self_, Who(who), request, kNow);
  }
  template <class R>
  R Get(const Request& request, uint64_t who = kReader) const {
    const Result<Reply> reply = Ask(request, who);
    EXPECT_TRUE(reply) << reply.error().message;
    if (!reply || !std::holds_alternative<R>(*reply)) {
      ADD_FAILURE() << "another kind of reply";
      return R();
    }
    return std::get<R>(*reply);
  }
  std::string Refusal(const Request& request, uint64_t who = kReader) const {
    const Result<Reply> reply = Ask(request, who);
    return reply ? "answered" : reply.error().reason;
  }
  // A line whose key's id is the member's number.
  void Cosign(uint64_t number, uint64_t size, const crypto::Hash& root) {
    const Cosignature line{static_cast<uint32_t>(number), kNow, Bytes(kSignatureBytes, 's')};
    store_.Apply({PutCosignature{{origin_.feed(), IdOf<MemberId>(number), size, root, kNow,
                                  LineOf(line, "name").ToString(), ++order_}}});
  }
  static std::vector<uint32_t> Signers(const std::vector<Cosignature>& lines) {
    std::vector<uint32_t> signers;
    for (const Cosignature& line : lines) signers.push_back(line.key_id);
    return signers;
  }
  void CosignHead(uint64_t number) {
    const FeedState state = origin_.StateIn(store_);
    Cosign(number, state.size, state.root);
  }
  std::string Bodies(std::vector<IndexRange> ranges, uint64_t bytes_max = 1 << 20) const {
    BodiesRequest request;
    request.ranges = std::move(ranges);
    request.bytes_max = bytes_max;
    std::string text;
    for (const BodyEntry& entry : Get<BodiesReply>(For(request)).bodies) {
      text += std::to_string(entry.index);
      text += entry.state == BodyState::kOk          ? "+ "
              : entry.state == BodyState::kRetracted ? "x "
                                                     : "? ";
    }
    return text;
  }
  // All kinds of read, well-formed for the held feed.
  std::vector<Request> Reads() const {
    return {For(HelloRequest()),  For(ManifestsRequest()),
            For(HeadsRequest()),  For(LeavesRequest()),
            For(BodiesRequest()), For(ListCosignaturesRequest()),
            For(ProofRequest()),  For(ConsistencyRequest{{}, {}, 1, 2})};
  }

  Origin origin_;
  MemoryStore store_;
  SignedManifest signed_;
  SelfDescription self_;
  std::vector<Entry> entries_;
  uint64_t order_ = 0;  // Of the last line.
};

bool SameError(const Result<Reply>& reply, const Error& error) {
  return !reply && reply.error().code == error.code && reply.error().reason == error.reason &&
         reply.error().message == error.message;
}

TEST_F(Serve, AnswersEveryReadOfAMember) {
  for (const Request& request : Reads()) EXPECT_TRUE(Ask(request)) << request.index();
}

TEST_F(Serve, TellsAFormerKeyOnlyWhyItIsFormer) {
  for (const Request& request : Reads()) {
    PeerIdentity former = Who(kReader);
    former.former = true;
    const bool learns = std::holds_alternative<HelloRequest>(request) ||
                        std::holds_alternative<ManifestsRequest>(request);
    const auto reply = ServeRead(store_, signed_, self_, former, request, kNow);
    EXPECT_EQ(reply.has_value(), learns) << request.index();
    EXPECT_TRUE(learns || SameError(reply, NotVisible()));
  }
}

TEST_F(Serve, ShowsProposalsToGovernorsAndHubsAlone) {
  const NetworkId network = signed_.manifest.network;
  store_.Apply({PutProposal{{network, crypto::Sha256("t"), "a note"}}});
  const Request request = For(ListProposalsRequest());
  EXPECT_TRUE(SameError(Ask(request), NotVisible()));
  for (Member& member : signed_.manifest.members) member.roles += "g";
  const auto reply = Ask(request);
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::get<ListProposalsReply>(*reply).notes, std::vector<Bytes>{"a note"});
}

TEST_F(Serve, AnswersAbsentAndForbiddenWithTheSameBytes) {
  for (const Request& request : Reads()) {
    EXPECT_TRUE(SameError(Ask(request, kStranger), NotVisible())) << request.index();
    PeerIdentity elsewhere = Who(kReader);
    elsewhere.network = IdOf<NetworkId>(5);
    EXPECT_TRUE(
        SameError(ServeRead(store_, signed_, self_, elsewhere, request, kNow), NotVisible()));
  }
  const auto absent = [&](auto request) {
    request = For(request);
    request.feed = IdOf<FeedId>(77);
    EXPECT_TRUE(SameError(Ask(request), NotVisible()));
  };
  absent(LeavesRequest());
  absent(BodiesRequest());
  absent(ListCosignaturesRequest());
  absent(ConsistencyRequest());
  absent(ProofRequest());
}

TEST_F(Serve, HidesAFeedOfAnotherNetwork) {
  FeedState state = origin_.StateIn(store_);
  state.network = IdOf<NetworkId>(5);
  store_.Apply({PutFeed{state}});
  EXPECT_TRUE(SameError(Ask(For(LeavesRequest())), NotVisible()));
  EXPECT_TRUE(Get<HeadsReply>(For(HeadsRequest())).heads.empty());
}

TEST_F(Serve, RefusesARequestForAnotherNetworkThanItsManifest) {
  LeavesRequest request = For(LeavesRequest());
  request.network = IdOf<NetworkId>(5);
  EXPECT_TRUE(SameError(Ask(request), NotVisible()));

  PeerIdentity who = Who(kReader);
  who.network = request.network;
  HelloRequest hello;
  hello.network = request.network;
  const Result<Reply> reply = ServeRead(store_, signed_, self_, who, hello, kNow);
  EXPECT_TRUE(SameError(reply, NotVisible()));
}

TEST_F(Serve, GivesBodiesOnlyToReadersAndOnlyBeforeExpiry) {
  EXPECT_EQ(Refusal(For(BodiesRequest()), kWriter), "NOT_VISIBLE");
  EXPECT_EQ(Refusal(For(LeavesRequest()), kWriter), "answered");
  EXPECT_EQ(Refusal(For(BodiesRequest()), kHub), "answered");
  signed_.manifest.expires = kNow;
  EXPECT_EQ(Refusal(For(BodiesRequest())), "NOT_VISIBLE");
  EXPECT_EQ(Refusal(For(LeavesRequest())), "answered");
}

TEST_F(Serve, SendsWritesThroughTheCore) {
  EXPECT_EQ(Refusal(For(PushHeadRequest())), "NOT_A_READ");
  EXPECT_EQ(Refusal(For(PutCosignaturesRequest())), "NOT_A_READ");
}

TEST_F(Serve, GreetsWithItsManifestAndClock) {
  const HelloReply reply = Get<HelloReply>(For(HelloRequest()));
  EXPECT_EQ(reply.manifest_version, 3u);
  EXPECT_EQ(reply.manifest_hash, signed_.hash);
  EXPECT_EQ(reply.instance, self_.instance);
  EXPECT_EQ(reply.boot_id, self_.boot_id);
  EXPECT_EQ(reply.network, origin_.network());
  EXPECT_EQ(reply.server_time, kNow);

  HelloRequest newer = For(HelloRequest());
  newer.protocol = 2;
  EXPECT_EQ(Refusal(newer), "PROTOCOL_VERSION");
}

TEST_F(Serve, PagesManifestsFromAVersionOn) {
  signed_.manifest.version = 40;
  for (uint64_t version = 1; version <= 40; ++version) {
    store_.Apply({PutManifest{{origin_.network(), version, std::to_string(version)}}});
  }
  const auto ask = [&](uint64_t from) {
    ManifestsRequest request = For(ManifestsRequest());
    request.from_version = from;
    return Get<ManifestsReply>(request).manifests;
  };
  const auto page = ask(20);
  ASSERT_EQ(page.size(), kManifestsPerPageMax);
  EXPECT_EQ(page.front().version, 20u);
  EXPECT_EQ(page.front().note, "20");
  EXPECT_EQ(ask(39).size(), 2u);
  EXPECT_EQ(ask(0).front().version, 1u);
  EXPECT_TRUE(ask(41).empty());

  store_.Apply({PutManifest{{origin_.network(), 40 | kOtherText, "another 40"}}});
  ASSERT_EQ(ask(39).size(), 3u) << "both texts of a disputed version";
  EXPECT_EQ(ask(39).back().version, 40u);
  EXPECT_EQ(ask(39).back().note, "another 40");

  for (const uint64_t version : {20, 21, 22, 23}) {
    store_.Apply({PutManifest{{origin_.network(), version, Bytes(1 << 20, 'm')}}});
  }
  EXPECT_EQ(ask(20).size(), 3u);
}

TEST_F(Serve, ListsHeadsThatChangedSinceACursor) {
  HeadsRequest request = For(HeadsRequest());
  const HeadsReply all = Get<HeadsReply>(request);
  ASSERT_EQ(all.heads.size(), 1u);
  EXPECT_EQ(all.heads[0].feed, origin_.feed());
  const auto head = OpenHead(origin_.feed(), all.heads[0].checkpoint, origin_.key());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->checkpoint.size, 7u);

  request.since = all.cursor;
  EXPECT_TRUE(Get<HeadsReply>(request).heads.empty());
  request.full = true;
  EXPECT_EQ(Get<HeadsReply>(request).heads.size(), 1u);
  request.full = false;
  store_.Apply({PutFeed{origin_.StateIn(store_)}});
  EXPECT_EQ(Get<HeadsReply>(request).heads.size(), 1u);

  request.since = 1'000'000;
  EXPECT_EQ(Get<HeadsReply>(request).heads.size(), 1u) << "a cursor of a store since replaced";
}

TEST_F(Serve, ListsNoHeadOfAnEmptyFeed) {
  const Origin other(2);
  store_.Apply({PutFeed{other.empty()}});
  EXPECT_EQ(Get<HeadsReply>(For(HeadsRequest())).heads.size(), 1u);
  LeavesRequest request = For(LeavesRequest());
  request.feed = other.feed();
  EXPECT_EQ(Refusal(request), "NOT_VISIBLE");
  ListCosignaturesRequest cosignatures = For(ListCosignaturesRequest());
  cosignatures.feed = other.feed();
  EXPECT_EQ(Refusal(cosignatures), "NOT_VISIBLE");
}

TEST_F(Serve, ForwardsTheOriginsLineAndAsManyOthersAsSettleAnEntryHubsFirst) {
  for (const uint64_t number : {30, 31, 32, 33, 1}) CosignHead(number);
  CosignHead(kHub);
  CosignHead(kStranger);
  Cosign(34, 4, origin_.StateIn(store_).root);
  Cosign(kWriter, 7, crypto::Sha256("another root"));
  const auto shown = [&](const HeadsRequest& request, uint64_t who) {
    return Signers(Get<HeadsReply>(request, who).heads[0].lines);
  };
  using Numbers = std::vector<uint32_t>;

  HeadsRequest request = For(HeadsRequest());
  EXPECT_EQ(shown(request, kReader), (Numbers{1, kHub, 30}));
  CosignHead(kSecondHub);
  EXPECT_EQ(shown(request, kReader), (Numbers{1, kHub, kSecondHub}));
  CosignHead(kReader);
  EXPECT_EQ(shown(request, kReader), (Numbers{1, kHub})) << "it counts its own";

  request.full = true;
  EXPECT_EQ(shown(request, kReader), (Numbers{1, kReader, kHub})) << "given back: it may be lost";
  EXPECT_EQ(shown(request, 1), (Numbers{1})) << "an author is shown all, beside the heads";
}

TEST_F(Serve, ForwardsLinesOnAnEarlierHeadUntilTheNewestHasSome) {
  const crypto::Hash four = *RootAtSize(store_, origin_.feed(), 4);
  for (const uint64_t number : {1, 30}) Cosign(number, 4, four);
  HeadsReply reply = Get<HeadsReply>(For(HeadsRequest()));
  EXPECT_TRUE(reply.heads[0].lines.empty());
  EXPECT_EQ(reply.lines.at(0).size, 4u);
  EXPECT_EQ(Signers(reply.lines[0].lines), (std::vector<uint32_t>{1, 30}));

  CosignHead(1);
  reply = Get<HeadsReply>(For(HeadsRequest()));
  EXPECT_EQ(Signers(reply.heads[0].lines), (std::vector<uint32_t>{1}));
  EXPECT_TRUE(reply.lines.empty());
}

TEST_F(Serve, ShowsAnAuthorEveryLineOnItsFeedOnce) {
  const crypto::Hash four = *RootAtSize(store_, origin_.feed(), 4);
  Cosign(30, 4, four);
  for (const uint64_t number : {31, 1, 32}) CosignHead(number);
  CosignHead(kStranger);
  HeadsRequest request = For(HeadsRequest());

  HeadsReply reply = Get<HeadsReply>(request, 1);
  ASSERT_EQ(reply.lines.size(), 2u);
  EXPECT_EQ(reply.lines[0].feed, origin_.feed());
  EXPECT_EQ(reply.lines[0].size, 4u);
  EXPECT_EQ(Signers(reply.lines[0].lines), (std::vector<uint32_t>{30}));
  EXPECT_EQ(Signers(reply.lines[1].lines), (std::vector<uint32_t>{31, 32}));

  request.lines_since = reply.lines_cursor;
  reply = Get<HeadsReply>(request, 1);
  EXPECT_TRUE(reply.lines.empty());
  CosignHead(30);
  reply = Get<HeadsReply>(request, 1);
  ASSERT_EQ(reply.lines.size(), 1u);
  EXPECT_EQ(Signers(reply.lines[0].lines), (std::vector<uint32_t>{30})) << "a newer one of his";

  request.lines_since = 1'000;
  EXPECT_EQ(Get<HeadsReply>(request, 1).lines.size(), 1u) << "a cursor of a store since replaced";
  EXPECT_TRUE(Get<HeadsReply>(request, kReader).lines.empty()) << "of its own feed alone";
}

TEST_F(Serve, ShowsAnAuthorTheLinesOnItsFeedInParts) {
  for (uint64_t number = 100; number < 100 + kLinesPerReplyMax + 3; ++number) {
    CosignerKey cosigner;
    cosigner.member = IdOf<MemberId>(number);
    signed_.manifest.cosigners.push_back(cosigner);
    CosignHead(number);
  }
  HeadsRequest request = For(HeadsRequest());
  for (const size_t part : {kLinesPerReplyMax, size_t{3}}) {
    const HeadsReply reply = Get<HeadsReply>(request, 1);
    EXPECT_EQ(reply.lines.at(0).lines.size(), part);
    request.lines_since = reply.lines_cursor;
  }
}

TEST_F(Serve, EndsEveryPageAtAStoredCheckpoint) {
  const auto page = [&](uint64_t start, uint64_t max) {
    LeavesRequest request = For(LeavesRequest());
    request.start = start;
    request.max = max;
    return Get<LeavesReply>(request);
  };
  const auto size_of = [&](const LeavesReply& reply) {
    return OpenHead(origin_.feed(), reply.checkpoint, origin_.key())->checkpoint.size;
  };
  const Bytes all = LeavesOf(entries_);

  LeavesReply reply = page(0, 6);
  EXPECT_EQ(reply.leaves, all.substr(0, 4 * kLeafBytes));
  EXPECT_EQ(size_of(reply), 4u);
  reply = page(4, 4096);
  EXPECT_EQ(reply.start, 4u);
  EXPECT_EQ(reply.leaves, all.substr(4 * kLeafBytes));
  EXPECT_EQ(size_of(reply), 7u);
  EXPECT_EQ(page(0, ~uint64_t{0}).leaves, all);
  EXPECT_EQ(page(2, 3).leaves, all.substr(2 * kLeafBytes, 2 * kLeafBytes));
  EXPECT_EQ(page(4, 1).leaves, all.substr(4 * kLeafBytes)) << "no shorter page verifies";
  for (const uint64_t beyond : {uint64_t{7}, uint64_t{8}, ~uint64_t{0}}) {
    reply = page(beyond, 4096);
    EXPECT_EQ(reply.start, beyond);
    EXPECT_EQ(reply.leaves, "");
    EXPECT_EQ(size_of(reply), 7u);
  }
}

TEST_F(Serve, GivesAFeedPageByPageToSomebodyWhoHasNothing) {
  const Origin other(1);
  MemoryStore hub;
  for (int i = 0; i < 5; ++i)
    other.Sign(hub, LeavesOf(Items(4000, static_cast<uint64_t>(i) * 4000)));
  store_ = hub;
  MemoryStore mine;
  int pages = 0;
  while (other.StateIn(mine).size < 20'000 && pages < 10) {
    LeavesRequest request = For(LeavesRequest());
    request.start = other.StateIn(mine).size;
    const LeavesReply reply = Get<LeavesReply>(request);
    const auto batch =
        VerifyBatch(other.StateIn(mine), reply.start, reply.leaves, reply.checkpoint, other.key());
    ASSERT_TRUE(batch) << batch.error().message;
    other.Accept(mine, *batch);
    ++pages;
  }
  EXPECT_EQ(pages, 5);
  EXPECT_EQ(other.StateIn(mine).root, other.StateIn(hub).root);
}

TEST_F(Serve, SaysOfEveryBodyWhetherItIsHeldWithdrawnOrAbsent) {
  EXPECT_EQ(Bodies({{0, 8}}), "0+ 1x 2+ 3? 4+ 5+ 6? 7? ");
  EXPECT_EQ(Bodies({{5, 6}, {2, 2}, {3, 1}, {0, 2}}), "5+ 0+ 1x ");
  EXPECT_EQ(Bodies({}), "");

  BodiesRequest request = For(BodiesRequest());
  request.ranges = {{4, 5}};
  EXPECT_EQ(Get<BodiesReply>(request).bodies[0].blob, entries_[4].blob);
}

TEST_F(Serve, NeverSendsAWithdrawnBodyEvenIfItIsStillOnTheDisk) {
  store_.Apply({PutBody{origin_.feed(), 1, entries_[1].blob}});
  BodiesRequest request = For(BodiesRequest());
  request.ranges = {{1, 2}};
  const BodiesReply reply = Get<BodiesReply>(request);
  ASSERT_EQ(reply.bodies.size(), 1u);
  EXPECT_EQ(reply.bodies[0].state, BodyState::kRetracted);
  EXPECT_EQ(reply.bodies[0].blob, "");
}

TEST_F(Serve, CutsBodiesAtTheByteLimitAndAtItsOwn) {
  EXPECT_EQ(Bodies({{4, 6}}, 2 * kBlobBlockBytes), "4+ 5+ ");
  EXPECT_EQ(Bodies({{4, 6}}, 2 * kBlobBlockBytes - 1), "4+ ");
  EXPECT_EQ(Bodies({{4, 6}}, 0), "4+ ") << "one at least, or nobody gets on";

  BodiesRequest request = For(BodiesRequest());
  request.ranges = {{6, ~uint64_t{0}}, {0, 1}};
  EXPECT_EQ(Get<BodiesReply>(request).bodies.size(), 4096u);
}

TEST_F(Serve, ListsCosignaturesThatCoverALeafByWhatTheySign) {
  const crypto::Hash four = *RootAtSize(store_, origin_.feed(), 4);
  CosignHead(30);
  CosignHead(31);
  Cosign(32, 4, four);
  CosignHead(kStranger);
  ListCosignaturesRequest request = For(ListCosignaturesRequest());

  request.index = 3;
  const auto all = Get<ListCosignaturesReply>(request).heads;
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].size, 4u);
  EXPECT_EQ(Signers(all[0].lines), (std::vector<uint32_t>{32}));
  EXPECT_EQ(all[1].feed, origin_.feed());
  EXPECT_EQ(all[1].lines.size(), 2u);

  request.index = 4;
  EXPECT_EQ(Get<ListCosignaturesReply>(request).heads.size(), 1u);
  request.index = 7;
  EXPECT_TRUE(Get<ListCosignaturesReply>(request).heads.empty());
}

TEST_F(Serve, ProvesConsistencyAndInclusion) {
  ConsistencyRequest consistency = For(ConsistencyRequest());
  consistency.old_size = 4;
  consistency.new_size = 7;
  const auto hashes = Get<ConsistencyReply>(consistency).hashes;
  const FeedState state = origin_.StateIn(store_);
  EXPECT_TRUE(crypto::VerifyConsistency({4, *RootAtSize(store_, origin_.feed(), 4)},
                                        {7, state.root}, hashes));
  consistency.new_size = 8;
  EXPECT_EQ(Refusal(consistency), "BAD_RANGE");

  ProofRequest proof = For(ProofRequest());
  proof.index = 6;
  const auto bundle = crypto::ParseProof(Get<ProofReply>(proof).bundle);
  ASSERT_TRUE(bundle);
  EXPECT_TRUE(
      crypto::VerifyProof(*bundle, crypto::LeafHash(entries_[6].leaf), {&origin_.key().key, 1}));
  proof.index = 7;
  EXPECT_EQ(Refusal(proof), "BEYOND_SIZE");
}

}  // namespace
}  // namespace candour

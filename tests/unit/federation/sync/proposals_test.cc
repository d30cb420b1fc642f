#include "federation/sync/proposals.h"

#include <gtest/gtest.h>

#include "federation/port/memory_store.h"
#include "federation/sync/manifest_chain.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::Signers;

// A network of three governors of whom two must sign.
class ProposalsTest : public ::testing::Test {
 protected:
  ProposalsTest() {
    TurnBook book(store, {});
    EXPECT_TRUE(chain.Offer(genesis.note, genesis.hash, book));
    store.Apply(book.TakeWrites());
  }
  std::string Text(int days) {
    return FormatManifest(NextVersion(*chain.current(), testing::kIssued + 1,
                                      testing::kIssued + days * kSecondsPerDay));
  }
  std::string Note(int days, std::initializer_list<uint32_t> signers) {
    return *SignManifest(Text(days), Signers(signers));
  }
  std::string Propose(const std::string& note) {
    TurnBook book(store, {});
    auto taken = chain.Propose(note, book);
    store.Apply(book.TakeWrites());
    if (!taken) return taken.error().reason;
    return *taken ? "news" : "nothing";
  }

  SignedManifest genesis = testing::TestGenesis();
  MemoryStore store;
  ManifestChain chain{testing::TestNetwork()};
};

TEST_F(ProposalsTest, GatherLinesUntilTheyPutTheVersionInForce) {
  EXPECT_EQ(Propose(Note(100, {0})), "news");
  EXPECT_EQ(chain.version(), 1u);
  EXPECT_EQ(store.Proposals(testing::TestNetwork()).size(), 1u);
  EXPECT_EQ(Propose(Note(100, {0})), "nothing");
  const std::string late = Note(101, {1});

  EXPECT_EQ(Propose(Note(100, {2})), "news");

  EXPECT_EQ(chain.version(), 2u);
  EXPECT_EQ(store.NewestManifest(testing::TestNetwork()), 2u);
  EXPECT_TRUE(store.Proposals(testing::TestNetwork()).empty());
  EXPECT_EQ(Propose(late), "MANIFEST_NOT_NEXT");
}

TEST_F(ProposalsTest, TakeNoTextThatNoGovernorSigned) {
  auto note = SignManifest(Text(100), {testing::Governor(9)});
  EXPECT_EQ(Propose(*note), "MANIFEST_NOT_SIGNED");
  EXPECT_EQ(Propose("no note"), "MANIFEST_NOT_SIGNED");
  std::string forged = Note(100, {0});
  EXPECT_EQ(Propose(testing::Replaced(forged, "issued 1764547201", "issued 1764547202")),
            "MANIFEST_NOT_SIGNED");
  EXPECT_TRUE(chain.proposals().held().empty());
}

TEST_F(ProposalsTest, CountOneKeyOnce) {
  const std::string once = Note(100, {1});
  EXPECT_EQ(Propose(once), "news");
  EXPECT_EQ(Propose(MergeLines(once, once)), "nothing");
  EXPECT_EQ(chain.version(), 1u);
}

TEST_F(ProposalsTest, KeepAFewTextsOfEachGovernorAndNoMore) {
  for (int days = 100; days < 104; ++days) EXPECT_EQ(Propose(Note(days, {0})), "news");
  EXPECT_EQ(Propose(Note(104, {0})), "PROPOSALS_FULL");
  EXPECT_EQ(Propose(Note(104, {1})), "news") << "another governor is not kept out";
}

TEST_F(ProposalsTest, OutliveAStopAndForgetWhatIsMoot) {
  EXPECT_EQ(Propose(Note(100, {0})), "news");
  EXPECT_EQ(Propose(Note(101, {1})), "news");

  ManifestChain again(testing::TestNetwork());
  TurnBook book(store, {});
  ASSERT_TRUE(again.Load(book));
  EXPECT_EQ(again.proposals().held().size(), 2u);

  EXPECT_EQ(Propose(Note(101, {2})), "news");
  EXPECT_EQ(chain.version(), 2u);
  EXPECT_TRUE(chain.proposals().held().empty());
  EXPECT_TRUE(store.Proposals(testing::TestNetwork()).empty());
}

TEST_F(ProposalsTest, NeedTheGovernorsOfBothVersions) {
  Manifest next = NextVersion(*chain.current(), testing::kIssued + 1, testing::kExpires);
  next.governors = {testing::Governor(0).first, testing::Governor(7).first,
                    testing::Governor(8).first};
  const auto note = [&](std::initializer_list<uint32_t> signers) {
    return *SignManifest(FormatManifest(next), Signers(signers));
  };

  EXPECT_EQ(Propose(note({7})), "MANIFEST_NOT_SIGNED") << "a governor of the future alone";
  EXPECT_EQ(Propose(note({0, 1})), "news");
  EXPECT_EQ(chain.version(), 1u) << "the old ones suffice, of the new ones only one signed";
  EXPECT_EQ(Propose(note({0, 7})), "news");
  EXPECT_EQ(chain.version(), 2u);
}

}  // namespace
}  // namespace candour

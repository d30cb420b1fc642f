#include "federation/feed/leaf.h"

#include "crypto/encoding.h"
#include "crypto/merkle.h"
#include "tests/unit/crypto/vectors.h"
#include "tests/unit/federation/feed/origin.h"

namespace candour {
namespace {

using crypto::testing::FromHex;
using testing::IdOf;

// Offset of every field (protocol section 3).
enum At {
  kKind = 4,
  kFlags = 5,
  kBlocks = 6,
  kDay = 8,
  kItem = 16,
  kCommit = 32,
  kRefIndex = 64,
  kRefLeaf = 72,
  kReason = 104,
  kRefEpoch = 106,
  kReserved = 110
};

Bytes ItemLeaf() { return testing::Item(IdOf<ItemId>(1), "a body").leaf; }

Bytes With(Bytes leaf, size_t at, uint8_t value) {
  leaf[at] = static_cast<char>(value);
  return leaf;
}

TEST(Leaf, EqualsTheGoldenLeavesAndBlobs) {
  CANDOUR_NEED_VECTORS();
  const auto golden =
      crypto::testing::ReadJson(crypto::testing::VectorsFolder() + "candour/golden.json");
  std::vector<Bytes> leaves;
  for (const auto& item : golden.at("items")) {
    const std::string salt = FromHex(item.at("salt").get<std::string>());
    const std::string body = item.at("body").get<std::string>();
    Leaf leaf;
    leaf.kind = static_cast<uint8_t>(LeafKind::kItem);
    leaf.blob_blocks = 1;
    leaf.day = 1764547200;
    leaf.item = *ItemId::FromHex(item.at("item_id").get<std::string>());
    leaf.commitment = Commitment(salt, body);

    EXPECT_EQ(leaf.commitment.view(), FromHex(item.at("commitment").get<std::string>()));
    EXPECT_EQ(EncodeBlob(salt, body), FromHex(item.at("blob").get<std::string>()));
    EXPECT_EQ(crypto::HexEncode(EncodeLeaf(leaf)), item.at("leaf").get<std::string>());
    leaves.push_back(EncodeLeaf(leaf));
  }
  Leaf retract;
  retract.kind = static_cast<uint8_t>(LeafKind::kRetract);
  retract.day = 1764547200;
  retract.item = DecodeLeaf(leaves[0])->item;
  retract.ref_index = 0;
  retract.ref_leaf = crypto::LeafHash(leaves[0]);
  const Bytes given = FromHex(golden.at("retract_leaf").get<std::string>());
  retract.reason = DecodeLeaf(given)->reason;
  EXPECT_EQ(crypto::HexEncode(EncodeLeaf(retract)), crypto::HexEncode(given));
  leaves.push_back(EncodeLeaf(retract));

  ASSERT_EQ(leaves.size(), golden.at("leaf_hashes").size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    EXPECT_TRUE(Interpretable(leaves[i]));
    EXPECT_EQ(crypto::LeafHash(leaves[i]).view(),
              FromHex(golden.at("leaf_hashes")[i].get<std::string>()));
  }
}

TEST(Leaf, DecodesWhatItEncodes) {
  Leaf leaf;
  leaf.kind = 200;
  leaf.flags = 0x81;
  leaf.blob_blocks = 0xabcd;
  leaf.day = 0x0102030405060708;
  leaf.item = IdOf<ItemId>(5);
  leaf.commitment = crypto::Sha256("c");
  leaf.ref_index = 0x1112131415161718;
  leaf.ref_leaf = crypto::Sha256("r");
  leaf.reason = 0x2122;
  leaf.ref_epoch = 0x31323334;

  const Bytes raw = EncodeLeaf(leaf);

  ASSERT_EQ(raw.size(), kLeafBytes);
  EXPECT_EQ(raw.substr(0, 16), FromHex("43445231c881abcd0102030405060708"));
  EXPECT_EQ(raw.substr(kReason), FromHex("2122313233340000"));
  EXPECT_EQ(DecodeLeaf(raw), leaf);
}

TEST(Leaf, IsRefusedWithAnotherSizeOrMagic) {
  const Bytes leaf = ItemLeaf();
  EXPECT_FALSE(DecodeLeaf(leaf.substr(1)));
  EXPECT_FALSE(DecodeLeaf(leaf + '\0'));
  for (size_t i = 0; i < 4; ++i) {
    const Result<Leaf> other = DecodeLeaf(With(leaf, i, static_cast<uint8_t>(leaf[i] ^ 1)));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().reason, "MALFORMED_LEAF");
  }
}

TEST(Leaf, IsInterpretedOnlyWithKnownKindAndEmptyUnusedFields) {
  const Bytes item = ItemLeaf();
  const Bytes supersede = testing::Supersede(IdOf<ItemId>(1), {0, item}, "b").leaf;
  const Bytes retract = testing::Retract(IdOf<ItemId>(1), {0, item}).leaf;
  EXPECT_TRUE(Interpretable(item));
  EXPECT_TRUE(Interpretable(supersede));
  EXPECT_TRUE(Interpretable(retract));
  EXPECT_TRUE(Interpretable(With(item, kFlags, kFlagCritical)));

  for (const Bytes& leaf : {item, supersede, retract}) {
    EXPECT_FALSE(Interpretable(With(leaf, kKind, 0)));
    EXPECT_FALSE(Interpretable(With(leaf, kKind, 4)));
    EXPECT_FALSE(Interpretable(With(leaf, kFlags, kFlagSealed)));
    EXPECT_FALSE(Interpretable(With(leaf, kFlags, 0x40)));
    EXPECT_FALSE(Interpretable(With(leaf, kReserved, 1)));
    EXPECT_FALSE(Interpretable(With(leaf, kReserved + 1, 1)));
  }
  for (const At unused : {kRefIndex, kRefLeaf, kReason, kRefEpoch}) {
    EXPECT_FALSE(Interpretable(With(item, unused, 1))) << unused;
  }
  EXPECT_FALSE(Interpretable(With(supersede, kReason, 1)));
  EXPECT_FALSE(Interpretable(With(retract, kBlocks, 1)));
  EXPECT_FALSE(Interpretable(With(retract, kCommit, 1)));
  EXPECT_FALSE(Interpretable(With(item, kBlocks + 1, 0)));  // No room for a salt.
  EXPECT_FALSE(Interpretable(With(item, kBlocks, 1)));      // 257 blocks are beyond any body.
}

TEST(Blob, IsPaddedToWholeBlocksAndOpensItsCommitment) {
  const std::string salt(kSaltBytes, 's');
  for (const size_t size : {size_t{0}, size_t{1}, size_t{219}, size_t{220}, size_t{221},
                            size_t{476}, size_t{477}, kBodyBytesMax}) {
    const std::string body(size, 'b');
    const Result<Bytes> blob = EncodeBlob(salt, body);
    ASSERT_TRUE(blob) << size;
    EXPECT_EQ(blob->size() % kBlobBlockBytes, 0u);
    EXPECT_LT(blob->size(), 36 + size + kBlobBlockBytes);
    Leaf leaf;
    leaf.blob_blocks = static_cast<uint16_t>(blob->size() / kBlobBlockBytes);
    leaf.commitment = Commitment(salt, body);
    const Result<BlobView> view = CheckBlob(leaf, *blob);
    ASSERT_TRUE(view) << size;
    EXPECT_EQ(view->body, body);
    EXPECT_EQ(view->salt, salt);
  }
  EXPECT_EQ(EncodeBlob(salt, std::string(kBodyBytesMax + 1, 'b')).error().reason, "BODY_TOO_LARGE");
  EXPECT_FALSE(EncodeBlob("short", "b"));
}

TEST(Blob, IsRefusedWhenAnyByteIsChangedOrItsSizeIs) {
  const testing::Entry entry = testing::Item(IdOf<ItemId>(1), std::string(230, 'x'));
  const Leaf leaf = *DecodeLeaf(entry.leaf);
  ASSERT_TRUE(CheckBlob(leaf, entry.blob));
  for (size_t i = 0; i < entry.blob.size(); ++i) {
    for (const int mask : {0x01, 0x80}) {
      Bytes changed = entry.blob;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      const Result<BlobView> view = CheckBlob(leaf, changed);
      ASSERT_FALSE(view) << i;
      EXPECT_EQ(view.error().reason, "BODY_MISMATCH");
    }
  }
  EXPECT_FALSE(CheckBlob(leaf, ""));
  EXPECT_FALSE(CheckBlob(leaf, entry.blob.substr(1)));
  EXPECT_FALSE(CheckBlob(leaf, entry.blob + Bytes(kBlobBlockBytes, '\0')));
}

TEST(Blob, CommitsToWhatItsLeafSaysUnlessItIsMalformed) {
  const testing::Entry entry = testing::Item(IdOf<ItemId>(1), std::string(230, 'x'));
  EXPECT_EQ(CommitmentOf(entry.blob), DecodeLeaf(entry.leaf)->commitment);
  EXPECT_FALSE(CommitmentOf(""));
  EXPECT_FALSE(CommitmentOf(entry.blob.substr(1)));
  EXPECT_FALSE(CommitmentOf(entry.blob + Bytes(kBlobBlockBytes, '\0')));
  EXPECT_FALSE(CommitmentOf(Bytes(0x10000 * kBlobBlockBytes, '\0')));
}

TEST(Blob, IsRefusedWithABlockToSpareEvenWhenTheLeafAnnouncesIt) {
  const testing::Entry entry = testing::Item(IdOf<ItemId>(1), "short");
  Leaf leaf = *DecodeLeaf(entry.leaf);
  leaf.blob_blocks = 2;
  EXPECT_FALSE(CheckBlob(leaf, entry.blob + Bytes(kBlobBlockBytes, '\0')));
}

TEST(Blob, IsRefusedWithMoreThanABodyMayHaveThoughItsLastBlockHasRoom) {
  const std::string salt(kSaltBytes, 's');
  for (const size_t size : {kBodyBytesMax, kBodyBytesMax + 1}) {
    const std::string body(size, 'b');
    Bytes blob = salt + crypto::U32(static_cast<uint32_t>(size)) + body;
    blob.resize(241 * kBlobBlockBytes, '\0');
    Leaf leaf;
    leaf.blob_blocks = 241;
    leaf.commitment = Commitment(salt, body);
    EXPECT_EQ(CheckBlob(leaf, blob).has_value(), size == kBodyBytesMax);
  }
}

TEST(Retraction, HasAWordForEveryReason) {
  EXPECT_STREQ(ReasonText(0), "unspecified");
  EXPECT_STREQ(ReasonText(1), "privacy");
  EXPECT_STREQ(ReasonText(6), "published by mistake");
  EXPECT_STREQ(ReasonText(7), "other");
  EXPECT_STREQ(ReasonText(65535), "other");
}

}  // namespace
}  // namespace candour

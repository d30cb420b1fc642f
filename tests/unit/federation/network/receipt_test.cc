#include "federation/network/receipt.h"

#include <gtest/gtest.h>

#include "crypto/cosignature.h"
#include "crypto/proof.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/network/manifest_edit.h"
#include "tests/unit/federation/feed/entries.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {
namespace {

// Member 1 withdraws its first item; the hub and member 2 cosign.
class ReceiptFile : public ::testing::Test, public TwoSides {
 protected:
  ReceiptFile() {
    const Entry item = Item(IdOf<ItemId>(1), "a text");
    Sign(node, 1, {item, Item(IdOf<ItemId>(2), "another")});
    Sign(node, 1, {testing::Retract(IdOf<ItemId>(1), {0, item.leaf}, 2)});
  }
  // The proof of an entry with the lines of these members on it.
  std::string Proof(uint64_t index, std::initializer_list<size_t> cosigners, WallSeconds at) {
    auto proof = *crypto::ParseProof(*BuildBundle(node, cast.FeedOf(1), index));
    auto note = *crypto::ParseNote(proof.checkpoint_note);
    for (size_t member : cosigners) {
      note.signatures.push_back(crypto::Cosign(CosignerName(cast.network, cast.members[member].id),
                                               cast.members[member].cosigner, note.text,
                                               static_cast<uint64_t>(at)));
    }
    proof.checkpoint_note = crypto::FormatNote(note);
    proof.extra = node.Leaves(cast.FeedOf(1), index, 1);
    return crypto::FormatProof(proof);
  }
  static std::string Reason(const std::string& text) {
    auto receipt = ParseReceipt(text);
    if (!receipt) return receipt.error().reason;
    auto checked = CheckReceipt(*receipt);
    return checked ? "OK" : checked.error().reason;
  }
};

TEST_F(ReceiptFile, NamesWhoConfirmedAndWhoIsSilent) {
  const std::string text =
      FormatReceipt({manifest.note, {Proof(2, {0, 1}, sim::kEpochStart + 5)}});

  auto checked = CheckReceipt(*ParseReceipt(text));

  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->index, 2u);
  EXPECT_EQ(checked->reason, 2);
  EXPECT_FALSE(checked->takedown);
  ASSERT_EQ(checked->confirmed.size(), 2u);
  ASSERT_EQ(checked->silent.size(), 1u);
  EXPECT_EQ(checked->silent[0], cast.members[2].name);
  EXPECT_EQ(checked->confirmed[0].at, sim::kEpochStart + 5);
  EXPECT_FALSE(checked->complete());
  EXPECT_EQ(checked->manifest_hash, manifest.hash);
}

TEST_F(ReceiptFile, IsCompleteWhenEveryMemberSigned) {
  const std::string text = FormatReceipt(
      {manifest.note, {Proof(2, {0}, 5), Proof(2, {1, 2}, 6)}});
  auto checked = CheckReceipt(*ParseReceipt(text));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->complete());
}

TEST_F(ReceiptFile, RefusesAnotherEntryThanAWithdrawal) {
  EXPECT_EQ(Reason(FormatReceipt({manifest.note, {Proof(1, {0}, 5)}})), "RECEIPT_REFUSED");
  EXPECT_EQ(Reason(FormatReceipt({manifest.note, {Proof(2, {0}, 5), Proof(1, {1}, 5)}})),
            "RECEIPT_REFUSED");
  EXPECT_EQ(Reason(manifest.note), "RECEIPT_MALFORMED");
  EXPECT_EQ(Reason(""), "RECEIPT_MALFORMED");
}

TEST_F(ReceiptFile, AnyChangedByteIsRefusedOrOnlyDropsTheLineItHit) {
  const std::string text =
      FormatReceipt({manifest.note, {Proof(2, {0, 1, 2}, sim::kEpochStart + 5)}});
  const auto whole = CheckReceipt(*ParseReceipt(text));
  ASSERT_TRUE(whole && whole->complete());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    auto parsed = ParseReceipt(changed);
    if (!parsed) continue;
    auto checked = CheckReceipt(*parsed);
    if (!checked) continue;
    EXPECT_EQ(checked->index, whole->index) << i;
    EXPECT_EQ(checked->reason, whole->reason) << i;
    EXPECT_EQ(checked->manifest_hash, whole->manifest_hash) << i;
    EXPECT_LT(checked->confirmed.size(), whole->confirmed.size()) << i;
  }
}

TEST_F(ReceiptFile, CountsOnlyLinesYoungerThanATakedown) {
  Manifest next = NextVersion(manifest, sim::kEpochStart + 100, sim::kEpochStart + 1'000'000);
  const Bytes leaf = node.Leaves(cast.FeedOf(1), 1, 1);
  ASSERT_TRUE(AddTakedown(next, {cast.FeedOf(1), 1, crypto::LeafHash(leaf), 2}));
  const std::string note = cast.Sign(next);
  const std::string text = FormatReceipt(
      {note, {Proof(1, {0}, sim::kEpochStart + 99), Proof(1, {1}, sim::kEpochStart + 100)}});

  auto checked = CheckReceipt(*ParseReceipt(text));

  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->takedown);
  ASSERT_EQ(checked->confirmed.size(), 1u);
  EXPECT_EQ(checked->confirmed[0].member, cast.members[1].name);
}

}  // namespace
}  // namespace candour::sync_test

// The project's own golden set: every value derived again from the keys and items in it, and
// compared byte for byte. CANDOUR_GOLDEN names another file of the same form.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "crypto/cosignature.h"
#include "crypto/hpke.h"
#include "crypto/proof.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using nlohmann::json;
using testing::FromHex;

constexpr size_t kBlock = 256;
constexpr size_t kLeafBytes = 112;

class Golden : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* other = std::getenv("CANDOUR_GOLDEN");
    if (other == nullptr) CANDOUR_NEED_VECTORS();
    file_ = testing::ReadJson(other ? other : testing::VectorsFolder() + "candour/golden.json");
    network_id_ = Hex("network_id");
  }

  void TearDown() override {
    if (!IsSkipped()) std::cout << "[summary] golden: compared " << compared_ << " values\n";
  }

  std::string Text(const char* key) const { return file_.at(key).get<std::string>(); }
  std::string Hex(const char* key) const { return FromHex(Text(key)); }

  void Compare(const std::string& derived, const json& expected, const std::string& what) {
    ++compared_;
    EXPECT_EQ(derived, expected.get<std::string>()) << what;
  }

  // The feed of the golden set belongs to member A and is in its first epoch.
  std::string FeedId() const {
    const std::string member = FromHex(file_["member_ids"]["A"].get<std::string>());
    return Sha256({"candour/feed/v1\n", network_id_, member, U32(0)}).ToString().substr(0, 16);
  }
  std::string Origin() const { return "candour/f/" + HexEncode(FeedId()); }

  std::string CosignerName(const std::string& who) const {
    const std::string member = FromHex(file_["member_ids"][who].get<std::string>());
    const Hash hash = Sha256({"candour/cosigner/v1\n", network_id_, member});
    return "candour/c/" + HexEncode(hash.view().substr(0, 16));
  }

  std::string GovernorName(size_t n) const {
    return "candour/g/" + HexEncode(network_id_) + "/" + std::to_string(n);
  }

  static PrivateKey KeyOf(const json& entry) {
    return PrivateKey::FromSeed(FromHex(entry["seed"].get<std::string>())).value();
  }

  // Item leaf, protocol section 3. The day is an input of the set, read from the leaf itself.
  std::string ItemLeaf(const json& item) const {
    const std::string body = item["body"].get<std::string>();
    const std::string salt = FromHex(item["salt"].get<std::string>());
    const std::string given = FromHex(item["leaf"].get<std::string>());
    const size_t blocks = (salt.size() + 4 + body.size() + kBlock - 1) / kBlock;
    return std::string("CDR1\x01\x00", 6) + U16(static_cast<uint16_t>(blocks)) +
           given.substr(8, 8) + FromHex(item["item_id"].get<std::string>()) +
           HmacSha256(salt, {"candour/commit/v1\n", body}).ToString() + U64(UINT64_MAX) +
           std::string(40, '\0');
  }

  static std::string Blob(const json& item) {
    const std::string body = item["body"].get<std::string>();
    std::string blob = FromHex(item["salt"].get<std::string>());
    PutU32(blob, static_cast<uint32_t>(body.size()));
    blob += body;
    blob.resize((blob.size() + kBlock - 1) / kBlock * kBlock, '\0');
    return blob;
  }

  // Which leaf it retracts, on which day and for what reason are inputs.
  std::string RetractLeaf() const {
    const std::string given = Hex("retract_leaf");
    const uint64_t target = GetU64(given, 64);
    const json& item = file_["items"].at(target);
    return std::string("CDR1\x03\x00\x00\x00", 8) + given.substr(8, 8) +
           FromHex(item["item_id"].get<std::string>()) + std::string(32, '\0') + U64(target) +
           LeafHash(ItemLeaf(item)).ToString() + given.substr(104, 2) + std::string(6, '\0');
  }

  std::vector<std::string> AllLeaves() const {
    std::vector<std::string> leaves;
    for (const json& item : file_["items"]) leaves.push_back(ItemLeaf(item));
    leaves.push_back(RetractLeaf());
    return leaves;
  }

  CompactRange RangeOf(uint64_t size) const {
    const std::vector<std::string> leaves = AllLeaves();
    CompactRange range;
    for (uint64_t i = 0; i < size; ++i) range.Append(LeafHash(leaves.at(i)));
    return range;
  }

  // The checkpoint of a size with everybody's lines signed again. Who cosigned and when are inputs.
  std::string CheckpointNote(uint64_t size, const Note& given) const {
    const Checkpoint checkpoint{.origin = Origin(), .size = size, .root = RangeOf(size).Root()};
    Note note{.text = checkpoint.Format(), .signatures = {}};
    for (const SignatureLine& line : given.signatures) {
      if (line.name == checkpoint.origin) {
        note.signatures.push_back(checkpoint.Sign(KeyOf(file_["feed_key"])));
      }
      for (const auto& [who, entry] : file_["cosigners"].items()) {
        if (line.name != CosignerName(who)) continue;
        note.signatures.push_back(
            Cosign(line.name, KeyOf(entry), note.text, CosignatureTime(line).value()));
      }
    }
    return FormatNote(note);
  }

  std::vector<VerifierKey> FeedKeys() const {
    std::vector<VerifierKey> keys = {
        VerifierKey::Ed25519(Origin(), KeyOf(file_["feed_key"]).public_key())};
    for (const auto& [who, entry] : file_["cosigners"].items()) {
      keys.push_back(VerifierKey::Cosignature(CosignerName(who), KeyOf(entry).public_key()));
    }
    return keys;
  }

  std::vector<VerifierKey> GovernorKeys() const {
    std::vector<VerifierKey> keys;
    for (const json& entry : file_["governors"]) {
      keys.push_back(VerifierKey::Ed25519(GovernorName(keys.size()), KeyOf(entry).public_key()));
    }
    return keys;
  }

  // The manifest signed again by the governors who signed it. Its text is an input.
  std::string ManifestNote() const {
    const Note given = ParseNote(Text("manifest_v1"), kManifestBytesMax).value();
    Note note{.text = given.text, .signatures = {}};
    for (const SignatureLine& line : given.signatures) {
      for (size_t n = 0; n < file_["governors"].size(); ++n) {
        if (line.name != GovernorName(n)) continue;
        note.signatures.push_back(SignNote(line.name, KeyOf(file_["governors"][n]), note.text));
      }
    }
    return FormatNote(note);
  }

  json file_;
  std::string network_id_;
  size_t compared_ = 0;
};

TEST_F(Golden, NamesAndKeysAreDerived) {
  Compare(HexEncode(FeedId()), file_["feed_id"], "feed_id");
  Compare(Origin(), file_["origin"], "origin");
  const std::vector<VerifierKey> keys = FeedKeys();
  Compare(keys[0].ToString(), file_["feed_key"]["vkey"], "feed_key");
  size_t next = 1;
  for (const auto& [who, entry] : file_["cosigners"].items()) {
    Compare(keys.at(next++).ToString(), entry["vkey"], "cosigner " + who);
  }
  const std::vector<VerifierKey> governors = GovernorKeys();
  for (size_t n = 0; n < governors.size(); ++n) {
    Compare(governors[n].ToString(), file_["governors"][n]["vkey"], "governor");
  }
}

TEST_F(Golden, LeavesAndBlobsAreDerived) {
  const std::vector<std::string> leaves = AllLeaves();
  for (size_t i = 0; i < file_["items"].size(); ++i) {
    const json& item = file_["items"][i];
    ASSERT_EQ(leaves[i].size(), kLeafBytes);
    Compare(HexEncode(leaves[i].substr(32, 32)), item["commitment"], "commitment");
    Compare(HexEncode(leaves[i]), item["leaf"], "leaf");
    Compare(HexEncode(LeafHash(leaves[i]).view()), item["leaf_hash"], "leaf_hash");
    Compare(HexEncode(Blob(item)), item["blob"], "blob");
  }
  Compare(HexEncode(leaves.back()), file_["retract_leaf"], "retract_leaf");
  ASSERT_EQ(file_["leaf_hashes"].size(), leaves.size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    Compare(HexEncode(LeafHash(leaves[i]).view()), file_["leaf_hashes"][i], "leaf_hashes");
  }
}

TEST_F(Golden, RootsAndProofsAreDerived) {
  for (const auto& [size, root] : file_["roots"].items()) {
    Compare(HexEncode(RangeOf(ParseDecimal(size).value()).Root().view()), root, "root " + size);
  }
  std::vector<Hash> proof;
  for (const json& hash : file_["consistency_2_3"]) {
    proof.push_back(testing::HashFromHex(hash.get<std::string>()));
  }
  const TreeHead older{.size = 2, .root = RangeOf(2).Root()};
  const TreeHead newer{.size = 3, .root = RangeOf(3).Root()};
  EXPECT_TRUE(VerifyConsistency(older, newer, proof));
  // From two perfect leaves to three, the proof is the third leaf's hash.
  ASSERT_EQ(proof.size(), 1u);
  Compare(HexEncode(LeafHash(AllLeaves().at(2)).view()), file_["consistency_2_3"][0], "proof");
}

TEST_F(Golden, CheckpointsAreSignedAgain) {
  for (const auto& [size, text] : file_["checkpoints"].items()) {
    const std::string bytes = text.get<std::string>();
    const auto opened = OpenCheckpoint(bytes, FeedKeys());
    ASSERT_TRUE(opened) << opened.error();
    EXPECT_EQ(FormatNote(opened->note), bytes) << "every line is known and verifies";
    Compare(CheckpointNote(ParseDecimal(size).value(), opened->note), text, "checkpoint " + size);
  }
}

TEST_F(Golden, TheManifestIsSignedAgain) {
  const auto opened = OpenNote(Text("manifest_v1"), GovernorKeys(), kManifestBytesMax);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(FormatNote(*opened), Text("manifest_v1"));
  Compare(ManifestNote(), file_["manifest_v1"], "manifest_v1");
}

TEST_F(Golden, TheReceiptIsBuiltAgain) {
  const std::string retract_leaf = RetractLeaf();
  const uint64_t index = AllLeaves().size() - 1;
  // The newest checkpoint ends with the retraction; its path is the roots of the larger subtrees,
  // the nearest first.
  std::vector<Hash> hashes = RangeOf(index).hashes();
  std::reverse(hashes.begin(), hashes.end());
  const std::string size = std::to_string(index + 1);
  const Note given = ParseNote(file_["checkpoints"][size].get<std::string>()).value();
  const ProofBundle bundle{.extra = std::nullopt,
                           .index = index,
                           .hashes = hashes,
                           .checkpoint_note = CheckpointNote(index + 1, given)};
  EXPECT_TRUE(VerifyProof(bundle, LeafHash(retract_leaf), FeedKeys()));
  Compare(ManifestNote() + "--\n" + FormatProof(bundle), file_["retraction_receipt"], "receipt");
}

TEST_F(Golden, TheShareOpens) {
  const json& share = file_["share"];
  const std::string info = FromHex(share["info"].get<std::string>());
  const auto opened =
      HpkeOpen(FromHex(share["recipient_private"].get<std::string>()), {.info = info, .aad = {}},
               FromHex(share["sealed"].get<std::string>()));
  ASSERT_TRUE(opened) << opened.error();
  Compare(HexEncode(*opened), share["plaintext"], "share");
}

}  // namespace
}  // namespace candour::crypto

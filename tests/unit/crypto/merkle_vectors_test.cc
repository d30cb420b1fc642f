// The inclusion and consistency cases of the transparency-dev Merkle library.
#include <iostream>

#include "crypto/merkle.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using nlohmann::json;

// A hash in a proof that is not 32 bytes long cannot even be named here, and counts as refused.
Hash ReadHash(const json& text, bool& well_formed) {
  const auto bytes = Base64Decode(text.get<std::string>());
  const auto hash = bytes ? Hash::From(*bytes) : std::nullopt;
  if (!hash) well_formed = false;
  return hash.value_or(Hash{});
}

// Some cases put words where a root belongs, because only their being equal matters. They are
// hashed: equal stays equal, and none is the root of anything.
Hash ReadRoot(const json& text) {
  const std::string bytes = Base64Decode(text.get<std::string>()).value();
  return Hash::From(bytes).value_or(Sha256(bytes));
}

std::vector<Hash> ReadProof(const json& proof, bool& well_formed) {
  std::vector<Hash> out;
  if (proof.is_null()) return out;
  for (const json& hash : proof) out.push_back(ReadHash(hash, well_formed));
  return out;
}

bool AcceptsInclusion(const json& test) {
  bool well_formed = true;
  const LeafPosition leaf{.leaf_hash = ReadHash(test["leafHash"], well_formed),
                          .index = test["leafIdx"].get<uint64_t>(),
                          .size = test["treeSize"].get<uint64_t>()};
  const std::vector<Hash> proof = ReadProof(test["proof"], well_formed);
  const Hash root = ReadRoot(test["root"]);
  return well_formed && VerifyInclusion(leaf, proof, root).has_value();
}

bool AcceptsConsistency(const json& test) {
  bool well_formed = true;
  const TreeHead older{.size = test["size1"].get<uint64_t>(), .root = ReadRoot(test["root1"])};
  const TreeHead newer{.size = test["size2"].get<uint64_t>(), .root = ReadRoot(test["root2"])};
  const std::vector<Hash> proof = ReadProof(test["proof"], well_formed);
  return well_formed && VerifyConsistency(older, newer, proof).has_value();
}

struct Count {
  size_t ran = 0;
  size_t accepted = 0;
};

Count RunFolder(const std::string& name, bool (*accepts)(const json&)) {
  Count count;
  const std::string folder = testing::VectorsFolder() + "merkle/testdata/" + name;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const json test = testing::ReadJson(entry.path().string());
    const bool accepted = accepts(test);
    EXPECT_EQ(accepted, !test["wantErr"].get<bool>()) << entry.path() << " " << test["desc"];
    ++count.ran;
    count.accepted += accepted;
  }
  std::cout << "[summary] merkle " << name << ": ran " << count.ran << ", accepted "
            << count.accepted << "\n";
  return count;
}

TEST(MerkleVectors, AgreesOnEveryInclusionProof) {
  CANDOUR_NEED_VECTORS();
  const Count count = RunFolder("inclusion", AcceptsInclusion);
  EXPECT_EQ(count.ran, 98u);
  EXPECT_EQ(count.accepted, 6u);
}

TEST(MerkleVectors, AgreesOnEveryConsistencyProof) {
  CANDOUR_NEED_VECTORS();
  const Count count = RunFolder("consistency", AcceptsConsistency);
  EXPECT_EQ(count.ran, 98u);
  EXPECT_EQ(count.accepted, 6u);
}

}  // namespace
}  // namespace candour::crypto

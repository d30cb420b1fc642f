#include "crypto/tile_writer.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "crypto/checkpoint.h"
#include "tests/unit/crypto/independent_tiles.h"

namespace candour::crypto {
namespace {

namespace fs = std::filesystem;

const PrivateKey& Key() {
  static const PrivateKey key = *PrivateKey::FromSeed(std::string(kSeedBytes, 'w'));
  return key;
}
VerifierKey Vkey() { return VerifierKey::Ed25519("candour/f/ab", Key().public_key()); }

class TileWriterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tilesXXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void WriteLog(uint64_t size) {
    TileWriter writer([this](const std::string& path, const std::string& bytes) -> Outcome<void> {
      Write(path, bytes);
      return {};
    });
    for (uint64_t i = 0; i < size; ++i) {
      ASSERT_TRUE(writer.Append("entry " + std::to_string(i)));
    }
    ASSERT_TRUE(writer.Finish());
    Write("checkpoint",
          SignCheckpoint({.origin = "candour/f/ab", .size = size, .root = writer.Root()}, Key()));
  }

  void Write(const std::string& path, const std::string& bytes) const {
    const fs::path file = fs::path(folder_) / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }

  std::string folder_;
};

TEST_F(TileWriterTest, WritesWhatTwoReadersAccept) {
  const std::vector<uint64_t> sizes = {1, 2, 255, 256, 257, 700, 65'536, 65'793};
  for (const uint64_t size : sizes) {
    fs::remove_all(folder_);
    WriteLog(size);
    EXPECT_TRUE(VerifyTiledLog(TileFolder(folder_), Vkey())) << size;
    EXPECT_EQ(candour::testing::CheckTilesIndependently(folder_, Vkey().ToString()), "") << size;
  }
  std::cout << "[summary] tiles: " << sizes.size()
            << " logs of 1 to 65,793 entries accepted by a reader of its own\n";
}

TEST_F(TileWriterTest, EveryChangedFileIsRefusedByBothReaders) {
  WriteLog(600);
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  ASSERT_EQ(files.size(), 1u + 3 + 3 + 1);
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string good(std::istreambuf_iterator<char>(in), {});
    for (const size_t at : {size_t{0}, good.size() / 2, good.size() - 2}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 1);
      std::ofstream(file, std::ios::binary | std::ios::trunc) << bad;
      EXPECT_FALSE(VerifyTiledLog(TileFolder(folder_), Vkey())) << file << " at " << at;
      EXPECT_NE(candour::testing::CheckTilesIndependently(folder_, Vkey().ToString()), "")
          << file << " at " << at;
    }
    std::ofstream(file, std::ios::binary | std::ios::trunc) << good;
  }
  EXPECT_TRUE(VerifyTiledLog(TileFolder(folder_), Vkey()));
}

TEST_F(TileWriterTest, AFolderOfOddFilesIsRefusedWithTheFilesName) {
  WriteLog(300);
  fs::remove(folder_ + "/tile/entries/000");
  fs::create_symlink("/dev/zero", folder_ + "/tile/entries/000");
  const auto endless = VerifyTiledLog(TileFolder(folder_), Vkey());
  ASSERT_FALSE(endless);
  EXPECT_NE(endless.error().find("tile/entries/000"), std::string::npos) << endless.error();

  fs::remove(folder_ + "/tile/entries/000");
  std::ofstream(folder_ + "/tile/entries/000") << "x";
  fs::resize_file(folder_ + "/tile/entries/000", uintmax_t{1} << 40);
  EXPECT_FALSE(VerifyTiledLog(TileFolder(folder_), Vkey()));
}

TEST_F(TileWriterTest, PassesOnWhatTheDiskRefuses) {
  TileWriter writer([](const std::string& path, const std::string&) -> Outcome<void> {
    return Refuse(path + ": no space");
  });
  ASSERT_TRUE(writer.Append("an entry"));
  const auto done = writer.Finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), "tile/entries/000.p/1: no space");
}

}  // namespace
}  // namespace candour::crypto

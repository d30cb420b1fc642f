#include "tests/faults/crash.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace candour::faults {
namespace {

using Kind = Operation::Kind;

// A log and a manifest below db/, each with ten bytes that are safe and ten that are not.
CrashModel Disk() {
  CrashModel model;
  model.Apply({.kind = Kind::kMakeFolder, .path = "db", .to = {}, .bytes = {}});
  for (const uint64_t file : {1, 2}) {
    const std::string path = file == 1 ? "db/MANIFEST-000001" : "db/000002.log";
    model.Apply({.kind = Kind::kCreate, .file = file, .path = path, .to = {}, .bytes = {}});
    const Operation ten{
        .kind = Kind::kAppend, .file = file, .path = {}, .to = {}, .bytes = "0123456789"};
    model.Apply(ten);
    model.Apply({.kind = Kind::kSync, .file = file, .path = {}, .to = {}, .bytes = {}});
    model.Apply(ten);
  }
  for (const char* folder : {"", "db"}) {
    model.Apply({.kind = Kind::kSyncFolder, .path = folder, .to = {}, .bytes = {}});
  }
  return model;
}

std::string BytesOf(const Image& image, const std::string& path) {
  std::string folder = testing::TempDir() + "crash-XXXXXX";
  image.WriteTo(::mkdtemp(folder.data()));
  std::ifstream in(folder + "/" + path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove_all(folder);
  return bytes;
}

TEST(CrashModel, LeavesTheLengthWithoutTheBytesInALogOnly) {
  const Crash crash{.keeps = Crash::Keeps::kSynced, .gap = Crash::Gap::kZeros};

  const Image image = Disk().After(crash);

  EXPECT_EQ(BytesOf(image, "db/000002.log"), "0123456789" + std::string(10, '\0'));
  EXPECT_EQ(BytesOf(image, "db/MANIFEST-000001"), "0123456789");
}

TEST(CrashModel, KeepsNothingThatWasNotSynced) {
  const Image image = Disk().After({.keeps = Crash::Keeps::kSynced});

  EXPECT_EQ(BytesOf(image, "db/000002.log"), "0123456789");
  EXPECT_EQ(BytesOf(image, "db/MANIFEST-000001"), "0123456789");
}

}  // namespace
}  // namespace candour::faults

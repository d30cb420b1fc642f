// Every fuzz target over its committed corpus and mutations of it: what the fuzzers once reached
// stays safe in every build. With CANDOUR_WRITE_SEEDS=1 it writes the targets' own seeds there
// first.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "tests/fuzz/targets.h"
#include "tests/places.h"

namespace candour::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr int kMutationsPerFile = 60;

std::string FolderOf(const Target& target) {
  return candour::places::SourceDir() + "/tests/fuzz/corpus/" + target.name;
}

std::vector<std::string> CorpusOf(const Target& target) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(FolderOf(target))) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return inputs;
}

std::string Mutated(std::string bytes, std::mt19937_64& random) {
  for (uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
    const size_t at = bytes.empty() ? 0 : random() % bytes.size();
    switch (random() % 5) {
      case 0:
        if (!bytes.empty()) bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.insert(at, 1, static_cast<char>(random()));
        break;
      case 2:
        bytes.erase(at, random() % 9);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, random() % 40));
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

void WriteSeeds(const Target& target) {
  fs::create_directories(FolderOf(target));
  int number = 0;
  for (const std::string& seed : target.seeds()) {
    std::ofstream(FolderOf(target) + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
  }
}

TEST(FuzzCorpora, HoldEveryPropertyOfTheirTargets) {
  size_t files = 0, inputs = 0;
  for (const Target* target : AllTargets()) {
    SCOPED_TRACE(target->name);
    if (std::getenv("CANDOUR_WRITE_SEEDS") != nullptr) WriteSeeds(*target);
    std::mt19937_64 random(20240501);
    const auto corpus = CorpusOf(*target);
    ASSERT_FALSE(corpus.empty()) << "a target needs a corpus: " << FolderOf(*target);
    for (const std::string& input : corpus) {
      target->run(input);
      for (int i = 0; i < kMutationsPerFile; ++i) target->run(Mutated(input, random));
    }
    files += corpus.size();
    inputs += corpus.size() * (1 + kMutationsPerFile);
  }
  std::cout << "[summary] fuzz corpora: " << AllTargets().size() << " targets, " << files
            << " files, " << inputs << " inputs\n";
}

// A corpus that no longer gets deep would make every run shallow.
TEST(FuzzCorpora, BeginWithTheSeedsOfTheirTargets) {
  for (const Target* target : AllTargets()) {
    const auto corpus = CorpusOf(*target);
    for (const std::string& seed : target->seeds()) {
      EXPECT_NE(std::find(corpus.begin(), corpus.end(), seed), corpus.end())
          << target->name << ": run this test with CANDOUR_WRITE_SEEDS=1 and commit the files";
    }
  }
}

}  // namespace
}  // namespace candour::fuzz

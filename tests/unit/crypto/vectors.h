// Reads the published test vectors, which live beside the project and may be absent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "tests/places.h"

namespace candour::crypto::testing {

inline std::string VectorsFolder() { return candour::places::SourceDir() + "/../shared/vectors/"; }

inline bool HaveVectors() { return std::filesystem::is_directory(VectorsFolder()); }

inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

inline nlohmann::json ReadJson(const std::string& path) {
  return nlohmann::json::parse(ReadFile(path));
}

inline std::string FromHex(std::string_view text) {
  std::optional<std::string> bytes = HexDecode(text);
  EXPECT_TRUE(bytes.has_value()) << text;
  return bytes.value_or("");
}

inline Hash HashFromHex(std::string_view text) {
  std::optional<Hash> hash = Hash::From(FromHex(text));
  EXPECT_TRUE(hash.has_value()) << text;
  return hash.value_or(Hash{});
}

inline std::string ToHex(const Hash& hash) { return HexEncode(hash.view()); }

}  // namespace candour::crypto::testing

#define CANDOUR_NEED_VECTORS()                    \
  if (!::candour::crypto::testing::HaveVectors()) \
  GTEST_SKIP() << "no test vectors beside the project"

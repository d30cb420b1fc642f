#include "federation/network/signed_line.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using namespace testing;

std::string Why(std::string_view line) {
  const auto opened = OpenLine("thing-1.", line);
  return opened ? "OK" : opened.error();
}

TEST(SignedLine, GivesBackTextAndSignature) {
  const auto key = KeyOf("somebody");
  const std::string line = SealLine("thing-1.", "some\ntext\n", key);

  const auto opened = OpenLine("thing-1.", " \t" + line + "\r\n");

  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(opened->text, "some\ntext\n");
  EXPECT_TRUE(crypto::Verify(key.public_key(), opened->text, opened->signature));
}

TEST(SignedLine, SaysWhatIsWrong) {
  const std::string line = SealLine("thing-1.", "text", KeyOf("somebody"));
  EXPECT_EQ(Why("  \n"), "the line is empty");
  EXPECT_EQ(Why("other-1." + line.substr(8)), "it is no such line");
  EXPECT_EQ(Why(line + std::string(5000, 'A')), "it is no such line");
  EXPECT_EQ(Why(line.substr(0, line.size() - 1)), "a character is wrong or missing");
  EXPECT_EQ(Why("thing-1.AAAA"), "a character is wrong or missing");
}

}  // namespace
}  // namespace candour

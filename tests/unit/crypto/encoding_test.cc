#include "crypto/encoding.h"

#include <gtest/gtest.h>

namespace candour::crypto {
namespace {

TEST(Base64, GivesThePublishedTexts) {  // RFC 4648 s.10
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"},
                                                       {"\xfb\xff", "+/8="}};
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(Base64Encode(bytes), text);
    EXPECT_EQ(Base64Decode(text), bytes);
  }
}

TEST(Base64, RefusesEverySecondSpelling) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", "Z g==", "====", "=",
                           "Zg==Zg==", "Zm9v=", "-_8=", "Z===", "Zm=v", "\n", "Zm9vYg=\0"}) {
    EXPECT_FALSE(Base64Decode(text)) << text;
  }
}

TEST(Base64, AcceptsOnlyWhatItWouldWriteItself) {
  const std::string alphabet = "AQgwBZz/+=9";
  std::string text(4, 'A');
  size_t accepted = 0;
  for (char a : alphabet) {
    for (char b : alphabet) {
      for (char c : alphabet) {
        for (char d : alphabet) {
          text = {a, b, c, d};
          const auto bytes = Base64Decode(text);
          if (!bytes) continue;
          ++accepted;
          EXPECT_EQ(Base64Encode(*bytes), text);
        }
      }
    }
  }
  EXPECT_GT(accepted, 10000u);
}

TEST(Hex, IsLowerCaseAndEven) {
  EXPECT_EQ(HexEncode(std::string("\x00\xab\xff", 3)), "00abff");
  EXPECT_EQ(HexDecode("00abff"), std::string("\x00\xab\xff", 3));
  for (const char* text : {"0", "AB", "0g", "0x", " 0", "aB"}) EXPECT_FALSE(HexDecode(text));
}

TEST(Crockford16, WritesSixteenBytesAsTwentySixCharacters) {
  EXPECT_EQ(Crockford16Encode(std::string(16, '\0')), "00000000000000000000000000");
  EXPECT_EQ(Crockford16Encode(std::string(16, '\xff')), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  EXPECT_EQ(Crockford16Encode(std::string(15, '\0') + "\x20"), "00000000000000000000000010");
  EXPECT_EQ(Crockford16Encode("short"), "");
}

TEST(Crockford16, ReadsWhatPeopleWrite) {
  const std::string bytes = "\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10";
  const std::string text = Crockford16Encode(bytes);
  EXPECT_EQ(Crockford16Decode(text), bytes);

  std::string typed;
  for (char c : text) {
    typed += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  }
  EXPECT_NE(typed, text);
  EXPECT_EQ(Crockford16Decode(typed), bytes);
  EXPECT_EQ(Crockford16Decode("OIiLloOOOOOOOOOOOOOOOOOOOO"),
            Crockford16Decode("01111000000000000000000000").value_or("x"));
}

TEST(Crockford16, RefusesWhatNoSixteenBytesGive) {
  EXPECT_FALSE(Crockford16Decode("80000000000000000000000000"));  // above 2^128
  EXPECT_FALSE(Crockford16Decode("0000000000000000000000000"));
  EXPECT_FALSE(Crockford16Decode("000000000000000000000000000"));
  EXPECT_FALSE(Crockford16Decode("0000000000000000000000000U"));
  EXPECT_FALSE(Crockford16Decode("0000000000000-000000000000"));
}

TEST(ParseDecimal, KnowsOneSpellingOfEachNumber) {
  EXPECT_EQ(ParseDecimal("0"), 0u);
  EXPECT_EQ(ParseDecimal("18446744073709551615"), UINT64_MAX);
  for (const char* text : {"", "00", "01", "+1", "-1", " 1", "1 ", "1x", "0x1", "1.0",
                           "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_FALSE(ParseDecimal(text)) << text;
  }
}

TEST(IsUtf8, FollowsTheStandard) {
  for (const char* text : {"", "abc", "\xc3\xa9", "\xe2\x80\x94", "\xf0\x9f\x98\x80",
                           "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80", "\xff", "a\xe2\x80", "\xf0\x80\x80\x80", "\xc3("}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(BigEndian, WritesAndReadsTheSameNumbers) {
  std::string out;
  PutU16(out, 0x0102);
  PutU32(out, 0xfffefdfc);
  PutU64(out, 0x8081828384858687);
  EXPECT_EQ(HexEncode(out), "0102fffefdfc8081828384858687");
  EXPECT_EQ(U16(0x0102) + U32(0xfffefdfc) + U64(0x8081828384858687), out);
  EXPECT_EQ(GetU16(out), 0x0102);
  EXPECT_EQ(GetU32(out, 2), 0xfffefdfcu);
  EXPECT_EQ(GetU64(out, 6), 0x8081828384858687u);
  EXPECT_DEATH(GetU64(out, 7), "past the end");
  EXPECT_DEATH(GetU16(out, SIZE_MAX), "past the end");
}

}  // namespace
}  // namespace candour::crypto

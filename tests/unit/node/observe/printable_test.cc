#include "node/observe/printable.h"

#include <gtest/gtest.h>

namespace candour::observe {
namespace {

TEST(EscapePrintable, KeepsReadableText) {
  EXPECT_EQ(EscapePrintable("St Mary's, \xC3\x89ire \xF0\x9F\x8F\xA5"),
            "St Mary's, \xC3\x89ire \xF0\x9F\x8F\xA5");
}

TEST(EscapePrintable, EscapesControlsMarksAndSeparators) {
  EXPECT_EQ(EscapePrintable("a\tb\r\n"), "a\\u0009b\\u000d\\n");
  EXPECT_EQ(EscapePrintable("\x7F\xC2\x85"), "\\u007f\\u0085");
  EXPECT_EQ(EscapePrintable("\xE2\x80\xA8\xE2\x81\xA6\xEF\xBB\xBF\xE2\x80\x8B"),
            "\\u2028\\u2066\\ufeff\\u200b");
  EXPECT_EQ(EscapePrintable("\"\\"), "\\\"\\\\");
}

TEST(EscapePrintable, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(EscapePrintable("\xFF|\xC3|\xC0\xAF|\xED\xA0\x80|\xE2\x82"), "?|?|??|???|??");
}

TEST(CutUtf8, EndsBetweenCharacters) {
  EXPECT_EQ(CutUtf8("abcdef", 6), "abcdef");
  EXPECT_EQ(CutUtf8("abcdefg", 6), "abc...");
  EXPECT_EQ(CutUtf8("ab\xC3\xA9\xC3\xA9\xC3\xA9", 6), "ab...");  // Not in the middle of U+00E9.
}

}  // namespace
}  // namespace candour::observe

#include "node/observe/log.h"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>

namespace candour::observe {
namespace {

constexpr int64_t kWallMs = 1'740'830'400'123;  // 2025-03-01T12:00:00.123Z

template <class... Fields>
std::string Text(Fields... fields) {
  return FormatLogLine(LogFormat::kText, kWallMs, LogLevel::kInfo, "peer.connected", {fields...});
}

template <class... Fields>
std::string Json(Fields... fields) {
  return FormatLogLine(LogFormat::kJson, kWallMs, LogLevel::kWarn, "peer.lost", {fields...});
}

TEST(LogLine, IsReadableByPeople) {
  EXPECT_EQ(Text(LogField{"peer", LogValue::Identifier("north-west/st.mary")},
                 LogField{"attempts", 3}, LogField{"why", "hub asked"}),
            "2025-03-01T12:00:00.123Z info  peer.connected peer=north-west/st.mary attempts=3 "
            "why=\"hub asked\"");
}

TEST(LogLine, IsReadableByPrograms) {
  EXPECT_EQ(Json(LogField{"load", 0.5}, LogField{"size", size_t{7}}, LogField{"open", true},
                 LogField{"took", std::chrono::milliseconds(40)}),
            "{\"time\":\"2025-03-01T12:00:00.123Z\",\"level\":\"warn\",\"event\":\"peer.lost\","
            "\"load\":0.5,\"size\":7,\"open\":1,\"took\":40}");
  EXPECT_TRUE(Json(LogField{"load", 0.0 / 0.0}).ends_with(",\"load\":null}"));
}

TEST(LogLine, ShowsIdentifiersInHex) {
  FeedId feed;
  feed.bytes[0] = 0x9f;

  EXPECT_EQ(Text(LogField{"feed", feed}).substr(46), "feed=9f000000000000000000000000000000");
}

TEST(LogLine, EscapesWhatCouldSteerATerminal) {
  const Error error{ErrorCode::kInvalid, "BAD",
                    "feed \"x\"\n\x1b[31mred \xE2\x80\xAE"
                    "back \xFF"};

  EXPECT_EQ(Text(LogField{"why", LogValue::Explanation(error)}).substr(46),
            "why=\"BAD: feed \\\"x\\\"\\n\\u001b[31mred \\u202eback ?\"");
}

TEST(LogValue, DoesNotTakeTextsThatAreOnlyKnownAtRunTime) {
  static_assert(!std::is_constructible_v<LogValue, std::string>);
  static_assert(!std::is_constructible_v<LogValue, std::string_view>);
  static_assert(std::is_constructible_v<LogValue, int>);
}

TEST(LogValue, SpoilsASentenceGivenAsAnIdentifier) {
  const LogValue value = LogValue::Identifier("Mrs Smith fell, 3 \xC3\xA9");

  EXPECT_EQ(std::get<std::string>(value.value()), "Mrs?Smith?fell??3???");
  EXPECT_EQ(std::get<std::string>(LogValue::Identifier(std::string(500, 'a')).value()).size(),
            128u);
}

TEST(LogValue, BoundsAnExplanation) {
  const Error error{ErrorCode::kInvalid, "", std::string(5000, 'a')};

  EXPECT_EQ(std::get<std::string>(LogValue::Explanation(error).value()).size(), 512u);
}

TEST(Log, WritesWhatIsAtOrAboveItsLevel) {
  std::ostringstream out;
  {
    Log log({.level = LogLevel::kWarn, .out = &out, .wall_ms = [] { return kWallMs; }});
    log.Write(LogLevel::kInfo, "quiet");
    log.Write(LogLevel::kWarn, "loud", {{"count", 2}});
    log.Write(LogLevel::kError, "louder");
  }

  EXPECT_EQ(out.str(),
            "2025-03-01T12:00:00.123Z warn  loud count=2\n"
            "2025-03-01T12:00:00.123Z error louder\n");
}

TEST(Log, DoesNotReadItsFieldsAsAPattern) {
  std::ostringstream out;
  {
    Log log({.format = LogFormat::kJson, .out = &out, .wall_ms = [] { return int64_t{-1}; }});
    log.Write(LogLevel::kInfo, "odd", {{"what", "{} %v {0}"}});
  }

  EXPECT_EQ(out.str(),
            "{\"time\":\"1969-12-31T23:59:59.999Z\",\"level\":\"info\",\"event\":\"odd\","
            "\"what\":\"{} %v {0}\"}\n");
}

TEST(LogLine, SurvivesAClockFarAway) {
  EXPECT_EQ(FormatLogLine(LogFormat::kText, INT64_MAX, LogLevel::kInfo, "x", {}),
            "9223372036854775807ms info  x");
}

}  // namespace
}  // namespace candour::observe

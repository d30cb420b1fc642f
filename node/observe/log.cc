#include "node/observe/log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cmath>
#include <cstddef>
#include <utility>

#include "node/observe/printable.h"

namespace candour::observe {
namespace {

constexpr size_t kIdentifierBytesMax = 128;
constexpr size_t kExplanationBytesMax = 512;

std::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string TimeText(int64_t wall_ms) {
  int64_t seconds = wall_ms / 1000;
  int64_t rest = wall_ms % 1000;
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  // Outside the years 0 to 9999 a calendar date says nothing.
  if (seconds < -62'167'219'200 || seconds > 253'402'300'799) return fmt::format("{}ms", wall_ms);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(seconds)),
                     rest);
}

bool IsIdentifierByte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') ||
         std::string_view("._:/@+-[]").find(c) != std::string_view::npos;
}

bool NeedsQuotes(std::string_view text) {
  if (text.empty()) return true;
  for (char c : text) {
    if (!IsIdentifierByte(c) && c != '?') return true;
  }
  return false;
}

std::string Quoted(std::string_view text) { return "\"" + EscapePrintable(text) + "\""; }

std::string ValueText(LogFormat format, const LogValue::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&value)) {
    if (std::isfinite(*number)) return fmt::format("{}", *number);
    return format == LogFormat::kJson ? "null" : "none";
  }
  const auto* literal = std::get_if<std::string_view>(&value);
  const std::string_view text =
      literal != nullptr ? *literal : std::string_view(std::get<std::string>(value));
  const bool bare = format == LogFormat::kText && !NeedsQuotes(text);
  return bare ? std::string(text) : Quoted(text);
}

}  // namespace

LogValue LogValue::Identifier(std::string_view name) {
  std::string text(name.substr(0, kIdentifierBytesMax));
  for (char& c : text) {
    if (!IsIdentifierByte(c)) c = '?';
  }
  return LogValue(Cleaned{std::move(text)});
}

LogValue LogValue::Explanation(const Error& error) {
  std::string text = error.reason;
  if (!text.empty() && !error.message.empty()) text += ": ";
  text += error.message;
  return LogValue(Cleaned{CutUtf8(text, kExplanationBytesMax)});
}

std::string FormatLogLine(LogFormat format, int64_t wall_ms, LogLevel level, Literal event,
                          std::initializer_list<LogField> fields) {
  std::string line;
  if (format == LogFormat::kJson) {
    line = fmt::format(R"({{"time":"{}","level":"{}","event":{})", TimeText(wall_ms),
                       LevelName(level), Quoted(event.text()));
    for (const LogField& field : fields) {
      line +=
          fmt::format(",{}:{}", Quoted(field.name.text()), ValueText(format, field.value.value()));
    }
    return line + "}";
  }
  line = fmt::format("{} {:<5} {}", TimeText(wall_ms), LevelName(level),
                     EscapePrintable(event.text()));
  for (const LogField& field : fields) {
    line += fmt::format(" {}={}", field.name.text(), ValueText(format, field.value.value()));
  }
  return line;
}

struct Log::Parts {
  LogOptions options;
  std::unique_ptr<spdlog::logger> logger;
};

Log::Log(LogOptions options) : parts_(std::make_unique<Parts>()) {
  std::shared_ptr<spdlog::sinks::sink> sink;
  if (options.out == nullptr) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(*options.out);
  }
  parts_->logger = std::make_unique<spdlog::logger>("candour", std::move(sink));
  parts_->logger->set_pattern("%v", spdlog::pattern_time_type::utc);
  parts_->logger->set_level(SpdlogLevel(options.level));
  parts_->logger->flush_on(spdlog::level::warn);
  parts_->options = std::move(options);
}

Log::~Log() { parts_->logger->flush(); }

void Log::Write(LogLevel level, Literal event, std::initializer_list<LogField> fields) {
  if (level < parts_->options.level) return;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const int64_t wall_ms =
      parts_->options.wall_ms
          ? parts_->options.wall_ms()
          : std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
  const std::string line = FormatLogLine(parts_->options.format, wall_ms, level, event, fields);
  parts_->logger->log(SpdlogLevel(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace candour::observe

// The node's log: one line for each event, for people or for programs.
//
// Made so that record text does not get in by accident: events, field names and plain texts have to
// be literals, and a text that is only known at run time comes in through Identifier() or
// Explanation(), which bound and clean it. Every character that could steer a terminal or break a
// line is escaped. Thread-safe; Write() never fails and never throws.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour::observe {

enum class LogLevel : uint8_t { kDebug, kInfo, kWarn, kError };
enum class LogFormat : uint8_t { kText, kJson };

// A text that stands in the source code.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}  // NOLINT: implicit by design.
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class LogValue {
 public:
  consteval LogValue(const char* literal) : value_(std::string_view(literal)) {}  // NOLINT
  LogValue(Literal literal) : value_(literal.text()) {}                           // NOLINT
  template <std::integral T>
  LogValue(T number) : value_(static_cast<int64_t>(number)) {}  // NOLINT
  LogValue(double number) : value_(number) {}                   // NOLINT
  LogValue(std::chrono::milliseconds time)                      // NOLINT
      : value_(static_cast<int64_t>(time.count())) {}
  template <class Tag>
  LogValue(const Id<Tag>& id) : value_(id.hex()) {}  // NOLINT

  // Whoever wants to log a text at run time has to say what kind of text it is.
  LogValue(const std::string&) = delete;
  LogValue(std::string_view) = delete;

  // The name of an object (a user, a file, an address, a code). At most 128 bytes; whatever is no
  // letter, digit or one of ._:/@+-[] becomes "?", so that a sentence does not survive.
  static LogValue Identifier(std::string_view name);
  // What an error says; by the rules for errors it holds no record text. At most 512 bytes.
  static LogValue Explanation(const Error& error);

  using Value = std::variant<int64_t, double, std::string_view, std::string>;
  const Value& value() const { return value_; }

 private:
  struct Cleaned {
    std::string text;
  };
  explicit LogValue(Cleaned cleaned) : value_(std::move(cleaned.text)) {}
  Value value_;
};

struct LogField {
  Literal name;
  LogValue value;
};

struct LogOptions {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kText;
  std::ostream* out = nullptr;       // Null: standard error.
  std::function<int64_t()> wall_ms;  // Empty: the system's clock.
};

class Log {
 public:
  explicit Log(LogOptions options);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // `event` is a name in lower case with dots, such as "peer.connected".
  void Write(LogLevel level, Literal event, std::initializer_list<LogField> fields = {});

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The line without its end. Exposed for tests.
std::string FormatLogLine(LogFormat format, int64_t wall_ms, LogLevel level, Literal event,
                          std::initializer_list<LogField> fields);

}  // namespace candour::observe

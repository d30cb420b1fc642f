#include "node/learning/jsonl.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "crypto/encoding.h"

namespace candour::intake {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr double kExactMax = 9007199254740992.0;  // 2^53

// Turns a JSON object into cells.
class Flattener {
 public:
  Flattener(const JsonlOptions& options, JsonlRow& row) : options_(options), row_(row) {}

  void Take(const std::string& path, const Struct& object) {
    for (const auto& [key, value] : object.fields()) {
      Take(path.empty() ? key : path + "." + key, value);
    }
  }

 private:
  void Take(const std::string& path, const Value& value) {
    switch (value.kind_case()) {
      case Value::kStructValue:
        return Take(path, value.struct_value());
      case Value::kListValue:
        for (const Value& element : value.list_value().values()) Take(path, element);
        return;
      case Value::kStringValue:
        return Add(path, value.string_value());
      case Value::kBoolValue:
        return Add(path, value.bool_value() ? "true" : "false");
      case Value::kNumberValue:
        return AddNumber(path, value.number_value());
      default:
        return;
    }
  }

  void AddNumber(const std::string& path, double number) {
    if (std::abs(number) >= kExactMax) row_.fault = JsonlFault::kInexactNumber;
    char digits[32];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
    if (error == std::errc()) Add(path, std::string(digits, end));
  }

  void Add(const std::string& path, const std::string& text) {
    if (path.find('\0') != std::string::npos || text.find('\0') != std::string::npos) {
      row_.fault = JsonlFault::kNotText;
    }
    const auto [cell, is_new] = row_.cells.try_emplace(path, text);
    if (!is_new) cell->second += options_.array_separator + text;
    if (row_.cells.size() > options_.cells_max) row_.fault = JsonlFault::kTooManyCells;
  }

  const JsonlOptions& options_;
  JsonlRow& row_;
};

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

JsonlReader::JsonlReader(ChunkSource source, JsonlOptions options)
    : source_(std::move(source)), options_(std::move(options)) {}

Result<bool> JsonlReader::ReadLine() {
  text_.clear();
  too_long_ = false;
  line_offset_ = offset_;
  ++lines_;
  for (;;) {
    if (at_ == chunk_.size() && !ended_) {
      Result<std::string> next = source_();
      if (!next) return Fail(next.error());
      chunk_ = std::move(*next);
      at_ = 0;
      ended_ = chunk_.empty();
    }
    if (ended_) return offset_ > line_offset_;
    const size_t end = std::min(chunk_.find('\n', at_), chunk_.size());
    const size_t room = options_.row_bytes_max - text_.size();
    too_long_ = too_long_ || end - at_ > room;
    text_.append(chunk_, at_, std::min(end - at_, room));
    const bool complete = end < chunk_.size();
    offset_ += end - at_ + (complete ? 1 : 0);
    at_ = end + (complete ? 1 : 0);
    if (complete) return true;
  }
}

Result<std::optional<JsonlRow>> JsonlReader::Next() {
  for (;;) {
    const Result<bool> read = ReadLine();
    if (!read) return Fail(read.error());
    if (!*read) return std::nullopt;
    if (lines_ == 1 && text_.starts_with(kByteOrderMark)) text_.erase(0, kByteOrderMark.size());
    if (IsBlank(text_) && !too_long_) continue;
    JsonlRow row;
    row.row = ++rows_;
    row.line = lines_;
    row.offset = line_offset_;
    Parse(row);
    if (row.fault != JsonlFault::kNone) row.cells.clear();
    return row;
  }
}

void JsonlReader::Parse(JsonlRow& row) const {
  if (too_long_) {
    row.fault = JsonlFault::kRowTooLong;
    return;
  }
  if (!crypto::IsUtf8(text_) || text_.find('\0') != std::string::npos) {
    row.fault = JsonlFault::kNotText;
    return;
  }
  Struct object;
  if (!google::protobuf::util::JsonStringToMessage(text_, &object).ok()) {
    row.fault = JsonlFault::kNotAnObject;
    return;
  }
  Flattener(options_, row).Take("", object);
}

}  // namespace candour::intake

#include "federation/query/text_reader.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "federation/network/manifest_values.h"

namespace candour::query {
namespace {

constexpr size_t kTokenBytesMax = 40;

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

TextReader::TextReader(std::string_view text, std::string_view first_line, std::string_view reason)
    : text_(text), rest_(text), reason_(reason) {
  if (!text.ends_with('\n')) Refuse("its last line has no end");
  if (At(first_line)) return;
  Refuse("it does not begin with " + std::string(first_line));
}

bool TextReader::At(std::string_view keyword) {
  if (failed()) return false;
  const std::string_view line = rest_.substr(0, rest_.find('\n'));
  if (line.substr(0, line.find(' ')) != keyword) return false;
  if (!line_.empty()) Refuse("there are too many values");
  rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
  line_ = line.substr(keyword.size());
  keyword_ = keyword;
  return !failed();
}

void TextReader::Expect(std::string_view keyword) {
  if (!At(keyword)) Refuse("the line " + std::string(keyword) + " is missing");
}

std::string_view TextReader::Value() {
  if (failed()) return {};
  if (!line_.starts_with(' ')) {
    Refuse("a value is missing");
    return {};
  }
  line_.remove_prefix(1);
  const std::string_view value = line_.substr(0, line_.find(' '));
  line_.remove_prefix(value.size());
  if (value.empty()) Refuse("a value is empty");
  return value;
}

uint64_t TextReader::Number(uint64_t low, uint64_t high) {
  const std::optional<uint64_t> number = crypto::ParseDecimal(Value());
  if (number && *number >= low && *number <= high) return *number;
  Refuse("a number is not between " + std::to_string(low) + " and " + std::to_string(high));
  return low;
}

crypto::Hash TextReader::Hash() {
  const std::optional<crypto::Hash> hash = HashFromBase64(Value());
  if (!hash) Refuse("a hash is not 32 bytes in base64");
  return hash.value_or(crypto::Hash{});
}

std::string TextReader::Base64(size_t bytes_max) {
  std::optional<std::string> bytes = crypto::Base64Decode(Value());
  if (!bytes || bytes->size() > bytes_max) {
    Refuse("a value is no base64 of at most " + std::to_string(bytes_max) + " bytes");
    return {};
  }
  return std::move(*bytes);
}

std::string TextReader::Token() {
  const std::string_view value = Value();
  if (value.size() > kTokenBytesMax || !std::all_of(value.begin(), value.end(), IsTokenCharacter)) {
    Refuse("a name has other characters than lower-case letters, digits and hyphens");
  }
  return std::string(value);
}

void TextReader::Refuse(std::string_view why) {
  if (failed()) return;
  error_ = keyword_.empty() ? std::string(why) : keyword_ + ": " + std::string(why);
}

Status TextReader::Finish(std::string_view again) const {
  std::string why = error_;
  if (why.empty() && !line_.empty()) why = keyword_ + ": there are too many values";
  if (why.empty() && !rest_.empty()) why = keyword_ + ": something else stands behind it";
  if (why.empty() && again != text_) why = "it is not in its only accepted spelling";
  if (why.empty()) return {};
  return Fail(ErrorCode::kInvalid, reason_,
              why + "; ask the member who signed it, or upgrade this node");
}

}  // namespace candour::query

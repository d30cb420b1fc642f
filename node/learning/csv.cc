#include "node/learning/csv.h"

#include <utility>

#include "crypto/encoding.h"
#include "node/learning/cell_text.h"

namespace candour::intake {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsUtf16(std::string_view start) {
  return start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
}

Error BadHeader(std::string why) {
  return {ErrorCode::kInvalid, "BAD_HEADER", "the file " + std::move(why)};
}

}  // namespace

CsvReader::CsvReader(ChunkSource source, CsvOptions options)
    : source_(std::move(source)), options_(options) {}

Status CsvReader::Fill() {
  chunk_.clear();
  at_ = 0;
  Result<std::string> next = source_();
  if (!next) return Fail(next.error());
  chunk_ = std::move(*next);
  ended_ = chunk_.empty();
  return {};
}

Result<std::vector<std::string>> CsvReader::ReadHeader() {
  // The first pieces may be shorter than a mark.
  std::string start;
  while (start.size() < kByteOrderMark.size() && !ended_) {
    if (Status filled = Fill(); !filled) return Fail(filled.error());
    start += chunk_;
  }
  chunk_ = std::move(start);
  at_ = 0;
  if (IsUtf16(chunk_)) return Fail(BadHeader("is UTF-16; save it as CSV in UTF-8"));
  if (chunk_.starts_with(kByteOrderMark)) at_ = offset_ = kByteOrderMark.size();

  Result<std::optional<CsvRow>> row = ReadRow();
  if (!row) return Fail(row.error());
  if (!row->has_value()) return Fail(BadHeader("is empty; its first row has to name the columns"));
  if ((*row)->fault != CsvFault::kNone)
    return Fail(BadHeader("has a first row that cannot be read as column names"));
  std::vector<std::string> names;
  for (const std::string& field : (*row)->fields) {
    if (field.find('\r') != std::string::npos) {
      return Fail(BadHeader("ends its rows with CR alone; save it with ordinary line ends"));
    }
    names.push_back(CollapseSpaces(field));
  }
  columns_ = names.size();
  rows_ = 0;
  return names;
}

Result<std::optional<CsvRow>> CsvReader::Next() {
  Result<std::optional<CsvRow>> row = ReadRow();
  if (!row || !row->has_value()) return row;
  CsvRow& read = **row;
  if (read.fault == CsvFault::kNone && read.field_count != columns_) {
    read.fault = CsvFault::kColumnCount;
    read.fields.clear();
  }
  return row;
}

Result<std::optional<CsvRow>> CsvReader::ReadRow() {
  CsvRow row;
  state_ = State::kFieldStart;
  field_.clear();
  row_bytes_ = 0;
  in_text_ = false;
  for (;;) {
    if (at_ == chunk_.size()) {
      if (!ended_) {
        if (Status filled = Fill(); !filled) return Fail(filled.error());
      }
      if (ended_) break;
    }
    const char c = chunk_[at_++];
    if (!in_text_) {
      row.line = line_;
      row.offset = offset_;
    }
    ++offset_;
    if (c == '\n') ++line_;
    const bool empty_line = !in_text_ && (c == '\n' || c == '\r');
    if (empty_line) continue;
    in_text_ = true;
    if (Take(c, row)) {
      FinishRow(row);
      row.row = ++rows_;
      return row;
    }
  }
  if (!in_text_) return std::nullopt;
  if (state_ == State::kQuoted && row.fault == CsvFault::kNone) row.fault = CsvFault::kOpenQuote;
  if (!field_.empty() && field_.back() == '\r' && state_ == State::kUnquoted) field_.pop_back();
  EndField(row);
  FinishRow(row);
  row.row = ++rows_;
  return row;
}

bool CsvReader::Take(char c, CsvRow& row) {
  if (++row_bytes_ > options_.row_bytes_max && row.fault == CsvFault::kNone)
    row.fault = CsvFault::kRowTooLong;
  if (state_ == State::kQuoted || (state_ == State::kQuoteInQuoted && c == '"')) {
    TakeQuoted(c, row);
    return false;
  }
  if (c == '\n') {
    if (!field_.empty() && field_.back() == '\r' && state_ == State::kUnquoted) field_.pop_back();
    EndField(row);
    return true;
  }
  if (state_ == State::kSkipLine) return false;
  if (c == options_.delimiter) {
    EndField(row);
    state_ = State::kFieldStart;
    return false;
  }
  if (state_ == State::kQuoteInQuoted) {
    // Only the CR of a CRLF may stand between a closing quote and the end of the row.
    if (c != '\r') {
      if (row.fault == CsvFault::kNone) row.fault = CsvFault::kTextAfterQuote;
      state_ = State::kSkipLine;
    }
    return false;
  }
  if (state_ == State::kFieldStart && c == '"') {
    state_ = State::kQuoted;
    return false;
  }
  state_ = State::kUnquoted;
  Append(c, row);
  return false;
}

void CsvReader::TakeQuoted(char c, CsvRow& row) {
  if (state_ == State::kQuoteInQuoted) {  // A doubled quote.
    state_ = State::kQuoted;
    Append('"', row);
  } else if (c == '"') {
    state_ = State::kQuoteInQuoted;
  } else {
    Append(c, row);
  }
}

void CsvReader::Append(char c, CsvRow& row) {
  if (row.fault == CsvFault::kNone) field_ += c;
}

void CsvReader::EndField(CsvRow& row) {
  ++row.field_count;
  if (row.field_count > options_.fields_max && row.fault == CsvFault::kNone)
    row.fault = CsvFault::kTooManyFields;
  if (row.fault == CsvFault::kNone) row.fields.push_back(std::move(field_));
  field_.clear();
}

void CsvReader::FinishRow(CsvRow& row) const {
  bool is_utf8 = true;
  for (const std::string& field : row.fields) {
    is_utf8 = is_utf8 && crypto::IsUtf8(field);
    if (field.find('\0') != std::string::npos) row.fault = CsvFault::kNotText;
  }
  if (!is_utf8 && options_.encoding == Encoding::kUtf8) row.fault = CsvFault::kNotText;
  for (std::string& field : row.fields) {
    if (is_utf8 || row.fault != CsvFault::kNone) break;
    std::optional<std::string> text = FromWindows1252(field);
    if (!text) row.fault = CsvFault::kNotText;
    if (text) field = std::move(*text);
  }
  if (row.fault != CsvFault::kNone) row.fields.clear();
}

}  // namespace candour::intake

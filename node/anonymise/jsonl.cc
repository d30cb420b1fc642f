#include "node/anonymise/jsonl.h"

#include <charconv>

#include "node/anonymise/json_reader.h"
#include "node/anonymise/risk.h"

namespace candour::anonymise {
namespace {

void AppendQuoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      out.append("\\u00");
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

std::string ErrorLine(std::string_view id, std::string_view message) {
  std::string out = "{\"id\":";
  AppendQuoted(out, id);
  out += ",\"error\":";
  AppendQuoted(out, message);
  return out + "}";
}

// Two decimals are all a confidence is worth.
void AppendConfidence(std::string& out, double confidence) {
  int hundredths = static_cast<int>(confidence * 100 + 0.5);
  out += hundredths >= 100 ? "1.0" : "0.";
  if (hundredths < 100) {
    out.push_back(static_cast<char>('0' + hundredths / 10));
    out.push_back(static_cast<char>('0' + hundredths % 10));
  }
}

void AppendSpans(std::string& out, const Outcome& outcome, const JsonlFormat& format) {
  out += ",\"spans\":[";
  bool first = true;
  for (const Span& span : outcome.spans) {
    if (span.flagged && format.flagged == FlaggedSpans::kOmit) continue;
    if (!first) out.push_back(',');
    first = false;
    out += "{\"start\":" + std::to_string(span.start) + ",\"end\":" + std::to_string(span.end) +
           ",\"type\":\"" + std::string(TypeName(span.type)) + "\",\"conf\":";
    AppendConfidence(out, span.confidence);
    out += ",\"rule\":";
    AppendQuoted(out, span.rule);
    if (span.flagged) out += ",\"flag\":true";
    if (format.explanation == Explanation::kReasons) {
      out += ",\"reason\":";
      AppendQuoted(out, span.reason);
      if (!span.flagged) out += ",\"becomes\":";
      if (!span.flagged) AppendQuoted(out, span.placeholder);
    }
    out.push_back('}');
  }
  out.push_back(']');
}

}  // namespace

JsonlAnswer AnswerLine(const Anonymiser& anonymiser, std::string_view line,
                       const JsonlFormat& format) {
  auto note = ReadNote(line);
  if (!note) return {.line = ErrorLine("", note.error()), .error = note.error()};
  auto outcome = anonymiser.Run(note->text, note->seeds);
  if (!outcome) return {.line = ErrorLine(note->id, outcome.error()), .error = outcome.error()};
  std::string out = "{\"id\":";
  AppendQuoted(out, note->id);
  if (format.body == JsonlBody::kText) {
    out += ",\"text\":";
    AppendQuoted(out, Mask(note->text, *outcome));
  } else {
    AppendSpans(out, *outcome, format);
  }
  out += BelongsInQuarantine(*outcome) ? ",\"quarantine\":true}" : ",\"quarantine\":false}";
  return {.line = std::move(out), .error = {}};
}

JsonlAnswer AnswerTooLong(size_t bytes_max) {
  std::string error =
      "the line is longer than " + std::to_string(bytes_max) + " bytes; split the note";
  return {.line = ErrorLine("", error), .error = error};
}

std::string AnonymiseJsonlLine(const Anonymiser& anonymiser, std::string_view line,
                               FlaggedSpans flagged) {
  return AnswerLine(anonymiser, line, {.flagged = flagged}).line;
}

}  // namespace candour::anonymise

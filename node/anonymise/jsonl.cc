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

}  // namespace

std::string AnonymiseJsonlLine(const Anonymiser& anonymiser, std::string_view line,
                               FlaggedSpans flagged) {
  auto note = ReadNote(line);
  if (!note) return ErrorLine("", note.error());
  auto outcome = anonymiser.Run(note->text, note->seeds);
  if (!outcome) return ErrorLine(note->id, outcome.error());
  std::string out = "{\"id\":";
  AppendQuoted(out, note->id);
  out += ",\"spans\":[";
  bool first = true;
  for (const Span& span : outcome->spans) {
    if (span.flagged && flagged == FlaggedSpans::kOmit) continue;
    if (!first) out.push_back(',');
    first = false;
    out += "{\"start\":" + std::to_string(span.start) + ",\"end\":" + std::to_string(span.end) +
           ",\"type\":\"" + std::string(TypeName(span.type)) + "\",\"conf\":";
    AppendConfidence(out, span.confidence);
    out += ",\"rule\":";
    AppendQuoted(out, span.rule);
    if (span.flagged) out += ",\"flag\":true";
    out.push_back('}');
  }
  out += BelongsInQuarantine(*outcome) ? "],\"quarantine\":true}" : "],\"quarantine\":false}";
  return out;
}

}  // namespace candour::anonymise

#include "node/ctl/anonymise_filter.h"

#include <algorithm>

#include "node/anonymise/normalise.h"

namespace candour::ctl {
namespace {

// Reads up to a newline, keeping at most kNoteLineBytesMax; true unless the stream has ended.
bool ReadLine(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  too_long = false;
  std::streambuf* buffer = in.rdbuf();
  int c = buffer->sbumpc();
  if (c == std::char_traits<char>::eof()) return false;
  for (; c != std::char_traits<char>::eof() && c != '\n'; c = buffer->sbumpc()) {
    too_long = too_long || line.size() >= kNoteLineBytesMax;
    if (!too_long) line.push_back(static_cast<char>(c));
  }
  return true;
}

// Where the part ends that is masked now: after the last empty line, line or space of a full
// buffer, but never inside a character.
size_t CutAt(const std::string& text) {
  for (std::string_view mark : {"\n\n", "\n", " "}) {
    size_t at = text.rfind(mark);
    if (at != std::string::npos && at + mark.size() > text.size() / 2) return at + mark.size();
  }
  size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xc0) == 0x80) --at;
  if (at > 0 && static_cast<unsigned char>(text[at - 1]) >= 0xc0) --at;
  return at == 0 ? text.size() : at;
}

struct Place {
  uint64_t bytes = 0;
  uint64_t lines = 0;
};

Error NotUtf8(std::string_view part, size_t at, const Place& place) {
  std::string_view before = part.substr(0, at);
  auto line =
      place.lines + 1 + static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
  return {ErrorCode::kInvalid, "NOT_UTF8",
          "line " + std::to_string(line) + ", byte " + std::to_string(place.bytes + at) +
              ": the text is not valid UTF-8; convert it first (iconv -f WINDOWS-1252 -t UTF-8)"};
}

}  // namespace

FilterCounts FilterNotes(std::istream& in, std::ostream& out,
                         const anonymise::Anonymiser& anonymiser,
                         const anonymise::JsonlFormat& format) {
  FilterCounts counts;
  std::string line;
  bool too_long = false;
  for (uint64_t number = 1; ReadLine(in, line, too_long); ++number) {
    if (!too_long && line.find_first_not_of(" \t\r") == line.npos) continue;
    anonymise::JsonlAnswer answer = too_long ? anonymise::AnswerTooLong(kNoteLineBytesMax)
                                             : anonymise::AnswerLine(anonymiser, line, format);
    out << answer.line << '\n';
    ++counts.notes;
    if (answer.error.empty()) continue;
    if (counts.failed++ == 0) {
      counts.first_failure = "line " + std::to_string(number) + ": " + answer.error;
    }
  }
  out.flush();
  return counts;
}

Result<void> FilterText(std::istream& in, std::ostream& out,
                        const anonymise::Anonymiser& anonymiser,
                        const std::function<void(const anonymise::Span&)>& on_span) {
  std::string waiting;
  Place place;
  while (true) {
    size_t had = waiting.size();
    waiting.resize(kTextPartBytes);
    in.read(waiting.data() + had, static_cast<std::streamsize>(kTextPartBytes - had));
    waiting.resize(had + static_cast<size_t>(in.gcount()));
    bool last = waiting.size() < kTextPartBytes;
    std::string part = waiting.substr(0, last ? waiting.size() : CutAt(waiting));
    waiting.erase(0, part.size());
    if (part.empty()) break;
    if (size_t bad = anonymise::FirstInvalidByte(part); bad < part.size()) {
      return Fail(NotUtf8(part, bad, place));
    }
    auto outcome = anonymiser.Run(part, {});
    if (!outcome) return Fail(ErrorCode::kInvalid, "NOT_SCANNABLE", outcome.error());
    out << anonymise::Mask(part, *outcome);
    for (anonymise::Span span : outcome->spans) {
      span.start += place.bytes;
      span.end += place.bytes;
      on_span(span);
    }
    place.bytes += part.size();
    place.lines += static_cast<uint64_t>(std::count(part.begin(), part.end(), '\n'));
    if (last) break;
  }
  out.flush();
  return {};
}

}  // namespace candour::ctl

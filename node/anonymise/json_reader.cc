#include "node/anonymise/json_reader.h"

#include <charconv>

namespace candour::anonymise {
namespace {

constexpr int kDepthMax = 8;

void AppendUtf8(std::string& out, uint32_t code) {
  auto push = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xc0 | (code >> 6));
    push(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    push(0xe0 | (code >> 12));
    push(0x80 | ((code >> 6) & 0x3f));
    push(0x80 | (code & 0x3f));
  } else {
    push(0xf0 | (code >> 18));
    push(0x80 | ((code >> 12) & 0x3f));
    push(0x80 | ((code >> 6) & 0x3f));
    push(0x80 | (code & 0x3f));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view line) : line_(line) {}

  bool ReadNote(Note& note) {
    bool whole = EachMember([&](const std::string& key) {
      if (key == "id") return ReadId(note.id);
      if (key == "text") return ReadString(note.text);
      if (key == "origin") return ReadString(note.origin);
      if (key == "style") return ReadString(note.style);
      if (key == "seeds") return EachElement([&] { return ReadSeed(note.seeds); });
      if (key == "spans") return EachElement([&] { return ReadSpan(note.spans); });
      if (key == "traps") return EachElement([&] { return ReadSpan(note.traps); });
      return SkipValue(0);
    });
    Space();
    return whole && (at_ == line_.size() || Expect("the end of the line"));
  }

  std::string Error() const {
    return "the line is not a note: expected " + std::string(expected_) + " at byte " +
           std::to_string(at_);
  }

 private:
  void Space() {
    while (at_ < line_.size() &&
           (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r' || line_[at_] == '\n'))
      ++at_;
  }

  bool Expect(std::string_view what) {
    expected_ = what;
    return false;
  }

  bool Take(char c) {
    Space();
    if (at_ >= line_.size() || line_[at_] != c) return false;
    ++at_;
    return true;
  }

  template <typename OnKey>
  bool EachMember(OnKey on_key) {
    if (!Take('{')) return Expect("an object");
    if (Take('}')) return true;
    do {
      std::string key;
      if (!ReadString(key)) return false;
      if (!Take(':')) return Expect("a colon");
      if (!on_key(key)) return false;
    } while (Take(','));
    return Take('}') || Expect("a closing brace");
  }

  template <typename OnElement>
  bool EachElement(OnElement on_element) {
    if (!Take('[')) return Expect("an array");
    if (Take(']')) return true;
    do {
      if (!on_element()) return false;
    } while (Take(','));
    return Take(']') || Expect("a closing bracket");
  }

  bool ReadSeed(std::vector<Seed>& seeds) {
    Seed seed;
    bool whole = EachMember([&](const std::string& key) {
      if (key == "kind") return ReadString(seed.kind);
      if (key == "value") return ReadString(seed.value);
      return SkipValue(0);
    });
    if (whole) seeds.push_back(std::move(seed));
    return whole;
  }

  bool ReadSpan(std::vector<GoldSpan>& spans) {
    GoldSpan span;
    bool whole = EachMember([&](const std::string& key) {
      if (key == "start") return ReadOffset(span.start);
      if (key == "end") return ReadOffset(span.end);
      if (key == "type" || key == "kind") return ReadString(span.type);
      if (key == "origin") return ReadString(span.origin);
      return SkipValue(0);
    });
    if (whole) spans.push_back(std::move(span));
    return whole;
  }

  bool ReadOffset(size_t& value) {
    Space();
    auto [end, error] = std::from_chars(line_.data() + at_, line_.data() + line_.size(), value);
    if (error != std::errc()) return Expect("an offset");
    at_ = static_cast<size_t>(end - line_.data());
    return true;
  }

  bool ReadId(std::string& id) {
    Space();
    if (at_ < line_.size() && line_[at_] == '"') return ReadString(id);
    size_t from = at_;
    if (!SkipNumber()) return Expect("an id");
    id.assign(line_.substr(from, at_ - from));
    return true;
  }

  bool SkipNumber() {
    size_t from = at_;
    while (at_ < line_.size() &&
           std::string_view("+-.eE0123456789").find(line_[at_]) != std::string_view::npos)
      ++at_;
    return at_ > from;
  }

  bool SkipValue(int depth) {
    Space();
    if (depth >= kDepthMax) return Expect("fewer nested values");
    if (at_ >= line_.size()) return Expect("a value");
    std::string scratch;
    if (line_[at_] == '"') return ReadString(scratch);
    if (line_[at_] == '{')
      return EachMember([&](const std::string&) { return SkipValue(depth + 1); });
    if (line_[at_] == '[') return EachElement([&] { return SkipValue(depth + 1); });
    for (std::string_view literal : {"true", "false", "null"}) {
      if (line_.substr(at_).starts_with(literal)) {
        at_ += literal.size();
        return true;
      }
    }
    return SkipNumber() || Expect("a value");
  }

  bool ReadHex(uint32_t& code) {
    if (line_.size() - at_ < 4) return Expect("four hexadecimal digits");
    auto [end, error] = std::from_chars(line_.data() + at_, line_.data() + at_ + 4, code, 16);
    if (error != std::errc() || end != line_.data() + at_ + 4)
      return Expect("four hexadecimal digits");
    at_ += 4;
    return true;
  }

  bool ReadEscape(std::string& out) {
    constexpr std::string_view kFrom = "\"\\/bfnrt";
    constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    if (at_ >= line_.size()) return Expect("an escaped character");
    char c = line_[at_++];
    if (size_t known = kFrom.find(c); known != kFrom.npos) {
      out.push_back(kTo[known]);
      return true;
    }
    if (c != 'u') return Expect("an escaped character");
    uint32_t code = 0;
    if (!ReadHex(code)) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      uint32_t low = 0;
      if (!line_.substr(at_).starts_with("\\u"))
        return Expect("the second half of a surrogate pair");
      at_ += 2;
      if (!ReadHex(low)) return false;
      if (low < 0xdc00 || low > 0xdfff) return Expect("the second half of a surrogate pair");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code >= 0xdc00 && code < 0xe000) {
      return Expect("the first half of a surrogate pair");
    }
    AppendUtf8(out, code);
    return true;
  }

  bool ReadString(std::string& out) {
    if (!Take('"')) return Expect("a string");
    out.clear();
    while (at_ < line_.size()) {
      size_t plain = at_;
      while (plain < line_.size() && line_[plain] != '"' && line_[plain] != '\\' &&
             static_cast<unsigned char>(line_[plain]) >= 0x20) {
        ++plain;
      }
      out.append(line_.substr(at_, plain - at_));
      at_ = plain;
      if (at_ >= line_.size()) break;
      char c = line_[at_++];
      if (c == '"') return true;
      if (c != '\\') return Expect("an escaped control character");
      if (!ReadEscape(out)) return false;
    }
    return Expect("a closing quote");
  }

  std::string_view line_;
  size_t at_ = 0;
  std::string_view expected_ = "an object";
};

}  // namespace

tl::expected<Note, std::string> ReadNote(std::string_view line) {
  Note note;
  Reader reader(line);
  if (!reader.ReadNote(note)) return tl::unexpected(reader.Error());
  return note;
}

}  // namespace candour::anonymise

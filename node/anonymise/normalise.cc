#include "node/anonymise/normalise.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "node/anonymise/spoken_words.h"

namespace candour::anonymise {
namespace {

struct Replacement {
  int32_t code;
  std::string_view text;
};

// What compatibility decomposition leaves alone but a reader takes for plain letters and marks.
constexpr std::array<Replacement, 40> kPlain = {{
    {0x00c6, "AE"},   {0x00d0, "D"},    {0x00d8, "O"},  {0x00de, "Th"}, {0x00df, "ss"},
    {0x00e6, "ae"},   {0x00f0, "d"},    {0x00f8, "o"},  {0x00fe, "th"}, {0x0110, "D"},
    {0x0111, "d"},    {0x0131, "i"},    {0x0141, "L"},  {0x0142, "l"},  {0x0152, "OE"},
    {0x0153, "oe"},   {0x02bc, "'"},    {0x00b4, "'"},  {0x2018, "'"},  {0x2019, "'"},
    {0x201b, "'"},    {0x2032, "'"},    {0x201c, "\""}, {0x201d, "\""}, {0x2010, "-"},
    {0x2011, "-"},    {0x2012, "-"},    {0x2013, "-"},  {0x2014, "-"},  {0x2015, "-"},
    {0x2640, "\x7f"}, {0x2642, "\x7f"}, {0x2212, "-"},  {0x2028, "\n"}, {0x2029, "\n"},
    {0x0085, "\n"},   {0x00a3, "$"},    {0x20ac, "$"},  {0x2265, ">"},  {0x2264, "<"},
}};

constexpr std::array<std::pair<std::string_view, int32_t>, 16> kEntities = {{
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"nbsp", ' '},
    {"ndash", 0x2013},
    {"mdash", 0x2014},
    {"rsquo", 0x2019},
    {"lsquo", 0x2018},
    {"ldquo", '"'},
    {"rdquo", '"'},
    {"hellip", '.'},
    {"bull", '*'},
    {"middot", ' '},
    {"szlig", 0x00df},
}};

constexpr std::array<std::string_view, 8> kAccents = {"acute", "grave", "uml",   "circ",
                                                      "tilde", "cedil", "slash", "caron"};

constexpr std::array<std::string_view, 16> kBlockTags = {
    "p",  "br", "div", "tr", "li", "td",   "th",   "table",
    "ul", "ol", "h1",  "h2", "h3", "body", "html", "blockquote"};
constexpr std::array<std::string_view, 14> kInlineTags = {"b",    "i",    "u",     "strong", "em",
                                                          "span", "font", "a",     "small",  "sup",
                                                          "sub",  "mark", "tbody", "thead"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Turns one code point into bytes of `out`, all standing for [from, to).
void PushCodePoint(Normalised& out, int32_t code, size_t from, size_t to) {
  auto push_all = [&](std::string_view bytes) {
    for (char c : bytes) out.Push(c, from, to);
  };
  if (code < 0x80)
    return out.Push(static_cast<char>(code < 0x20 && code != '\n' ? ' ' : code), from, to);
  for (const Replacement& plain : kPlain) {
    if (plain.code == code) return push_all(plain.text);
  }
  std::array<utf8proc_int32_t, 32> parts;
  int last_class = 0;
  auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  utf8proc_ssize_t count =
      utf8proc_decompose_char(code, parts.data(), parts.size(), options, &last_class);
  if (count <= 0) {  // A mark or an invisible character belongs to what came before it.
    if (count == 0 && !out.end.empty() && out.end.back() == from)
      out.end.back() = static_cast<uint32_t>(to);
    return;
  }
  if (count > static_cast<utf8proc_ssize_t>(parts.size())) count = 0;
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    utf8proc_int32_t part = parts[static_cast<size_t>(i)];
    if (part < 0x80) {
      out.Push(static_cast<char>(part), from, to);
      continue;
    }
    utf8proc_category_t category = utf8proc_category(part);
    if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_LO) {
      out.Push(' ', from, to);
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes;
    utf8proc_ssize_t size = utf8proc_encode_char(part, bytes.data());
    for (utf8proc_ssize_t b = 0; b < size; ++b) {
      out.Push(static_cast<char>(bytes[static_cast<size_t>(b)]), from, to);
    }
  }
}

// The code point of the entity at `at` ("&eacute;") and its length in bytes; length 0 when none.
std::pair<int32_t, size_t> PlainEntityAt(std::string_view text, size_t at) {
  size_t semicolon = text.substr(at, 12).find(';', 1);
  if (semicolon == std::string_view::npos || semicolon < 2) return {0, 0};
  std::string_view name = text.substr(at + 1, semicolon - 1);
  if (name[0] == '#') {
    name.remove_prefix(1);
    bool hex = !name.empty() && (name[0] == 'x' || name[0] == 'X');
    if (hex) name.remove_prefix(1);
    uint32_t code = 0;
    auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    bool whole = error == std::errc() && end == name.data() + name.size() && !name.empty();
    if (!whole || code == 0 || !utf8proc_codepoint_valid(static_cast<int32_t>(code))) return {0, 0};
    return {static_cast<int32_t>(code), semicolon + 1};
  }
  for (const auto& [known, code] : kEntities) {
    if (known == name) return {code, semicolon + 1};
  }
  if (name == "NBSP" || name == "AMP" || name == "QUOT") {  // Of a text put into capitals.
    return {name == "NBSP" ? 0xa0 : name == "AMP" ? '&' : '"', semicolon + 1};
  }
  if (IsLetter(name[0]) && Contains(kAccents, name.substr(1))) return {name[0], semicolon + 1};
  return {0, 0};
}

// The same of one that was escaped once or twice more: "&amp;nbsp;", "&amp;amp;#47;".
std::pair<int32_t, size_t> EntityAt(std::string_view text, size_t at) {
  constexpr std::string_view kAmp = "&amp;";
  auto found = PlainEntityAt(text, at);
  auto whole = found;
  size_t skipped = 0;
  for (size_t times = 0; times < 2 && found.first == '&' && found.second == kAmp.size(); ++times) {
    skipped += kAmp.size() - 1;
    auto inner = PlainEntityAt(text, at + skipped);
    if (inner.second == 0) break;
    if (inner.first != '&') return {inner.first, inner.second + skipped};
    whole = {'&', inner.second + skipped};
  }
  return whole;
}

// Attributes that only say how a thing looks: of these a tag may be dropped whole.
bool OnlyLooks(std::string_view attributes) {
  constexpr std::array<std::string_view, 16> kLooks = {
      "class", "style", "align",   "valign", "width",   "height",      "border", "color",
      "size",  "face",  "colspan", "lang",   "rowspan", "cellpadding", "dir",    "bgcolor"};
  size_t digits = 0;
  for (char c : attributes) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 4 || c == '@' || c == '<') return false;
  }
  while (true) {
    size_t name = attributes.find_first_not_of(" /\n");
    if (name == attributes.npos) return true;
    size_t equals = attributes.find('=', name);
    if (equals == attributes.npos || !Contains(kLooks, attributes.substr(name, equals - name)))
      return false;
    attributes.remove_prefix(equals + 1);
    bool quoted = !attributes.empty() && (attributes[0] == '"' || attributes[0] == '\'');
    size_t end = quoted ? attributes.find(attributes[0], 1) : attributes.find(' ');
    if (end == attributes.npos) return !quoted;
    attributes.remove_prefix(end + 1);
  }
}

// Length of the HTML tag at `at`, and the character it leaves; length 0 when it is no known tag. A
// tag with attributes gives up only its name, because an attribute may hold an address.
std::pair<size_t, char> TagAt(std::string_view text, size_t at) {
  size_t p = at + 1;
  if (p < text.size() && text[p] == '/') ++p;
  std::string name;
  while (p < text.size() && name.size() < 12 &&
         (IsLetter(text[p]) || (text[p] >= '1' && text[p] <= '6'))) {
    name.push_back(static_cast<char>(text[p++] | 0x20));
  }
  bool block = Contains(kBlockTags, name);
  if (!block && !Contains(kInlineTags, name)) return {0, 0};
  size_t q = p;
  while (q < text.size() && (text[q] == ' ' || text[q] == '/')) ++q;
  if (q < text.size() && text[q] == '>') return {q + 1 - at, block ? '\n' : ' '};
  size_t close = text.substr(p, 120).find('>');
  if (p < text.size() && text[p] == ' ' && close != text.npos && OnlyLooks(text.substr(p, close)))
    return {p + close + 1 - at, block ? '\n' : ' '};
  if (p < text.size() && text[p] == ' ') return {p - at, block ? '\n' : ' '};
  return {0, 0};
}

// Length of "&lt;b&gt;", a tag that was escaped as text; 0 when none is at `at`.
size_t EscapedTagAt(std::string_view text, size_t at) {
  std::string_view rest = text.substr(at, 24);
  if (!rest.starts_with("&lt;")) return 0;
  size_t end = rest.find("&gt;", 4);
  if (end == rest.npos) return 0;
  std::string tag = "<" + std::string(rest.substr(4, end - 4)) + ">";
  return TagAt(tag, 0).first == tag.size() ? end + 4 : 0;
}

}  // namespace

size_t FirstInvalidByte(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t code = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
    auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (size <= 0) return at;
    at += static_cast<size_t>(size);
  }
  return text.size();
}

namespace {

// Whether tabs part columns: two lines or more have two of them or more.
bool IsTabbed(std::string_view text) {
  size_t lines = 0;
  for (size_t at = text.find('\t'); at != text.npos && lines < 2;) {
    size_t end = std::min(text.find('\n', at), text.size());
    lines += std::count(text.begin() + static_cast<long>(at), text.begin() + static_cast<long>(end),
                        '\t') >= 2
                 ? 1
                 : 0;
    at = text.find('\t', end);
  }
  return lines >= 2;
}

}  // namespace

tl::expected<Normalised, std::string> Normalise(std::string_view utf8) {
  Normalised out;
  out.text.reserve(utf8.size());
  out.begin.reserve(utf8.size());
  out.end.reserve(utf8.size());
  const bool tabbed = IsTabbed(utf8);
  for (size_t at = 0; at < utf8.size();) {
    unsigned char c = static_cast<unsigned char>(utf8[at]);
    if (c >= 0x80) {
      utf8proc_int32_t code = -1;
      const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()) + at;
      auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(utf8.size() - at), &code);
      if (size <= 0) {
        return tl::unexpected("the text is not valid UTF-8 at byte " + std::to_string(at) +
                              "; convert it to UTF-8 first");
      }
      PushCodePoint(out, code, at, at + static_cast<size_t>(size));
      at += static_cast<size_t>(size);
      continue;
    }
    if (c == '\r') {  // Lines end in "\n", in "\r\n" or in "\r".
      size_t size = at + 1 < utf8.size() && utf8[at + 1] == '\n' ? 2 : 1;
      out.Push('\n', at, at + size);
      at += size;
      continue;
    }
    if (c == '\t') {  // A gap between columns, or a column's edge.
      for (char mark : std::string_view(tabbed ? " | " : "   ")) out.Push(mark, at, at + 1);
      ++at;
      continue;
    }
    if (c == '&') {
      if (size_t size = EscapedTagAt(utf8, at); size > 0) {
        out.Push(' ', at, at + size);
        at += size;
        continue;
      }
      if (auto [code, size] = EntityAt(utf8, at); size > 0) {
        PushCodePoint(out, code, at, at + size);
        at += size;
        continue;
      }
    } else if (c == '<') {
      if (auto [size, left] = TagAt(utf8, at); size > 0) {
        bool apart = left == ' ' && !out.text.empty() && out.text.back() == ' ';
        if (!apart) out.Push(left, at, at + size);
        at += size;
        continue;
      }
    }
    PushCodePoint(out, c, at, at + 1);
    ++at;
  }
  out = MendFigures(CollapseSpaces(MendSpacing(std::move(out))));
  RepairDigits(out);
  out = WriteOutMarks(std::move(out));
  if (!MayBeDictated(out.text)) return out;
  return WriteOutDictation(WriteOutCodes(std::move(out)));
}

}  // namespace candour::anonymise

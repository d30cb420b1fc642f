// E-mail addresses, URLs, network paths' hosts and IP addresses.
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kEmail = {"email", "An e-mail address."};
constexpr Rule kUrl = {"url", "A web address."};
constexpr Rule kHandle = {"handle", "A name on a social network."};
constexpr Rule kIp = {"ip", "An internet address."};

constexpr size_t kLocalPartMax = 64;
constexpr size_t kDomainMax = 120;
constexpr size_t kUrlMax = 2000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
bool IsLocalPart(char c) {
  return IsAlnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' || c == '\'';
}
bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// Whether a host's name goes on with its ending here: "net", "co.uk", "nhs.uk".
bool GoesOn(std::string_view text) {
  constexpr std::array<std::string_view, 9> kEndings = {"net", "com", "org", "co",    "uk",
                                                        "nhs", "gov", "ac",  "police"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    return text.starts_with(ending) &&
           (text.size() == ending.size() || !IsAlnum(text[ending.size()]));
  });
}

// Ends as a host does: a sentence may end behind it.
bool IsWhole(std::string_view host) {
  return host.ends_with(".uk") || host.ends_with(".net") || host.ends_with(".com") ||
         host.ends_with(".org");
}

// End of a domain of at least two labels that begins at `at`, or 0. Points may be commas and have
// blanks beside them where what follows can only be a host's ending: "nhs. net", "co , uk".
size_t DomainEnd(std::string_view text, size_t at) {
  size_t p = at;
  size_t last_dot = 0;
  while (p < text.size() && p - at < kDomainMax) {
    if (IsAlnum(text[p]) || text[p] == '-') {
      ++p;
      continue;
    }
    size_t mark = text[p] == ' ' && p + 1 < text.size() ? p + 1 : p;
    size_t next = mark + 1 < text.size() && IsSpace(text[mark + 1]) ? mark + 2 : mark + 1;
    if ((text[mark] != '.' && text[mark] != ',') || next >= text.size() || !IsAlnum(text[next]))
      break;
    bool plain = next == p + 1 && text[p] == '.';
    if (!plain && (IsWhole(text.substr(at, p - at)) || !GoesOn(text.substr(next)))) break;
    last_dot = next - 1;
    p = next;
  }
  return last_dot > at && p >= last_dot + 3 ? p : 0;
}

bool EndsLikeHost(std::string_view name) {
  constexpr std::array<std::string_view, 4> kEndings = {"net", "uk", "com", "org"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// "email m.hawkes worth@example.co.uk": an address that a reader tore apart, back to its label.
size_t TornFrom(std::string_view text, size_t begin) {
  constexpr size_t kReach = 48;
  size_t from = begin > kReach ? begin - kReach : 0;
  std::string before(text.substr(from, begin - from));
  size_t label = before.rfind("mail");
  if (label == before.npos || label + 4 >= before.size()) return begin;
  size_t start = before.find_first_not_of(" l:=-", label + 4);
  if (start == before.npos) return begin;
  std::string_view torn = std::string_view(before).substr(start);
  size_t spaces = static_cast<size_t>(std::count(torn.begin(), torn.end(), ' '));
  bool local =
      std::all_of(torn.begin(), torn.end(), [](char c) { return c == ' ' || IsLocalPart(c); });
  bool joined = torn.find_first_of("._0123456789") != torn.npos;
  return local && joined && spaces <= 2 && torn.size() <= 30 ? from + start : begin;
}

// The next "@", which is "%40" in the addresses of pages.
size_t NextSign(std::string_view text, size_t from) {
  size_t at = text.find_first_of("@%", from);
  while (at != text.npos && text[at] == '%' && text.substr(at, 3) != "%40")
    at = text.find_first_of("@%", at + 1);
  return at;
}

void FindEmails(std::string_view text, Findings& out) {
  size_t floor = 0;  // A local part never reaches back into an address already found.
  for (size_t at = NextSign(text, 0); at != std::string_view::npos; at = NextSign(text, at + 1)) {
    size_t begin = at;
    if (begin > 1 && text[begin - 1] == ' ') --begin;
    size_t local_end = begin;
    while (begin > floor && local_end - begin < kLocalPartMax && IsLocalPart(text[begin - 1]))
      --begin;
    while (begin < local_end && !IsAlnum(text[begin])) ++begin;
    size_t domain = text[at] == '%' ? at + 3 : at + 1;
    if (domain < text.size() && IsSpace(text[domain])) ++domain;
    size_t end = DomainEnd(text, domain);
    if (end == 0 || begin == local_end || IsDigit(text[end - 1])) continue;
    // "seen on instagram @jane.okoro": with a space before the sign only a host's usual ending.
    if (local_end < at && !EndsLikeHost(text.substr(domain, end - domain))) continue;
    out.push_back({.begin = TornFrom(text, begin),
                   .end = end,
                   .type = SpanType::kEmail,
                   .confidence = 0.99,
                   .rule = &kEmail});
    floor = end;
  }
}

// "jane.okoro(at)nhs.net", "jane.okoro [at] nhs [dot] net", "jane.okoro at nhs.net".
void FindDisguisedEmails(std::string_view lower, Findings& out) {
  static const RE2 pattern(
      R"(([a-z0-9_][a-z0-9_.+'-]{0,62}(?: ?[\[({]at[\])}] ?| at )[a-z0-9-]{2,40})"
      R"((?:(?:\.| ?[\[({]dot[\])}] ?)[a-z0-9-]{2,40}){1,5}))");
  for (size_t at = lower.find("at"); at != lower.npos; at = lower.find("at", at + 2)) {
    bool marked = at > 1 && at + 2 < lower.size() &&
                  std::string_view("[({ ").find(lower[at - 1]) != lower.npos &&
                  std::string_view("])} ").find(lower[at + 2]) != lower.npos;
    if (!marked) continue;
    size_t begin = at - 1;
    while (begin > 0 && at - begin < kLocalPartMax &&
           (IsLocalPart(lower[begin - 1]) || begin == at - 1)) {
      --begin;
    }
    std::string_view window = lower.substr(begin, 200);
    re2::StringPiece found;
    if (!pattern.Match({window.data(), window.size()}, 0, window.size(), RE2::ANCHOR_START, &found,
                       1)) {
      continue;
    }
    std::string_view address(found.data(), found.size());
    // Between plain words only what ends like a mail host: "seen at ward.net" is rare enough.
    size_t plain = address.find(" at ");
    bool person = address.substr(0, plain).find_first_of("._-0123456789") != address.npos;
    if (plain != address.npos && !(person && EndsLikeHost(address))) continue;
    out.push_back({.begin = begin,
                   .end = begin + found.size(),
                   .type = SpanType::kEmail,
                   .confidence = 0.95,
                   .rule = &kEmail});
    at = begin + found.size() - 1;
  }
}

size_t UrlEnd(std::string_view text, size_t at) {
  size_t p = at;
  while (p < text.size() && p - at < kUrlMax && !IsSpace(text[p]) && text[p] != '"' &&
         text[p] != '<' && text[p] != '>' && text[p] != '\'') {
    ++p;
  }
  while (p > at && std::string_view(".,;:!?)]}*").find(text[p - 1]) != std::string_view::npos) --p;
  return p;
}

// A host's name: labels of letters, digits and hyphens between points, and an ending that is one or
// that three labels leave no doubt of.
bool IsHost(std::string_view name) {
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"uk",   "com",  "org",    "net",    "be",    "ly",    "me",      "io",      "info",
       "eu",   "ie",   "co",     "gl",     "wales", "scot",  "cymru",   "london",  "app",
       "care", "link", "health", "online", "cloud", "site",  "page",    "example", "test",
       "dev",  "live", "local",  "gov",    "nhs",   "video", "social",  "clinic",  "tv",
       "us",   "to",   "gg",     "biz",    "int",   "lan",   "invalid", "tech"});
  size_t labels = 0;
  size_t letters = 0;
  std::string_view label;
  for (std::string_view rest = name; !rest.empty();) {
    const size_t end = std::min(rest.find('.'), rest.size());
    label = rest.substr(0, end);
    if (label.size() < 2) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++labels;
    letters = static_cast<size_t>(
        std::count_if(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
  }
  if (labels < 2 || letters != label.size()) return false;
  return IsOneOf(kEndings, label) || (labels > 2 && label.size() > 3);
}

// "careplan.fernlea.example/v/95336": a host without its scheme, and what stands behind its stroke.
void FindPages(std::string_view lower, Findings& out) {
  for (size_t at = lower.find('/'); at != std::string_view::npos; at = lower.find('/', at + 1)) {
    size_t begin = at;
    while (begin > 0 && at - begin < kDomainMax &&
           (IsAlnum(lower[begin - 1]) || lower[begin - 1] == '.' || lower[begin - 1] == '-')) {
      --begin;
    }
    if (!IsHost(lower.substr(begin, at - begin))) continue;
    const size_t end = UrlEnd(lower, at);
    out.push_back(
        {.begin = begin, .end = end, .type = SpanType::kUrlIp, .confidence = 0.95, .rule = &kUrl});
    at = std::max(at, end - 1);
  }
}

void FindUrls(const Document& document, Findings& out) {
  std::string_view lower = document.lower();
  for (std::string_view sign : {"://", "www.", "\\\\", ":\\"}) {
    for (size_t at = lower.find(sign); at != std::string_view::npos;
         at = lower.find(sign, at + 1)) {
      size_t begin = at;
      if (sign[0] == ':') {
        while (begin > 0 && at - begin < 12 && lower[begin - 1] >= 'a' && lower[begin - 1] <= 'z')
          --begin;
      }
      size_t end = UrlEnd(lower, at);
      if (end < at + sign.size() + 2) continue;
      out.push_back({.begin = begin,
                     .end = end,
                     .type = SpanType::kUrlIp,
                     .confidence = 0.98,
                     .rule = &kUrl});
      at = end - 1;
    }
  }
  FindPages(lower, out);
}

// Four dotted numbers below 256 that are no version number.
void FindIpAddresses(const Document& document, Findings& out) {
  const auto& tokens = document.tokens();
  for (size_t i = 0; i + 3 < tokens.size(); ++i) {
    bool dotted = true;
    for (size_t k = 0; k < 4 && dotted; ++k) {
      const Token& part = tokens[i + k];
      dotted = part.shape == Shape::kNumber && part.size() <= 3 &&
               (k == 3 || document.Gap(i + k) == "." || document.Gap(i + k) == ". ");
      if (dotted && part.size() == 3) dotted = document.Text(part) <= "255";
    }
    if (!dotted) continue;
    std::string_view before = document.Before(tokens[i].begin, 12);
    const bool server = before.find("server") != std::string_view::npos;
    if ((before.find("ver") != std::string_view::npos && !server) || before.ends_with("v") ||
        before.find("ware") != std::string_view::npos) {
      continue;
    }
    out.push_back({.begin = tokens[i].begin,
                   .end = tokens[i + 3].end,
                   .type = SpanType::kUrlIp,
                   .confidence = 0.95,
                   .rule = &kIp});
    i += 3;
  }
}

// "bluebell-surgery.co.uk": a host alone, where its ending leaves no doubt.
void FindHosts(std::string_view lower, Findings& out) {
  constexpr std::array<std::string_view, 10> kEndings = {".co.uk", ".org.uk", ".nhs.uk", ".gov.uk",
                                                         ".ac.uk", ".sch.uk", ".com",    ".example",
                                                         ".wales", ".scot"};
  for (size_t dot = lower.find('.'); dot != lower.npos; dot = lower.find('.', dot + 1)) {
    const auto* ending = std::find_if(kEndings.begin(), kEndings.end(), [&](std::string_view each) {
      return lower.substr(dot).starts_with(each);
    });
    if (ending == kEndings.end()) continue;
    size_t end = dot + ending->size();
    if (end < lower.size() && (IsAlnum(lower[end]) || lower[end] == '-')) continue;
    size_t begin = dot;
    while (begin > 0 && dot - begin < kDomainMax &&
           (IsAlnum(lower[begin - 1]) || lower[begin - 1] == '-' || lower[begin - 1] == '.')) {
      --begin;
    }
    if (dot - begin < 2 || (begin > 0 && lower[begin - 1] == '@')) continue;
    out.push_back(
        {.begin = begin, .end = end, .type = SpanType::kUrlIp, .confidence = 0.9, .rule = &kUrl});
    dot = end - 1;
  }
}

// "@jane_okoro": the name somebody has on a social network.
void FindHandles(const Document& document, Findings& out) {
  std::string_view lower = document.lower();
  for (size_t at = lower.find('@'); at != lower.npos; at = lower.find('@', at + 1)) {
    if (at > 0 && std::string_view(" (\n:\"'").find(lower[at - 1]) == lower.npos) continue;
    size_t end = at + 1;
    size_t letters = 0;
    while (end < lower.size() && end - at < 31 &&
           (IsAlnum(lower[end]) || lower[end] == '_' ||
            (lower[end] == '.' && end + 1 < lower.size() && IsAlnum(lower[end + 1])))) {
      letters += IsDigit(lower[end]) ? 0 : 1;
      ++end;
    }
    bool time = letters <= 2;  // "@ 14:30", "@8pm"
    if (end - at < 4 || time) continue;
    size_t word = document.TokenAtOrAfter(at);
    bool plain = document.tokens()[word].end == end && document.tokens()[word].Is(kEnglish);
    if (plain) continue;  // "@home"
    out.push_back(
        {.begin = at, .end = end, .type = SpanType::kUrlIp, .confidence = 0.7, .rule = &kHandle});
  }
}

void AddHandle(size_t begin, size_t size, Findings& out) {
  out.push_back({.begin = begin,
                 .end = begin + size,
                 .type = SpanType::kUrlIp,
                 .confidence = 0.7,
                 .rule = &kHandle});
}

// 'facebook profile "jane.okoro.9"', "insta jane_okoro", "user j.okoro": the name behind the
// network's.
void FindProfiles(const Document& document, Findings& out) {
  static const RE2 pattern(
      R"([a-z]+(?: ?name)?(?:[ :\-]{1,3}(?:profile|page|account|name|handle|user|id|is|was|as|)"
      R"(under|called|of))*[ :\-"'(]{1,4}([a-z][a-z0-9_.\-]{2,29}))");
  for (const Token& token : document.tokens()) {
    if (!token.Is(kNetwork)) continue;
    std::string_view window = document.After(token.begin, 100);
    re2::StringPiece input(window.data(), window.size());
    re2::StringPiece name;
    if (!RE2::Consume(&input, pattern, &name)) continue;
    std::string_view found(name.data(), name.size());
    while (!found.empty() && (found.back() == '.' || found.back() == '-')) found.remove_suffix(1);
    size_t point = found.find('.');
    bool user = document.Lower(token) == "user";  // An initial and a surname, and nothing else.
    bool initialled = point == 1 && found.size() > 6;
    bool joined = found.find_first_of("0123456789_") != found.npos ||
                  (point != found.npos && (point > 1 || initialled));
    if (found.size() < 4 || !(user ? initialled : joined)) continue;
    AddHandle(static_cast<size_t>(found.data() - document.lower().data()), found.size(), out);
  }
}

// "posted by jane.okoro3": a name, a point, a name and a number.
void FindUserNames(std::string_view lower, Findings& out) {
  auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (size_t dot = lower.find('.'); dot != lower.npos; dot = lower.find('.', dot + 1)) {
    size_t begin = dot;
    while (begin > 0 && letter(lower[begin - 1])) --begin;
    size_t digits = dot + 1;
    while (digits < lower.size() && letter(lower[digits])) ++digits;
    size_t end = digits;
    while (end < lower.size() && IsDigit(lower[end])) ++end;
    bool whole = end == lower.size() || !(IsAlnum(lower[end]) || lower[end] == '@');
    bool alone = begin == 0 || std::string_view(" (:\"'\n").find(lower[begin - 1]) != lower.npos;
    bool named = dot - begin >= 2 && dot - begin <= 15 && digits - dot >= 3 && digits - dot <= 20;
    if (named && alone && whole && end > digits && end - digits <= 3)
      AddHandle(begin, end - begin, out);
  }
}

// "2001:db8::8a2e:370:7334", "00:1B:44:11:3A:B7": hexadecimal groups that are no time of day.
void FindHexGroups(std::string_view lower, Findings& out) {
  auto hex = [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); };
  for (size_t at = 0; at < lower.size(); ++at) {
    bool starts = hex(lower[at]) && (at == 0 || !(IsAlnum(lower[at - 1]) || lower[at - 1] == ':'));
    if (!starts) continue;
    size_t end = at;
    size_t colons = 0;
    size_t hyphens = 0;
    size_t letters = 0;
    bool pairs = true;
    size_t group = 0;
    while (end < lower.size() && end - at < 40) {
      char c = lower[end];
      bool mark = (c == ':' || c == '-') && end + 1 < lower.size() &&
                  (hex(lower[end + 1]) || (c == ':' && lower[end + 1] == ':'));
      if (!hex(c) && !mark) break;
      letters += c >= 'a' && c <= 'f' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      hyphens += c == '-' ? 1 : 0;
      pairs = pairs && (mark ? group == 2 : group < 2);
      group = mark ? 0 : group + 1;
      ++end;
    }
    bool whole = end == lower.size() || !IsAlnum(lower[end]);
    bool hardware = pairs && group == 2 && (colons == 5 || hyphens == 5) && end - at == 17;
    bool address =
        hyphens == 0 &&
        (colons >= 4 || lower.substr(at, end - at).find("::") != std::string_view::npos) &&
        colons >= 2 && (letters > 0 || colons == 7);
    if (whole && (hardware || address)) {
      out.push_back(
          {.begin = at, .end = end, .type = SpanType::kUrlIp, .confidence = 0.9, .rule = &kIp});
    }
    at = std::max(at, end - 1);
  }
}

}  // namespace

void FindWeb(const Document& document, Findings& out) {
  FindEmails(document.lower(), out);
  FindDisguisedEmails(document.lower(), out);
  FindHosts(document.lower(), out);
  FindHandles(document, out);
  FindProfiles(document, out);
  FindUserNames(document.lower(), out);
  if (document.lower().find(':') != std::string_view::npos ||
      document.lower().find('-') != std::string_view::npos) {
    FindHexGroups(document.lower(), out);
  }
  FindUrls(document, out);
  FindIpAddresses(document, out);
}

}  // namespace candour::anonymise

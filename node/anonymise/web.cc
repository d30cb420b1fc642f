// E-mail addresses, URLs, network paths' hosts and IP addresses.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kEmail = {"email", "An e-mail address."};
constexpr Rule kUrl = {"url", "A web address."};
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

// End of a domain of at least two labels that begins at `at`, or 0.
size_t DomainEnd(std::string_view text, size_t at) {
  size_t p = at;
  size_t last_dot = 0;
  while (p < text.size() && p - at < kDomainMax) {
    if (IsAlnum(text[p]) || text[p] == '-') {
      ++p;
    } else if (text[p] == '.' && p + 1 < text.size() && IsAlnum(text[p + 1])) {
      last_dot = p++;
    } else if ((text[p] == '.' || text[p] == ',') && p + 2 < text.size() && text[p + 1] == ' ' &&
               (text.substr(p + 2).starts_with("net") || text.substr(p + 2).starts_with("co.uk") ||
                text.substr(p + 2).starts_with("org.uk"))) {
      last_dot = p + 1;  // "nhs. net" as an optical reader leaves it.
      p += 2;
    } else {
      break;
    }
  }
  return last_dot > at && p >= last_dot + 3 ? p : 0;
}

void FindEmails(std::string_view text, Findings& out) {
  size_t floor = 0;  // A local part never reaches back into an address already found.
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = at;
    if (begin > 1 && text[begin - 1] == ' ') --begin;
    size_t local_end = begin;
    while (begin > floor && local_end - begin < kLocalPartMax && IsLocalPart(text[begin - 1]))
      --begin;
    while (begin < local_end && !IsAlnum(text[begin])) ++begin;
    size_t domain = at + 1;
    if (domain < text.size() && text[domain] == ' ') ++domain;
    size_t end = DomainEnd(text, domain);
    if (end == 0 || begin == local_end || IsDigit(text[end - 1])) continue;
    out.push_back({.begin = begin,
                   .end = end,
                   .type = SpanType::kEmail,
                   .confidence = 0.99,
                   .rule = &kEmail});
    floor = end;
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
  constexpr std::array<std::string_view, 7> kHosts = {".nhs.uk/", ".com/", ".co.uk/", ".org/",
                                                      ".org.uk/", ".net/", ".gov.uk/"};
  for (size_t at = lower.find('/'); at != std::string_view::npos; at = lower.find('/', at + 1)) {
    bool host = std::any_of(kHosts.begin(), kHosts.end(), [&](std::string_view suffix) {
      return at + 1 >= suffix.size() &&
             lower.substr(at + 1 - suffix.size(), suffix.size()) == suffix;
    });
    if (!host) continue;
    size_t begin = at;
    while (begin > 0 && at - begin < kDomainMax &&
           (IsAlnum(lower[begin - 1]) || lower[begin - 1] == '.' || lower[begin - 1] == '-')) {
      --begin;
    }
    size_t end = UrlEnd(lower, at);
    out.push_back(
        {.begin = begin, .end = end, .type = SpanType::kUrlIp, .confidence = 0.95, .rule = &kUrl});
    at = std::max(at, end - 1);
  }
}

// Four dotted numbers below 256 that are no version number.
void FindIpAddresses(const Document& document, Findings& out) {
  const auto& tokens = document.tokens();
  for (size_t i = 0; i + 3 < tokens.size(); ++i) {
    bool dotted = true;
    for (size_t k = 0; k < 4 && dotted; ++k) {
      const Token& part = tokens[i + k];
      dotted = part.shape == Shape::kNumber && part.size() <= 3 &&
               (k == 3 || document.Gap(i + k) == ".");
      if (dotted && part.size() == 3) dotted = document.Text(part) <= "255";
    }
    if (!dotted) continue;
    std::string_view before = document.Before(tokens[i].begin, 12);
    if (before.find("ver") != std::string_view::npos || before.ends_with("v") ||
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

}  // namespace

void FindWeb(const Document& document, Findings& out) {
  FindEmails(document.text(), out);
  FindUrls(document, out);
  FindIpAddresses(document, out);
}

}  // namespace candour::anonymise

// Computers and accounts by the names they have on a network: "server vs-epma-02.local", "kiosk
// THKIOSK03", "login CH-NIGHT", "admin_recep2".
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kHost = {"host.named", "The name of a computer behind the word for one."};
constexpr Rule kAccount = {"account.named", "An account behind the word for one, or by its form."};
constexpr Rule kDomain = {"host.domain", "A name in a domain of one network."};

constexpr size_t kPartsMax = 6;

class HostReader {
 public:
  HostReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const bool joined = i + 1 < tokens_.size() && IsJoint(document_.Gap(i));
      if (!joined && tokens_[i].shape != Shape::kAlnum) continue;
      if (tokens_[i].shape == Shape::kNumber || Joins(i)) continue;  // Read with what it follows.
      const Name name = NameAt(i);
      if (name.last == i && name.digits == 0) continue;
      if (name.letters == 0 || name.size < 5) continue;
      Judge(i, name);
    }
  }

 private:
  struct Name {
    size_t last = 0;
    size_t letters = 0;
    size_t digits = 0;
    size_t size = 0;
    bool underlined = false;
    bool local = false;
    bool domain = false;  // Something stands before a backslash.
  };

  // Whether token `i` is joined to the one before.
  bool Joins(size_t i) const { return i > 0 && IsJoint(document_.Gap(i - 1)); }

  static bool IsJoint(std::string_view gap) {
    return gap == "-" || gap == "_" || gap == "." || gap == "\\";
  }

  Name NameAt(size_t first) const {
    Name name{.last = first};
    for (size_t i = first;; ++i) {
      for (char c : document_.LowerAt(i)) {
        name.letters += c >= 'a' && c <= 'z' ? 1 : 0;
        name.digits += c >= '0' && c <= '9' ? 1 : 0;
      }
      name.last = i;
      name.size = tokens_[i].end - tokens_[first].begin;
      constexpr std::array<std::string_view, 4> kDomains = {"local", "lan", "internal", "intra"};
      name.local =
          i > first && document_.Gap(i - 1) == "." && IsOneOf(kDomains, document_.LowerAt(i));
      if (i + 1 >= tokens_.size() || i - first >= kPartsMax || !IsJoint(document_.Gap(i)))
        return name;
      name.underlined = name.underlined || document_.Gap(i) == "_";
      name.domain = name.domain || (i == first && document_.Gap(i) == "\\");
    }
  }

  void Judge(size_t first, const Name& name) {
    if (name.local) return Add(first, name.last, SpanType::kUrlIp, 0.85, kDomain);
    std::string_view gap = first > 0 ? document_.Gap(first - 1) : std::string_view();
    std::string_view lead = first > 0 ? document_.LowerAt(first - 1) : std::string_view();
    constexpr std::array<std::string_view, 18> kHosts = {
        "server",      "host",    "hostname", "kiosk", "pc",       "laptop",
        "workstation", "desktop", "tablet",   "node",  "vm",       "printer",
        "gateway",     "switch",  "router",   "ap",    "terminal", "ws"};
    constexpr std::array<std::string_view, 7> kLogins = {"login",  "logon", "username", "account",
                                                         "userid", "under", "user"};
    // "adm\tkelly2", but no path.
    const bool account = name.domain && name.last == first + 1 && tokens_[first].IsWord() &&
                         (first == 0 || gap == " ") &&
                         document_.Before(tokens_[first].begin, 40).find('\\') == gap.npos;
    if (account) return Add(first, name.last, SpanType::kStaffId, 0.75, kAccount);
    if (Forenamed(first, name))
      return Add(first, name.last, SpanType::kPerson, 0.7, kAccount);  // "k.ollerenshaw"
    if (Numbered(first, name) && lead != "set" && lead != "tray")
      return Add(first, name.last, SpanType::kUrlIp, 0.6, kHost);
    if (gap.size() > 2) return;
    if (lead == "under" && tokens_[first].size() == 1) return;  // "under s.136"
    const bool log_in = lead == "in" && first > 1 && document_.LowerAt(first - 2) == "log";
    const bool joined = name.last > first;
    const bool numbered = name.digits > 1;
    if (lead == "hostname" && joined && name.digits > 0)
      return Add(first, name.last, SpanType::kUrlIp, 0.7, kHost);
    if (IsOneOf(kHosts, lead) && numbered && (joined || Coded(first)))
      return Add(first, name.last, SpanType::kUrlIp, 0.7, kHost);
    // "reported by khodges2", "IPAD-W9-03"
    const Token& one = tokens_[first];
    const bool user = !joined && one.shape == Shape::kAlnum &&
                      (lead == "by" || (lead == "as" && numbered)) && name.letters > 4 &&
                      name.digits < 4 && document_.Text(one)[0] >= 'a';
    if (user) return Add(first, first, SpanType::kStaffId, 0.6, kAccount);
    const bool small = tokens_[first].shape == Shape::kLower && name.underlined;
    constexpr std::array<std::string_view, 4> kActors = {"by", "as", "shared", "user"};
    if (joined && tokens_[first].shape == Shape::kLower && name.digits == 0 &&
        IsOneOf(kActors, lead) && (name.underlined || lead == "shared"))
      return Add(first, name.last, SpanType::kStaffId, 0.6, kAccount);  // "ack by bms_kto"
    const bool mixed =
        name.underlined && document_.Text(one)[0] >= 'a' && name.letters > 4 && joined;
    if ((small || mixed) && name.digits > 0 && name.digits < 5)  // "admin_recep2"
      return Add(first, name.last, SpanType::kStaffId, 0.65, kAccount);
    const bool shared = joined && tokens_[first].shape == Shape::kUpper;  // "CH-NIGHT"
    if ((log_in || IsOneOf(kLogins, lead)) &&
        ((joined && (name.digits > 0 || name.underlined)) || (shared && lead != "under")))
      Add(first, name.last, SpanType::kStaffId, 0.7, kAccount);
  }

  // "k.ollerenshaw" in a cell: a small letter, a point and a surname.
  bool Forenamed(size_t first, const Name& name) const {
    const bool given = tokens_[first].size() == 1 ||
                       (tokens_[first].Is(kForename) && !tokens_[first].Is(kEnglish));
    if (name.last != first + 1 || document_.Gap(first) != "." || !given ||
        tokens_[first].shape != Shape::kLower)
      return false;
    const Token& surname = tokens_[name.last];
    const size_t letters =
        std::min(document_.LowerAt(name.last).find_first_of("0123456789"), surname.size());
    const bool small = document_.Text(surname)[0] >= 'a';
    if (!small || letters < 4 || surname.size() - letters > 2) return false;
    std::string_view before = first > 0 ? document_.Gap(first - 1) : std::string_view();
    std::string_view after = document_.Gap(name.last);
    const bool apart =
        before.empty() || std::string_view(" ,;|\"'(:=\n").find(before.back()) != before.npos;
    const bool ends = after.empty() || after[0] != '@';
    return apart && ends && (surname.Is(kSurname) || !surname.Is(kEnglish | kClinical | kDrug));
  }

  // "pacs-gw-02", "PORTER-TAB-17": words and a number with hyphens between.
  bool Numbered(size_t first, const Name& name) const {
    const Token& last = tokens_[name.last];
    if (name.last < first + 2 || last.shape != Shape::kNumber || last.size() < 2 ||
        last.size() > 3 || name.digits != last.size() || name.underlined)
      return false;
    for (size_t i = first; i < name.last; ++i) {
      const bool hyphen = document_.Gap(i) == "-" && tokens_[i].IsWord();
      if (!hyphen || tokens_[i].shape == Shape::kCapital ||
          (tokens_[i].Is(kDrug | kClinical | kFunction | kMonth) && document_.LowerAt(i) != "nhs"))
        return false;
    }
    return tokens_[first].size() > 2 && tokens_[name.last - 1].size() > 1;
  }

  // "THKIOSK03": letters and digits in one.
  bool Coded(size_t i) const { return tokens_[i].shape == Shape::kAlnum && tokens_[i].size() > 5; }

  void Add(size_t first, size_t last, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindHosts(const Document& document, Findings& out) { HostReader(document, out).Read(); }

}  // namespace candour::anonymise

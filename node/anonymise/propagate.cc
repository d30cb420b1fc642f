// Names accepted once are looked for everywhere else in the text, with initials and near
// misspellings.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAgain = {"person.again", "Part of a name found elsewhere in this text."};
constexpr Rule kNear = {"person.near", "One letter away from a name found elsewhere in this text."};
constexpr Rule kShort = {"person.short", "A short form of a name found elsewhere in this text."};
constexpr Rule kAgainInitials = {"person.again-initials",
                                 "The initials of a name found elsewhere in this text."};
constexpr Rule kAgainNumber = {"id.again",
                               "A number in the form of a record number found in this text."};
constexpr Rule kListed = {"person.listed", "A name in a list with another name."};
constexpr Rule kUserName = {"person.user-name",
                            "A user name that holds a name found in this text."};

constexpr size_t kNearNamesMax = 64;

class Accepted {
 public:
  Accepted(const NameSense& sense, const Findings& findings) {
    const Document& document = sense.document();
    for (const Finding& finding : findings) {
      if (finding.type != SpanType::kPerson || !finding.masked()) continue;
      std::string initials;
      size_t i = document.TokenAtOrAfter(finding.begin);
      for (; i < sense.count() && sense.At(i).begin < finding.end; ++i) {
        const Token& token = sense.At(i);
        if (!token.IsWord()) continue;
        std::string_view lower = document.Lower(token);
        initials.push_back(static_cast<char>(lower[0]));
        if (lower.size() < 3 || token.Is(kFunction | kParticle)) continue;
        if (words_.emplace(lower, finding.person).second && lower.size() >= 5 &&
            near_.size() < kNearNamesMax) {
          near_.emplace_back(lower);
        }
      }
      if (initials.size() >= 2 && initials.size() <= 3) initials_.insert(initials);
    }
  }

  bool empty() const { return words_.empty(); }
  bool Has(std::string_view lower) const { return words_.contains(std::string(lower)); }
  std::string_view Person(std::string_view lower) const {
    auto found = words_.find(std::string(lower));
    return found == words_.end() ? std::string_view() : found->second;
  }
  bool HasInitials(std::string_view lower) const { return initials_.contains(std::string(lower)); }
  // "jsmith2", "HegartyBrian"
  bool HasInside(std::string_view lower) const {
    return std::any_of(near_.begin(), near_.end(), [&](const std::string& name) {
      return lower.size() > name.size() && lower.size() <= name.size() + 12 &&
             lower.find(name) != lower.npos;
    });
  }
  // "rose" of "rosemary", "sumi" of "sumitra".
  bool Shortens(std::string_view lower) const {
    return std::any_of(near_.begin(), near_.end(), [&](const std::string& name) {
      return name.size() >= lower.size() + 2 && name.starts_with(lower);
    });
  }
  bool HasNear(std::string_view lower) const {
    return std::any_of(near_.begin(), near_.end(),
                       [&](const std::string& name) { return OneEditApart(name, lower); });
  }

 private:
  static bool OneEditApart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1 || a.size() < 5 || b.size() < 6) return false;
    size_t front = 0;
    while (front < a.size() && a[front] == b[front]) ++front;
    size_t back = 0;
    while (back < a.size() - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
    if (a.size() == b.size()) {
      size_t middle = a.size() - front - back;
      bool swapped = middle == 2 && a[front] == b[front + 1] && a[front + 1] == b[front];
      return middle <= 1 || swapped;
    }
    return front + back == a.size();
  }

  std::unordered_map<std::string, std::string_view> words_;
  std::unordered_set<std::string> initials_;
  std::vector<std::string> near_;
};

// "9" for a digit, "A" for a letter.
std::string PatternOf(std::string_view text) {
  std::string pattern;
  for (char c : text)
    pattern.push_back(c >= '0' && c <= '9'                       ? '9'
                      : ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ? 'A'
                                                                 : c);
  return pattern;
}

// "not 00348812X": another number in the very form of a record number of this text.
void RepeatNumbers(NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  std::unordered_set<std::string> patterns;
  for (const Finding& finding : out) {
    bool number =
        finding.type == SpanType::kLocalId && finding.masked() && finding.end - finding.begin >= 6;
    if (number)
      patterns.insert(
          PatternOf(document.text().substr(finding.begin, finding.end - finding.begin)));
  }
  patterns.erase(
      "9999999999");  // Ten bare digits number many things; NHS numbers have their own rule.
  if (patterns.empty()) return;
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    if (sense.Covered(i) || token.shape < Shape::kNumber || token.size() < 6) continue;
    std::string_view before = document.Before(token.begin, 10);
    bool thing = before.find("lot") != before.npos || before.find("batch") != before.npos ||
                 before.find("order") != before.npos || before.find("model") != before.npos ||
                 before.find("code") != before.npos;
    if (thing || !patterns.contains(PatternOf(document.Text(token)))) continue;
    out.push_back({.begin = token.begin,
                   .end = token.end,
                   .type = SpanType::kLocalId,
                   .confidence = 0.6,
                   .rule = &kAgainNumber});
    sense.Cover(i, i);
  }
}

// The very digits of a record number or a link of this text, five and more, once again.
void RepeatDigits(NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  std::unordered_set<std::string> numbers;
  for (const Finding& finding : out) {
    bool holds = finding.type == SpanType::kLocalId || finding.type == SpanType::kUrlIp;
    if (!holds || !finding.masked()) continue;
    for (size_t i = document.TokenAtOrAfter(finding.begin);
         i < sense.count() && sense.At(i).end <= finding.end; ++i) {
      if (sense.At(i).shape == Shape::kNumber && sense.At(i).size() >= 5)
        numbers.emplace(document.Text(sense.At(i)));
    }
  }
  if (numbers.empty()) return;
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    bool again = token.shape == Shape::kNumber && token.size() >= 5 && !sense.Covered(i) &&
                 numbers.contains(std::string(document.Text(token)));
    if (!again) continue;
    out.push_back({.begin = token.begin,
                   .end = token.end,
                   .type = SpanType::kLocalId,
                   .confidence = 0.7,
                   .rule = &kAgainNumber});
    sense.Cover(i, i);
  }
}

bool IsInitials(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "Drs Khan, Lee and Pugh": a capitalised name beside a person, joined by a comma or "and".
void FindListed(NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  size_t known = out.size();
  for (size_t f = 0; f < known && f < out.size(); ++f) {
    if (out[f].type != SpanType::kPerson || !out[f].masked()) continue;
    size_t next = document.TokenAtOrAfter(out[f].end);
    if (next == 0 || next >= sense.count()) continue;
    std::string_view gap = document.Gap(next - 1);
    std::string_view word = document.LowerAt(next);
    // "initialled BN and CA"
    std::string_view initials = document.text().substr(out[f].begin, out[f].end - out[f].begin);
    bool handed = word == "to" && gap == " " && next > 1;  // "from CG to LT"
    if (handed) ++next;
    bool plus = handed || gap == " & " || gap == "/" || gap == " / " ||
                (word == "and" && gap == " ") || gap == " + ";
    size_t other = word == "and" ? next + 1 : next;
    bool beside = gap == " + " || initials.size() <= 3;  // "Pia + JT"
    if (plus && beside && other < sense.count() && (gap == " + " || IsInitials(initials)) &&
        IsInitials(document.Text(sense.At(other))) && !sense.Covered(other) &&
        !sense.At(other).Is(kRole | kTitle | kClinical | kBrand)) {
      AddPerson(sense, out, other, other, 0.6, kListed);
      known = out.size();
      continue;
    }
    if (handed) continue;
    bool joined =
        (word == "and" && gap == " ") || gap == " & " || gap == ", " || gap == " / " || gap == "/";
    if (word == "and") ++next;
    if (!joined || next >= sense.count() || sense.Covered(next) || sense.NeverName(next)) continue;
    const Token& token = sense.At(next);
    bool capital =
        token.Capital() && token.line_case == LineCase::kOrdinary && !token.starts_sentence;
    bool name = token.Is(kForename | kSurname) || sense.Unknown(next);
    bool comma_series =
        gap == ", " && (!token.Is(kForename | kSurnameCommon) || token.Is(kGeneric));
    if (!capital || !name || comma_series || token.Is(kMonth | kBrand | kDrug) ||
        sense.EponymFrame(next))
      continue;
    AddPerson(sense, out, next, sense.ExtendCapitals(next), 0.65, kListed);
    known = out.size();
  }
}

bool MayRepeat(const NameSense& sense, size_t i) {
  const Token& token = sense.At(i);
  bool everyday = token.Is(kEnglish | kClinical | kDrug | kRole | kTitle | kMonth | kFunction |
                           kModal | kBrand);
  if (sense.EponymFrame(i)) return false;
  if (!everyday) return true;
  if (token.line_case != LineCase::kOrdinary) return token.possessive && !token.Is(kEnglishCommon);
  if (!token.Capital() && !(token.shape == Shape::kUpper && token.size() > 3)) return false;
  if (token.Is(kMonth)) return sense.HumanVerbAfter(i);
  if (!token.starts_sentence) return true;
  if (token.Is(kModal)) return false;
  if (sense.HumanVerbAfter(i)) return true;
  // "Violet sleeping well." but not "Violet discolouration"
  if (i + 1 >= sense.count() || sense.document().Gap(i) != " ") return false;
  return sense.At(i + 1).Is(kFunction) || sense.document().LowerAt(i + 1).ends_with("ing");
}

// A capital that somebody does something with: "Rose had contrast".
bool ShortForm(const NameSense& sense, size_t i) {
  const Token& token = sense.At(i);
  if (!token.Capital() || token.line_case != LineCase::kOrdinary || sense.EponymFrame(i))
    return false;
  if (token.Is(kMonth | kDrug | kClinical)) return false;
  if (!token.starts_sentence && !token.Is(kModal)) return true;
  std::string_view next = sense.document().LowerAt(i + 1);
  return sense.HumanVerbAfter(i) || next == "had" || next == "was" || next == "has";
}

}  // namespace

// Letters that stand for somebody in one place do so in all: "child of LT ... LT's phone".
void RepeatLetters(NameSense& sense, Findings& out) {
  const Document& document = sense.document();
  std::vector<std::string_view> letters;
  for (const Finding& finding : out) {
    if (!finding.masked() || finding.type != SpanType::kPerson) continue;
    const size_t i = document.TokenAtOrAfter(finding.begin);
    const bool alone = i < sense.count() && sense.At(i).begin == finding.begin &&
                       sense.At(i).end == finding.end && sense.At(i).shape == Shape::kUpper &&
                       sense.At(i).size() == 2 && !sense.At(i).Is(kClinical | kFunction | kRole);
    if (alone && letters.size() < kNearNamesMax) letters.push_back(document.Text(sense.At(i)));
  }
  for (size_t i = 0; i < sense.count() && !letters.empty(); ++i) {
    if (sense.Covered(i) || sense.At(i).shape != Shape::kUpper || sense.At(i).size() != 2) continue;
    if (std::find(letters.begin(), letters.end(), document.Text(sense.At(i))) != letters.end())
      AddPerson(sense, out, i, i, 0.6, kAgainInitials);
  }
}

void Propagate(NameSense& sense, Findings& out) {
  RepeatNumbers(sense, out);
  RepeatDigits(sense, out);
  FindListed(sense, out);
  RepeatLetters(sense, out);
  Accepted accepted(sense, out);
  if (accepted.empty()) return;
  const Document& document = sense.document();
  // Initials that stand in brackets behind their name.
  std::unordered_set<std::string_view> bracketed;
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    if (sense.Covered(i) || token.shape == Shape::kNumber) continue;
    std::string_view lower = document.Lower(token);
    if (!token.Is(kEnglish | kClinical | kDrug) && accepted.HasInside(lower)) {
      AddPerson(sense, out, i, i, 0.7, kUserName);
      continue;
    }
    if (!token.IsWord()) continue;
    if (lower.size() >= 3 && accepted.Has(lower) && MayRepeat(sense, i)) {
      AddPerson(sense, out, i, i, 0.8, kAgain);
      out.back().person = accepted.Person(lower);
    } else if (lower.size() >= 3 && token.Is(kForename | kAmbiguousForename) &&
               ShortForm(sense, i) && accepted.Shortens(lower)) {
      AddPerson(sense, out, i, i, 0.6, kShort);
    } else if (lower.size() >= 6 && !accepted.Has(lower) && !sense.EponymFrame(i) &&
               !token.Is(kEnglish | kClinical | kDrug | kBrand | kPlace) &&
               accepted.HasNear(lower)) {
      AddPerson(sense, out, i, i, 0.6, kNear);
    } else if (token.shape == Shape::kUpper && lower.size() <= 3 && lower.size() >= 2 &&
               token.line_case != LineCase::kUpper && accepted.HasInitials(lower)) {
      // "HS queried the wait. AR to ask the registrar"
      const bool acts =
          (document.Gap(i) == " " && document.LowerAt(i + 1).ends_with("ed") &&
           sense.At(i + 1).Is(kEnglish)) ||
          (i > 0 && document.LowerAt(i - 1) == "action") || sense.PastVerbAfter(i) ||
          (document.LowerAt(i + 1) == "to" && i + 2 < sense.count() &&
           sense.At(i + 2).shape == Shape::kLower && sense.At(i + 2).Is(kVerb | kEnglish));
      // "Nilesh Amin (NA)"
      const bool told = i > 0 && document.Gap(i - 1) == " (" && document.Gap(i).starts_with(")") &&
                        sense.Covered(i - 1);
      if (told) bracketed.insert(lower);
      const bool again = bracketed.contains(lower);
      bool abbreviation =
          !acts && !again && token.Is(kClinical | kRole | kTitle | kEnglishCommon | kBrand);
      AddPerson(sense, out, i, i, abbreviation ? 0.35 : 0.7, kAgainInitials);
    }
  }
}

}  // namespace candour::anonymise

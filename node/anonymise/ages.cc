// Ages of ninety and more, in digits or words. Younger ages stay.
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAge = {"age.90-plus", "An age of ninety or more."};

// The length of what says "years old" right after a number, 0 when nothing does.
size_t YearsOld(std::string_view after) {
  constexpr std::array<std::string_view, 28> kEndings = {
      "-year-old", " year-old", "-year old", " year old", " years old", " years of age",
      " yrs old",  " yr old",   "-yr-old",   "-yo",       " yo",        "yo",
      " y/o",      "y/o",       "yr old",    "yrs old",   "yr",         "yrs",
      " yrs",      "y",         " years",    "yr-old",    " yr",        "-years-old",
      " y o",      " y.o",      "-yr old",   "-years old"};
  size_t longest = 0;
  for (std::string_view ending : kEndings) {
    bool whole = after.size() == ending.size() ||
                 !(after.size() > ending.size() && after[ending.size()] >= 'a' &&
                   after[ending.size()] <= 'z');
    if (after.starts_with(ending) && whole) longest = std::max(longest, ending.size());
  }
  return longest;
}

// "years" alone is a span of time; only with "old" or an age's form is it an age.
bool SaysOld(std::string_view ending) {
  return ending.find('o') != ending.npos || ending == "y" || ending == "yr" || ending == "yrs";
}

bool SaysAgeBefore(std::string_view before) {
  constexpr std::array<std::string_view, 14> kLabels = {
      "aged ",   "age ",   "age: ", "age:", "aged: ",  "age of ",  "(aged ",
      "age is ", "age - ", "age-",  "aged", "turned ", "turning ", "now "};
  return std::any_of(kLabels.begin(), kLabels.end(),
                     [&](std::string_view label) { return before.ends_with(label); });
}

class AgeReader {
 public:
  AgeReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].shape == Shape::kNumber || tokens_[i].shape == Shape::kAlnum) ReadDigits(i);
      if (tokens_[i].IsWord()) ReadWords(i);
    }
  }

 private:
  void Add(size_t begin, size_t end) {
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = SpanType::kAge90Plus,
                    .confidence = 0.95,
                    .rule = &kAge});
  }

  void ReadDigits(size_t i) {
    const Token& token = tokens_[i];
    std::string_view word = document_.Lower(token);
    size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    if (digits < 2 || digits > 3) return;
    std::string_view number = word.substr(0, digits);
    bool over = digits == 2 ? number >= "90" : number >= "100" && number <= "115";
    if (!over) return;
    size_t begin = token.begin;
    size_t end = begin + digits;
    std::string_view after = document_.After(end, 16);
    size_t ending = YearsOld(after);
    bool before = SaysAgeBefore(document_.Before(begin, 9));
    bool parted = ending > 0 && after.size() > ending &&
                  std::string_view(",;.)").find(after[ending]) != std::string_view::npos &&
                  (document_.Before(begin, 2) == ", " || document_.Before(begin, 1) == "(");
    bool named = ending > 0 && i > 0 && document_.Gap(i - 1) == " " && NamedAt(i - 1);
    if (ending > 0 && (SaysOld(after.substr(0, ending)) || before || parted || named))
      return Add(begin, end + ending);
    bool decimal = after.size() > 1 && after[0] == '.' && after[1] >= '0' && after[1] <= '9';
    if (before && !after.starts_with("%") && !after.starts_with("/") && !decimal)
      return Add(begin, end);
    std::string_view rest = word.substr(digits);
    if (rest == "th" && after.find("birthday") != after.npos) return Add(begin, token.end);
    if (rest == "s" && InDecade(i)) return Add(begin, token.end);
    if (rest == "nd" && after.starts_with("nd birthday")) return Add(begin, token.end);
    if (rest == "f" || rest == "m") return Add(begin, end + 1);
    if (!rest.empty()) return;
    if (AfterName(i) || SexFollows(i) || AfterSex(i) || SomebodyIs(i, i)) Add(begin, end);
  }

  // "..., 103, discharged" and "Hegarty (93)": a bare number right after a name.
  bool AfterName(size_t i) const {
    if (i == 0) return false;
    std::string_view gap = document_.Gap(i - 1);
    std::string_view after = document_.After(tokens_[i].end, 2);
    bool commas =
        gap == ", " && (after.starts_with(",") || after.starts_with(".") || after.starts_with(";"));
    bool brackets = gap == " (" && (after.starts_with(")") || after.starts_with(","));
    bool plain = gap == " " && after.starts_with(",");
    if (!commas && !brackets && !plain) return false;
    return NamedAt(i - 1);
  }

  // "F, 94", "Male, 96 yrs", "female 94": nothing but an age stands behind the sex.
  bool AfterSex(size_t i) const {
    if (i == 0 || document_.Gap(i - 1).size() > 2) return false;
    std::string_view sex = document_.LowerAt(i - 1);
    bool letter = (sex == "f" || sex == "m") && tokens_[i - 1].shape == Shape::kUpper;
    bool word = sex == "female" || sex == "male" || sex == "lady" || sex == "gentleman" ||
                sex == "gent" || sex == "woman";
    std::string_view gap = document_.Gap(i - 1);
    std::string_view after = document_.After(tokens_[i].end, 5);
    bool ends = after.empty() || std::string_view(",.;)\n").find(after[0]) != after.npos ||
                after.starts_with(" yr") || after.starts_with(" year");
    if (after.size() > 1 && after[0] == '.' && after[1] >= '0' && after[1] <= '9') return false;
    return ends && ((letter && gap != " ") || (word && (gap == " " || gap == ", ")));
  }

  // "he is 93.", "she was 97 and lives alone", "Dad is ninety one": the age from token `i` to
  // `last`.
  bool SomebodyIs(size_t i, size_t last) const {
    if (i < 2 || document_.Gap(i - 1) != " ") return false;
    std::string_view verb = document_.LowerAt(i - 1);
    std::string_view who = document_.LowerAt(i - 2);
    bool is = verb == "is" || verb == "was" || verb == "be" || verb == "being";
    bool somebody = who == "he" || who == "she" || who == "who" || who == "will" ||
                    tokens_[i - 2].Is(kRelation);
    if (!is || !somebody) return false;
    std::string_view after = document_.After(tokens_[last].end, 6);
    bool stop = after.empty() || std::string_view(",;)\n").find(after[0]) != after.npos ||
                (after[0] == '.' && !(after.size() > 1 && after[1] >= '0' && after[1] <= '9'));
    return stop || after.starts_with(" and ") || after.starts_with(" but ") ||
           after.starts_with(" with") || after.starts_with(" soon") || after.starts_with(" next");
  }

  // "in her 90s", "in his late nineties"; "in the 90s" is a decade.
  bool InDecade(size_t i) const {
    size_t whose = i > 0 ? i - 1 : i;
    std::string_view part = document_.LowerAt(whose);
    if ((part == "early" || part == "mid" || part == "late") && whose > 0) --whose;
    std::string_view word = document_.LowerAt(whose);
    return whose < i && (word == "his" || word == "her" || word == "their");
  }

  // Token `i` may end a name.
  bool NamedAt(size_t i) const {
    const Token& name = tokens_[i];
    bool cased = name.Capital() || name.line_case != LineCase::kOrdinary;
    bool named = cased && (name.Is(kForename | kSurname) || !name.Is(kEnglish | kClinical | kDrug));
    return named && !name.Is(kMonth | kWeekday);
  }

  bool SexFollows(size_t i) const {
    std::string_view next = document_.LowerAt(i + 1);
    bool sex = next == "f" || next == "m" || next == "female" || next == "male" || next == "lady" ||
               next == "woman" || next == "gentleman" || next == "man";
    return sex && document_.Gap(i).size() <= 2;
  }

  // "ninety two year old", "one hundred and one years old", "aged ninety-four", "a hundred".
  void ReadWords(size_t i) {
    std::string_view word = document_.LowerAt(i);
    size_t last = i;
    if (word == "nineties" && InDecade(i)) return Add(tokens_[i].begin, tokens_[i].end);
    if (word == "ninety") {
      constexpr std::array<std::string_view, 9> kUnits = {"one", "two",   "three", "four", "five",
                                                          "six", "seven", "eight", "nine"};
      if (std::find(kUnits.begin(), kUnits.end(), document_.LowerAt(i + 1)) != kUnits.end())
        last = i + 1;
    } else if (word == "hundred" && i > 0 &&
               (document_.LowerAt(i - 1) == "one" || document_.LowerAt(i - 1) == "a")) {
      if (document_.LowerAt(i + 1) == "and" && i + 2 < tokens_.size()) last = i + 2;
      --i;
    } else {
      return;
    }
    size_t begin = tokens_[i].begin;
    size_t end = tokens_[last].end;
    std::string_view after = document_.After(end, 16);
    size_t ending = YearsOld(after);
    if (ending > 0 && SaysOld(after.substr(0, ending))) return Add(begin, end + ending);
    bool parted = i > 0 && document_.Gap(i - 1) == ", " && after.starts_with(",") && NamedAt(i - 1);
    if (parted || SaysAgeBefore(document_.Before(begin, 9)) || SomebodyIs(i, last)) Add(begin, end);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindAges(const Document& document, Findings& out) { AgeReader(document, out).Read(); }

}  // namespace candour::anonymise

// Dictated text: digits, dates and e-mail addresses spoken as words, written out as a reader would.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "node/anonymise/normalise.h"
#include "node/anonymise/spoken_words.h"

namespace candour::anonymise {
namespace {

struct SpokenWord {
  size_t begin = 0;
  size_t end = 0;
  std::string lower;
};

class Reader {
 public:
  explicit Reader(const std::string& text) {
    for (size_t at = 0; at < text.size();) {
      if (std::isalpha(static_cast<unsigned char>(text[at])) == 0) {
        ++at;
        continue;
      }
      SpokenWord word{.begin = at, .end = at, .lower = {}};
      while (at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0) {
        word.lower.push_back(static_cast<char>(text[at++] | 0x20));
      }
      word.end = at;
      words_.push_back(std::move(word));
    }
    text_ = &text;
  }

  std::vector<Rewriting> Rewrites() const {
    std::vector<Rewriting> all;
    for (size_t i = 0; i < words_.size();) {
      size_t next = i;
      Rewriting rewrite;
      if (TakeEmail(i, next, rewrite) || TakeDate(i, next, rewrite) ||
          TakeMonthFirst(i, next, rewrite) || TakeNumericDate(i, next, rewrite) ||
          TakeDayAlone(i, next, rewrite) || TakePostcode(i, next, rewrite) ||
          TakePlate(i, next, rewrite) || TakeSpelling(i, next, rewrite) ||
          TakeCode(i, next, rewrite) || TakeDigits(i, next, rewrite)) {
        rewrite.begin = words_[i].begin;
        rewrite.end = words_[next - 1].end;
        all.push_back(std::move(rewrite));
        i = next;
      } else {
        ++i;
      }
    }
    return all;
  }

 private:
  std::string_view Word(size_t i) const {
    return i < words_.size() ? std::string_view(words_[i].lower) : std::string_view();
  }

  // True when only spaces, commas and hyphens part word i from word i + 1.
  bool Adjacent(size_t i) const {
    if (i + 1 >= words_.size()) return false;
    size_t gap = words_[i + 1].begin - words_[i].end;
    if (gap > 3) return false;
    for (size_t p = words_[i].end; p < words_[i + 1].begin; ++p) {
      char c = (*text_)[p];
      if (c != ' ' && c != ',' && c != '-' && c != '\n') return false;
    }
    return true;
  }

  // `least` digits; none given means what the words before ask for.
  bool TakeDigits(size_t first, size_t& next, Rewriting& rewrite, size_t least = 0) const {
    size_t i = first;
    std::string digits;
    while (i < words_.size()) {
      int times = Word(i) == "double" ? 2 : Word(i) == "triple" || Word(i) == "treble" ? 3 : 1;
      size_t at = times == 1 ? i : i + 1;
      int digit = SpokenDigit(Word(at));
      if (digit < 0 || (times > 1 && !Adjacent(i))) break;
      digits.append(static_cast<size_t>(times), static_cast<char>('0' + digit));
      if (Adjacent(at) && Word(at + 1) == "hundred") {  // "nine hundred four"
        digits += "00";
        ++at;
      }
      i = at + 1;
      next = i;
      if (!Adjacent(at)) break;
      if (Word(i) == "space" || Word(i) == "dash" || Word(i) == "hyphen") ++i;
    }
    if (digits.empty()) return false;
    if (least == 0) least = AfterShortNumberLabel(first) || FiguresFollow(next) ? 3 : 6;
    if (digits.size() < least) return false;
    // "reference three three one slash twenty four"
    size_t behind = next;
    if (least < 6 && TakeStroke(behind)) {
      const int year = TakePair(behind);
      if (year >= 10) {
        digits += "/" + std::to_string(year);
        next = behind;
      }
    }
    rewrite.text = std::move(digits);
    return true;
  }

  // "oh one one four, 496 0951": the rest of the number is written.
  bool FiguresFollow(size_t next) const {
    size_t at = words_[next - 1].end;
    while (at < text_->size() && at - words_[next - 1].end < 2 &&
           ((*text_)[at] == ' ' || (*text_)[at] == ','))
      ++at;
    size_t digits = 0;
    while (at + digits < text_->size() &&
           std::isdigit(static_cast<unsigned char>((*text_)[at + digits])) != 0 && digits < 3)
      ++digits;
    return digits == 3;
  }

  bool AfterShortNumberLabel(size_t i) const {
    constexpr std::array<std::string_view, 13> kLabels = {
        "bleep", "bleeped", "ext",  "extension", "dect", "pager",    "code",
        "pin",   "number",  "dial", "desk",      "lock", "reference"};
    for (size_t back = 1; back <= 3 && back <= i; ++back) {
      if (std::find(kLabels.begin(), kLabels.end(), Word(i - back)) != kLabels.end()) return true;
    }
    return false;
  }

  // "charlie four four one nine", "k two two oh one": letters, then four digits and more.
  bool TakeCode(size_t first, size_t& next, Rewriting& rewrite) const {
    size_t i = first;
    std::string code;
    if (InCapitals(i) && Adjacent(i) && SpokenDigit(Word(i + 1)) >= 0) {  // "AS four four one"
      code = text_->substr(words_[i].begin, words_[i].end - words_[i].begin);
      ++i;
    }
    while (code.size() < 3 && Adjacent(i) && SpelledLetter(Word(i)) != 0) {
      code.push_back(SpelledLetter(Word(i++)));
      if (Word(i) == "for" && SpelledLetter(Word(i + 1)) == code.back()) i += 2;  // "k for kilo"
    }
    const size_t begin = words_[first].begin;  // "his number's four four one nine"
    if (code.empty() || (begin > 0 && (*text_)[begin - 1] == '\'')) return false;
    Rewriting digits;
    size_t after = i;
    if (!TakeDigits(i, after, digits, /*least=*/4)) return false;
    rewrite.text = code + digits.text;
    next = after;
    return true;
  }

  // Two or three capitals, where not all of the text is in them.
  bool InCapitals(size_t i) const {
    const size_t size = words_[i].end - words_[i].begin;
    if (size < 2 || size > 3) return false;
    for (size_t at = words_[i].begin; at < words_[i].end; ++at) {
      if (((*text_)[at] & 0x20) != 0) return false;
    }
    return i + 1 < words_.size() && ((*text_)[words_[i + 1].begin] & 0x20) != 0;
  }

  // "spelled Hotel Oscar Lima Tango"
  bool TakeSpelling(size_t first, size_t& next, Rewriting& rewrite) const {
    std::string_view before = first > 0 ? Word(first - 1) : std::string_view();
    if (before != "spelled" && before != "spelt" && before != "spelling") return false;
    std::string name;
    size_t i = first;
    while (name.size() < 20 && Word(i).size() > 1 && SpelledLetter(Word(i)) != 0) {
      name.push_back(SpelledLetter(Word(i++)));
      if (!Adjacent(i - 1)) break;
    }
    if (name.size() < 3) return false;
    for (size_t k = 1; k < name.size(); ++k) name[k] = static_cast<char>(name[k] | 0x20);
    rewrite.text = std::move(name);
    next = i;
    return true;
  }

  // "postcode l e one five six a a", "post code lima sierra one two alpha bravo".
  bool TakePostcode(size_t first, size_t& next, Rewriting& rewrite) const {
    bool said = false;
    for (size_t back = 1; back <= 3 && back <= first && !said; ++back) {
      std::string_view word = Word(first - back);
      said = word == "postcode" || word == "postcodes" ||
             (word == "code" && back < first && Word(first - back - 1) == "post");
      if (!said && word != "is" && word != "of" && word != "was") break;
    }
    if (!said && !(Word(first).size() == 1 && Adjacent(first))) return false;
    std::string code;
    size_t i = first;
    while (i < words_.size() && code.size() < 7 && (i == first || Adjacent(i - 1))) {
      if (Word(i) == "ray" && i > first && Word(i - 1) == "x") {  // "x-ray" is an X.
        ++i;
        continue;
      }
      bool digit_due = code.size() > 1 && code.back() >= 'A';
      int digit = SpokenDigit(Word(i));
      size_t pair_end = i;
      int pair = TakePair(pair_end);
      if (digit >= 0 && (Word(i).size() > 1 || digit_due)) {
        code.push_back(static_cast<char>('0' + digit));
      } else if (pair >= 10) {
        code += std::to_string(pair);
        i = pair_end;
        continue;
      } else if (char letter = SpelledLetter(Word(i)); letter != 0) {
        code.push_back(letter);
      } else {
        break;
      }
      ++i;
    }
    if (code.size() < 5 || i < first + 3 || (!said && !IsSpelledPostcode(code))) return false;
    code.insert(code.size() - 3, " ");
    rewrite.text = std::move(code);
    next = i;
    return true;
  }

  // "registration n x sixty eight f o h", "plate bravo delta five one sierra mike romeo".
  bool TakePlate(size_t first, size_t& next, Rewriting& rewrite) const {
    bool said = false;
    for (size_t back = 1; back <= 3 && back <= first && !said; ++back) {
      std::string_view word = Word(first - back);
      said = word == "registration" || word == "reg" || word == "plate" || word == "car" ||
             word == "vehicle" || word == "van";
    }
    std::string plate;
    size_t i = first;
    while (said && plate.size() < 2 && SpelledLetter(Word(i)) != 0)
      plate.push_back(SpelledLetter(Word(i++)));
    if (plate.size() < 2) return false;
    int pair = TakePair(i);
    if (pair >= 0) {
      plate += (pair < 10 ? "0" : "") + std::to_string(pair);
    } else {
      for (size_t k = 0; k < 2; ++k, ++i) {
        int digit = SpokenDigit(Word(i));
        if (digit < 0) return false;
        plate.push_back(static_cast<char>('0' + digit));
      }
    }
    plate.push_back(' ');
    while (plate.size() < 8 && SpelledLetter(Word(i)) != 0)
      plate.push_back(SpelledLetter(Word(i++)));
    if (plate.size() < 8) return false;
    rewrite.text = std::move(plate);
    next = i;
    return true;
  }

  // "twelve slash eleven slash nineteen seventy one"
  bool TakeNumericDate(size_t first, size_t& next, Rewriting& rewrite) const {
    size_t i = first;
    // "d o b four six fifty nine", "received ten four twenty four" have no strokes.
    const bool born = AfterBirth(first) || Word(first > 0 ? first - 1 : first) == "received" ||
                      Word(first > 0 ? first - 1 : first) == "dated";
    int day = TakeNumber(i);
    if (day < 1 || day > 31 || !(TakeStroke(i) || born)) return false;
    int month = TakeNumber(i);
    if (month < 1 || month > 12 || !(TakeStroke(i) || born)) return false;
    int year = TakeYear(i);
    if (year == 0) {
      int pair = TakePair(i);
      if (pair < 0) return false;
      year = pair > 25 ? 1900 + pair : 2000 + pair;
    }
    next = i;
    rewrite.text = std::to_string(day) + "/" + std::to_string(month) + "/" + std::to_string(year);
    return true;
  }

  bool AfterBirth(size_t i) const {
    if (i == 0) return false;
    std::string_view word = Word(i - 1);
    return word == "birth" || word == "dob" || word == "born" ||
           (word == "b" && i > 1 && Word(i - 2) == "o");
  }

  // "since the twelfth please": a day alone, from the fourth on; the first three order things.
  bool TakeDayAlone(size_t first, size_t& next, Rewriting& rewrite) const {
    if (first < 2) return false;
    const bool the = Word(first - 1) == "the";
    std::string_view lead = Word(the ? first - 2 : first - 1);
    bool weekday = lead.size() >= 6 && lead.ends_with("day") && lead != "birthday";
    constexpr std::array<std::string_view, 9> kLeads = {"on",  "since", "until", "by", "from",
                                                        "not", "of",    "s",     "its"};
    const bool led = std::find(kLeads.begin(), kLeads.end(), lead) != kLeads.end();
    if (!weekday && !(the && led)) return false;
    size_t i = first;
    int day = TakeOrdinal(i);
    if (day < 4 || (lead == "of" && MonthOf(Word(i)) == 0 && Word(first - 3) != "night"))
      return false;
    next = i;
    rewrite.text = std::to_string(day) + std::string(OrdinalEnding(day));
    return true;
  }

  int TakeNumber(size_t& i) const {
    if (int pair = TakePair(i); pair >= 0) return pair;
    int digit = SpokenDigit(Word(i));
    if (digit > 0) ++i;
    return digit;
  }

  bool TakeStroke(size_t& i) const {
    std::string_view word = Word(i);
    bool stroke = word == "slash" || word == "stroke" || word == "dash" || word == "oblique" ||
                  word == "dot" || word == "point";
    if (stroke) ++i;
    return stroke;
  }

  // "may the third", "october the ninth nineteen sixty".
  bool TakeMonthFirst(size_t first, size_t& next, Rewriting& rewrite) const {
    int month = MonthOf(Word(first));
    if (month == 0 || (month != 5 && Word(first).size() == 3) || !Adjacent(first))
      return false;  // "Dec, second"
    size_t i = first + 1;
    bool the = Word(i) == "the";
    if (the) ++i;
    int day = TakeOrdinal(i);
    if (day == 0 || (!the && month == 5)) return false;
    size_t after = i;
    int year = TakeYear(after);
    if (year > 0) i = after;
    next = i;
    rewrite.text = Written(day, first, year);
    return true;
  }

  // The month in its own capitals: they tell how the text is written.
  std::string Written(int day, size_t month, int year) const {
    std::string name = text_->substr(words_[month].begin, words_[month].end - words_[month].begin);
    std::string text = std::to_string(day) + std::string(OrdinalEnding(day)) + " " + name;
    return year > 0 ? text + " " + std::to_string(year) : text;
  }

  // "the first of the first forty two": a birth's year may lack its century.
  int TakeShortYear(size_t first, size_t& i) const {
    bool born = false;
    for (size_t back = 1; back <= 5 && back <= first; ++back) {
      std::string_view word = Word(first - back);
      born = born || word == "birth" || word == "born" || word == "dob" || word == "b";
    }
    if (!born || i == 0 || !Adjacent(i - 1)) return 0;
    int pair = TakePair(i);
    return pair < 0 ? 0 : pair > 25 ? 1900 + pair : 2000 + pair;
  }

  // "twenty first", "thirtieth", "fourth": the day of the month, 0 when none.
  int TakeOrdinal(size_t& i) const {
    int tens = SpokenTens(Word(i));
    if ((tens == 20 || tens == 30) && Adjacent(i)) {
      int unit = SpokenOrdinal(Word(i + 1));
      if (unit >= 1 && unit <= 9 && tens + unit <= 31) {
        i += 2;
        return tens + unit;
      }
    }
    int day = SpokenOrdinal(Word(i));
    if (day > 0) ++i;
    return day > 0 ? day : 0;
  }

  // Two spoken digits: "fifty two", "oh five", "twelve"; -1 when none.
  int TakePair(size_t& i) const {
    int tens = SpokenTens(Word(i));
    if (tens > 0) {
      int unit = Adjacent(i) ? SpokenDigit(Word(i + 1)) : -1;
      i += unit > 0 ? 2 : 1;
      return unit > 0 ? tens + unit : tens;
    }
    if (int teen = SpokenTeens(Word(i)); teen > 0) {
      ++i;
      return teen;
    }
    if (SpokenDigit(Word(i)) == 0 && Adjacent(i) && SpokenDigit(Word(i + 1)) > 0) {
      i += 2;
      return SpokenDigit(Word(i - 1));
    }
    return -1;
  }

  // "nineteen fifty two", "twenty twenty four", "two thousand and five"; 0 when none.
  int TakeYear(size_t& i) const {
    size_t at = i;
    int year = 0;
    if (Word(at) == "two" && Word(at + 1) == "thousand") {
      at += 2;
      if (Word(at) == "and") ++at;
      size_t after = at;
      int rest = TakePair(after);
      if (rest < 0 && SpokenDigit(Word(at)) > 0) {
        rest = SpokenDigit(Word(at));
        after = at + 1;
      }
      year = 2000 + (rest > 0 ? rest : 0);
      at = rest > 0 ? after : at;
    } else if (Word(at) == "nineteen" || Word(at) == "twenty") {
      int century = Word(at) == "nineteen" ? 1900 : 2000;
      ++at;
      int rest = TakePair(at);
      if (rest < 0) return 0;
      year = century + rest;
    }
    if (year > 0) i = at;
    return year;
  }

  bool TakeDate(size_t first, size_t& next, Rewriting& rewrite) const {
    size_t i = first;
    int day = TakeOrdinal(i);
    if (day == 0) return false;
    bool linked = Word(i) == "of";
    if (linked) ++i;
    if (Word(i) == "the") ++i;
    int month = MonthOf(Word(i));
    bool named = month > 0;
    size_t name = i;
    if (named) {
      ++i;
    } else {
      month = TakeOrdinal(i);
      if (month == 0 || month > 12) return false;
      const bool was = first > 1 && Word(first - 1) == "the" && Word(first - 2) == "was";
      if (first > 0 && (Word(first - 1) == "on" || was) && linked) {  // "on eleventh of the third"
        next = i;
        rewrite.text = std::to_string(day) + "/" + std::to_string(month) + "/";
        size_t year_at = i;
        const int said = TakeYear(year_at);
        rewrite.text += said > 0 ? std::to_string(said) : "00";
        if (said > 0) next = year_at;
        return true;
      }
    }
    size_t after = i;
    int year = TakeYear(after);
    if (year == 0) year = TakeShortYear(first, after);
    if (year == 0 && named && Word(i) == "twenty" && Adjacent(i) && SpokenDigit(Word(i + 1)) > 0) {
      year = 2020 + SpokenDigit(Word(i + 1));  // "fifth february twenty five"
      after = i + 2;
    }
    bool everyday = Word(i - 1) == "may" || Word(i - 1) == "march";  // "the first may have failed"
    if (year == 0 && (!named || (everyday && !linked))) return false;
    if (year > 0) i = after;
    next = i;
    if (named) {
      rewrite.text = Written(day, name, year);
    } else {
      rewrite.text = std::to_string(day) + "/" + std::to_string(month) + "/" + std::to_string(year);
    }
    return true;
  }

  // "jane dot smith at nhs dot net"
  bool TakeEmail(size_t first, size_t& next, Rewriting& rewrite) const {
    size_t i = first;
    std::string address(Word(i));
    if (address == "at" || address == "dot") return false;
    for (++i; (Word(i) == "dot" || Word(i) == "underscore") && Adjacent(i); i += 2) {
      address += Word(i) == "dot" ? "." : "_";
      address += Word(i + 1);
    }
    if (Word(i) != "at" || !Adjacent(i)) return false;
    address += "@" + std::string(Word(i + 1));
    size_t dots = 0;
    for (i += 2; Word(i) == "dot" && Adjacent(i); i += 2, ++dots) {
      address += "." + std::string(Word(i + 1));
    }
    if (dots == 0) return false;
    next = i;
    rewrite.text = std::move(address);
    return true;
  }

  std::vector<SpokenWord> words_;
  const std::string* text_ = nullptr;
};

}  // namespace

Normalised WriteOutDictation(Normalised spoken) {
  if (!MayBeDictated(spoken.text)) return spoken;
  std::vector<Rewriting> rewrites = Reader(spoken.text).Rewrites();
  return rewrites.empty() ? spoken : Rewritten(spoken, rewrites);
}

}  // namespace candour::anonymise

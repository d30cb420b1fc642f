// Codes, accounts and addresses of the web as they are dictated: "M twenty four stroke one one oh
// eight three", "W S dash E D dash oh four one seven", "ten dot two two dot one four dot nine",
// "w w w dot example dot org slash patient", "s underscore four one nine two".
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "node/anonymise/normalise.h"
#include "node/anonymise/spoken_words.h"

namespace candour::anonymise {
namespace {

struct SpokenToken {
  size_t begin = 0;
  size_t end = 0;
  std::string lower;
};

// What a run of spoken parts comes to.
struct Code {
  std::string text;
  size_t next = 0;  // The token behind it.
  size_t digits = 0;
  size_t letters = 0;
  size_t spoken = 0;   // Parts that are words: without one nothing has to be written out.
  size_t written = 0;  // Figures among them.
  size_t marks = 0;
  size_t dots = 0;
  bool web = false;
};

bool AllDigits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == word.npos;
}

bool IsAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

char MarkOf(std::string_view word) {
  if (word == "dash" || word == "hyphen") return '-';
  if (word == "slash" || word == "stroke" || word == "oblique") return '/';
  if (word == "underscore") return '_';
  return word == "dot" ? '.' : '\0';
}

// Whether a word says that a number, an account or an address follows.
bool Announces(std::string_view word) {
  constexpr std::array<std::string_view, 36> kWords = {
      "number",    "no",       "ref",       "reference", "pin",     "code",
      "log",       "id",       "sample",    "username",  "user",    "name",
      "login",     "hostname", "host",      "serial",    "claim",   "prison",
      "histology", "address",  "accession", "case",      "cad",     "incident",
      "datix",     "mrn",      "tag",       "asset",     "link",    "reg",
      "smartcard", "gmc",      "nmc",       "hcpc",      "quoting", "quoted"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

class CodeSpeech {
 public:
  explicit CodeSpeech(const std::string& text) : text_(text) {
    for (size_t at = 0; at < text.size();) {
      if (!IsAlnum(text[at])) {
        ++at;
        continue;
      }
      SpokenToken token{.begin = at, .end = at, .lower = {}};
      while (at < text.size() && IsAlnum(text[at]))
        token.lower.push_back(
            static_cast<char>(std::tolower(static_cast<unsigned char>(text[at++]))));
      token.end = at;
      tokens_.push_back(std::move(token));
    }
  }

  std::vector<Rewriting> Read() const {
    std::vector<Rewriting> all;
    for (size_t i = 0; i < tokens_.size();) {
      if (const size_t label = LabelSpelled(i); label > 0) {
        i += label;
        continue;
      }
      Code code = MailAt(i);
      if (code.next == 0 && Reads(i)) code = CodeAt(i);
      if (code.next > i && Sure(i, code)) {
        all.push_back(
            {.begin = tokens_[i].begin, .end = tokens_[code.next - 1].end, .text = code.text});
        i = code.next;
      } else {
        ++i;
      }
    }
    return all;
  }

 private:
  std::string_view Word(size_t i) const {
    return i < tokens_.size() ? std::string_view(tokens_[i].lower) : std::string_view();
  }

  // Nothing but one blank parts token `i` from the next.
  bool Beside(size_t i) const {
    return i + 1 < tokens_.size() && tokens_[i + 1].begin == tokens_[i].end + 1 &&
           (text_[tokens_[i].end] == ' ' || text_[tokens_[i].end] == '\n');
  }

  // "d o b", "n m c": the letters of a label, which begin no code; how many there are.
  size_t LabelSpelled(size_t i) const {
    constexpr std::array<std::string_view, 12> kLabels = {
        "dob", "nhs", "nmc", "gmc", "mrn", "hcpc", "chi", "gphc", "cad", "ip", "pc", "gdc"};
    std::string letters;
    for (size_t k = i; k < i + 4 && Word(k).size() == 1; ++k) {
      letters += Word(k);
      if (std::find(kLabels.begin(), kLabels.end(), letters) != kLabels.end() &&
          Word(k + 1).size() > 1)
        return k + 1 - i;
    }
    return 0;
  }

  // A code begins behind a word or a mark, not inside another code.
  bool Reads(size_t i) const {
    std::string_view word = Word(i);
    return word.size() == 1 || SpokenDigit(word) >= 0 || SpokenTens(word) > 0 ||
           SpokenTeens(word) > 0 || word == "double" || word == "treble" || word == "triple" ||
           MarkOf(Word(i + 1)) == '_' || SpelledLetter(word) != 0 || Prefix(i) ||
           word.starts_with("http") || word == "www";
  }

  // The "PM" of "reference PM dash 25 dash 118".
  bool Prefix(size_t i) const {
    std::string_view word = Word(i);
    if (word.size() > 4 || word.size() < 2 || MarkOf(Word(i + 1)) == 0 ||
        MarkOf(Word(i + 1)) == '.' || !Beside(i) || !AllDigits(Word(i + 2)) || !Labelled(i))
      return false;
    return std::all_of(text_.begin() + tokens_[i].begin, text_.begin() + tokens_[i].end,
                       [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  // Adds what token `i` says; false when it says nothing of a code. `i` ends behind it.
  bool Take(size_t& i, Code& code) const {
    std::string_view word = Word(i);
    const size_t times = word == "double" ? 2 : word == "triple" || word == "treble" ? 3 : 1;
    if (times > 1) {
      const int digit = DigitOf(i + 1);
      if (digit < 0 || !Beside(i)) return false;
      code.text.append(times, static_cast<char>('0' + digit));
      code.digits += times;
      ++code.spoken;
      i += 2;
      return true;
    }
    if (word == "x" && Beside(i) && Word(i + 1) == "ray") {  // "X Ray 33 41 09"
      code.text.push_back('X');
      ++code.letters;
      ++code.spoken;
      i += 2;
      return true;
    }
    if (const int tens = SpokenTens(word); tens > 0) {
      const int unit = Beside(i) ? SpokenDigit(Word(i + 1)) : -1;
      code.text += std::to_string(tens + std::max(unit, 0));
      code.digits += 2;
      ++code.spoken;
      i += unit > 0 ? 2 : 1;
      return true;
    }
    if (const int teen = SpokenTeens(word); teen > 0) {
      code.text += std::to_string(teen);
      code.digits += 2;
      ++code.spoken;
      ++i;
      return true;
    }
    if (const int digit = DigitOf(i); digit >= 0) {
      code.text.push_back(static_cast<char>('0' + digit));
      code.spoken += word.size() > 1 ? 1 : 0;
      code.written += word.size() == 1 ? 1 : 0;
      ++code.digits;
      ++i;
      return true;
    }
    if (word.size() > 1 && word.size() < 8 && AllDigits(word) &&
        (code.letters > 0 || code.marks > 0)) {
      code.text += word;
      code.digits += word.size();
      ++i;
      return true;
    }
    if (word.size() == 1 || (SpelledLetter(word) != 0 && word != "golf" && word != "mike")) {
      code.text.push_back(SpelledLetter(word));
      code.spoken += word.size() > 1 ? 1 : 0;
      ++code.letters;
      ++i;
      if (word.size() == 1 && Word(i) == "for" && SpelledLetter(Word(i + 1)) == code.text.back()) {
        ++code.spoken;  // "h for hotel"
        i += 2;
      }
      return true;
    }
    return false;
  }

  int DigitOf(size_t i) const {
    std::string_view word = Word(i);
    if (word.size() == 1 && word[0] >= '0' && word[0] <= '9') return word[0] - '0';
    return word == "o" ? -1 : SpokenDigit(word);
  }

  Code CodeAt(size_t first) const {
    Code code;
    code.web = Word(first).starts_with("http") || Word(first) == "www" ||
               (Word(first) == "w" && Word(first + 1) == "w" && Word(first + 2) == "w");
    size_t i = first;
    if (Prefix(first)) {
      code.text = text_.substr(tokens_[first].begin, Word(first).size());
      code.letters = Word(first).size();
      TakeMarks(++i, code);
    }
    while (i < tokens_.size() && i - first < 48) {
      const bool part = !code.web && !Whole(i, first, code) && Take(i, code);
      if (!part && !Whole(i, first, code)) break;
      if (!part) code.text += Word(i++);
      code.next = i;
      if (!Beside(i - 1)) break;
      TakeMarks(i, code);
    }
    while (!code.text.empty() && !IsAlnum(code.text.back())) code.text.pop_back();
    return code;
  }

  void TakeMarks(size_t& i, Code& code) const {
    for (; i < tokens_.size() && Beside(i); ++i) {
      const bool colon = code.web && Word(i) == "colon";
      if (MarkOf(Word(i)) == 0 && !colon) return;
      const char sign = colon ? ':' : MarkOf(Word(i));
      code.text.push_back(sign);
      code.dots += sign == '.' ? 1 : 0;
      ++code.marks;
      ++code.spoken;
    }
  }

  // "discharge dot lounge at nhs trust dot example", "k underscore ward six at example dot org"
  Code MailAt(size_t first) const {
    Code code;
    size_t i = first;
    if (MarkOf(Word(i)) != 0 || Word(i) == "at") return {};
    code.text = Word(i++);
    bool told = false;
    while (Beside(i - 1) && i - first < 12) {
      const bool mark = MarkOf(Word(i)) != 0 && Beside(i);
      const bool figure = DigitOf(i) >= 0 || SpokenTens(Word(i)) > 0;
      if (!mark && !figure) break;
      told = true;
      if (mark) code.text.push_back(MarkOf(Word(i++)));
      if (figure && DigitOf(i) >= 0) code.text.push_back(static_cast<char>('0' + DigitOf(i)));
      if (mark && DigitOf(i) < 0) code.text += Word(i);
      ++i;
    }
    if (!told || Word(i) != "at" || !Beside(i - 1) || !Beside(i)) return {};
    code.text.push_back('@');
    size_t dot = i + 1;
    while (dot - i < 4 && Beside(dot) && Word(dot) != "dot") code.text += Word(dot++);
    if (Word(dot) != "dot" || dot == i + 1) return {};
    for (i = dot; Word(i) == "dot" && Beside(i); i += 2)
      code.text += "." + std::string(Word(i + 1));
    code.next = i;
    code.spoken = 1;
    return code;
  }

  // A word of an address of the web, or of an account with an underscore in it.
  bool Whole(size_t i, size_t first, const Code& code) const {
    if (i >= tokens_.size()) return false;
    if (code.web)
      return i == first || MarkOf(Word(i - 1)) != 0 || Word(i - 1) == "colon" ||
             Word(i).size() == 1 || DigitOf(i) >= 0;
    const bool account = MarkOf(Word(i + 1)) == '_' || (i > first && MarkOf(Word(i - 1)) == '_');
    return account && Word(i).size() > 1;
  }

  // The words right before, of which one announces it.
  bool Labelled(size_t first) const {
    for (size_t back = 1; back <= 3 && back <= first; ++back) {
      if (Announces(Word(first - back))) return true;
    }
    return false;
  }

  bool Sure(size_t first, const Code& code) const {
    if (code.spoken == 0) return false;
    if (code.text.find('@') != std::string::npos) return true;
    if (code.web) return code.dots > 0 && code.marks > 2;
    const bool address = code.dots == 3 && code.letters == 0 && code.marks == 3;  // Of a network.
    if (address) return code.digits >= 4;
    if (code.dots > 0) return false;
    const bool account = code.text.find('_') != std::string::npos;
    if (account) return Labelled(first) || code.digits > 1;
    if (code.letters == 0 && code.marks == 0 && code.written > 1) return code.digits >= 4;
    if (code.letters == 0) {
      // The reader of digits knows these; here only those with marks among them.
      return code.marks > 0 && code.digits >= 5 && Labelled(first);
    }
    const bool plate = code.digits == 2 && code.letters >= 4 && code.letters <= 5;
    const bool shaped = (code.digits >= 3 || plate) && Labelled(first);
    const bool marked = code.marks > 0 && code.digits >= 4;
    return shaped || marked || (code.digits >= 5 && code.letters >= 2);
  }

  const std::string& text_;
  std::vector<SpokenToken> tokens_;
};

}  // namespace

Normalised WriteOutCodes(Normalised spoken) {
  const std::vector<Rewriting> all = CodeSpeech(spoken.text).Read();
  return all.empty() ? spoken : Rewritten(spoken, all);
}

Normalised Rewritten(const Normalised& spoken, const std::vector<Rewriting>& all) {
  Normalised out;
  size_t at = 0;
  auto copy_until = [&](size_t end) {
    for (; at < end; ++at) out.Push(spoken.text[at], spoken.begin[at], spoken.end[at]);
  };
  for (const Rewriting& rewriting : all) {
    copy_until(rewriting.begin);
    for (char c : rewriting.text)
      out.Push(c, spoken.begin[rewriting.begin], spoken.end[rewriting.end - 1]);
    at = rewriting.end;
  }
  copy_until(spoken.text.size());
  return out;
}

}  // namespace candour::anonymise

#include "node/anonymise/document.h"

#include <algorithm>
#include <array>

namespace candour::anonymise {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z') || (c & 0x80) != 0; }
char ToLower(char c) { return IsUpper(c) ? static_cast<char>(c | 0x20) : c; }

Shape ShapeOf(std::string_view word) {
  size_t digits = 0;
  size_t upper = 0;
  size_t letters = 0;
  for (char c : word) {
    digits += IsDigit(c) ? 1 : 0;
    upper += IsUpper(c) ? 1 : 0;
    letters += IsLetter(c) ? 1 : 0;
  }
  if (digits > 0) return letters == 0 ? Shape::kNumber : Shape::kAlnum;
  if (upper == 0) return (word[0] & 0x80) != 0 ? Shape::kCapital : Shape::kLower;
  if (upper == letters) return letters == 1 ? Shape::kUpper : Shape::kUpper;
  return upper == 1 && IsUpper(word[0]) ? Shape::kCapital : Shape::kMixed;
}

// "I've", "she'll", "didn't"
bool EndsLikeContraction(std::string_view lower) {
  for (std::string_view ending : {"'ve", "'ll", "'re", "'m", "'d", "n't"}) {
    if (lower.size() > ending.size() && lower.ends_with(ending)) return true;
  }
  return false;
}

// Where the word that begins at `at` ends. An apostrophe stays inside "O'Neill" and "didn't".
size_t WordEnd(std::string_view text, size_t at) {
  size_t p = at;
  while (p < text.size()) {
    if (IsLetter(text[p]) || IsDigit(text[p])) {
      ++p;
    } else if (text[p] == '\'' && p > at && p + 1 < text.size() && IsLetter(text[p - 1]) &&
               IsLetter(text[p + 1])) {
      ++p;
    } else {
      break;
    }
  }
  return p;
}

// "DOB01/02/1950", "tel01632960123": where a label that nothing parts from its number ends, or 0.
size_t GluedLabel(std::string_view word) {
  struct Label {
    std::string_view text;
    size_t digits;
  };
  constexpr std::array<Label, 18> kLabels = {{{"dob", 1},
                                              {"nhs", 9},
                                              {"nhsno", 9},
                                              {"tel", 6},
                                              {"mob", 6},
                                              {"ext", 3},
                                              {"bleep", 3},
                                              {"age", 2},
                                              {"aged", 2},
                                              {"ward", 1},
                                              {"hosp", 5},
                                              {"lot", 2},
                                              {"exp", 4},
                                              {"no", 2},
                                              {"at", 4},
                                              {"on", 1},
                                              {"bp", 2},
                                              {"hr", 2}}};
  size_t letters = 0;
  while (letters < word.size() && IsLetter(word[letters])) ++letters;
  if (letters < 2 || letters > 5) return 0;
  bool small = ToLower(word[0]) == word[0];
  if (letters == 2 && !small) return 0;  // "AT4417" is a number of its own.
  size_t digits = 0;
  while (letters + digits < word.size() && IsDigit(word[letters + digits])) ++digits;
  if (digits == 0) return 0;
  for (const Label& label : kLabels) {
    bool same = label.text.size() == letters &&
                std::equal(label.text.begin(), label.text.end(), word.begin(),
                           [](char a, char b) { return a == ToLower(b); });
    if (same && digits >= label.digits) return letters;
  }
  return 0;
}

// "9991994246Order", "118904LOT", "1/2/34Tel": where a number ends that the next word is stuck to,
// or 0. Small words of which many a unit consists count where a capital follows: "24byNurse".
size_t GluedNumber(std::string_view word) {
  struct Word {
    std::string_view text;
    size_t digits;
  };
  constexpr std::array<Word, 20> kWords = {
      {{"lot", 5},  {"exp", 5},     {"order", 5}, {"dob", 2},      {"nhs", 2},
       {"ward", 2}, {"tel", 2},     {"hosp", 2},  {"name", 2},     {"nok", 2},
       {"wife", 2}, {"husband", 2}, {"son", 4},   {"daughter", 2}, {"from", 2},
       {"with", 2}, {"and", 2},     {"by", 2},    {"was", 2},      {"seen", 2}}};
  size_t digits = 0;
  while (digits < word.size() && IsDigit(word[digits])) ++digits;
  if (digits < 2 || word.size() < digits + 2) return 0;
  std::string_view rest = word.substr(digits);
  for (const Word& label : kWords) {
    bool same = digits >= label.digits && rest.size() >= label.text.size() &&
                std::equal(label.text.begin(), label.text.end(), rest.begin(),
                           [](char a, char b) { return a == ToLower(b); });
    if (!same) continue;
    const size_t end = label.text.size();
    const bool capital = end < rest.size() && IsUpper(rest[end]) && !IsUpper(rest[end - 1]);
    if (rest.size() == end || !IsLetter(rest[end]) || capital) return digits;
  }
  return 0;
}

bool EndsSentence(std::string_view gap) {
  for (size_t i = 0; i < gap.size(); ++i) {
    bool stop = gap[i] == '.' || gap[i] == '!' || gap[i] == '?';
    if (stop && (i + 1 == gap.size() || gap[i + 1] != gap[i])) {
      if (i + 1 < gap.size()) return true;
    }
  }
  return false;
}

}  // namespace

bool IsPlainGap(std::string_view gap) {
  if (gap.empty() || gap.size() > 3) return false;
  return std::all_of(gap.begin(), gap.end(), [](char c) { return c == ' ' || c == '\n'; }) &&
         std::count(gap.begin(), gap.end(), '\n') <= 1;
}

Document::Document(Normalised normalised, const Lexicon& lexicon)
    : lexicon_(lexicon), normalised_(std::move(normalised)) {
  lower_.resize(normalised_.text.size());
  std::transform(normalised_.text.begin(), normalised_.text.end(), lower_.begin(), ToLower);
  Cut();
  LookUp(lexicon);
  MarkStarts();
  MarkLineCases();
}

void Document::Cut() {
  std::string_view all = text();
  tokens_.reserve(all.size() / 5);
  for (size_t at = 0; at < all.size();) {
    if (!IsLetter(all[at]) && !IsDigit(all[at])) {
      ++at;
      continue;
    }
    size_t end = WordEnd(all, at);
    if (end - at > 2 && IsDigit(all[end - 1]) != IsDigit(all[at])) {
      size_t label = IsDigit(all[at]) ? GluedNumber(all.substr(at, end - at))
                                      : GluedLabel(all.substr(at, end - at));
      if (label > 0) end = at + label;
    }
    Token token{.begin = static_cast<uint32_t>(at), .end = static_cast<uint32_t>(end)};
    if (end - at > 2 && all[end - 2] == '\'' && (all[end - 1] == 's' || all[end - 1] == 'S')) {
      token.possessive = true;
      token.end -= 2;
    }
    token.shape = ShapeOf(Text(token));
    tokens_.push_back(token);
    at = end;
  }
}

void Document::LookUp(const Lexicon& lexicon) {
  std::string plain;
  for (Token& token : tokens_) {
    if (token.shape == Shape::kNumber) continue;
    std::string_view word = Lower(token);
    if (word.find('\'') != std::string_view::npos) {
      plain.assign(word);
      plain.erase(std::remove(plain.begin(), plain.end(), '\''), plain.end());
      word = plain;
    }
    token.classes = lexicon.Find(word);
    if (EndsLikeContraction(Lower(token))) token.classes = kEnglish | kEnglishCommon | kFunction;
  }
}

void Document::MarkStarts() {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    Token& token = tokens_[i];
    if (i == 0) {
      token.starts_line = token.starts_sentence = true;
      continue;
    }
    std::string_view gap = Gap(i - 1);
    const Token& before = tokens_[i - 1];
    bool abbreviation = before.Is(kTitle) || (before.size() == 1 && before.shape == Shape::kUpper);
    bool stop = EndsSentence(gap) && !abbreviation;
    size_t newline = gap.find('\n');
    if (newline != std::string_view::npos) {
      token.starts_line = true;
      // A wrapped line goes on in mid-sentence; a short line before, or a mark, begins anew.
      size_t line = text().rfind('\n', before.begin);
      size_t line_begin = line == std::string_view::npos ? 0 : line + 1;
      bool wrapped = gap.size() == 1 && before.end - line_begin > 45;
      stop = stop || !wrapped;
    }
    token.starts_sentence = stop || (gap.find_first_of("*>") != std::string_view::npos);
  }
}

void Document::MarkLineCases() {
  size_t lower_words = 0;
  size_t all_words = 0;
  for (const Token& token : tokens_) {
    if (!token.IsWord()) continue;
    ++all_words;
    lower_words += token.shape == Shape::kLower ? 1 : 0;
  }
  bool lower_text = all_words > 0 && lower_words * 100 >= all_words * 97;
  for (size_t first = 0; first < tokens_.size();) {
    size_t last = first;
    size_t words = 0;
    size_t upper = 0;
    size_t longer_lower = 0;
    size_t capitals = 0;
    do {
      const Token& token = tokens_[last++];
      if (!token.IsWord()) continue;
      ++words;
      upper += token.shape == Shape::kUpper ? 1 : 0;
      longer_lower += token.shape == Shape::kLower ? 1 : 0;
      capitals += token.shape == Shape::kCapital && token.size() > 2 ? 1 : 0;
    } while (last < tokens_.size() && !tokens_[last].starts_sentence);
    LineCase line_case = LineCase::kOrdinary;
    // A short sentence goes with the one before it.
    bool follows = first > 0 && tokens_[first - 1].line_case == LineCase::kUpper;
    if (follows && words > 0 && words < 3 && upper == words) line_case = LineCase::kUpper;
    // "BMS C. Obi HCPC": abbreviations around a name.
    const size_t share = capitals > 0 ? 80 : 70;
    if (words >= 3 && upper * 100 >= words * share && longer_lower <= 1)
      line_case = LineCase::kUpper;
    if (lower_text) line_case = LineCase::kLower;
    for (size_t i = first; i < last; ++i) tokens_[i].line_case = line_case;
    first = last;
  }
}

std::string_view Document::Gap(size_t i) const {
  size_t from = tokens_[i].end + (tokens_[i].possessive ? 2 : 0);
  const bool last = i + 1 >= tokens_.size();
  size_t to = last ? text().size() : tokens_[i + 1].begin;
  std::string_view gap = text().substr(from, to - from);
  return last && gap == " " ? std::string_view() : gap;  // A blank joins words; none follows.
}

std::string_view Document::Before(size_t at, size_t most) const {
  size_t from = at > most ? at - most : 0;
  return lower().substr(from, at - from);
}

std::string_view Document::After(size_t at, size_t most) const {
  return lower().substr(std::min(at, lower_.size()), most);
}

size_t Document::TokenAtOrAfter(size_t at) const {
  auto less = [](const Token& token, size_t offset) { return token.begin < offset; };
  return static_cast<size_t>(std::lower_bound(tokens_.begin(), tokens_.end(), at, less) -
                             tokens_.begin());
}

}  // namespace candour::anonymise

// Words an optical reader has misread, put right where the word lists know what was meant and not
// what was read.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "node/anonymise/lexicon.h"
#include "node/anonymise/normalise.h"

namespace candour::anonymise {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsWordByte(char c) { return IsDigit(c) || IsUpper(c) || IsLower(c); }
char ToUpper(char c) { return IsLower(c) ? static_cast<char>(c & ~0x20) : c; }
char ToLower(char c) { return IsUpper(c) ? static_cast<char>(c | 0x20) : c; }

struct Misreading {
  std::string_view read;
  std::string_view meant;
  int sign;  // How much it says that an optical reader was at work; two is enough.
};

constexpr std::array<Misreading, 20> kMisreadings = {{
    {"rn", "m", 2}, {"tb", "th", 1}, {"cl", "d", 1}, {"ln", "h", 1}, {"vv", "w", 1},
    {"ii", "u", 1}, {"li", "h", 1},  {"nn", "m", 0}, {"l", "i", 0},  {"i", "l", 0},
    {"0", "o", 2},  {"1", "l", 2},   {"1", "i", 2},  {"5", "s", 2},  {"8", "b", 2},
    {"6", "b", 2},  {"6", "g", 2},   {"9", "g", 2},  {"3", "e", 2},  {"4", "a", 2},
}};

// Labels, months and small words of which too little is left for a search.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kShort = {
    {{"nh5", "nhs"},  {"d0b", "dob"},      {"d08", "dob"},   {"mr5", "mrs"},   {"te1", "tel"},
     {"n0", "no"},    {"m0b", "mob"},      {"0ct", "oct"},   {"n0v", "nov"},   {"5ep", "sep"},
     {"ju1", "jul"},  {"ln", "in"},        {"ls", "is"},     {"lt", "it"},     {"tbe", "the"},
     {"5he", "she"},  {"ju1y", "july"},    {"jnne", "june"}, {"jnly", "july"}, {"0n", "on"},
     {"rnay", "May"}, {"rnarch", "march"}, {"o1d", "old"},   {"rnar", "mar"}}};

// "3rcl", "18tli": endings of ordinals.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOrdinals = {
    {{"rcl", "rd"}, {"ncl", "nd"}, {"tli", "th"}}};

constexpr size_t kChangesMax = 3;
constexpr size_t kLookUpsMax = 200;

struct Piece {
  size_t at = 0;  // In the word.
  size_t length = 0;
  std::string_view meant;
};

struct Repair {
  size_t begin = 0;
  size_t end = 0;
  std::vector<Piece> pieces;
};

// Looks for the word that was meant: few changes first.
class Search {
 public:
  Search(const Lexicon& lexicon, std::string_view word) : lexicon_(lexicon), word_(word) {}

  // True when one was found; `pieces` are the changes then, and `sign` what they say.
  bool Run(std::vector<Piece>& pieces, int& sign) {
    size_t digits = static_cast<size_t>(std::count_if(word_.begin(), word_.end(), IsDigit));
    for (size_t changes = std::max<size_t>(digits, 1); changes <= kChangesMax; ++changes) {
      if (!Try(0, changes)) continue;
      pieces = pieces_;
      sign = sign_;
      return true;
    }
    return false;
  }

 private:
  bool Try(size_t at, size_t left) {
    if (look_ups_ >= kLookUpsMax) return false;
    if (at == word_.size()) return left == 0 && Known();
    for (const Misreading& misreading : kMisreadings) {
      if (left == 0 || !word_.substr(at).starts_with(misreading.read)) continue;
      size_t size = built_.size();
      built_ += misreading.meant;
      pieces_.push_back({.at = at, .length = misreading.read.size(), .meant = misreading.meant});
      sign_ += misreading.sign;
      if (Try(at + misreading.read.size(), left - 1)) return true;
      sign_ -= misreading.sign;
      pieces_.pop_back();
      built_.resize(size);
    }
    if (IsDigit(word_[at])) return false;
    built_.push_back(word_[at]);
    if (Try(at + 1, left)) return true;
    built_.pop_back();
    return false;
  }

  bool Known() {
    ++look_ups_;
    constexpr WordClasses kUsual = kEnglishCommon | kForenameCommon | kSurnameCommon | kPlace |
                                   kClinical | kDrug | kWardPlant | kRole | kTitle | kMonth |
                                   kWeekday | kRelation;
    WordClasses classes = lexicon_.Find(built_);
    bool short_word = word_.size() < 5;
    return (classes & (short_word ? kUsual & ~(kSurnameCommon | kDrug) : kUsual)) != 0;
  }

  const Lexicon& lexicon_;
  std::string_view word_;
  std::string built_;
  std::vector<Piece> pieces_;
  int sign_ = 0;
  size_t look_ups_ = 0;
};

class Mender {
 public:
  Mender(Normalised& read, const Lexicon& lexicon) : read_(read), lexicon_(lexicon) {}

  std::vector<Repair> Run() {
    Pass();
    if (signs_ < 2) return std::move(glued_);
    repairs_.clear();
    at_work_ = true;
    Pass();
    return std::move(repairs_);
  }

 private:
  // First what by itself is a sign of an optical reader, then, where one was at work, every word.
  void Pass() {
    const std::string& text = read_.text;
    for (size_t at = 0; at < text.size();) {
      if (!IsWordByte(text[at])) {
        ++at;
        continue;
      }
      size_t end = at;
      bool odd = at_work_ || MayBeTitle(text, at);
      char before = text[at];
      for (++end; end < text.size() && IsWordByte(text[end]); ++end) {
        odd = odd || IsOdd(before, text[end]);
        before = text[end];
      }
      if (odd && end - at >= 2 && end - at <= 20) Word(at, end);
      at = end;
    }
  }

  // Two letters that are often one misread, a figure beside a letter, a capital behind a small one.
  static bool IsOdd(char a, char b) {
    if (IsLower(b) && IsLower(a)) {  // As most pairs are.
      return b == 'n'   ? a == 'r' || a == 'l'
             : b == 'l' ? a == 'c'
             : b == 'b' ? a == 't'
                        : b == 'v' && a == 'v';
    }
    if (IsDigit(a) != IsDigit(b) || (IsUpper(b) && IsLower(a))) return true;
    char small = ToLower(a);
    return b == 'N'   ? small == 'r' || small == 'l'
           : b == 'L' ? small == 'c'
                      : b == 'n' && small == 'r';
  }

  static bool MayBeTitle(const std::string& text, size_t at) {
    std::string_view rest = std::string_view(text).substr(at, 5);
    return rest.starts_with("dr") || rest.starts_with("mr") || rest.starts_with("ms") ||
           rest.starts_with("nurse") || rest.starts_with("siste") || rest.starts_with("prof");
  }

  // "BX21 WRN": the letters of a plate, right behind its year.
  bool OfPlate(size_t begin, size_t end) const {
    const std::string& text = read_.text;
    if (end - begin != 3 || begin < 5 || text[begin - 1] != ' ') return false;
    return IsUpper(text[begin]) && IsUpper(text[begin + 2]) && IsDigit(text[begin - 2]) &&
           IsDigit(text[begin - 3]) && IsUpper(text[begin - 4]) && IsUpper(text[begin - 5]);
  }

  void Word(size_t begin, size_t end) {
    if (OfPlate(begin, end)) return;
    std::string word = read_.text.substr(begin, end - begin);
    size_t digits = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsDigit));
    size_t letters = word.size() - digits;
    std::string lower = word;
    std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
    if (at_work_ && Figures(begin, end)) return;
    if (letters == 0 || digits > letters) return;
    Repair repair{.begin = begin, .end = end, .pieces = {}};
    if (Ordinal(lower, digits, repair)) return Keep(std::move(repair), 1);
    if (Short(lower, repair)) return Keep(std::move(repair), digits > 0 ? 2 : 0);
    if (letters < 3 || (digits > 0 && (letters < digits * 2 || !WordLike(word)))) return;
    if (digits == 0 && Glued(word, lower, repair)) {
      if (!at_work_) glued_.push_back(repair);
      return Keep(std::move(repair), 0);
    }
    // "Mr lain Kerr": a small l for the capital of a forename.
    const bool small_l = at_work_ && word[0] == 'l' && end + 1 < read_.text.size() &&
                         read_.text[end] == ' ' && IsUpper(read_.text[end + 1]) &&
                         (lexicon_.Find("i" + lower.substr(1)) & kForenameCommon) != 0;
    if (small_l) {
      repair.pieces.push_back({.at = 0, .length = 1, .meant = "i"});
      return Keep(std::move(repair), 0);
    }
    if (lexicon_.Find(lower) != 0) return;
    int sign = 0;
    if (Search(lexicon_, lower).Run(repair.pieces, sign)) return Keep(std::move(repair), sign);
    if (at_work_ && digits > 0 && Spelled(word, repair)) Keep(std::move(repair), 0);
  }

  // "byMary", "SycamoreGrove", "DrPatel": words that have lost the blank between them; and "drsze",
  // where the title and the name are known.
  bool Glued(const std::string& word, const std::string& lower, Repair& repair) const {
    size_t capital = 1;
    while (capital < word.size() && !IsUpper(word[capital])) ++capital;
    if (capital < word.size()) {
      if (!Parts(word, lower, capital)) return false;
      repair.pieces.push_back({.at = capital, .length = 0, .meant = " "});
      return true;
    }
    constexpr std::array<std::string_view, 7> kTitles = {"dr ",    "mr ",     "mrs ", "ms ",
                                                         "nurse ", "sister ", "prof "};
    for (std::string_view title : kTitles) {
      size_t length = title.size() - 1;
      if (lower.size() < length + 3 || lower.compare(0, length, title.substr(0, length)) != 0)
        continue;
      bool name =
          lexicon_.Find(lower) == 0 &&
          (lexicon_.Find(std::string_view(lower).substr(length)) & (kForename | kSurname)) != 0;
      if (!name) continue;
      repair.pieces.push_back({.at = length, .length = 0, .meant = " "});
      return true;
    }
    return false;
  }

  // Whether a word with a capital inside is two that the lists know.
  bool Parts(const std::string& word, const std::string& lower, size_t capital) const {
    constexpr std::array<std::string_view, 9> kPrefixes = {"mc", "mac", "fitz", "de", "la",
                                                           "le", "van", "di",   "du"};
    std::string_view left = std::string_view(lower).substr(0, capital);
    std::string_view right = std::string_view(lower).substr(capital);
    bool small = std::all_of(word.begin() + static_cast<long>(capital) + 1, word.end(), IsLower);
    if (!small || left.size() < 2 || right.size() < 2) return false;
    if (std::find(kPrefixes.begin(), kPrefixes.end(), left) != kPrefixes.end()) return false;
    return lexicon_.Find(lower) == 0 && lexicon_.Find(left) != 0 && lexicon_.Find(right) != 0;
  }

  void Keep(Repair repair, int sign) {
    signs_ += sign;
    repairs_.push_back(std::move(repair));
  }

  static bool Ordinal(const std::string& lower, size_t digits, Repair& repair) {
    if (digits == 0 || digits > 2 || !IsDigit(lower[digits - 1])) return false;
    for (const auto& [read, meant] : kOrdinals) {
      if (lower.compare(digits, lower.npos, read) != 0) continue;
      repair.pieces.push_back({.at = digits, .length = read.size(), .meant = meant});
      return true;
    }
    return false;
  }

  static bool Short(const std::string& lower, Repair& repair) {
    for (const auto& [read, meant] : kShort) {
      if (read != lower) continue;
      repair.pieces.push_back({.at = 0, .length = lower.size(), .meant = meant});
      return true;
    }
    return false;
  }

  // Small letters behind at most one capital, or six capitals and more: "5troke", "PATTER5ON".
  static bool WordLike(const std::string& word) {
    size_t lower = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsLower));
    size_t upper = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsUpper));
    bool unit = IsDigit(word[0]) && IsDigit(word[1]);  // "50mls"
    return !unit && ((lower >= 3 && upper <= 1) || (lower == 0 && upper >= 5));
  }

  // "Bla5zczyk": a name no list holds, in which a digit stands between small letters.
  static bool Spelled(const std::string& word, Repair& repair) {
    for (size_t at = 0; at < word.size(); ++at) {
      if (!IsDigit(word[at])) continue;
      bool inner = at > 0 && at + 1 < word.size() && IsLower(word[at + 1]);
      std::string_view meant = word[at] == '0'   ? "o"
                               : word[at] == '1' ? "l"
                               : word[at] == '5' ? "s"
                               : word[at] == '8' ? "b"
                                                 : "";
      if (!inner || meant.empty()) return false;
      repair.pieces.push_back({.at = at, .length = 1, .meant = meant});
    }
    return true;
  }

  // "l4", "9l", "l0l": letters for digits in a short number.
  bool Figures(size_t begin, size_t end) {
    std::string& text = read_.text;
    std::string_view word = std::string_view(text).substr(begin, end - begin);
    if (word == "9S" || word == "9Z" || word == "9B") {  // An age.
      text[begin + 1] = word == "9S" ? '5' : word == "9Z" ? '2' : '8';
      return true;
    }
    if (word.size() > 4 || word.find_first_not_of("0123456789lIO") != word.npos) return false;
    if (word.find_first_of("0123456789") == word.npos || word == "O2") return false;
    if (word.find_first_of("lIO") == word.npos) return true;
    bool litres = word.back() == 'l' && (word.size() > 2 || word[0] < '9');  // "2l", "15l"
    if (litres) return false;
    for (size_t at = begin; at < end; ++at) {
      if (text[at] == 'O') text[at] = '0';
      if (text[at] == 'l' || text[at] == 'I') text[at] = '1';
    }
    return true;
  }

  Normalised& read_;
  const Lexicon& lexicon_;
  std::vector<Repair> repairs_;
  std::vector<Repair> glued_;
  int signs_ = 0;
  bool at_work_ = false;  // An optical reader was.
};

// Writes the word of `repair` as it was meant, in the letters it was written in.
void Write(const Normalised& read, const Repair& repair, Normalised& out) {
  const std::string& text = read.text;
  bool shouted = std::none_of(text.begin() + static_cast<long>(repair.begin),
                              text.begin() + static_cast<long>(repair.end), IsLower);
  size_t at = repair.begin;
  for (const Piece& piece : repair.pieces) {
    for (; at < repair.begin + piece.at; ++at) out.Push(text[at], read.begin[at], read.end[at]);
    bool first = piece.at == 0 && !IsLower(text[at]);
    first = first || (piece.at == 0 && piece.meant == "i");
    if (piece.length == 0) {
      out.Push(' ', read.begin[at], read.begin[at]);
      continue;
    }
    size_t last = at + piece.length - 1;
    for (size_t i = 0; i < piece.meant.size(); ++i) {
      bool capital = shouted || (first && i == 0);
      out.Push(capital ? ToUpper(piece.meant[i]) : piece.meant[i], read.begin[at], read.end[last]);
    }
    at += piece.length;
  }
  for (; at < repair.end; ++at) out.Push(text[at], read.begin[at], read.end[at]);
}

bool IsFigure(char c) { return IsDigit(c) || c == 'l' || c == 'I' || c == 'O' || c == 'o'; }

// The end of at most `most` figures from `at` on, which nothing of a word follows.
size_t FiguresEnd(const std::string& text, size_t at, size_t most) {
  size_t end = at;
  while (end < text.size() && end - at < most && IsFigure(text[end])) ++end;
  return end < text.size() && IsWordByte(text[end]) ? at : end;
}

// "2l/ll/2O23", "O3.l2.2024": letters for digits in a date with its year.
void MendDates(std::string& text) {
  for (size_t mark = 1; mark < text.size(); ++mark) {
    if ((text[mark] != '/' && text[mark] != '.') || !IsFigure(text[mark - 1])) continue;
    size_t begin = mark;
    while (begin > 0 && mark - begin < 2 && IsFigure(text[begin - 1])) --begin;
    if (begin == mark || (begin > 0 && IsWordByte(text[begin - 1]))) continue;
    size_t second = FiguresEnd(text, mark + 1, 2);
    if (second == mark + 1 || second >= text.size() || text[second] != text[mark]) continue;
    size_t end = FiguresEnd(text, second + 1, 4);
    if (end != second + 5 || (text[second + 1] != '2' && text[second + 2] != '9')) continue;
    for (size_t at = begin; at < end; ++at) {
      if (text[at] == 'O' || text[at] == 'o') text[at] = '0';
      if (text[at] == 'l' || text[at] == 'I') text[at] = '1';
    }
  }
}

// "0'Dowd": what begins a surname is a letter.
void MendSurnames(std::string& text) {
  for (size_t at = text.find("0'"); at != text.npos; at = text.find("0'", at + 1)) {
    const bool apart = at == 0 || !IsWordByte(text[at - 1]);
    if (apart && at + 3 < text.size() && IsUpper(text[at + 2]) && IsLower(text[at + 3]))
      text[at] = 'O';
  }
}

// The word from `at` on, in small letters.
std::string WordFrom(const std::string& text, size_t at) {
  std::string word;
  for (; at < text.size() && (IsLower(text[at]) || IsUpper(text[at])); ++at)
    word.push_back(ToLower(text[at]));
  return word;
}

// "Ravens-worth" where a line ended behind the hyphen: one word, when the lists know it or when
// they do not know what stands behind the hyphen.
Normalised JoinTorn(Normalised read, const Lexicon& lexicon) {
  std::vector<size_t> hyphens;
  const std::string& text = read.text;
  for (size_t at = text.find('-', 1); at != text.npos; at = text.find('-', at + 1)) {
    bool torn = at + 2 < text.size() && IsLower(text[at + 1]) && read.begin[at + 1] > read.end[at];
    if (!torn || !(IsLower(text[at - 1]) || IsUpper(text[at - 1]))) continue;
    size_t begin = at;
    while (begin > 0 && at - begin < 24 && (IsLower(text[begin - 1]) || IsUpper(text[begin - 1])))
      --begin;
    const std::string right = WordFrom(text, at + 1);
    const std::string left = WordFrom(text, begin);
    if (lexicon.Find(left + right) != 0 || lexicon.Find(right) == 0) hyphens.push_back(at);
  }
  if (hyphens.empty()) return read;
  Normalised out;
  size_t next = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool hyphen = next < hyphens.size() && hyphens[next] == at;
    next += hyphen ? 1 : 0;
    if (!hyphen) out.Push(text[at], read.begin[at], read.end[at]);
  }
  return out;
}

}  // namespace

Normalised MendMisreadings(Normalised read, const Lexicon& lexicon) {
  read = JoinTorn(std::move(read), lexicon);
  MendDates(read.text);
  MendSurnames(read.text);
  std::vector<Repair> repairs = Mender(read, lexicon).Run();
  if (repairs.empty()) return read;
  Normalised out;
  size_t at = 0;
  auto copy_until = [&](size_t end) {
    for (; at < end; ++at) out.Push(read.text[at], read.begin[at], read.end[at]);
  };
  for (const Repair& repair : repairs) {
    copy_until(repair.begin);
    Write(read, repair, out);
    at = repair.end;
  }
  copy_until(read.text.size());
  return WriteOutDictation(std::move(out));  // "nlneteen" is a number now.
}

}  // namespace candour::anonymise

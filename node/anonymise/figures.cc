// Figures that an optical reader has torn and misread: "l 4/ O 6/ 2O2 2", "DECT 6 4 18O", "the l
// 7th". In a text that shows signs of one, letters beside figures are read as figures, and blanks
// inside a number are taken out.
#include <algorithm>
#include <array>
#include <string_view>

#include "node/anonymise/normalise.h"

namespace candour::anonymise {
namespace {

constexpr size_t kRunMax = 14;  // Figures of one number.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
bool IsWordByte(char c) {
  static constexpr auto kBytes = [] {
    std::array<bool, 256> bytes{};
    for (int b = 0; b < 256; ++b)
      bytes[static_cast<size_t>(b)] =
          (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    return bytes;
  }();
  return kBytes[static_cast<unsigned char>(c)];
}
bool IsLike(char c) { return c == 'l' || c == 'I' || c == 'O'; }  // A figure misread.

class FigureMender {
 public:
  explicit FigureMender(Normalised& read) : read_(read), text_(read.text) {}

  // How much says that an optical reader was at work.
  size_t Signs() const {
    size_t signs = 0;
    for (size_t at = 0; at < text_.size() && signs < 3;) {
      if (!IsWordByte(text_[at])) {
        ++at;
        continue;
      }
      const size_t end = WordEnd(at);
      signs += SignsOf(std::string_view(text_).substr(at, end - at));
      signs += end == at + 1 && IsLike(text_[at]) && Between(at, end) ? 1 : 0;
      at = end;
    }
    return signs;
  }

  Normalised Mend() {
    ReadLetters();
    Normalised out;
    out.text.reserve(text_.size());
    for (size_t at = 0; at < text_.size();) {
      if (IsDigit(text_[at]) && (at == 0 || !IsWordByte(text_[at - 1]))) {
        at = Number(at, out);
      } else {
        Keep(at++, out);
      }
    }
    return out;
  }

 private:
  size_t WordEnd(size_t at) const {
    while (at < text_.size() && IsWordByte(text_[at])) ++at;
    return at;
  }

  // "2O24" and "l4" are two, "fol1owing" is one; "O2" and litres are none.
  static size_t SignsOf(std::string_view word) {
    size_t digits = 0;
    size_t like = 0;
    for (char c : word) {
      digits += IsDigit(c) ? 1 : 0;
      like += IsLike(c) ? 1 : 0;
    }
    if (digits == 0) return 0;
    if (digits + like == word.size()) {
      const bool litres = like == 1 && word.back() == 'l';
      if (word[0] == 'I') return 0;                      // "I21.4"
      if (word.size() == 2 && word[0] == 'l') return 1;  // "l4/5 disc"
      return like > 0 && word != "O2" && !litres && word.size() > 1 ? 2 : 0;
    }
    for (size_t at = 1; at + 1 < word.size(); ++at) {
      if ((word[at] == '1' || word[at] == '0') && IsSmall(word[at - 1]) && IsSmall(word[at + 1]))
        return 1;
    }
    return 0;
  }

  // Letters alone are figures beside figures: "O 2 5", "ll/O9".
  void ReadLetters() {
    for (size_t at = 0; at < text_.size();) {
      if (!IsWordByte(text_[at])) {
        ++at;
        continue;
      }
      const size_t end = WordEnd(at);
      std::string_view word = std::string_view(text_).substr(at, end - at);
      const bool all =
          std::all_of(word.begin(), word.end(), [](char c) { return IsDigit(c) || IsLike(c); });
      const bool digit = std::any_of(word.begin(), word.end(), IsDigit);
      const bool litres = digit && word.back() == 'l' &&
                          word.find_first_of("lIO") == word.size() - 1 && word.size() < 4;
      if (word.size() == 3 && IsLike(word[0]) && BehindOutward(at, word)) {
        text_[at] = word[0] == 'O' ? '0' : '1';  // "LL36 OZT"
      } else if (all && !litres && word != "O2" && (digit || Between(at, end))) {
        for (size_t k = at; k < end; ++k)
          text_[k] = text_[k] == 'O' ? '0' : IsDigit(text_[k]) ? text_[k] : '1';
      }
      at = end;
    }
  }

  // Whether `inward`, at `at`, stands behind the first half of a postcode: "LL36", "M3".
  bool BehindOutward(size_t at, std::string_view inward) const {
    if (inward[1] < 'A' || inward[1] > 'Z' || inward[2] < 'A' || inward[2] > 'Z') return false;
    if (at < 3 || text_[at - 1] != ' ' || !IsDigit(text_[at - 2])) return false;
    size_t begin = at - 1;
    while (begin > 0 && IsWordByte(text_[begin - 1])) --begin;
    std::string_view outward = std::string_view(text_).substr(begin, at - 1 - begin);
    const size_t letters = std::min(outward.find_first_of("0123456789"), outward.size());
    return letters > 0 && letters < 3 && outward.size() - letters < 3 &&
           outward.find_first_not_of("0123456789", letters) == outward.npos &&
           outward.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == letters;
  }

  // Whether a figure stands on a side of letters that may be figures, one blank or mark away.
  bool Between(size_t at, size_t end) const {
    const bool pronoun = end == at + 1 && text_[at] != 'O' && end + 1 < text_.size() &&
                         text_[end] == ' ' && IsSmall(text_[end + 1]);
    if (pronoun) return false;
    size_t before = at;
    if (before > 0 && text_[before - 1] == ' ') --before;
    if (before > 0 && IsMark(text_[before - 1])) {
      --before;
      if (before > 1 && before + 2 == at && text_[before - 1] == ' ') --before;  // "27 / l / 24"
    }
    const bool left = before < at && before > 0 && IsDigit(text_[before - 1]);
    size_t after = end;
    if (after < text_.size() && IsMark(text_[after])) ++after;
    if (after < text_.size() && text_[after] == ' ') ++after;
    const bool like = after < text_.size() && IsLike(text_[after]) && after + 1 < text_.size() &&
                      !IsSmall(text_[after + 1]) && IsMark(text_[end]);
    const bool right = after > end && after < text_.size() && (IsDigit(text_[after]) || like);
    return left || right;
  }

  static bool IsMark(char c) { return c == '/' || c == '.' || c == '-'; }

  // A number from `at` on, written without the blanks inside it; returns where it ends.
  size_t Number(size_t at, Normalised& out) {
    size_t end = at;
    size_t parts = 0;
    size_t shortest = kRunMax;
    size_t digits = 0;
    size_t last_digit = at;
    for (;;) {
      size_t stop = end;
      while (stop < text_.size() && IsDigit(text_[stop])) ++stop;
      const bool hour = stop < text_.size() && text_[stop] == ':';
      const bool word = stop < text_.size() && IsWordByte(text_[stop]) && !IsEnding(stop);
      if (stop == end || (hour && parts > 0) || word) break;
      shortest = std::min(shortest, stop - end);
      digits += stop - end;
      ++parts;
      last_digit = stop;
      if (at > 0 && text_[at - 1] == ':') break;  // Minutes.
      if (stop + 1 >= text_.size() || text_[stop] != ' ' || !IsDigit(text_[stop + 1])) break;
      end = stop + 1;
    }
    const bool torn = parts > 1 && shortest == 1 && digits <= kRunMax;
    if (parts == 0 || !torn) {
      size_t stop = at;
      while (stop < text_.size() && IsDigit(text_[stop])) Keep(stop++, out);
      return OverMark(stop, out);
    }
    for (size_t k = at; k < last_digit; ++k) {
      if (text_[k] != ' ') Keep(k, out);
    }
    return OverMark(last_digit, out);
  }

  // "2 l st": an ordinal's ending that is torn off, and blanks around a mark between figures.
  size_t OverMark(size_t at, Normalised& out) {
    if (at + 2 < text_.size() && text_[at] == ' ' && IsEnding(at + 1)) return at + 1;
    size_t mark = at < text_.size() && text_[at] == ' ' ? at + 1 : at;
    if (mark + 1 >= text_.size() ||
        std::string_view("/.-").find(text_[mark]) == std::string_view::npos)
      return at;
    const size_t next = text_[mark + 1] == ' ' ? mark + 2 : mark + 1;
    const bool wide = mark > at && next > mark + 1;  // "4 - 5"
    const bool tight = mark == at && next == mark + 1;
    if (next >= text_.size() || !IsDigit(text_[next]) || tight || (wide && text_[mark] != '/') ||
        (text_[mark] == '.' && mark == at))  // "6. 4 weeks"
      return at;
    Keep(mark, out);
    return next;
  }

  // "st", "nd", "rd" or "th" and no more.
  bool IsEnding(size_t at) const {
    std::string_view ending = std::string_view(text_).substr(at, 2);
    const bool known = ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
    return known && (at + 2 >= text_.size() || !IsWordByte(text_[at + 2]));
  }

  void Keep(size_t at, Normalised& out) const {
    out.Push(text_[at], read_.begin[at], read_.end[at]);
  }

  Normalised& read_;
  std::string& text_;
};

}  // namespace

Normalised MendFigures(Normalised read) {
  FigureMender mender(read);
  return mender.Signs() < 2 ? read : mender.Mend();
}

}  // namespace candour::anonymise

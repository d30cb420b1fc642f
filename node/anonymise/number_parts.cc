// What belongs to a number that was found only in part: a check letter, the letters or the figures
// before it, the day of a log number, what goes on behind the day in a file's name.
#include <algorithm>
#include <array>

#include "node/anonymise/completer.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/labels.h"

namespace candour::anonymise {
namespace {

class NumberCompleter : public Completer {
 public:
  using Completer::Completer;

 private:
  bool Number(size_t i) const { return Has(i) && sense_.At(i).shape == Shape::kNumber; }

  void Complete(SpanType type) override {
    switch (type) {
      case SpanType::kPhone:
        if (first_ > 1 && Word(first_ - 1) == "ext" && Word(first_ - 2) == "101")
          first_ -= 2;  // "101 ext 77120": of the police.
        if (Word(last_ + 1) == "x" && Has(last_ + 2) && masked_[last_ + 2] != nullptr) last_ += 2;
        return;  // "0161 496 0417 x 23"
      case SpanType::kLocalId:
        OfDay();
        OverStroke();
        PartOfPlate();
        LettersBefore();
        [[fallthrough]];
      case SpanType::kDeviceSerial:
        Equipment();
        CheckLetter();
        WordBefore();
        [[fallthrough]];
      case SpanType::kStaffId:
        FiguresBefore();
        return;
      case SpanType::kVehicle:
        return PartOfPlate();
      case SpanType::kDate:
        WeekdayBefore();
        return BehindDay();
      default:
        return;
    }
  }

  // "Th 13/6", "Fr 14/6"
  void WeekdayBefore() {
    constexpr std::array<std::string_view, 7> kShort = {"mo", "tu", "we", "th", "fr", "sa", "su"};
    if (first_ > 0 && document_.Gap(first_ - 1) == " " && Number(first_) && Free(first_ - 1) &&
        sense_.At(first_ - 1).Capital() && IsOneOf(kShort, Word(first_ - 1)))
      --first_;
  }

  // "||0099127 Q||": a letter behind a number in the same field; "24.B0072004": the year before.
  void CheckLetter() {
    if (document_.Gap(last_) == "_" && Free(last_ + 1) && sense_.At(last_ + 1).size() == 1)
      ++last_;  // "REC_20931_a"
    if (Word(last_ + 1) == "of" && document_.Gap(last_) == " " && Has(last_ + 2) &&
        sense_.At(last_ + 2).shape == Shape::kNumber && sense_.At(last_ + 2).size() == 6)
      last_ += 2;  // "log 1187 of 030524"
    // "log 412 of 6/10 refers"
    if (Word(last_ + 1) == "of" && document_.Gap(last_) == " " && Has(last_ + 3) &&
        document_.Gap(last_ + 2) == "/" && Number(last_ + 2) && sense_.At(last_ + 2).size() <= 2 &&
        sense_.At(last_ + 3).size() <= 2 && document_.Gap(last_ + 3) != "/")
      last_ += 3;
    // "tag EBME 30918"
    constexpr std::array<std::string_view, 6> kWords = {"id", "no", "number", "nr", "num", "ref"};
    constexpr std::array<std::string_view, 8> kTags = {"tag",    "asset", "ref",    "log",
                                                       "serial", "job",   "ticket", "receipt"};
    if (first_ > 1 && document_.Gap(first_ - 1) == " " && Free(first_ - 1) &&
        sense_.At(first_ - 1).shape == Shape::kUpper && sense_.At(first_ - 1).size() < 6 &&
        sense_.At(first_ - 1).size() > 1 && !IsOneOf(kWords, Word(first_ - 1)) &&
        IsOneOf(kTags, Word(first_ - 2)))
      --first_;
    if (first_ > 0 && Free(first_ - 1) && sense_.At(first_ - 1).shape == Shape::kNumber &&
        sense_.At(first_ - 1).size() == 2) {
      std::string_view gap = document_.Gap(first_ - 1);
      const bool coded = gap == "." && sense_.At(first_).shape == Shape::kAlnum;
      const bool lengthy = gap == ":" && sense_.At(first_).size() >= 7;  // "24:B0033918"
      if (coded || lengthy) --first_;
    }
    if (document_.Gap(last_) == " " && Free(last_ + 1) && sense_.Initial(last_ + 1) &&
        sense_.At(last_).shape >= Shape::kNumber &&
        (document_.Gap(last_ + 1).starts_with("|") ||
         (Number(last_) && sense_.At(last_).size() > 5 && Ends(last_ + 1)) ||
         (last_ > first_ && sense_.At(first_).shape == Shape::kUpper && Ends(last_ + 1))))
      ++last_;  // "RNB 204417 S,"
  }

  // "217 of 12/05/24", "614 of 8 May": the number of a log and its day are one.
  void OfDay() {
    if (Word(last_ + 1) != "of" || document_.Gap(last_) != " ") return;
    const size_t first = Word(last_ + 2) == "the" ? last_ + 3 : last_ + 2;
    if (!Has(first)) return;
    const Finding* day = masked_[first];
    if (day == nullptr || day->type != SpanType::kDate || day->begin != sense_.At(first).begin)
      return;
    last_ = first;
    while (Has(last_ + 1) && masked_[last_ + 1] == day) ++last_;
  }

  // "Paramed PA 31184", "receipt PB 00417": letters that are no label belong to the number.
  void LettersBefore() {
    if (first_ == 0 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1) || !Number(first_) ||
        sense_.At(last_).end - sense_.At(first_).begin < (first_ == last_ ? 5u : 7u))
      return;
    if (first_ > 1 && document_.Gap(first_ - 2) == "-") return;  // "e-RS 000731462298"
    const Token& letters = sense_.At(first_ - 1);
    const bool prefix = letters.shape == Shape::kUpper && letters.size() < 4 &&
                        letters.line_case == LineCase::kOrdinary &&
                        !letters.Is(kIdLabel | kClinical | kDrug | kBrand | kFunction | kRole) &&
                        !IsThing(Word(first_ - 1)) && !HasFigures(Word(first_ - 1)) &&
                        LabelAt(document_, first_ - 1).all == 0;
    if (prefix) --first_;
  }

  // "| EBME 10552 |", "Bladder scanner MED 30772"
  void Equipment() {
    constexpr std::array<std::string_view, 4> kTags = {"ebme", "bme", "med", "mee"};
    if (first_ > 0 && document_.Gap(first_ - 1) == " " && Free(first_ - 1) && Number(first_) &&
        sense_.At(first_ - 1).shape == Shape::kUpper && IsOneOf(kTags, Word(first_ - 1)))
      --first_;
  }

  // "Zulu 448 219": a letter as it is spelled.
  void WordBefore() {
    constexpr std::array<std::string_view, 20> kSpelled = {
        "alpha",  "bravo", "charlie", "delta",   "echo",   "foxtrot", "golf",
        "juliet", "kilo",  "lima",    "oscar",   "papa",   "quebec",  "romeo",
        "sierra", "tango", "victor",  "whiskey", "yankee", "zulu"};
    if (first_ == 0 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1)) return;
    if (IsOneOf(kSpelled, Word(first_ - 1))) --first_;
    // "M for mike 60 31 88"
    const bool for_letter = first_ > 2 && Word(first_ - 2) == "for" &&
                            sense_.At(first_ - 3).size() == 1 &&
                            Word(first_ - 3)[0] == Word(first_ - 1)[0];
    if (for_letter) first_ -= 3;
  }

  // "M 2207 stroke 23": as it is dictated.
  void OverStroke() {
    constexpr std::array<std::string_view, 4> kStrokes = {"stroke", "slash", "dash", "oblique"};
    if (document_.Gap(last_) != " " || !IsOneOf(kStrokes, Word(last_ + 1)) || !Number(last_ + 2) ||
        document_.Gap(last_ + 1) != " " || !Free(last_ + 2))
      return;
    last_ += 2;
    if (first_ > 0 && document_.Gap(first_ - 1) == " " && Free(first_ - 1) &&
        sense_.Initial(first_ - 1))
      --first_;
  }

  // "RN 884 0173": the figures between the label and what was found.
  void FiguresBefore() {
    if (first_ < 2 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1) || !Number(first_) ||
        !Number(first_ - 1) || sense_.At(first_ - 1).size() > 4)
      return;
    const Token& before = sense_.At(first_ - 2);
    std::string_view gap = document_.Gap(first_ - 2);
    const bool labelled = before.Is(kIdLabel) || LabelAt(document_, first_ - 2).all != 0 ||
                          Word(first_ - 2) == "lic" || Word(first_ - 2) == "no";
    if (labelled && gap.size() <= 2 && gap.find(',') == gap.npos) --first_;
  }

  // "part plate NV63 K"
  void PartOfPlate() {
    std::string_view plate = document_.Text(sense_.At(last_));
    auto capital = [&](size_t at) { return plate[at] >= 'A' && plate[at] <= 'Z'; };
    const bool year = plate.size() == 4 && first_ == last_ && capital(0) && capital(1) &&
                      plate.find_first_of("0123456789") == 2 && !capital(3);
    if (!year || document_.Gap(last_) != " " || !Free(last_ + 1)) return;
    const Token& letters = sense_.At(last_ + 1);
    if (letters.shape == Shape::kUpper && letters.size() <= 3 && Ends(last_ + 1)) ++last_;
  }

  // "20240611-0938-77213": the day begins the number of a recording.
  void BehindDay() {
    // "101, quoting 614 of 8 May"
    const bool log = first_ > 1 && Word(first_ - 1) == "of" && document_.Gap(first_ - 1) == " " &&
                     document_.Gap(first_ - 2) == " " && Free(first_ - 2) && Number(first_ - 2) &&
                     sense_.At(first_ - 2).size() > 2 && !IsYear(Word(first_ - 2));
    if (log) first_ -= 2;
    // "occurrence 1302/24JAN"
    if (first_ > 0 && document_.Gap(first_ - 1) == "/" && Free(first_ - 1) && Number(first_ - 1) &&
        sense_.At(first_ - 1).size() > 2)
      --first_;
    std::string_view before = document_.Before(sense_.At(first_).begin, 1);
    // "rec-20240422-07"
    const bool clip = before == "-" && sense_.At(last_).size() == 8 && first_ == last_ &&
                      Free(first_ - 1) && sense_.At(first_ - 1).IsWord() &&
                      sense_.At(first_ - 1).size() < 6 && document_.Gap(last_) == "-" &&
                      Number(last_ + 1) && Free(last_ + 1);
    if (clip) {
      --first_;
      ++last_;
    }
    if (sense_.At(last_).size() != 8 || before == "_" || before == "-") return;
    while (Number(last_ + 1) && Free(last_ + 1) && sense_.At(last_ + 1).size() > 3 &&
           (document_.Gap(last_) == "-" || document_.Gap(last_) == "_"))
      ++last_;
  }
};

}  // namespace

void FindNumberParts(NameSense& sense, Findings& out) { NumberCompleter(sense, out).Read(); }

}  // namespace candour::anonymise

// Numbers and codes that nothing explains. The readers before have taken what they know by its
// label or its shape; of what is left, a group of digits or of letters and digits is an identifier
// unless something says what else it is (explained.h). What leads to it says of which kind.
#include <algorithm>
#include <array>

#include "node/anonymise/code_groups.h"
#include "node/anonymise/cues.h"
#include "node/anonymise/explained.h"
#include "node/anonymise/labels.h"
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kCued = {"code.cued", "A word before it says that a number follows."};
constexpr Rule kDialled = {"code.dialled", "A number that somebody was called on."};
constexpr Rule kKeyed = {"code.keyed", "A number as it is keyed in at a door or a safe."};
constexpr Rule kAlike = {"code.alike", "Of the same form as a number that was masked before."};
constexpr Rule kNamed = {"code.named", "A number that stands apart behind somebody's name."};
constexpr Rule kBare = {"code.unexplained", "A number or code that nothing around it explains."};

constexpr size_t kFormsMax = 16;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class CodeReader {
 public:
  CodeReader(const NameSense& sense, Findings& out)
      : sense_(sense),
        document_(sense.document()),
        tokens_(document_.tokens()),
        out_(out),
        groups_(document_, out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size();) i = ReadAt(i) + 1;
  }

 private:
  size_t ReadAt(size_t i) {
    if (!groups_.Begins(i, {.day = true}) || Lone(i) || Minutes(i) || Extends(i)) return i;
    const bool goes = Goes(i);
    goes_ = goes;
    Cue cue = goes ? cue_ : CueBefore(document_, i);
    beside_ = goes && masked_ && tokens_[i].size() == tokens_[end_].size();
    if (NhsBehind(i)) cue = {.kind = CueKind::kNhs, .near = true};
    if (BehindTelephone(i) || OrElse(i)) cue = {.kind = CueKind::kCall, .near = true, .firm = true};
    const CodeAllows allows = {.blanks = cue.near || cue.aside || cue.kind == CueKind::kCall,
                               .day = cue.kind == CueKind::kNhs};
    if (const size_t last = NationalPhone(i, cue); last > i) return last;
    if (!groups_.Begins(i, allows) || Labels(i, cue)) return i;
    const CodeGroup group = groups_.At(i, allows);
    if (group.digits == 0) return i;
    end_ = group.last;
    cue_ = cue;
    masked_ = false;
    if (!Covered(group, cue)) Judge(group, cue);
    return group.last;
  }

  // "0114, 496 0951": ten figures or eleven behind a nought, whatever marks part them.
  size_t NationalPhone(size_t i, const Cue& cue) {
    std::string_view word = document_.Text(tokens_[i]);
    if (!groups_.Number(i) || word[0] != '0' || word.size() < 3 || word.size() > 5 ||
        word[1] == '0')
      return i;
    if (IsClock(word) && cue.kind != CueKind::kCall) return i;
    size_t digits = word.size();
    for (size_t last = i + 1; last < tokens_.size() && digits < 11 && last - i < 6; ++last) {
      std::string_view gap = document_.Gap(last - 1);
      const bool joined = gap.size() <= 3 && gap.find_first_not_of(" ,.-()[]") == gap.npos;
      if (!joined || !groups_.Number(last) || !groups_.Free(last)) return i;
      digits += tokens_[last].size();
      if (digits != 11 && !(digits == 10 && !groups_.FiguresAt(last + 1))) continue;
      Add({.first = i, .last = last}, SpanType::kPhone, 0.75, kDialled);
      return last;
    }
    return i;
  }

  // "22:31 6.4C": the minutes of a time begin no code.
  bool Minutes(size_t i) const {
    return i > 0 && groups_.Number(i) && groups_.Number(i - 1) && tokens_[i].size() == 2 &&
           tokens_[i - 1].size() <= 2 && document_.Gap(i - 1) == ":" && document_.Gap(i) == " ";
  }

  // One figure or two that nothing is joined to.
  bool Lone(size_t i) const {
    if (!groups_.Number(i) || tokens_[i].size() > 2 || BehindTelephone(i)) return false;
    if (i + 1 == tokens_.size() || !groups_.JoinedAt(i)) return true;
    return !groups_.Number(i + 1) && !groups_.Code(i + 1) && !groups_.Letters(i + 1);
  }

  // "300665 4536 (CHI)"
  bool NhsBehind(size_t i) const {
    if (!groups_.Number(i) || i + 2 >= tokens_.size() || !groups_.Number(i + 1)) return false;
    const std::string_view gap = document_.Gap(i + 1);
    std::string_view word = document_.LowerAt(i + 2);
    return gap == " (" && (word == "chi" || word == "nhs") &&
           groups_.Digits(i) + groups_.Digits(i + 1) == 10;
  }

  // "nos M/25/ 0118 and M/25/ 0121": what led to the number before leads to this one too.
  bool Goes(size_t i) const {
    return end_ > 0 && i > end_ && i - end_ <= 3 && cue_.kind != CueKind::kNone &&
           Continues(i, end_);
  }

  bool Continues(size_t i, size_t end) const {
    if (i - end == 3)  // "bleep 0044 instead of 0404"
      return document_.LowerAt(i - 1) == "of" && document_.LowerAt(i - 2) == "instead";
    if (i - end == 1) {
      std::string_view gap = document_.Gap(end);
      return gap == ", " || gap == " & " || gap == " + " || gap == "; ";
    }
    constexpr std::array<std::string_view, 7> kAnd = {"and",  "or",   "to",  "not",
                                                      "thru", "then", "till"};
    return IsOneOf(kAnd, document_.LowerAt(i - 1)) && document_.Gap(end).size() <= 2;
  }

  // "MRN 0449182": the prefix is a label that the readers before know. Behind "ref" or "log" it is
  // a part of the number.
  bool Labels(size_t i, const Cue& cue) const {
    if (!tokens_[i].IsWord() || tokens_[i].size() == 1) return false;
    std::string_view gap = document_.Gap(i);
    if (gap == "-" || gap == "_" || gap == "*" || gap == "~" || gap == " - ") return false;
    std::string_view word = document_.Lower(tokens_[i]);
    if (word == "id" || word == "pin" || word == "uuid" || word == "no") return true;
    const Label label = LabelAt(document_, i);
    const bool joined = i > 0 && document_.Gap(i - 1) == " ";  // "log CAD 0611-2"
    if (joined && cue.kind == CueKind::kRecord && cue.near && label.all == Bit(Announced::kRecord))
      return false;
    return label.all != 0 || tokens_[i].Is(kIdLabel) || IsThing(document_.Lower(tokens_[i]));
  }

  void Judge(const CodeGroup& group, const Cue& cue) {
    const bool filed = group.underlined && group.letters > 0 && FreeDigits(group) > 1;
    if (IsPlate(group)) return Add(group, SpanType::kVehicle, 0.65, kBare);
    if (Starred(group)) return Add(group, SpanType::kDeviceSerial, 0.65, kBare);
    if ((cue.kind == CueKind::kThing && !filed) || IsHelpline(group)) return;
    if (BehindName(group)) return Add(group, SpanType::kLocalId, 0.6, kNamed);
    if (group.parts() == 1 && group.digits >= 3 && document_.Gap(group.last).starts_with("#"))
      return Add(group, SpanType::kLocalId, 0.6, kKeyed);
    if (cue.kind == CueKind::kCall && Dialled(group, cue))
      return Add(group, SpanType::kPhone, 0.65, kDialled);
    // "form has 61 8470 2219 as the hospital number"
    std::string_view after = document_.After(tokens_[group.last].end, 18);
    if (group.digits >= 5 && group.letters == 0 &&
        (after.starts_with(" as the hosp") || after.starts_with(" as hosp") ||
         after.starts_with(" as the mrn")))
      return Add(group, SpanType::kLocalId, 0.7, kCued);
    if (cue.kind == CueKind::kNhs && group.letters == 0 && group.digits >= 9 && group.digits <= 11)
      return Add(group, SpanType::kNhsNumber, 0.8, kCued);
    if (IsNumber(cue.kind) && Announced(group, cue))
      return Add(group, TypeOf(cue.kind), cue.near ? 0.7 : 0.6, kCued);
    if (filed || Unexplained(group)) return Add(group, SpanType::kLocalId, 0.55, kBare);
    if (group.letters > 0 && std::find(forms_.begin(), forms_.end(), FormOf(group)) != forms_.end())
      Add(group, SpanType::kLocalId, 0.6, kAlike);
  }

  // "BME*295063*": as a bar code is printed between its stars.
  bool Starred(const CodeGroup& group) const {
    return group.digits >= 4 && group.parts() > 1 && document_.Gap(group.last).starts_with("*") &&
           document_.Gap(group.last - 1) == "*";
  }

  // "Kwabena Amoah-Grant, 4 417 209": between marks behind somebody's name.
  bool BehindName(const CodeGroup& group) const {
    if (group.first == 0 || group.letters > 0 || group.points || group.strokes) return false;
    std::string_view gap = document_.Gap(group.first - 1);
    const Token& name = tokens_[group.first - 1];
    if ((gap != ", " && gap != " (") || !name.Capital() || !sense_.Covered(group.first - 1))
      return false;
    std::string_view after = document_.Gap(group.last);
    const bool ends = after.empty() || after.find_first_of(",;.)\n") == 0;
    std::string_view word = document_.Text(tokens_[group.first]);
    if (group.parts() == 1 && (IsClock(word) || IsYear(word))) return false;
    return ends && group.digits >= 4 && group.digits != 10 && !Measured(group);
  }

  size_t FreeDigits(const CodeGroup& group) const {
    size_t digits = 0;
    for (size_t i = group.first; i <= group.last; ++i)
      digits += groups_.Free(i) ? groups_.Digits(i) : 0;
    return digits;
  }

  // "KX 19.TTO"
  bool IsPlate(const CodeGroup& group) const {
    if (group.digits != 2 || group.letters != 5 || group.parts() < 2) return false;
    std::string folded;
    for (size_t i = group.first; i <= group.last; ++i) folded += document_.Text(tokens_[i]);
    return Form(folded) == "AA99AAA";
  }

  // Whether all its figures are, for a prefix in capitals may be a label.
  bool Covered(const CodeGroup& group, const Cue& cue) const {
    for (size_t i = group.first; i <= group.last; ++i) {
      const bool prefix = i == group.first && !cue.near && group.parts() > 1 &&
                          groups_.Digits(i) == 0 && !groups_.TightAt(i);
      if (!prefix && groups_.Free(i)) return false;
    }
    return true;
  }

  bool IsHelpline(const CodeGroup& group) const {
    constexpr auto kKept = std::to_array<std::string_view>(
        {"999", "111", "112", "101", "222", "333", "116123", "08001111", "116000"});
    std::string digits;
    for (size_t i = group.first; i <= group.last && digits.size() < 9; ++i)
      digits += document_.LowerAt(i);
    const bool same = digits.size() == 4 && digits.find_first_not_of(digits[0]) == digits.npos;
    return same || IsOneOf(kKept, digits);
  }

  // The check letter of "F52 946 1G" is no unit.
  bool Measured(const CodeGroup& group) const {
    const Token& last = tokens_[group.last];
    const bool check = group.parts() > 2 && last.shape == Shape::kAlnum && last.size() == 2;
    return !check && IsMeasured(document_, group.last);
  }

  static bool IsNumber(CueKind kind) {
    return kind == CueKind::kRecord || kind == CueKind::kStaff || kind == CueKind::kSerial ||
           kind == CueKind::kHost;
  }

  static SpanType TypeOf(CueKind kind) {
    switch (kind) {
      case CueKind::kStaff:
        return SpanType::kStaffId;
      case CueKind::kSerial:
        return SpanType::kDeviceSerial;
      case CueKind::kHost:
        return SpanType::kUrlIp;
      default:
        return SpanType::kLocalId;
    }
  }

  // "on 4417", "65 120", "2-7719", "3-0-7-2": four figures and five, or what is dialled before.
  bool Dialled(const CodeGroup& group, const Cue& cue) const {
    if (group.letters > 0 || group.digits > 6 || group.points || group.strokes ||
        CountsThings(document_, group.last) || Measured(group) ||
        ExplainedNumber(document_, group.first, group.last, 2))
      return false;
    if (group.digits == 2) return BehindTelephone(group.first);
    if (Paired(group)) return true;
    if (group.parts() > 1)
      return group.digits > 2 && (group.spelled || tokens_[group.first].size() <= 2);
    std::string_view word = document_.Text(tokens_[group.first]);
    const bool page = group.first > 0 && (document_.LowerAt(group.first - 1) == "page" ||
                                          document_.LowerAt(group.first - 1) == "pg");
    if (Timed(group)) return false;
    if (cue.firm) return group.digits >= (page ? 4u : 3u);
    return group.digits >= 4 && !IsYear(word) && !(IsClock(word) && !cue.led);
  }

  // "bleeps 1405 and 1450": as long as the number called before it.
  bool Paired(const CodeGroup& group) const {
    if (group.parts() > 1 || called_ == 0 || group.first <= called_ || group.first - called_ > 2)
      return false;
    return tokens_[called_].size() == tokens_[group.first].size() &&
           Continues(group.first, called_);
  }

  // "on 0121 496 0306 or the plant room 7719"
  bool OrElse(size_t i) const {
    for (size_t back = 1; back <= 4 && back < i; ++back) {
      const size_t k = i - back;
      if (document_.Gap(k) != " ") return false;
      if (document_.LowerAt(k) == "or")
        return back > 1 && groups_.Taken(k - 1, {}) && tokens_[k - 1].shape == Shape::kNumber;
      if (tokens_[k].shape != Shape::kLower) return false;
    }
    return false;
  }

  // The "X" of "01632 960 400 X 212"
  bool Extends(size_t i) const {
    return i > 0 && document_.LowerAt(i) == "x" && groups_.Taken(i - 1, {});
  }

  // "0161-496-0119 x 73"
  bool BehindTelephone(size_t i) const {
    return i > 1 && document_.LowerAt(i - 1) == "x" && groups_.Taken(i - 2, {});
  }

  // A time of day, where no word such as "bleep" stands right before it.
  bool Timed(const CodeGroup& group) const {
    if (group.parts() > 1) return false;
    std::string_view word = document_.LowerAt(group.first);
    if (!IsClock(word) || group.first == 0) return false;
    constexpr auto kLogged = std::to_array<std::string_view>({"time", "arr", "arrived", "off"});
    if (IsOneOf(kLogged, document_.LowerAt(group.first - 1))) return true;
    std::string_view gap = document_.Gap(group.first - 1);
    if (gap == ", " && tokens_[group.first - 1].Is(kMonth | kWeekday)) return true;
    std::string_view before = document_.LowerAt(group.first - 1);
    if (before == "to" || before == "and")  // "from 0730 to 2000"
      return group.first > 1 && IsClock(document_.LowerAt(group.first - 2));
    constexpr auto kBefore = std::to_array<std::string_view>(
        {"at", "by", "until", "till", "since", "from", "between", "about"});
    return IsOneOf(kBefore, before);
  }

  bool Announced(const CodeGroup& group, const Cue& cue) const {
    // "the complaint number they gave me is AG/117"
    std::string_view before = group.first > 0 ? document_.LowerAt(group.first - 1) : "";
    const bool is = cue.firm && (before == "is" || before == "was") && group.letters > 0;
    const bool leads = cue.near || cue.aside || is;
    if (!leads && (ExplainedByWordBefore(document_, group.first) || OfATest(group))) return false;
    if (Measured(group) || Ratio(group) || ((goes_ || !cue.firm) && KnownTest(group))) return false;
    if (document_.LowerAt(group.first) == "crp" && group.parts() == 2) return false;
    if (cue.kind == CueKind::kHost || cue.login) return group.letters > 0 && group.digits > 0;
    if (cue.ordered && group.letters == 0) return false;
    if (group.parts() == 1 && group.letters == 0) {
      std::string_view word = document_.Text(tokens_[group.first]);
      if (!leads && !beside_ &&
          (IsClock(word) || IsYear(word) || CountsThings(document_, group.first)))
        return false;
      if (!cue.firm && IsYear(word)) return false;
      return group.digits >= (leads ? 3u : 4u) && !Timed(group);
    }
    if (!leads) return group.digits >= 4;
    const bool tight = !group.blanks && group.parts() > 1;
    return group.digits >= 3 || (group.digits == 2 && group.letters > 0 && tight);
  }

  // "The chart said GCS 9/15": a short value behind the name of a test or of a coding system.
  bool KnownTest(const CodeGroup& group) const {
    const Token& first = tokens_[group.first];
    return first.IsWord() && group.blanks && group.digits <= 5 && group.longest <= 3 &&
           group.parts() <= 3 && (first.Is(kClinical) || HasFigures(document_.Lower(first)));
  }

  // "BP 120", "IOP 24/18", "G2P1 41"
  bool OfATest(const CodeGroup& group) const {
    const Token& first = tokens_[group.first];
    std::string_view word = document_.Lower(first);
    if (first.IsWord() && !group.blanks && group.parts() > 2) return false;
    const bool births = word.size() == 4 && word[0] == 'g' && word[2] == 'p';
    const size_t last = tokens_[group.last].size();
    const bool short_code = group.digits < 6 || group.letters > 1;
    const bool antigen = groups_.Code(group.first) && groups_.Digits(group.first) <= 3 &&
                         group.parts() == 2 && group.blanks && last <= 3 &&
                         short_code;  // "CD4 200"
    const bool score = first.IsWord() && group.parts() == 3 && group.strokes && group.blanks &&
                       last <= 3 && tokens_[group.first + 1].size() <= 3;  // "MMSE 22/30"
    if (group.parts() > 2 && group.longest > 3 && group.digits > 5) return false;
    return births || antigen || score || word.starts_with("fy") ||
           (first.IsWord() && HasFigures(word)) ||
           (first.IsWord() && first.Is(kClinical | kDrug | kBrand)) ||
           (first.IsWord() && group.blanks && !first.Is(kSurname) && first.Is(kEnglish));
  }

  // "120/80", "6.8", "2023/24", "0800-1600": pairs of numbers that are no code.
  bool Ratio(const CodeGroup& group) const {
    if (group.parts() != 2 || group.blanks || !IsDigit(document_.Text(tokens_[group.first])[0]))
      return false;
    std::string_view from = document_.Text(tokens_[group.first]);
    std::string_view to = document_.Text(tokens_[group.last]);
    std::string_view mark = document_.Gap(group.first);
    if (mark == ".") return from.size() <= 4 && to.size() <= 4;
    if (group.letters > 0) return false;
    if (mark == ":" || mark == "*") return true;
    if (IsClock(from) && IsClock(to)) return true;
    if (IsYear(from) && (to.size() == 2 || IsYear(to))) return true;
    return from.size() <= 3 && to.size() <= 3;
  }

  bool Unexplained(const CodeGroup& group) const {
    if (group.spelled && group.digits >= 4 && group.letters == 0 && !group.points && !group.strokes)
      return !Measured(group);
    if (ExplainedNumber(document_, group.first, group.last, 5) ||
        ExplainedByWordBefore(document_, group.first) || Measured(group) ||
        CountsThings(document_, group.last))
      return false;
    if (group.letters == 0) return UnexplainedDigits(group);
    return UnexplainedCode(group);
  }

  bool UnexplainedDigits(const CodeGroup& group) const {
    if (group.parts() == 1)
      return group.digits >= 5 && group.digits != 10 && !CountsThings(document_, group.last);
    if (group.spelled && !group.points && !group.strokes) return group.digits >= 4;
    if (Ratio(group) || (group.digits == 10 && group.parts() < 5)) return false;
    const bool dated = tokens_[group.first].size() <= 2 && group.parts() > 2 &&
                       IsYear(document_.Text(tokens_[group.first + 2]));
    return group.blanks && !group.points && group.digits >= 6 && group.longest < 6 && !dated &&
           (group.longest > 3 || group.digits == 10);
  }

  bool UnexplainedCode(const CodeGroup& group) const {
    for (size_t i = group.first; i <= group.last; ++i) {
      const Token& token = tokens_[i];
      if (IsPublisher(document_.Lower(token)) && HoldsYear(group)) return false;
      if (token.Is(kDrug | kBrand | kMonth)) return false;
    }
    if (group.parts() == 1 && Publication(group)) return false;
    const bool only_day = group.underlined && FreeDigits(group) < 2;
    if (OfATest(group) || Ratio(group) || group.digits < 4 || only_day) return false;
    if (group.parts() != 2 || !group.blanks) return true;
    std::string_view word = document_.Text(tokens_[group.last]);  // "ETA 1910", but "BB 0417"
    const bool prefix = tokens_[group.first].size() <= 2 && tokens_[group.first].classes == 0;
    return !IsYear(word) && (prefix || !IsClock(word));
  }

  // "TA1024", "NG51", "PSA2023"
  bool Publication(const CodeGroup& group) const {
    std::string_view word = document_.LowerAt(group.first);
    const size_t letters = std::min(word.find_first_of("0123456789"), word.size());
    constexpr auto kSeries =
        std::to_array<std::string_view>({"ta", "ng", "cg", "qs", "dg", "ipg", "mtg", "hst", "htm",
                                         "hbn", "psa", "iso", "bs", "en"});
    return group.digits <= 4 && IsOneOf(kSeries, word.substr(0, letters));
  }

  bool HoldsYear(const CodeGroup& group) const {
    for (size_t i = group.first; i <= group.last; ++i) {
      if (IsYear(document_.Text(tokens_[i]))) return true;
    }
    return false;
  }

  // Capitals as "A", digits as "9".
  static std::string Form(std::string form) {
    for (char& c : form) {
      if (IsDigit(c)) c = '9';
      if (c >= 'A' && c <= 'Z') c = 'A';
    }
    return form;
  }

  // The letters that begin it and the form of the rest.
  std::string FormOf(const CodeGroup& group) const {
    const size_t begin = tokens_[group.first].begin;
    std::string_view text = document_.text().substr(begin, tokens_[group.last].end - begin);
    const size_t letters =
        std::min(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), text.size());
    return std::string(text.substr(0, letters)) + Form(std::string(text.substr(letters)));
  }

  void Add(const CodeGroup& group, SpanType type, double confidence, const Rule& rule) {
    masked_ = true;
    called_ = type == SpanType::kPhone && group.parts() == 1 ? group.first : 0;
    out_.push_back({.begin = tokens_[group.first].begin,
                    .end = tokens_[group.last].end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
    if (group.letters > 0 && group.digits >= 3 && forms_.size() < kFormsMax)
      forms_.push_back(FormOf(group));
  }

  const NameSense& sense_;
  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
  CodeGroups groups_;
  size_t end_ = 0;  // The last token of the group read last, and what led to it.
  Cue cue_;
  bool goes_ = false;    // Whether what led to it leads to the group that is read now.
  bool masked_ = false;  // Whether that group was masked.
  bool beside_ = false;  // "1187 and 1240": the group is as long as a masked one before it.
  size_t called_ = 0;    // The number that somebody was called on, where it was read last.
  std::vector<std::string> forms_;
};

}  // namespace

void FindUnexplained(NameSense& sense, Findings& out) { CodeReader(sense, out).Read(); }

}  // namespace candour::anonymise

#include "node/anonymise/code_groups.h"

#include <algorithm>
#include <array>

#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr size_t kPartsMax = 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

enum class Joint : uint8_t { kNone, kTight, kBlank, kSpaced };

bool IsMark(char c) {
  switch (c) {
    case '-':
    case '/':
    case '.':
    case '_':
    case '#':
    case '*':
    case '~':
    case ':':
    case '\\':
      return true;
    default:
      return false;
  }
}

Joint JointOf(std::string_view gap) {
  if (gap.size() > 4 || gap.empty()) return Joint::kNone;
  if (gap.size() == 1) {
    if (gap[0] == ' ') return Joint::kBlank;
    return IsMark(gap[0]) ? Joint::kTight : Joint::kNone;
  }
  size_t marks = 0;
  for (char c : gap) {
    bool mark = IsMark(c) || c == ';';
    if (c != ' ' && !mark) return Joint::kNone;
    marks += mark ? 1 : 0;
  }
  return marks == 1 ? Joint::kSpaced : Joint::kNone;
}

}  // namespace

CodeGroups::CodeGroups(const Document& document, const Findings& found)
    : document_(document), tokens_(document.tokens()), cover_(tokens_.size(), Cover::kFree) {
  for (const Finding& finding : found) {
    if (finding.masked()) MarkCovered(finding);
  }
}

void CodeGroups::MarkCovered(const Finding& finding) {
  const bool number = finding.type == SpanType::kLocalId ||
                      finding.type == SpanType::kDeviceSerial ||
                      finding.type == SpanType::kStaffId || finding.type == SpanType::kNhsNumber ||
                      finding.type == SpanType::kPerson;
  // A label such as "number" may have made a telephone's of the middle of "FPH~791763~1".
  const std::string_view around = document_.text();
  const auto mark = [&](size_t at) {
    return at < around.size() && std::string_view("_~*#").find(around[at]) != around.npos;
  };
  const bool torn = finding.type == SpanType::kPhone && finding.end - finding.begin <= 7 &&
                    (mark(finding.end) || (finding.begin > 0 && mark(finding.begin - 1)));
  const bool day = finding.type == SpanType::kDate || finding.type == SpanType::kDob;
  const bool inside = finding.type == SpanType::kAge90Plus && finding.begin > 0 &&
                      around[finding.begin - 1] == '-';  // "KN-113-F"
  const Cover cover = number || torn || inside ? Cover::kNumber : day ? Cover::kDay : Cover::kOther;
  size_t i = document_.TokenAtOrAfter(finding.begin);
  if (i > 0 && tokens_[i - 1].end > finding.begin) --i;
  for (; i < tokens_.size() && tokens_[i].begin < finding.end; ++i)
    cover_[i] = std::max(cover_[i], cover);
}

bool CodeGroups::Taken(size_t i, CodeAllows allows) const {
  return cover_[i] == Cover::kOther || (cover_[i] == Cover::kDay && !allows.day);
}

size_t CodeGroups::Digits(size_t i) const {
  std::string_view text = document_.Text(tokens_[i]);
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
}

bool CodeGroups::Number(size_t i) const {
  return tokens_[i].shape == Shape::kNumber && tokens_[i].size() <= 20;
}

bool CodeGroups::Code(size_t i) const {
  if (tokens_[i].shape != Shape::kAlnum || tokens_[i].size() > 20) return false;
  std::string_view gap = document_.Gap(i);  // "24H*0091772" is no day's length.
  return gap == "*" || gap == "_" || gap == "#" || gap == "~" || !IsMeasured(document_, i);
}

bool CodeGroups::Capitals(size_t i) const {
  return tokens_[i].shape == Shape::kUpper && tokens_[i].size() <= 6;
}

bool CodeGroups::Letters(size_t i) const {
  if (Capitals(i)) return true;
  if (document_.Gap(i) == "_" && tokens_[i].IsWord()) return tokens_[i].size() <= 12;
  return tokens_[i].IsWord() && tokens_[i].size() <= 4 &&
         !tokens_[i].Is(kFunction | kEnglishCommon | kMonth);
}

// "_" behind token `i` makes it the name of a file, which may hold a day.
CodeAllows CodeGroups::Filed(size_t i, CodeAllows allows) const {
  allows.day = allows.day || document_.Gap(i) == "_";
  return allows;
}

// A letter of "H&C" and "S/N".
bool CodeGroups::InLabel(size_t i) const {
  if (document_.Gap(i) == "/" && document_.LowerAt(i + 1) == "n") return true;
  if (i == 0) return false;
  std::string_view gap = document_.Gap(i - 1);
  return gap == "&" || (gap == "/" && document_.LowerAt(i) == "n");
}

bool CodeGroups::FiguresAt(size_t i) const {
  return i < tokens_.size() && tokens_[i].shape >= Shape::kNumber;
}

bool CodeGroups::Begins(size_t i, CodeAllows allows) const {
  if (tokens_[i].IsWord() && !(FiguresAt(i + 1) || FiguresAt(i + 2))) return false;
  if (Taken(i, allows) || (tokens_[i].IsWord() && InLabel(i))) return false;
  if (Number(i) || Code(i)) return true;
  Joint joint = JointOf(document_.Gap(i));
  if (!Letters(i) || i + 1 >= tokens_.size() || joint == Joint::kNone ||
      Taken(i + 1, Filed(i, allows)))
    return false;
  if (joint == Joint::kTight)
    return Number(i + 1) || Code(i + 1) ||
           (FiguresAt(i + 2) && Letters(i + 1) &&
            (document_.Gap(i) == "_" || (Capitals(i) && Capitals(i + 1))));
  if (!Capitals(i) || (tokens_[i].Is(kFunction) && tokens_[i].starts_sentence)) return false;
  if (Number(i + 1) || Code(i + 1)) return true;
  return joint == Joint::kBlank && Capitals(i + 1) && FiguresAt(i + 2);  // "PSNI CC 1190"
}

// Whether token `next` goes on with the group that ends in `last`.
bool CodeGroups::GoesOn(const CodeGroup& group, size_t next, CodeAllows allows) const {
  if (Taken(next, Filed(group.last, allows))) return false;
  const size_t last = group.last;
  std::string_view gap = document_.Gap(last);
  const bool figures = Number(next) || Code(next);
  switch (JointOf(gap)) {
    case Joint::kTight:
      if (gap == ":" && !Capitals(last) && !Capitals(next)) return false;
      return figures || Letters(next) || (gap == "-" && tokens_[next].Capital());
    case Joint::kBlank:
      if (tokens_[next].starts_sentence) return false;
      if (Capitals(last)) return figures || (allows.blanks && group.digits == 0 && Capitals(next));
      if (Hidden(next)) return group.digits == 4;
      if (Hidden(last)) return Number(next);
      if (allows.blanks && EndsAnnounced(group, next)) return true;
      if (Number(next) || (Code(next) && Upper(next))) return BlankGroup(group, next, allows);
      return EndsCode(group, next);
    case Joint::kSpaced:
      return allows.blanks && Spaced(group, next, gap);
    case Joint::kNone:
      return false;
  }
  return false;
}

bool CodeGroups::BlankGroup(const CodeGroup& group, size_t next, CodeAllows allows) const {
  if (IsMeasured(document_, next) || Digits(next) > 6 || Digits(next) == 0) return false;
  if ((CountsThings(document_, next) || Code(next)) && !allows.blanks) return false;
  std::string_view after = document_.Gap(next);
  if ((after == ":" || after == ".") && next + 1 < tokens_.size() && Number(next + 1) &&
      tokens_[next].size() <= 2)
    return false;  // "02:14" and "9.4" stand for themselves.
  return allows.blanks || !Timed(group);
}

// "at 0340 4417 rang": one group so far, and that a time of day.
bool CodeGroups::Timed(const CodeGroup& group) const {
  if (group.parts() > 1 || !IsClock(document_.Text(tokens_[group.last]))) return false;
  constexpr auto kBefore = std::to_array<std::string_view>(
      {"at", "by", "from", "until", "till", "since", "to", "about", "around"});
  return tokens_[group.first].starts_line || group.first == 0 ||
         IsOneOf(kBefore, document_.LowerAt(group.first - 1));
}

// "4417 xxxx xxxx 0926": figures of a card left out.
bool CodeGroups::Hidden(size_t i) const {
  std::string_view word = document_.LowerAt(i);
  return word == "xxxx" || word == "xxx" || word == "xx";
}

// No small letters.
bool CodeGroups::Upper(size_t i) const {
  std::string_view text = document_.Text(tokens_[i]);
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// "CA 5107 K": a letter at the end of a code and of a clause.
bool CodeGroups::EndsCode(const CodeGroup& group, size_t next) const {
  if (!Capitals(next) || tokens_[next].size() > 2 || group.digits < 3) return false;
  std::string_view after = document_.Gap(next);
  if (after.empty() || after.find_first_of(",.;)\n\"") == 0) return true;
  // "E-118 204 X was", but "118 204 K was 6.8".
  const bool goes_on = after == " " && next + 1 < tokens_.size() && !FiguresAt(next + 2) &&
                       tokens_[next + 1].shape == Shape::kLower &&
                       tokens_[next + 1].Is(kFunction | kVerb);
  return goes_on && tokens_[next].size() == 1 && !tokens_[next].Is(kFunction);
}

// "F52 946 1X", "BB 4746 H instead": the letter at the end of what is announced.
bool CodeGroups::EndsAnnounced(const CodeGroup& group, size_t next) const {
  const Token& token = tokens_[next];
  const bool letter = Capitals(next) && token.size() == 1 && !token.Is(kFunction);
  const bool check =
      token.shape == Shape::kAlnum && token.size() == 2 && Digits(next) == 1 && Upper(next);
  return (letter || check) && group.digits >= 4 && !FiguresAt(next + 1) &&
         (letter || document_.Gap(next) != " " || !IsMeasure(document_.LowerAt(next + 1)));
}

bool CodeGroups::Spaced(const CodeGroup& group, size_t next, std::string_view gap) const {
  const char mark = gap[gap.find_first_not_of(' ')];
  if (Timed(group)) return false;
  if (mark == '.' && gap[0] != ' ' && group.digits > 0) return false;  // "24.H07.P. K 6.9"
  if (mark == '.' && gap[0] != ' ' && !(Capitals(group.last) && tokens_[group.last].size() <= 2))
    return false;
  if (mark == ':' || (mark == ';' && !Code(group.last))) return false;
  const bool figures = Number(next) || Code(next);
  if (figures) return !IsMeasured(document_, next) && !tokens_[next].starts_line;
  return Capitals(next) && tokens_[next].size() <= 3 && group.digits > 0;
}

void CodeGroups::Take(CodeGroup& group, size_t i) const {
  group.last = i;
  size_t digits = Digits(i);
  group.digits += digits;
  group.letters += tokens_[i].size() - digits;
  group.longest = std::max(group.longest, digits);
  group.spelled = group.spelled && tokens_[i].size() == 1;
}

CodeGroup CodeGroups::At(size_t first, CodeAllows allows) const {
  CodeGroup group{.first = first, .last = first};
  Take(group, first);
  while (group.parts() < kPartsMax && group.last + 1 < tokens_.size() &&
         GoesOn(group, group.last + 1, allows)) {
    std::string_view gap = document_.Gap(group.last);
    group.blanks = group.blanks || gap.find(' ') != gap.npos;
    group.points = group.points || gap.find('.') != gap.npos;
    group.underlined = group.underlined || gap.find('_') != gap.npos;
    group.strokes = group.strokes || gap.find_first_of("/:*") != gap.npos;
    Take(group, group.last + 1);
  }
  return group;
}

bool CodeGroups::JoinedAt(size_t i) const {
  return i + 1 < tokens_.size() && JointOf(document_.Gap(i)) != Joint::kNone;
}

bool CodeGroups::TightAt(size_t i) const { return JointOf(document_.Gap(i)) == Joint::kTight; }

}  // namespace candour::anonymise

// What belongs to a name that was found: initials, hyphened halves, strange capitals beside it. And
// names where capitals say nothing: pairs of words of which one is a name, and single words behind
// a role or a cue.
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kPair = {"person.plain-pair", "Two words in small letters or capitals, one a name."};
constexpr Rule kInitialed = {"person.plain-initial", "A name with its initial, without capitals."};
constexpr Rule kRoled = {"person.plain-role", "A word behind a role, where a name is expected."};

constexpr Rule kFiled = {"person.plain-field", "The other part of a name in a field for names."};
constexpr Rule kCoupled = {"person.coupled",
                           "Two capitals joined by \"and\" that do what people do."};

constexpr WordClasses kNever = kFunction | kModal | kDrug | kClinical | kRole | kRelation | kTitle |
                               kWardHead | kOrgHead | kMonth | kWeekday | kGeneric | kEponymHead |
                               kCountry | kBrand | kVerb | kCue | kEponym | kStreet;

class PlainReader {
 public:
  PlainReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    Widen();
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (sense_.At(i).Capital() && sense_.At(i).line_case == LineCase::kOrdinary) {
        if (!Numbered(i) && !Coupled(i) && !Row(i) && !Known(i) && !Framed(i)) Declared(i);
        continue;
      }
      if (!Free(i)) continue;
      if (PlainCouple(i) || Initialed(i) || Particled(i) || Halves(i) || HalvesLast(i) || Pair(i))
        continue;
      Roled(i);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Plain(size_t i) const {
    const Token& token = sense_.At(i);
    return token.line_case != LineCase::kOrdinary && token.IsWord();
  }
  bool Free(size_t i) const { return Plain(i) && !sense_.Covered(i); }
  bool Spaced(size_t i) const { return document_.Gap(i) == " " && !sense_.At(i).possessive; }
  bool Ends(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;:\n()/&") != gap.npos;
  }

  // A single letter that may be an initial: "j", "j.", but not "a" or "i" alone.
  bool InitialAt(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.size() != 1 || !token.IsWord() || sense_.Covered(i)) return false;
    std::string_view gap = document_.Gap(i);
    bool dotted = gap == "." || gap == ". " || gap == ".  ";
    std::string_view letter = Word(i);
    bool signed_ = i > 0 && (sense_.At(i - 1).Is(kFirmCue | kRole | kTitle) ||
                             document_.Gap(i - 1).find_first_of("/\n(") != std::string_view::npos);
    if (i > 0 && document_.Gap(i - 1).ends_with("/")) return false;  // "s/n", "c/o"
    if (letter == "a" || letter == "i") return dotted || (signed_ && gap == " ");
    // "me n gosia", "w farida", "l pinna": and, with, left.
    bool word = std::string_view("nwuxslr").find(letter[0]) != std::string_view::npos;
    return dotted || (gap == " " && !word);
  }

  // "j. m. SWALES", "MORGAN-price", "Nirosha MAC GIOLLA", "Mrs ap IORWERTH": what belongs to a name
  // already found.
  void Widen() {
    size_t known = out_.size();
    for (size_t f = 0; f < known; ++f) {
      if (out_[f].type != SpanType::kPerson || !out_[f].masked()) continue;
      size_t first = document_.TokenAtOrAfter(out_[f].begin);
      if (first >= sense_.count() || !sense_.At(first).IsWord()) continue;
      size_t last = first;
      while (last + 1 < sense_.count() && sense_.At(last + 1).end <= out_[f].end) ++last;
      Filed(out_[f].rule->id, first, last);
      const size_t was = first;
      for (size_t steps = 0; steps < 2 && Plain(first) && first > 0 && InitialAt(first - 1);
           ++steps)
        --first;
      while (first > 0 && document_.Gap(first - 1) == "-" && Half(first - 1)) --first;
      while (document_.Gap(last) == "-" && last + 1 < sense_.count() && Half(last + 1)) ++last;
      if (Plain(last) && TrailingInitial(last + 1)) ++last;
      if (AccountLetter(last, last + 1, last)) ++last;
      if (first > 0 && AccountLetter(first, first - 1, first - 1)) --first;
      if (ShortCapital(last)) ++last;
      if (first == was && StrangeCapital(first)) --first;
      if (first > 1 && sense_.At(first - 1).Is(kParticle) && sense_.At(first - 2).Is(kTitle) &&
          document_.Gap(first - 1) == " " && sense_.At(first).Capital())
        --first;
      out_[f].begin = sense_.At(first).begin;
      out_[f].end = std::max<size_t>(out_[f].end, sense_.At(last).end);
      sense_.Cover(first, last);
    }
  }

  // "Kwok Chi HANG (": a short capital behind two, where the name ends.
  bool ShortCapital(size_t last) const {
    size_t next = last + 1;
    if (next >= sense_.count() || document_.Gap(last) != " " || last == 0) return false;
    const Token& token = sense_.At(next);
    bool two = document_.Gap(last - 1) == " " && sense_.Covered(last - 1) &&
               sense_.At(last).Capital() && sense_.At(last).size() <= 5;
    return two && token.ProperCase() && token.size() <= 5 && !sense_.Covered(next) &&
           !token.Is(kNever & ~WordClasses{kVerb | kEponym}) && !sense_.BrandHere(next) &&
           Ends(next);
  }

  // "akinwale.t", "t_akinwale": the letter that goes with a name in an account's.
  bool AccountLetter(size_t name, size_t letter, size_t gap_at) const {
    if (letter >= sense_.count()) return false;
    std::string_view gap = document_.Gap(gap_at);
    return (gap == "." || gap == "_") && sense_.At(name).shape == Shape::kLower &&
           sense_.At(letter).size() == 1 && sense_.At(letter).shape == Shape::kLower &&
           !sense_.Covered(letter);
  }

  // A capital that is no known word, right before the name that begins at `first`.
  bool StrangeCapital(size_t first) const {
    if (first == 0 || document_.Gap(first - 1) != " ") return false;
    const Token& token = sense_.At(first - 1);
    if (Plain(first) && Nameable(first - 1) && Stranger(first - 1)) return !token.possessive;
    return token.Capital() && token.line_case == LineCase::kOrdinary && token.size() > 3 &&
           !token.possessive && !sense_.Covered(first - 1) && sense_.Unknown(first - 1) &&
           !sense_.BrandHere(first - 1) && !(first > 1 && sense_.At(first - 2).Is(kBrand));
  }

  // "Patient: OYELOWO, Abdurrahman", "Patient: Onions, BRONAGH": the other part of a name in a
  // field.
  void Filed(std::string_view rule, size_t first, size_t last) {
    if (rule == "person.field" && document_.Gap(last) == ", " && last + 1 < sense_.count()) {
      const Token& token = sense_.At(last + 1);
      bool name = (token.Capital() || Plain(last + 1)) && !sense_.Covered(last + 1) &&
                  (sense_.Unknown(last + 1) || token.Is(kForename));
      if (name && Ends(last + 1)) AddPerson(sense_, out_, last + 1, last + 1, 0.65, kFiled);
    }
    if (first < 2 || document_.Gap(first - 1) != ", ") return;
    const Token& before = sense_.At(first - 1);
    bool field = document_.Gap(first - 2).starts_with(":") &&
                 sense_.At(first - 2).Is(kRelation | kNameLabel);
    bool name = before.Capital() && !before.Is(kFunction | kRole | kClinical | kDrug) &&
                !sense_.Covered(first - 1);
    if (field && name) AddPerson(sense_, out_, first - 1, first - 1, 0.65, kFiled);
  }

  // The other half of a double name, and no "-led" or "-related".
  bool Half(size_t i) const {
    constexpr std::array<std::string_view, 10> kNot = {
        "led", "like", "type", "based", "free", "related", "ray", "plus", "centred", "style"};
    const Token& token = sense_.At(i);
    bool free = token.IsWord() && !sense_.Covered(i) && (Plain(i) || token.Capital());
    return free && token.size() > 1 && !token.Is(kFunction | kClinical | kEponym) &&
           std::find(kNot.begin(), kNot.end(), Word(i)) == kNot.end();
  }

  // "stacey d," "kofi a."
  bool TrailingInitial(size_t i) const {
    if (i >= sense_.count() || !Spaced(i - 1) || sense_.At(i).size() != 1 || !Free(i)) return false;
    std::string_view letter = Word(i);
    bool article = letter == "a" || letter == "i" || letter == "x";
    std::string_view gap = document_.Gap(i);
    bool follows = i + 1 < sense_.count();
    if (gap == "/" || (gap == "." && follows)) return false;  // "r/v", "d.o.b"
    if (gap.starts_with(".") && follows && sense_.At(i + 1).shape >= Shape::kNumber) return false;
    return Ends(i) && !(article && !gap.starts_with("."));
  }

  bool Nameable(size_t i) const {
    const Token& token = sense_.At(i);
    return Free(i) && token.size() > 2 && !token.Is(kNever) && !sense_.BrandHere(i) &&
           !sense_.EponymFrame(i);
  }

  bool Strong(size_t i) const { return sense_.StrongForename(i) || sense_.StrongSurname(i); }
  bool Stranger(size_t i) const { return sense_.Unknown(i) && sense_.At(i).size() > 3; }

  bool CapitalName(size_t i) const {
    const Token& token = sense_.At(i);
    return token.Capital() && !sense_.BrandHere(i) && !sense_.EponymFrame(i) &&
           !token.Is(kNever & ~WordClasses{kEponym}) &&
           (sense_.Unknown(i) || token.Is(kForename | kSurname));
  }

  // "PC 4471 Dunnett": the name behind an officer's number.
  bool Numbered(size_t i) {
    if (i < 2 || sense_.Covered(i) || sense_.At(i - 1).shape != Shape::kNumber) return false;
    std::string_view rank = Word(i - 2);
    bool officer = rank == "pc" || rank == "sgt" || rank == "constable" || rank == "officer" ||
                   rank == "pcso" || rank == "wpc" || rank == "dc";
    if (!officer || document_.Gap(i - 1) != " " || document_.Gap(i - 2) != " ") return false;
    if (sense_.At(i).Is(kFunction | kRole | kClinical | kMonth | kWeekday)) return false;
    AddPerson(sense_, out_, i, sense_.ExtendCapitals(i), 0.75, kCoupled);
    return true;
  }

  // "Marsh B and West C": two surnames with initials, side by side.
  bool Row(size_t i) {
    auto named = [&](size_t k) {
      return k + 1 < sense_.count() && sense_.At(k).Capital() && sense_.At(k).Is(kSurname) &&
             !sense_.At(k).Is(kFunction | kRole | kClinical | kMonth) && sense_.Initial(k + 1) &&
             (document_.Gap(k) == " " || document_.Gap(k) == ", ") && !sense_.Covered(k);
    };
    if (!named(i)) return false;
    std::string_view gap = document_.Gap(i + 1);
    size_t next = Word(i + 2) == "and" && gap == " " ? i + 3 : i + 2;
    if (!(next == i + 3 || gap == ", " || gap == "; ") || !named(next)) return false;
    AddPerson(sense_, out_, i, i + 1, 0.6, kCoupled);
    while (named(next)) {
      AddPerson(sense_, out_, next, next + 1, 0.6, kCoupled);
      std::string_view after = document_.Gap(next + 1);
      bool more = Word(next + 2) == "and" && after == " ";
      if (!more && after != ", " && after != "; ") break;
      next += more ? 3 : 2;
    }
    return true;
  }

  // 'known as "Dodo"', "called 'Big Col'"
  bool Known(size_t i) {
    if (i < 2 || sense_.Covered(i)) return false;
    std::string_view gap = document_.Gap(i - 1);
    bool quoted = gap == " \"" || gap == " '" || gap == " (\"";
    std::string_view before = Word(i - 1);
    bool said =
        (before == "as" &&
         (Word(i - 2) == "known" || Word(i - 2) == "himself" || Word(i - 2) == "herself")) ||
        before == "called" || before == "nicknamed" || before == "aka" || before == "driver";
    if (!quoted || !said || sense_.At(i).Is(kClinical | kDrug | kFunction | kGeneric)) return false;
    size_t last = i;
    if (document_.Gap(i) == " " && i + 1 < sense_.count() && sense_.At(i + 1).Capital()) ++last;
    std::string_view after = document_.Gap(last);
    if (after.empty() || (after[0] != '"' && after[0] != '\'')) return false;
    AddPerson(sense_, out_, i, last, 0.65, kCoupled);
    return true;
  }

  // "Reported by Rich Heart, HCA", "NOK: Heaven Foley (wife)", "Patient: Mint, Sunny": two capitals
  // of which one is somebody's name now and then, where only a person can stand.
  bool Framed(size_t i) {
    size_t next = i + 1;
    if (i == 0 || next >= sense_.count() || (sense_.Covered(i) && sense_.Covered(next)))
      return false;
    bool label =
        document_.Gap(i - 1) == ": " && sense_.At(i - 1).Is(kRelation | kNameLabel | kRole);
    bool comma = document_.Gap(i) == ", " && label && Ends(next);
    if (!comma && document_.Gap(i) != " ") return false;
    const Token& a = sense_.At(comma ? next : i);
    const Token& b = sense_.At(comma ? i : next);
    if (!Nameworthy(i) || !Nameworthy(next) || !sense_.At(next).ProperCase()) return false;
    bool forename = a.Is(kForename | kAmbiguousForename);
    if (!forename && !(b.Is(kSurnameCommon) && a.Is(kSurname | kEnglish) && !a.Is(kEnglishCommon)))
      return false;
    bool introduced = label || (document_.Gap(i - 1) == " " &&
                                (sense_.At(i - 1).Is(kRole | kRelation) || Word(i - 1) == "by" ||
                                 Word(i - 1) == "cc" || Word(i - 1) == "signed"));
    bool acts = forename && sense_.HumanVerbAfter(next);  // "Hope Frost was given"
    if (!introduced && !comma && !acts && !RoleBehind(next)) return false;
    AddPerson(sense_, out_, i, next, 0.6, kCoupled);
    return true;
  }

  bool Nameworthy(size_t i) const {
    constexpr WordClasses kTrade = kFunction | kRole | kRelation | kTitle | kWardHead | kOrgHead |
                                   kGeneric | kMonth | kWeekday | kBrand | kDrug | kCountry |
                                   kClinical | kStreet | kDirection;
    const Token& token = sense_.At(i);
    bool month = token.Is(kMonth) && token.Is(kForename);
    return token.Capital() && (!token.Is(kTrade) || month) && !sense_.EponymFrame(i);
  }

  // "Shaymaa and Bill moved": one of them a name that is nothing else, or both known to nobody.
  bool Coupled(size_t i) {
    if (i + 2 >= sense_.count() || Word(i + 1) != "and" || document_.Gap(i) != " ") return false;
    if (!CapitalName(i) || !CapitalName(i + 2) || !sense_.HumanVerbAfter(i + 2)) return false;
    bool sure = sense_.Covered(i) || sense_.Covered(i + 2) || Strong(i) || Strong(i + 2) ||
                (sense_.Unknown(i) && sense_.Unknown(i + 2));
    if (!sure) return false;
    if (!sense_.Covered(i)) AddPerson(sense_, out_, i, i, 0.6, kCoupled);
    if (!sense_.Covered(i + 2)) AddPerson(sense_, out_, i + 2, i + 2, 0.6, kCoupled);
    return true;
  }

  // "I, Shaymaa Bell, state", "Marsh Sukhpreet attended": two capitals, one of them strange.
  void Declared(size_t i) {
    if (i + 1 >= sense_.count() || sense_.Covered(i) || sense_.Covered(i + 1)) return;
    if (document_.Gap(i) != " " || !CapitalName(i) || !CapitalName(i + 1)) return;
    bool declared = i > 0 && Word(i - 1) == "i" && document_.Gap(i - 1) == ", ";
    bool acts = sense_.HumanVerbAfter(i + 1) && (sense_.Unknown(i) || sense_.Unknown(i + 1));
    if (declared || acts) AddPerson(sense_, out_, i, i + 1, 0.58, kCoupled);
  }

  // "l. fothergill", "m iqbal": an initial before what can only be a surname.
  bool Initialed(size_t i) {
    if (!InitialAt(i) || i + 1 >= sense_.count()) return false;
    size_t surname = i + 1;
    if (InitialAt(surname) && surname + 1 < sense_.count()) ++surname;
    if (!Nameable(surname)) return false;
    bool sure =
        sense_.StrongSurname(surname) || (Stranger(surname) && document_.Gap(i).starts_with("."));
    if (!sure) return false;
    AddPerson(sense_, out_, i, surname, 0.62, kInitialed);
    return true;
  }

  // "shaymaa and bill moved", where capitals say nothing.
  bool PlainCouple(size_t i) {
    if (i + 2 >= sense_.count() || Word(i + 1) != "and" || !Spaced(i) || !Spaced(i + 1))
      return false;
    const Token& second = sense_.At(i + 2);
    auto name = [&](size_t k) { return sense_.Covered(k) || Strong(k) || Stranger(k); };
    bool usual = second.Is(kForenameCommon) || sense_.At(i).Is(kForenameCommon);
    bool acts = Speaks(i + 2) && second.IsWord() && !second.Is(kFunction | kRole);
    if (!acts || !((name(i) && name(i + 2)) || (usual && (name(i) || name(i + 2))))) return false;
    if (!sense_.Covered(i)) AddPerson(sense_, out_, i, i, 0.55, kRoled);
    if (!sense_.Covered(i + 2)) AddPerson(sense_, out_, i + 2, i + 2, 0.55, kRoled);
    return true;
  }

  // "pieter van der merwe"
  bool Particled(size_t i) {
    if (!Nameable(i) || !(Stranger(i) || sense_.At(i).Is(kForename))) return false;
    size_t last = i;
    while (Spaced(last) && last + 1 < sense_.count() && last - i < 2 &&
           sense_.At(last + 1).Is(kParticle) && !sense_.At(last + 1).Is(kFunction | kClinical)) {
      ++last;
    }
    if (last == i || !Spaced(last) || last + 1 >= sense_.count()) return false;
    if (!Nameable(last + 1) || !(Strong(last + 1) || Stranger(last + 1))) return false;
    AddPerson(sense_, out_, i, last + 1, 0.6, kPair);
    return true;
  }

  // "wing-kei lau", "soo-jin park": short halves before a surname.
  bool Halves(size_t i) {
    if (i + 2 >= sense_.count() || document_.Gap(i) != "-" || !Spaced(i + 1)) return false;
    const Token& half = sense_.At(i + 1);
    bool halves = sense_.At(i).size() <= 6 && half.size() <= 6 && Nameable(i) && Free(i + 1) &&
                  !half.Is(kFunction | kClinical) &&
                  !(sense_.At(i).Is(kEnglish) && half.Is(kEnglish));
    const Token& surname = sense_.At(i + 2);
    bool name = Free(i + 2) && surname.Is(kSurname | kForename) &&
                !surname.Is(kFunction | kVerb | kClinical | kRole);
    if (!halves || !(name || (Nameable(i + 2) && Stranger(i + 2)))) return false;
    AddPerson(sense_, out_, i, i + 2, 0.6, kPair);
    return true;
  }

  // "ho kwok-wing", "park ji-hoon"
  bool HalvesLast(size_t i) {
    if (i + 2 >= sense_.count() || !Spaced(i) || document_.Gap(i + 1) != "-") return false;
    const Token& surname = sense_.At(i);
    const Token& a = sense_.At(i + 1);
    const Token& b = sense_.At(i + 2);
    bool name = surname.size() > 1 && surname.size() <= 5 && surname.Is(kSurname | kForename) &&
                !surname.Is(kFunction | kVerb | kClinical | kRole);
    bool halves = !sense_.Covered(i + 2) && a.size() <= 6 && b.size() <= 6 && Plain(i + 1) &&
                  Plain(i + 2) && !a.Is(kEnglish | kClinical) && !b.Is(kEnglishCommon | kClinical);
    if (!name || !halves) return false;
    AddPerson(sense_, out_, i, i + 2, 0.6, kPair);
    return true;
  }

  // "anoushka bhattacharjee", "heather finch": beside a name that is nothing else a stranger, or
  // two words that are both names where somebody is expected.
  bool Pair(size_t i) {
    if (!Spaced(i) || i + 1 >= sense_.count() || !Nameable(i)) return false;
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    bool surname =
        Free(i + 1) && b.size() > 2 &&
        !b.Is(kFunction | kModal | kDrug | kClinical | kRole | kRelation | kTitle | kOrgHead |
              kWardHead | kEponymHead | kVerb | kCue | kMonth | kWeekday | kGeneric);
    if (!surname || sense_.BrandHere(i + 1) || Word(i) == Word(i + 1)) return false;
    if (i > 0 && sense_.At(i - 1).Is(kBrand) && document_.Gap(i - 1) == " ") return false;
    bool known = (Strong(i) && (Stranger(i + 1) || Strong(i + 1))) ||
                 (Strong(i + 1) && Stranger(i) && !b.Is(kPlace));
    bool forename = a.Is(kForenameCommon) && (Strong(i + 1) || Stranger(i + 1)) && b.size() > 3 &&
                    !b.Is(kPlace);
    bool declared = i > 0 && Word(i - 1) == "i" && document_.Gap(i - 1) == ", ";
    bool expected = sense_.PersonBefore(i) || i == 0 || sense_.HumanVerbAfter(i + 1) || declared ||
                    RoleBehind(i + 1);
    bool both = a.Is(kForename) && b.Is(kSurnameCommon) && expected;
    bool strangers = Stranger(i) && (Stranger(i + 1) || b.Is(kSurnameCommon)) && expected;
    both = both || (a.Is(kSurnameCommon) && Stranger(i + 1) && expected);
    if (!known && !forename && !both && !strangers) return false;
    AddPerson(sense_, out_, i, i + 1, 0.58, kPair);
    return true;
  }

  // "x y (staff nurse)", "x y, hca"
  bool RoleBehind(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return (gap == " (" || gap == ", ") && i + 1 < sense_.count() &&
           (sense_.At(i + 1).Is(kRole | kRelation) || Word(i + 1) == "reg");
  }

  // "handed over to kumaran on", "escalated to shaymaa in"
  bool HandedTo(size_t i) const {
    if (i < 2 || Word(i - 1) != "to" || document_.Gap(i - 2) != " ") return false;
    std::string_view before = Word(i - 2);
    return before == "escalated" || before == "over" || before == "handover" ||
           before == "handed" || before == "passed" || before == "spoke" || before == "spoken" ||
           before == "reported" || before == "talked" || before == "speaking";
  }

  // "gulnaz said": a word nobody knows that does what only people do.
  bool Speaks(size_t i) const {
    constexpr std::string_view kSpeech =
        " said says told reported stated asked rang phoned called thought noticed found gave gives "
        "checked fell moved helped attended reviewed ";
    if (!Spaced(i) || i + 1 >= sense_.count() || !sense_.At(i + 1).Is(kVerb)) return false;
    return kSpeech.find(" " + std::string(Word(i + 1)) + " ") != kSpeech.npos;
  }

  // "phleb joy.", "scrub jisha,", "rang pat on": one word behind a role or a cue.
  void Roled(size_t i) {
    if (!Nameable(i)) return;
    if (Stranger(i) && sense_.At(i).size() > 4 && (Speaks(i) || RoleBehind(i)))
      return AddPerson(sense_, out_, i, i, 0.52, kRoled);
    if (i > 0 && sense_.At(i - 1).Is(kSignOffWord) && document_.Gap(i - 1).ends_with("\n") &&
        (Stranger(i) || Strong(i) || sense_.At(i).Is(kForename | kAmbiguousForename)))
      return AddPerson(sense_, out_, i, i, 0.6, kRoled);
    if (i == 0 || !Spaced(i - 1)) return;
    const Token& before = sense_.At(i - 1);
    const Token& token = sense_.At(i);
    std::string_view next = i + 1 < sense_.count() && Spaced(i) ? Word(i + 1) : std::string_view();
    bool goes_on = next == "did" || next == "to" || next == "will" || next == "does" ||
                   next == "on" || next == "in" || next == "at" || next == "and" ||
                   next == "from" || next == "who" || next == "re";
    bool alone = Ends(i) || goes_on || sense_.HumanVerbAfter(i);
    if (!alone) return;
    bool person = before.Is(kRole | kRelation);
    bool told = before.Is(kFirmCue) || HandedTo(i) || Word(i - 1) == "ring" || Word(i - 1) == "saw";
    bool forename = token.Is(kForenameCommon | kAmbiguousForename);
    bool name = forename || (Stranger(i) && token.Is(kSurname | kForename)) || Strong(i);
    bool stranger = Stranger(i) && ((person && !before.Is(kCue)) || HandedTo(i));
    if ((person && (name || stranger)) || (told && (name || stranger)))
      AddPerson(sense_, out_, i, i, 0.55, kRoled);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindPlainNames(NameSense& sense, Findings& out) { PlainReader(sense, out).Read(); }

}  // namespace candour::anonymise

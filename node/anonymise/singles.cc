// One name alone: a capital mid-sentence, a possessive, a person's verb; and initials.
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kForenameAlone = {"person.forename", "A forename on its own."};
constexpr Rule kSurnameAlone = {"person.surname", "A surname on its own."};
constexpr Rule kEveryday = {"person.everyday", "An everyday word used as a person's name."};
constexpr Rule kStranger = {"person.stranger",
                            "An unknown capitalised word where a person is expected."};
constexpr Rule kInitials = {"person.initials", "Initials beside what a person did."};
constexpr Rule kMaybe = {"person.maybe", "May be a name; nothing around it decides."};

bool IsMonthCue(std::string_view word) {
  return word == "in" || word == "since" || word == "until" || word == "by" || word == "during" ||
         word == "last" || word == "early" || word == "late" || word == "of" || word == "mid" ||
         word == "next" || word == "this" || word == "from" || word == "on" || word == "every" ||
         word == "through" || word == "and" || word == "or" || word == "to";
}

class SingleReader {
 public:
  SingleReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (sense_.Covered(i) || !sense_.At(i).IsWord()) continue;
      const Token& token = sense_.At(i);
      if (token.shape == Shape::kUpper && token.size() <= 3 &&
          token.line_case != LineCase::kUpper) {
        ReadInitials(i);
        if (token.size() < 3 || sense_.Covered(i)) continue;
      }
      if (token.line_case == LineCase::kOrdinary && HyphenedName(i)) continue;
      if (sense_.NeverName(i) || sense_.EponymFrame(i) || sense_.BrandHere(i)) continue;
      if (token.line_case != LineCase::kOrdinary)
        ReadPlain(i);
      else if (token.shape == Shape::kLower)
        ReadLower(i);
      else if (token.shape == Shape::kUpper)
        ReadUpper(i);
      else if (token.starts_sentence)
        ReadSentenceStart(i);
      else
        ReadCapital(i);
    }
  }

 private:
  // "Elsie T's tablets": an initial tells two people of one name apart.
  void Add(size_t i, double confidence, const Rule& rule) {
    bool initial = confidence >= kMaskConfidence && i + 1 < sense_.count() &&
                   sense_.Initial(i + 1) && document_.Gap(i) == " " && !sense_.At(i).possessive &&
                   sense_.At(i).line_case == LineCase::kOrdinary && !sense_.Covered(i + 1) &&
                   document_.Text(sense_.At(i + 1)) != "I" && sense_.At(i).Is(kForename);
    AddPerson(sense_, out_, i, initial ? i + 1 : i, confidence, rule);
  }

  bool NextIsHead(size_t i) const {
    if (i + 1 >= sense_.count()) return false;
    std::string_view gap = document_.Gap(i);
    const Token& next = sense_.At(i + 1);
    if (gap != " " && gap != "-") return false;
    return next.Is(kEponymHead) || (next.Capital() && next.Is(kWardHead | kOrgHead | kStreet)) ||
           next.Is(kWardHead);
  }

  // What shows a person here: "by X", "X said", "X's mother", "X and Y" with Y a name.
  bool Expected(size_t i) const { return sense_.PersonBefore(i) || sense_.HumanVerbAfter(i); }

  std::string_view WordBefore(size_t i) const {
    return i > 0 ? document_.LowerAt(i - 1) : std::string_view();
  }

  bool ActsBeyondBeing(size_t i) const {
    if (!sense_.HumanVerbAfter(i) || sense_.At(i).possessive) return sense_.At(i).possessive;
    std::string_view verb = document_.LowerAt(i + 1);
    if (verb != "was" && verb != "is" && verb != "has" && verb != "had" && verb != "remains" &&
        verb != "appears")
      return true;
    return i + 2 < sense_.count() && sense_.At(i + 2).Is(kVerb) && document_.Gap(i + 1) == " ";
  }

  void ReadCapital(size_t i) {
    const Token& token = sense_.At(i);
    if (document_.Lower(token) == "reg") return;  // A registrar.
    if (InCouple(i))
      return AddPerson(sense_, out_, i, sense_.Covered(i + 1) ? i : i + 1, 0.7, kStranger);
    bool owner = Owns(i);
    if (NextIsHead(i) && !owner) return;
    std::string_view kin = document_.LowerAt(i + 1);
    bool household = document_.Gap(i) == " " && (kin == "family" || kin == "household") &&
                     WordBefore(i) == "the" && (token.Is(kSurname) || sense_.Unknown(i));
    if (household && !token.Is(kPlace | kGeneric | kClinical)) return Add(i, 0.62, kSurnameAlone);
    if (RoleInBrackets(i) && !token.Is(kClinical | kDrug)) return Add(i, 0.65, kStranger);
    bool model = i > 0 && (document_.Gap(i - 1) == " " || document_.Gap(i - 1) == "-") &&
                 sense_.BrandHere(i - 1);
    if (model && !(sense_.StrongForename(i) && (Expected(i) || sense_.At(i - 1).starts_sentence)))
      return Add(i, 0.08, kMaybe);  // "Siemens Ysio"
    if (token.Is(kMonth)) {
      bool acts = (ActsBeyondBeing(i) || AtPost(i)) && !IsMonthCue(WordBefore(i));
      if (acts) Add(i, 0.6, kEveryday);
      return;
    }
    if (sense_.StrongForename(i))
      return Add(i, token.Is(kPlace) && !Expected(i) ? 0.55 : 0.82, kForenameAlone);
    bool article = WordBefore(i) == "the" || WordBefore(i) == "a" || WordBefore(i) == "an";
    if (token.Is(kEponym)) {
      if (!token.Is(kSurname) || article) return;
      return Add(i, Expected(i) ? 0.7 : 0.4, Expected(i) ? kSurnameAlone : kMaybe);
    }
    if (sense_.StrongSurname(i)) {
      bool sure = !article && (token.Is(kSurnameCommon) || Expected(i) || token.size() > 4);
      return Add(i, sure ? 0.72 : 0.4, sure ? kSurnameAlone : kMaybe);
    }
    if (token.Is(kAmbiguousForename | kForename) && !token.Is(kDrug | kClinical)) {
      bool counted = token.Is(kEnglish) && i + 1 < sense_.count() && document_.Gap(i) == " " &&
                     sense_.At(i + 1).shape == Shape::kNumber;  // "Cat 2"
      if (counted) return Add(i, 0.2, kMaybe);
      bool series = i > 0 && sense_.At(i - 1).Capital() && !sense_.At(i - 1).starts_sentence &&
                    !sense_.PersonBefore(i);
      if (article || series) return Add(i, 0.35, kMaybe);
      return Add(i, token.Is(kForenameCommon) || Expected(i) ? 0.62 : 0.4, kEveryday);
    }
    if (token.Is(kGeneric) && !FirmCueBefore(i) && !token.possessive) return;
    if (token.Is(kSurname)) return Add(i, ActsBeyondBeing(i) && !article ? 0.6 : 0.35, kMaybe);
    if (sense_.Unknown(i) && token.size() > 2) {
      bool sure = !article && (ActsBeyondBeing(i) || FirmBefore(i) || Handled(i));
      Add(i, sure ? 0.6 : 0.4, sure ? kStranger : kMaybe);
    }
  }

  // "Hamza and Rim Boukhari": two capitals behind "and" and a forename that was masked.
  bool InCouple(size_t i) const {
    if (i < 2 || i + 1 >= sense_.count() || document_.Gap(i) != " ") return false;
    std::string_view joint = WordBefore(i);
    const bool couple = joint == "and" ? document_.Gap(i - 1) == " " && document_.Gap(i - 2) == " "
                                       : document_.Gap(i - 1) == " & ";
    const size_t first = joint == "and" ? i - 2 : i - 1;
    constexpr WordClasses kOther = kFunction | kClinical | kDrug | kBrand | kEponym | kWardHead |
                                   kOrgHead | kGeneric | kPlace | kMonth | kWeekday | kStreet |
                                   kDirection | kRole | kCountry;
    const Token& surname = sense_.At(i + 1);
    return couple && sense_.Covered(first) && sense_.At(first).Is(kForename) &&
           sense_.At(first).Capital() && !sense_.At(i).Is(kOther) && sense_.At(i).size() > 2 &&
           surname.Capital() && !surname.Is(kOther) &&
           (sense_.StrongSurname(i + 1) || sense_.Unknown(i + 1));
  }

  // "walked Juno back", "helped Zo onto the commode": what is done with people.
  bool Handled(size_t i) const {
    constexpr std::array<std::string_view, 24> kVerbs = {
        "found",    "located",   "met",    "restrained", "arrested", "saw",
        "walked",   "escorted",  "helped", "took",       "brought",  "wheeled",
        "led",      "assisted",  "lifted", "hoisted",    "guided",   "woke",
        "followed", "persuaded", "sat",    "drove",      "rolled",   "accompanied"};
    constexpr std::array<std::string_view, 19> kWhere = {
        "back", "to",   "into", "out",   "onto", "off", "from", "up", "home", "down",
        "away", "over", "with", "round", "on",   "and", "in",   "at", "by"};
    return i > 0 && document_.Gap(i - 1) == " " && IsOneOf(kVerbs, WordBefore(i)) &&
           document_.Gap(i) == " " && IsOneOf(kWhere, document_.LowerAt(i + 1));
  }

  bool FirmBefore(size_t i) const {
    if (!sense_.PersonBefore(i)) return false;
    return sense_.At(i - 1).Is(kRole | kRelation) && !sense_.At(i - 1).Is(kCue);
  }

  bool FirmCueBefore(size_t i) const {
    return FirmBefore(i) || (sense_.PersonBefore(i) && sense_.At(i - 1).Is(kFirmCue));
  }

  // "Sheila's catheter", "Rose's chart": a forename that owns a thing, and no eponym.
  bool Owns(size_t i) const {
    const Token& token = sense_.At(i);
    if (!token.possessive || token.Is(kEponym | kMonth | kModal | kDrug)) return false;
    return sense_.StrongForename(i) || token.Is(kForenameCommon | kAmbiguousForename) ||
           (token.size() > 4 && (sense_.StrongSurname(i) || sense_.Unknown(i)));
  }

  // "Wing-Kei rang", "told Jun-jun": a given name in two hyphened halves.
  bool HyphenedName(size_t i) {
    if (i + 1 >= sense_.count() || document_.Gap(i) != "-") return false;
    const Token& first = sense_.At(i);
    const Token& half = sense_.At(i + 1);
    if (!first.Capital() || first.size() > 6 || half.size() > 7 || sense_.Covered(i + 1))
      return false;
    bool twin = document_.Lower(first) == document_.Lower(half);
    bool halves = twin || (half.Capital() && !half.Is(kClinical | kDrug | kEponym | kGeneric) &&
                           !first.Is(kClinical | kDrug | kEponym | kGeneric));
    bool known = twin || sense_.Unknown(i) || sense_.Unknown(i + 1) ||
                 (first.Is(kForename | kSurname) && half.Is(kForename | kSurname));
    bool expected = sense_.PersonBefore(i) || sense_.HumanVerbAfter(i + 1);
    if (!halves || !known || !expected) return false;
    AddPerson(sense_, out_, i, i + 1, 0.62, kStranger);
    return true;
  }

  // "Faith (team lead) reviewed": what a bracket with a role explains is a person.
  bool RoleInBrackets(size_t i) const {
    if (i + 1 >= sense_.count() || document_.Gap(i) != " (") return false;
    std::string_view next = document_.LowerAt(i + 1);
    return sense_.At(i + 1).Is(kRole | kRelation) || next == "team" || next == "reg" ||
           next == "band" || next == "site" || next == "ward" || next == "estates" ||
           next == "bank" || next == "agency";
  }

  // "Will will call": a modal verb after itself.
  bool Doubled(size_t i) const {
    return sense_.At(i).Is(kModal) && i + 1 < sense_.count() && document_.Gap(i) == " " &&
           sense_.At(i + 1).Is(kModal) && sense_.At(i + 1).shape == Shape::kLower;
  }

  void ReadSentenceStart(size_t i) {
    const Token& token = sense_.At(i);
    bool nameable = token.Is(kForename | kAmbiguousForename | kSurnameCommon);
    if (nameable && (RoleInBrackets(i) || Doubled(i))) return Add(i, 0.7, kEveryday);
    if (nameable && (FromPost(i) || SeenAt(i))) return Add(i, 0.6, kEveryday);
    if (document_.Lower(token) == "reg") return;
    if ((NextIsHead(i) && !Owns(i)) || token.Is(kMonth | kModal)) {
      bool month = token.Is(kMonth) && !token.Is(kModal);
      bool named = month ? TalkedTo(i) || AtPost(i) : token.Is(kModal) && BeThenVerb(i);
      named = named || sense_.PastVerbAfter(i);
      if (!token.Is(kForename) || !named) return;
      return Add(i, 0.6, kEveryday);
    }
    if (sense_.StrongForename(i))
      return Add(i, token.Is(kForenameCommon) || Expected(i) ? 0.75 : 0.6, kForenameAlone);
    if (Owns(i)) return Add(i, token.Is(kEnglishCommon) ? 0.55 : 0.6, kForenameAlone);
    if (sense_.StrongSurname(i) && !token.Is(kEponym | kPlace))
      return Add(i, ActsBeyondBeing(i) ? 0.7 : 0.55, kSurnameAlone);
    if (token.Is(kForename | kSurnameCommon) && !token.Is(kDrug | kClinical)) {
      bool noun = !token.Is(kForename) || !token.Is(kForenameCommon);
      if (!ActsBeyondBeing(i) && !sense_.PastVerbAfter(i)) return;
      return Add(i, noun ? 0.4 : 0.6, noun ? kMaybe : kEveryday);
    }
    if (sense_.Unknown(i) && token.size() > 2 && (ActsBeyondBeing(i) || HadDone(i)))
      Add(i, 0.55, kStranger);
  }

  // "Will from the site team rang", "Hope from bookings": of whom a post is told.
  bool FromPost(size_t i) const {
    if (document_.Gap(i) != " " || document_.LowerAt(i + 1) != "from") return false;
    constexpr std::array<std::string_view, 24> kPosts = {
        "team",      "office",      "desk",     "department", "dept",    "reception",
        "pharmacy",  "bookings",    "triage",   "labs",       "lab",     "transport",
        "records",   "payroll",     "theatres", "radiology",  "estates", "security",
        "maternity", "switchboard", "site",     "outreach",   "agency",  "it"};
    for (size_t k = i + 2; k < sense_.count() && k < i + 6; ++k) {
      if (document_.Gap(k - 1) != " ") return false;
      if (IsOneOf(kPosts, document_.LowerAt(k)))
        return document_.LowerAt(k) != "it" || sense_.At(k).shape == Shape::kUpper;
    }
    return false;
  }

  // "Blessing seen at 0900 by": whom somebody saw, where no mark or burn is.
  bool SeenAt(size_t i) const {
    constexpr std::array<std::string_view, 6> kDone = {"seen",    "told",     "rang",
                                                       "advised", "reviewed", "informed"};
    std::string_view next = document_.LowerAt(i + 2);
    return document_.Gap(i) == " " && document_.Gap(i + 1) == " " && !sense_.At(i).Is(kVerb) &&
           IsOneOf(kDone, document_.LowerAt(i + 1)) && document_.LowerAt(i) != "mark" &&
           (next == "by" ||
            (next == "at" && i + 3 < sense_.count() && sense_.At(i + 3).shape >= Shape::kNumber));
  }

  // "May at reception tried": where somebody works, and no month is.
  bool AtPost(size_t i) const {
    std::string_view at = document_.LowerAt(i + 1);
    if (document_.Gap(i) != " " || (at != "at" && at != "on" && at != "in" && at != "from"))
      return false;
    constexpr std::array<std::string_view, 16> kPosts = {
        "reception", "switchboard", "switch",  "pharmacy", "bookings",   "triage",
        "labs",      "transport",   "records", "payroll",  "admissions", "maternity",
        "theatres",  "radiology",   "estates", "security"};
    size_t post = document_.LowerAt(i + 2) == "the" ? i + 3 : i + 2;
    return IsOneOf(kPosts, document_.LowerAt(post)) ||
           (post == i + 3 && document_.LowerAt(post) == "desk");
  }

  // "June was told": what happens to people, not to months.
  bool TalkedTo(size_t i) const {
    if (document_.LowerAt(i + 1) == "said" || document_.LowerAt(i + 1) == "reported") return true;
    if (document_.LowerAt(i + 1) != "was" || i + 2 >= sense_.count()) return false;
    constexpr std::string_view kDone =
        " told asked informed found seen given advised admitted transferred reviewed assessed "
        "helped ";
    std::string verb = " " + std::string(document_.LowerAt(i + 2)) + " ";
    return kDone.find(verb) != kDone.npos;
  }

  // "Rhiannedd was already delivered"
  bool HadDone(size_t i) const {
    std::string_view verb = document_.LowerAt(i + 1);
    const Token& token = sense_.At(i);
    if (token.size() < 5 || token.shape != Shape::kCapital || document_.Gap(i) != " " ||
        (verb != "was" && verb != "had"))
      return false;
    std::string_view adverb = document_.LowerAt(i + 2);
    return adverb == "already" || adverb == "also" || adverb == "not" || adverb == "still" ||
           adverb == "then" || adverb == "just" || adverb == "never" || adverb == "being";
  }

  // "Will was found": no modal goes with "was".
  bool BeThenVerb(size_t i) const {
    if (i + 1 >= sense_.count() || document_.Gap(i) != " ") return false;
    std::string_view next = document_.LowerAt(i + 1);
    bool past = sense_.At(i + 1).Is(kVerb) &&
                (next.ends_with("ed") || next == "was" || next == "has" || next == "said" ||
                 next == "is" || next == "had" || next == "fell" || next == "told");
    return past;
  }

  // A small letter in a text that does use capitals: only what can be nothing else.
  void ReadLower(size_t i) {
    const Token& token = sense_.At(i);
    if (sense_.StrongForename(i) && token.Is(kForenameCommon) && token.size() == 3 &&
        !token.Is(kPlace)) {
      bool sure = token.possessive || ActsBeyondBeing(i) || BeVerb(i) || FirmCueBefore(i);
      return Add(i, sure ? 0.52 : 0.2, sure ? kForenameAlone : kMaybe);  // "told lou"
    }
    if (sense_.StrongSurname(i) && token.Is(kSurnameCommon) && token.size() >= 6 &&
        !token.Is(kForename | kPlace)) {
      bool sure = FirmCueBefore(i) || (token.possessive && Expected(i));
      return Add(i, sure ? 0.52 : 0.25, sure ? kSurnameAlone : kMaybe);
    }
    // "told iris about it": an everyday word, or a word nobody knows, where a person is told.
    bool told = i > 0 && sense_.At(i - 1).Is(kFirmCue) && document_.Gap(i - 1) == " ";
    if (told && !sense_.StrongForename(i) && !token.Is(kModal | kVerb | kFunction | kClinical) &&
        (token.Is(kForenameCommon) || (sense_.Unknown(i) && token.size() > 4)))
      return Add(i, 0.2, kMaybe);
    if (!sense_.StrongForename(i) || !token.Is(kForenameCommon) || token.size() < 4) return;
    bool only_name = token.Is(kSurname) || token.size() > 4;
    Add(i, Expected(i) ? 0.55 : only_name && !token.Is(kPlace) ? 0.52 : 0.35, kMaybe);
  }

  void ReadUpper(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 4 || token.Is(kEnglish | kEponym | kPlace)) return;
    bool name = sense_.StrongForename(i) || sense_.StrongSurname(i);
    if (!name) return;
    bool sure = token.size() > 4 || Expected(i) || token.Is(kForenameCommon);
    Add(i, sure ? 0.65 : 0.4, sure ? kSurnameAlone : kMaybe);
  }

  void ReadPlain(size_t i) {
    const Token& token = sense_.At(i);
    bool initials =
        token.size() == 2 && token.line_case == LineCase::kLower && ToDo(i) &&
        !token.Is(kClinical | kEnglish | kBrand | kRole | kTitle | kFunction | kCountry);
    if (initials) return Add(i, 0.55, kInitials);
    bool forename = sense_.StrongForename(i) && token.size() > 2;
    bool surname = sense_.StrongSurname(i) && token.size() > 3 && !token.Is(kEponym | kPlace);
    if (!forename && !surname) {
      if (!token.Is(kAmbiguousForename) || token.Is(kModal | kMonth)) return;
      bool free = i == 0 || !sense_.At(i - 1).Is(kFunction) || sense_.PersonBefore(i);
      if (free && sense_.PastVerbAfter(i)) return Add(i, 0.55, kEveryday);
      if (ActsBeyondBeing(i) && sense_.PersonBefore(i)) Add(i, 0.4, kMaybe);
      return;
    }
    bool strong = forename && token.Is(kForenameCommon) && token.size() > 3;
    if (strong) return Add(i, token.Is(kPlace) && !Expected(i) ? 0.5 : 0.62, kForenameAlone);
    bool expected = token.possessive || (FirmBefore(i) && token.size() > 3) || ActsBeyondBeing(i);
    bool long_surname =
        token.Is(kSurnameCommon) && token.size() >= 6 && !forename && !token.Is(kBrand);
    bool sure = long_surname || (expected && (token.Is(kSurnameCommon) || forename));
    bool label = i + 1 < sense_.count() && document_.Gap(i).size() <= 2 &&
                 (sense_.At(i + 1).shape >= Shape::kNumber || sense_.At(i + 1).Is(kIdLabel));
    bool usual = !label && (token.size() > 5 ||
                            (token.size() > 3 && token.Is(kForenameCommon | kSurnameCommon)));
    Add(i, sure ? 0.58 : usual ? 0.5 : 0.4, sure ? kSurnameAlone : kMaybe);
  }

  void ReadInitials(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() == 1) return Dotted(i);
    if (token.Is(kClinical | kEnglishCommon | kBrand | kRole | kTitle | kCountry | kDirection))
      return;
    if (token.size() == 3 && token.Is(kForename | kSurname)) return;
    std::string_view before = i > 0 ? document_.Gap(i - 1) : std::string_view();
    std::string_view after = document_.Gap(i);
    bool acts = ActsBeyondBeing(i) || BeVerb(i) || DoneTo(i);
    if (ToDo(i)) return Add(i, 0.55, kInitials);
    // "s/b AK", "d/w PT": seen by, discussed with.
    bool seen_by = i > 1 && document_.Gap(i - 1) == " " && document_.Gap(i - 2) == "/" &&
                   ((document_.LowerAt(i - 2) == "s" && WordBefore(i) == "b") ||
                    (document_.LowerAt(i - 2) == "d" && WordBefore(i) == "w"));
    if (seen_by) return Add(i, 0.62, kInitials);
    bool told = WordBefore(i) == "that" || sense_.PersonBefore(i);
    if (token.size() == 2 && (acts || (told && sense_.PersonBefore(i))))
      return Add(i, 0.62, kInitials);
    if (token.size() == 3 && acts && told) return Add(i, 0.55, kInitials);
    // "Hegarty/TW": who told and who wrote.
    bool beside = token.size() == 2 && before == "/" && i > 1 && sense_.At(i - 1).Capital() &&
                  sense_.At(i - 1).size() > 3 && sense_.StrongSurname(i - 1) &&
                  !after.starts_with("/");
    if (beside) return Add(i, 0.55, kInitials);
    bool slash = before.ends_with("/") || after.starts_with("/") || before.ends_with("(") ||
                 after.starts_with(")");
    if (token.size() == 2 && (slash || i + 1 == sense_.count() || after.starts_with("\n")))
      Add(i, 0.4, kInitials);
  }

  // "PK to chase": an action and who is to do it.
  bool ToDo(size_t i) const {
    if (document_.LowerAt(i + 1) != "to" || document_.Gap(i) != " " || i + 2 >= sense_.count()) {
      return false;
    }
    const Token& verb = sense_.At(i + 2);
    return verb.shape == Shape::kLower && verb.Is(kEnglish) && !verb.Is(kFunction);
  }

  // "JS given Clexane", "TH moved to": what is done to somebody.
  bool DoneTo(size_t i) const {
    constexpr std::array<std::string_view, 8> kDone = {"given", "found", "seen", "told",
                                                       "sent",  "gave",  "left", "took"};
    bool opens = sense_.At(i).starts_sentence || (i > 0 && document_.Gap(i - 1) == ": ");
    bool next = opens && i + 1 < sense_.count() && document_.Gap(i) == " " &&
                sense_.At(i + 1).shape == Shape::kLower;
    return next && (IsOneOf(kDone, document_.LowerAt(i + 1)) || sense_.PastVerbAfter(i));
  }

  bool BeVerb(size_t i) const {
    if (i + 1 >= sense_.count() || document_.Gap(i) != " ") return false;
    std::string_view next = document_.LowerAt(i + 1);
    return next == "was" || next == "had" || next == "has" || next == "is";
  }

  // "J.S." but not "U.S." or "i.v."
  void Dotted(size_t i) {
    if (i > 0 && sense_.Initial(i - 1) && document_.Gap(i - 1) == ".") return;  // Read already.
    size_t last = i;
    while (sense_.Initial(last + 1) &&
           (document_.Gap(last) == "." ||
            (document_.Gap(last) == ". " && document_.Gap(last + 1).starts_with("."))) &&
           last - i < 3 && !sense_.Covered(last + 1)) {
      ++last;
    }
    if (last == i && SignsOff(i)) return AddPerson(sense_, out_, i, i, 0.6, kInitials);
    if (last == i || !document_.Gap(last).starts_with(".")) return;
    if (sense_.IsAbbreviation(i, last)) return;
    AddPerson(sense_, out_, i, last, 0.65, kInitials);
  }

  // "Can you ring? K.": a letter that is a sentence, at the end of its line.
  bool SignsOff(size_t i) const {
    if (i == 0 || document_.Text(sense_.At(i)) == "I") return false;
    std::string_view before = document_.Gap(i - 1);
    std::string_view after = document_.Gap(i);
    bool stops = before == ". " || before == "? " || before == "! " || before == ".\n" ||
                 before == "?\n" || before == ".\n\n";
    if (after.starts_with(".")) after.remove_prefix(1);
    return stops && sense_.At(i - 1).size() > 1 && (after.empty() || after[0] == '\n');
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindSingles(NameSense& sense, Findings& out) { SingleReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Names that what stands beside them explains: "Dawn (bank nurse)", "May, the HCA,", "it's Sam from
// Larkrise", "NIC Fen.", lists of who was present, and initials in a cell of a table.
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAside = {"person.aside", "A name that a role beside it explains."};
constexpr Rule kIntroduced = {"person.introduced", "Somebody says who is speaking."};
constexpr Rule kRoleNamed = {"person.role-word", "A capital behind a role at the end of a clause."};
constexpr Rule kPresent = {"person.present", "A name in a list of those present."};
constexpr Rule kAccount = {"person.account", "The name of somebody's account."};
constexpr Rule kCell = {"person.cell", "Initials alone in a cell of a table."};

// What is never anybody's name here.
constexpr WordClasses kTrade = kFunction | kRole | kRelation | kTitle | kWardHead | kOrgHead |
                               kGeneric | kWeekday | kDrug | kCountry | kStreet | kDirection |
                               kEponymHead;

class AsideReader {
 public:
  AsideReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord()) continue;
      bool marked = document_.Gap(i) != " ";
      if (marked && document_.Gap(i).starts_with(":") && Attendance(i)) Present(i);
      if (Shortened(i)) AddPerson(sense_, out_, i, sense_.Covered(i + 1) ? i : i + 1, 0.8, kAside);
      if (sense_.Covered(i)) continue;
      if (marked && Explained(i)) {
        AddPerson(sense_, out_, FirstPart(i), i, 0.65, kAside);
      } else if (Introduced(i)) {
        AddPerson(sense_, out_, i, sense_.Extend(i), 0.6, kIntroduced);
      } else if (RoleNamed(i)) {
        AddPerson(sense_, out_, i, i, 0.55, kRoleNamed);
      } else if (Spelled(i)) {
        AddPerson(sense_, out_, i, i, 0.7, kIntroduced);
      } else if (Account(i)) {
        AddPerson(sense_, out_, i, i, 0.6, kAccount);
      } else if (Cell(i)) {
        AddPerson(sense_, out_, i, i, 0.55, kCell);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Spaced(size_t i) const { return document_.Gap(i) == " "; }

  bool Nameable(size_t i) const {
    const Token& token = sense_.At(i);
    bool name = token.Is(kForename | kSurname | kAmbiguousForename);
    if (token.size() < 3 || sense_.Covered(i) || sense_.BrandHere(i)) return false;
    if (token.Is(kTrade) || (token.Is(kClinical | kVerb) && !name)) return false;
    return name || sense_.Unknown(i);
  }

  // Words between a name and the role that explains it: "the bank nurse".
  bool Qualifies(size_t i) const {
    constexpr std::array<std::string_view, 24> kWords = {
        "bank",   "agency", "night", "student", "senior", "junior",    "charge", "ward",
        "deputy", "lead",   "team",  "duty",    "locum",  "trainee",   "newly",  "band",
        "his",    "her",    "their", "my",      "our",    "community", "staff",  "acting"};
    const Token& token = sense_.At(i);
    bool letters = token.shape == Shape::kUpper && token.line_case != LineCase::kUpper &&
                   token.size() <= 4;  // "IPC nurse"
    return letters || token.Is(kGeneric) || IsOneOf(kWords, Word(i));
  }

  // The role that stands from token `first` on behind at most two words, past the text when none.
  size_t RoleFrom(size_t first) const {
    constexpr std::array<std::string_view, 12> kMany = {"staff",  "patient", "patients", "nurses",
                                                        "carers", "team",    "crew",     "parents",
                                                        "family", "pt",      "children", "pts"};
    for (size_t i = first; i < sense_.count() && i - first < 3; ++i) {
      const Token& token = sense_.At(i);
      bool last = !Spaced(i) || !(i + 1 < sense_.count() && sense_.At(i + 1).Is(kRole | kRelation));
      bool many = IsOneOf(kMany, Word(i)) ||
                  (token.shape == Shape::kLower && Word(i).ends_with("s") && token.size() > 4);
      if (token.Is(kRole | kRelation) && last && !many) return i;
      if (!Spaced(i) || !(Qualifies(i) || token.Is(kRole))) break;
    }
    return sense_.count();
  }

  // "Hope, HCA, saw it", "jas (bank nurse, pin ...)", "May, the HCA, says".
  bool Explained(size_t i) const {
    std::string_view gap = document_.Gap(i);
    bool bracket = gap == " (";
    if ((!bracket && gap != ", ") || !Nameable(i) || i + 1 >= sense_.count()) return false;
    std::string_view article = Word(i + 1);
    bool the = article == "the" || article == "our" || article == "an" || article == "a" ||
               article == "my";
    size_t role = RoleFrom(the && Spaced(i + 1) ? i + 2 : i + 1);
    if (role >= sense_.count()) return false;
    std::string_view after = document_.Gap(role);
    if (after.empty() || std::string_view(bracket ? "),/;" : ",.;)").find(after[0]) == after.npos)
      return false;
    const Token& token = sense_.At(i);
    if (token.Is(kMonth) && !(the && token.starts_sentence)) return false;
    bool plain = token.shape == Shape::kLower || token.line_case == LineCase::kUpper;
    if (!plain)
      return !(token.Is(kEnglishCommon) && !token.Is(kForename | kAmbiguousForename) &&
               token.starts_sentence);
    bool name = token.Is(kForenameCommon | kAmbiguousForename) || sense_.StrongForename(i) ||
                sense_.StrongSurname(i);
    bool led = i == 0 || token.starts_sentence || sense_.PersonBefore(i) ||
               document_.Gap(i - 1) != " " || Word(i - 1) == "by";
    return led && (name || (sense_.Unknown(i) && bracket) || token.line_case == LineCase::kUpper);
  }

  // "Winsome Peart (HCA)": what belongs to the name before its last word.
  size_t FirstPart(size_t i) const {
    if (i == 0 || !Spaced(i - 1) || !sense_.At(i).ProperCase()) return i;
    bool part = sense_.At(i - 1).Capital() && Nameable(i - 1) && !sense_.At(i - 1).possessive;
    return part ? i - 1 : i;
  }

  // "Hi its dawn frm", "this is Grace calling", "Will here,": who speaks.
  bool Introduced(size_t i) const {
    const Token& token = sense_.At(i);
    bool strange = sense_.Unknown(i) && document_.Gap(i) == " " &&
                   (token.Capital() || (token.size() > 4 && Word(i + 1) == "from"));
    if (!strange &&
        (!token.Is(kForename | kAmbiguousForename) || token.Is(kFunction | kRole | kRelation)))
      return false;
    constexpr std::array<std::string_view, 7> kAfter = {"from",    "frm",     "here", "fm",
                                                        "calling", "ringing", "off"};
    std::string_view gap = document_.Gap(i);
    bool follows = (gap == " " && IsOneOf(kAfter, Word(i + 1))) || gap == " (" ||
                   (gap == ", " && i + 1 < sense_.count() && sense_.At(i + 1).Is(kRole));
    if (!follows) return false;
    bool opens = token.starts_sentence || (i > 0 && document_.Gap(i - 1) == ", ");
    bool here = Word(i + 1) == "here" && opens &&
                document_.Gap(i + 1).find_first_of(",.-") != std::string_view::npos;
    if (here) return true;
    if (i == 0 || !Spaced(i - 1)) return false;
    bool its = Word(i - 1) == "its" || (Word(i - 1) == "it" && sense_.At(i - 1).possessive) ||
               Word(i - 1) == "i'm" || Word(i - 1) == "im";
    bool is = (Word(i - 1) == "is" || Word(i - 1) == "am") && i > 1 &&
              (Word(i - 2) == "this" || Word(i - 2) == "i" || Word(i - 2) == "it");
    return its || is;
  }

  // "NIC Fen.", "HCA Peace said": any capital, for only a person has a role.
  bool RoleNamed(size_t i) const {
    const Token& token = sense_.At(i);
    if (i == 0 || !Spaced(i - 1) || !token.ProperCase() || token.size() < 3) return false;
    const Token& role = sense_.At(i - 1);
    bool grade = role.Is(kRole | kTitle) && role.shape == Shape::kUpper && role.size() >= 2 &&
                 role.size() <= 5 && role.line_case == LineCase::kOrdinary;
    std::string_view word = Word(i - 1);
    bool called = word == "nurse" || word == "midwife" || word == "porter" || word == "carer" ||
                  word == "paramedic" || word == "physio" || word == "matron" || word == "sister" ||
                  word == "lead" || word == "officer" || word == "coordinator";
    bool other = role.Is(kRole) && role.shape == Shape::kLower && !token.Is(kEnglishCommon) &&
                 (token.Is(kForename | kSurname) || sense_.Unknown(i));
    if (!grade && !called && !other) return false;
    WordClasses trade = kTrade;
    if (token.Is(kForename)) trade &= ~kTitle;  // "ODP Col ran"
    if (token.Is(trade | kClinical | kVerb | kBrand | kMonth | kCue) || sense_.EponymFrame(i))
      return false;
    std::string_view gap = document_.Gap(i);
    bool ends = gap.empty() || gap.find_first_of(",.;)\n") == 0;
    std::string_view verb = Word(i + 1);
    bool acts = sense_.HumanVerbAfter(i) && verb != "was" && verb != "is" && verb != "has";
    return ends || acts || sense_.PastVerbAfter(i);
  }

  // "Apologies: JMcK, Dawn", "Present - "
  bool Attendance(size_t i) const {
    constexpr std::array<std::string_view, 16> kLists = {
        "present", "apologies",    "attendees",    "attendance", "attending", "absent",
        "invited", "circulation",  "distribution", "recipients", "panel",     "chair",
        "apols",   "participants", "contacts",     "witnesses"};
    return sense_.At(i).size() >= 5 && IsOneOf(kLists, Word(i));
  }

  void Present(size_t label) {
    bool opens = true;
    for (size_t i = label + 1; i < sense_.count() && i - label < 40; ++i) {
      if (document_.Gap(i - 1).find('\n') != std::string_view::npos) return;
      const Token& token = sense_.At(i);
      bool letters = token.shape == Shape::kUpper && token.size() <= 3;
      bool cased = token.Capital() || token.line_case == LineCase::kUpper ||
                   (letters && !token.Is(kClinical | kRole | kBrand | kCountry));
      if (opens && cased && token.IsWord() && token.size() > 1 && !sense_.Covered(i) &&
          !token.Is(kTrade) && !(token.Is(kEnglishCommon) && !token.Is(kForename | kSurname)))
        AddPerson(sense_, out_, i, sense_.Extend(i), 0.65, kPresent);
      std::string_view gap = document_.Gap(i);
      opens = gap == ", " || gap == "; " || gap == " / " || gap == " & " || gap.ends_with("), ") ||
              gap.ends_with("); ") || (Word(i) == "and" && gap == " ");
    }
  }

  // "Wm Quellimar", "Jas. Bell": forenames as registers shorten them, before a surname.
  bool Shortened(size_t i) const {
    constexpr std::array<std::string_view, 12> kShort = {
        "wm", "chas", "jas", "thos", "robt", "saml", "danl", "benj", "geo", "jno", "edw", "margt"};
    if (!sense_.At(i).Capital() || !IsOneOf(kShort, Word(i)) || i + 1 >= sense_.count())
      return false;
    const Token& next = sense_.At(i + 1);
    return (Spaced(i) || document_.Gap(i) == ". ") && next.Capital() && next.size() > 2 &&
           (next.Is(kSurname) || sense_.Unknown(i + 1));
  }

  // "surname spelt Wick", written out from letters
  bool Spelled(size_t i) const {
    if (i == 0 || !Spaced(i - 1) || !sense_.At(i).Capital()) return false;
    std::string_view word = Word(i - 1);
    return (word == "spelled" || word == "spelt" || word == "spelling") &&
           !sense_.At(i).Is(kTrade | kClinical | kBrand);
  }

  // "user mvanzyl opened", "logged in as tkaye"
  bool Account(size_t i) const {
    if (i == 0 || sense_.At(i).classes != 0 || sense_.At(i).size() < 4) return false;
    constexpr std::array<std::string_view, 7> kWords = {"user",    "username", "login", "userid",
                                                        "account", "handle",   "uid"};
    std::string_view gap = document_.Gap(i - 1);
    bool as = Word(i - 1) == "as" && i > 1 && (Word(i - 2) == "in" || Word(i - 2) == "on") &&
              i > 2 && Word(i - 3) == "logged";
    return (gap == " " || gap == ": " || gap == "=" || gap == ":") &&
           (as || IsOneOf(kWords, Word(i - 1)));
  }

  // "| HW |"
  bool Cell(size_t i) const {
    const Token& token = sense_.At(i);
    if (i == 0 || token.shape != Shape::kUpper || token.size() != 2) return false;
    bool cell = document_.Gap(i - 1).ends_with("| ") && document_.Gap(i).starts_with(" |");
    return cell && !token.Is(kClinical | kEnglishCommon | kBrand | kRole | kTitle | kCountry |
                             kDirection | kIdLabel);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindAsides(NameSense& sense, Findings& out) { AsideReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Names by where they stand in minutes, lists, messages and tables: "Action: May to audit", "1)
// Pike R, lap chole", "|Thangavel, S (RN)|", "Caller | Farzana (wife)", "JF, RN", a word that is
// all of a signature's line, "PRISONER DEVLIN, C".
#include <algorithm>
#include <array>

#include "node/anonymise/name_reader.h"

namespace candour::anonymise {
namespace {

constexpr Rule kEntry = {"person.entry", "Where an entry, a cell or a message names somebody."};
constexpr Rule kSigns = {"person.signs", "All that the line of a signature holds."};
constexpr Rule kPosted = {"person.posted", "Letters before somebody's post."};

constexpr WordClasses kNobody = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                kWardHead | kOrgHead | kWeekday | kStreet | kEponym | kIdLabel |
                                kFunction | kGeneric | kCountry;

class EntryReader : private NameReader {
 public:
  using NameReader::NameReader;

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord() || Initialled(i)) continue;
      if (token.line_case == LineCase::kUpper) {
        Shouted(i);
      } else if (sense_.Covered(i)) {
        if (token.shape == Shape::kLower) Completed(i);
      } else if (token.size() > 1 && token.shape == Shape::kUpper) {
        if (!Filed(i)) Posted(i);
      } else if (token.size() > 1 && token.Capital()) {
        Capital(i);
      } else if (token.shape == Shape::kLower) {
        Small(i);
      }
    }
  }

 private:
  void Add(size_t first, size_t last, const Rule& rule) {
    AddPerson(sense_, out_, first, last, 0.58, rule);
  }

  // A capital that may be a name where something else tells so.
  bool MayName(size_t i) const {
    const Token& token = sense_.At(i);
    return token.size() > 2 &&
           (sense_.Unknown(i) || token.Is(kForename | kAmbiguousForename | kSurname)) &&
           (!token.Is(kNobody) || token.Is(kForenameCommon));
  }

  void Capital(size_t i) {
    if (OnDuty(i) || Numbered(i) || Listed(i)) return Add(i, i, kEntry);
    if (ToDo(i) || Asked(i) || Ranked(i)) return Add(i, i, kEntry);
    // "by Dr Nic Dhonnchadha"
    const bool daughter = Word(i) == "nic" && i > 0 && sense_.At(i - 1).Is(kTitle) && Has(i + 1) &&
                          Gap(i) == " " && sense_.At(i + 1).Capital();
    if (daughter) return Add(i, i + 1, kEntry);
    if (!MayName(i)) return;
    // "On scene crew Gaunt/Vandenberghe"
    const bool crew = Gap(i) == "/" && Has(i + 1) && sense_.At(i + 1).Capital() &&
                      sense_.Covered(i + 1) && Behind(i, " ") && sense_.At(i - 1).Is(kRole);
    if (crew || (Behind(i, " ") && Word(i - 1) == "crew" && Gap(i) == "/"))
      return Add(i, i, kEntry);
    const bool who = Behind(i, ": ") && Word(i - 1) == "who" && Has(i + 1) && Gap(i) == " " &&
                     sense_.At(i + 1).Capital();  // "WHO: Ern Postlethwaite (94 yrs)"
    if (who) return Add(i, i + 1, kEntry);
    if (const size_t last = WithInitial(i); last > i) return Add(i, last, kEntry);
    if (Kin(i)) return Add(i, i, kEntry);
    if (Addressed(i) || Signs(i)) return Add(i, i, kSigns);
    // "B: Reg Hucklesby, 94yo"
    const bool aged = Has(i + 2) && Gap(i) == " " && sense_.At(i + 1).Capital() &&
                      sense_.Unknown(i + 1) && Gap(i + 1) == ", " &&
                      sense_.At(i + 2).shape >= Shape::kNumber && sense_.At(i + 2).size() < 5;
    if (aged) Add(i, i + 1, kEntry);
  }

  // "Hope is off sick", "Sister Christmas will be off"
  bool OnDuty(size_t i) const {
    constexpr std::array<std::string_view, 7> kWhere = {"off",  "on",     "covering", "back",
                                                        "away", "unwell", "late"};
    const Token& token = sense_.At(i);
    const bool is = token.Is(kForename | kAmbiguousForename) && token.starts_sentence &&
                    Gap(i) == " " && Word(i + 1) == "is" && IsOneOf(kWhere, Word(i + 2));
    const bool titled = Behind(i, " ") && sense_.At(i - 1).Is(kTitle) &&
                        sense_.At(i - 1).Capital() && token.ProperCase() && Gap(i) == " " &&
                        (Word(i + 1) == "will" || Word(i + 1) == "has" || Word(i + 1) == "was") &&
                        !token.Is(kFunction | kRole | kClinical);
    const bool sick = token.Is(kForename | kAmbiguousForename) && token.starts_sentence &&
                      Gap(i) == " " && Word(i + 1) == "off" && Word(i + 2) == "sick";
    return is || titled || sick;
  }

  // "1. Whelan TURP 2. Abubakar hernia": a surname behind a number, where the next has one as well.
  bool Numbered(size_t i) const {
    auto head = [&](size_t k) {
      return Has(k) && k > 0 && Gap(k - 1) == ". " && sense_.At(k - 1).shape == Shape::kNumber &&
             sense_.At(k - 1).size() < 3 && sense_.At(k).Capital() &&
             (sense_.Covered(k) || sense_.Unknown(k) || sense_.At(k).Is(kSurname)) &&
             !sense_.At(k).Is(kNobody | kEnglishCommon | kVerb);
    };
    if (!head(i) || Gap(i) != " ") return false;
    for (size_t k = i + 2; Has(k) && k < i + 8; ++k) {
      if (head(k)) return true;
    }
    for (size_t k = i; k-- > 1 && i - k < 8;) {
      if (head(k)) return true;
    }
    return false;
  }

  // "Line manager - Jonquil Hart;", "Key worker: Shona."
  bool Listed(size_t i) {
    constexpr std::array<std::string_view, 7> kPosts = {"worker",   "manager", "handler",  "nurse",
                                                        "reviewer", "lead",    "keyworker"};
    const Token& token = sense_.At(i);
    const bool post =
        i > 0 && IsOneOf(kPosts, Word(i - 1)) && (Gap(i - 1) == ": " || Gap(i - 1) == " - ");
    if (!post || token.size() < 3 || token.Is(kFunction | kRole | kClinical | kVerb)) return false;
    std::string_view after = Gap(i);
    if (after.find_first_of(".;,\n") == 0) return token.Is(kForename | kSurname);
    const bool pair = after == " " && Has(i + 1) && sense_.At(i + 1).Capital() &&
                      Gap(i + 1).find_first_of(".;,\n") == 0 && !sense_.Covered(i + 1);
    if (pair) Add(i + 1, i + 1, kEntry);
    return pair;
  }

  // "Col can u pick up the blood bike": the first word of a message.
  bool Asked(size_t i) const {
    const bool can = Word(i + 1) == "can" &&
                     (Word(i + 2) == "u" || Word(i + 2) == "you" || Word(i + 2) == "someone");
    const Token& token = sense_.At(i);
    const bool its = Word(i + 1) == "its" && token.Is(kForename) && !token.Is(kEnglishCommon);
    return i == 0 && Gap(i) == " " && (can || its) &&
           !token.Is(kFunction | kRole | kModal | kRelation);
  }

  // "Officer: SO Batty": a rank of prison officers in capitals.
  bool Ranked(size_t i) const {
    return Behind(i, " ") && sense_.At(i).ProperCase() && sense_.At(i).size() > 2 &&
           sense_.At(i - 1).shape == Shape::kUpper &&
           sense_.At(i - 1).line_case == LineCase::kOrdinary &&
           (Word(i - 1) == "so" || Word(i - 1) == "cm") && !sense_.At(i).Is(kFunction);
  }

  // ";WARD Susan;": a cell with a surname in capitals and a forename.
  bool Filed(size_t i) {
    const bool cell = i > 0 && (Gap(i - 1).ends_with(";") || Gap(i - 1).ends_with("|")) &&
                      Gap(i) == " " && Has(i + 1) && sense_.At(i + 1).Is(kForename) &&
                      sense_.At(i + 1).shape == Shape::kCapital &&
                      (Gap(i + 1).starts_with(";") || Gap(i + 1).starts_with("|"));
    // "|NGUYEN T|"
    const bool initial = i > 0 && Gap(i - 1).ends_with("|") && Gap(i) == " " && Has(i + 1) &&
                         sense_.Initial(i + 1) && Gap(i + 1).starts_with("|") &&
                         (sense_.Unknown(i) || sense_.At(i).Is(kSurname)) &&
                         !sense_.At(i).Is(kNobody);
    if (cell || initial) Add(i, i + 1, kEntry);
    return cell || initial;
  }

  // "Action: May to audit", "Will to ask EMIS": who is to do it; no modal has "to" behind it.
  bool ToDo(size_t i) const {
    const Token& token = sense_.At(i);
    if (!Has(i + 2) || Gap(i) != " " || Word(i + 1) != "to" ||
        sense_.At(i + 2).shape != Shape::kLower || sense_.At(i + 2).Is(kFunction))
      return false;
    const bool action = i > 0 && Word(i - 1).starts_with("action") && Gap(i - 1).size() < 3;
    const bool opens = token.starts_sentence && (token.Is(kModal) || action);
    return token.Is(kForename | kAmbiguousForename | kModal) && (opens || action) &&
           token.size() > 2;
  }

  // "1) Pike R, lap chole", "|Thangavel, S (RN)|", "bloods for Giorgos P 55-20817"
  size_t WithInitial(size_t i) const {
    if (!Has(i + 1) || !sense_.Initial(i + 1) || sense_.Covered(i + 1)) return i;
    std::string_view after = Gap(i + 1);
    const bool filed = Gap(i) == ", ";
    const bool spaced = Gap(i) == " ";
    const bool entry = i > 0 && (Gap(i - 1) == ") " || Gap(i - 1) == ". ") &&
                       sense_.At(i - 1).shape == Shape::kNumber && after == ", ";
    const bool post = Has(i + 2) && after == " (" && sense_.At(i + 2).size() < 5 &&
                      sense_.At(i + 2).shape == Shape::kUpper;
    const bool cell = i > 0 && Gap(i - 1).find('|') != std::string_view::npos &&
                      (after.starts_with("|") || after.starts_with(" |"));
    const bool numbered = spaced && after == " " && Has(i + 2) && sense_.Covered(i + 2) &&
                          sense_.At(i + 2).shape >= Shape::kNumber &&
                          (sense_.Unknown(i) || sense_.At(i).Is(kForename));
    constexpr std::array<std::string_view, 9> kDoes = {"at",  "in",   "on", "has", "had",
                                                       "was", "fell", "is", "from"};
    const bool head = spaced && (after.starts_with(": ") || after == " - ") &&
                      sense_.At(i).starts_sentence &&
                      sense_.At(i).Is(kForename | kAmbiguousForename) &&
                      !sense_.At(i).Is(kWardHead | kRole | kTitle | kClinical) && Word(i) != "bay";
    if (head) return i + 1;  // "- Dawn F: plan emailed"
    const bool opens = spaced && after == " " && sense_.At(i).starts_sentence &&
                       sense_.At(i).Is(kForename | kAmbiguousForename) &&
                       IsOneOf(kDoes, Word(i + 2));
    if (opens) return i + 1;  // "Ivy P at Thistledown Lodge had a fall"
    const bool told = (filed && (post || cell)) || (spaced && (entry || post || cell)) || numbered;
    return told ? i + 1 : i;
  }

  // "Farzana (wife)"
  bool Kin(size_t i) const {
    return Has(i + 1) && Gap(i) == " (" && sense_.At(i + 1).Is(kRelation) &&
           Gap(i + 1).starts_with(")") && (sense_.Unknown(i) || sense_.At(i).Is(kForename));
  }

  // "Nimesh, register short" below an empty line.
  bool Addressed(size_t i) const {
    const Token& token = sense_.At(i);
    return i > 0 && Gap(i - 1).ends_with("\n\n") && Gap(i) == ", " && Has(i + 1) &&
           sense_.At(i + 1).shape == Shape::kLower && (sense_.Unknown(i) || token.Is(kForename)) &&
           !token.Is(kEnglishCommon);
  }

  // "Piers" alone in its line, with an empty one above and another line below.
  bool Signs(size_t i) const {
    const Token& token = sense_.At(i);
    const bool below = Gap(i).starts_with("\n") && !Gap(i).starts_with("\n\n") && Has(i + 1) &&
                       sense_.At(i + 1).Is(kRole | kGeneric | kClinical);
    return i > 0 && Gap(i - 1).ends_with("\n\n") && (below || Word(i + 1) == "it") &&
           (sense_.Unknown(i) || token.Is(kForename)) && !token.Is(kEnglishCommon);
  }

  // "JF, RN, 03G1158E"
  void Posted(size_t i) {
    // "Minute taker HB.", "child of LT, Plot 17"
    constexpr std::array<std::string_view, 3> kKeeps = {"taker", "scribe", "chair"};
    const bool keeps = i > 0 && IsOneOf(kKeeps, Word(i - 1)) && sense_.At(i).size() < 4 &&
                       (Gap(i - 1) == ": " || (Gap(i - 1) == " " && Word(i - 1) == "taker"));
    const bool child = i > 1 && Word(i - 1) == "of" && sense_.At(i).size() == 2 &&
                       (Word(i - 2) == "child" || sense_.At(i - 2).Is(kRelation)) &&
                       !sense_.At(i).Is(kClinical);
    if (keeps || child || Does(i)) return Add(i, i, kPosted);
    // "GP DR L FAIRWEATHER"
    constexpr std::array<std::string_view, 8> kPosts = {"rn",  "sn",  "hca", "odp",
                                                        "rmn", "rgn", "sr",  "rm"};
    const Token& token = sense_.At(i);
    if (token.size() == 2 && Gap(i) == ", " && IsOneOf(kPosts, Word(i + 1)) &&
        sense_.At(i + 1).shape == Shape::kUpper && !token.Is(kClinical | kFunction))
      Add(i, i, kPosted);
  }

  // "FA in charge", "BT on meds", "gave MT her PRN", "item 6: TJ - outstanding"
  bool Does(size_t i) const {
    constexpr std::array<std::string_view, 5> kPosts = {"rn", "sn", "rp", "rm", "hca"};
    const Token& token = sense_.At(i);
    if (token.size() > 3 || token.Is(kFunction | kRole | kIdLabel | kDrug) ||
        IsOneOf(kPosts, Word(i)))
      return false;
    const bool charge = token.size() == 2 && Gap(i) == " " && Gap(i + 1) == " " &&
                        ((Word(i + 1) == "in" && Word(i + 2) == "charge") ||
                         (Word(i + 1) == "on" && (Word(i + 2) == "meds" || Word(i + 2) == "duty" ||
                                                  Word(i + 2) == "nights")));
    const bool gave = token.size() == 2 && Behind(i, " ") && Word(i - 1) == "gave" &&
                      (Word(i + 1) == "her" || Word(i + 1) == "his") && !token.Is(kClinical);
    const bool item = token.classes == 0 && Behind(i, ": ") && i > 1 && Gap(i) == " - " &&
                      sense_.At(i - 1).shape == Shape::kNumber && Word(i - 2) == "item";
    return charge || gave || item;
  }

  // "GP DR L FAIRWEATHER", "Crew D Fairbrass/K Jansen"
  bool Initialled(size_t i) {
    if (!sense_.Initial(i) || Gap(i) != " " || !Has(i + 1) || i == 0 || sense_.Covered(i))
      return false;
    const Token& name = sense_.At(i + 1);
    const bool named = name.size() > 3 && (sense_.Unknown(i + 1) || name.Is(kSurname)) &&
                       !name.Is(kFunction | kRole | kClinical) && name.shape != Shape::kLower;
    const bool titled = Behind(i, " ") && sense_.At(i - 1).Is(kTitle);
    const bool crew = Behind(i, "/") && sense_.Covered(i - 1) && sense_.At(i - 1).size() > 2;
    if (!named || !(titled || crew)) return false;
    Add(i, i + 1, kEntry);
    return true;
  }

  // "PRISONER DEVLIN, C A4471FX", "P. GURUNG AND E. SWIFT OF"
  void Shouted(size_t i) {
    const Token& token = sense_.At(i);
    const bool strange = Has(i + 1) && token.size() > 2;
    if (strange && i > 0 && Behind(i, " ") && sense_.At(i - 1).Is(kRole | kRelation) &&
        Gap(i) == ", " && sense_.Initial(i + 1) && !token.Is(kNobody & ~kGeneric))
      return Add(i, i + 1, kEntry);
    const bool filed = sense_.Covered(i) && strange && Gap(i) == ", " && sense_.Initial(i + 1) &&
                       Gap(i + 1) == " (" && !token.Is(kForenameCommon);
    if (filed) return Add(i, i + 1, kEntry);  // "BAG OF CLARKE, T (E0047718)"
    if (sense_.Covered(i)) return;
    // "STAFF (BEN, LUCA, FAY)"
    const bool listed = token.size() > 2 && Behind(i, ", ") && sense_.Covered(i - 1) &&
                        sense_.At(i - 1).Is(kForename) && Gap(i).find_first_of("),") == 0 &&
                        token.Is(kForename | kAmbiguousForename);
    if (listed) return Add(i, i, kEntry);
    // "FOR MAY ILLINGWORTH IN"
    const bool pair = strange && Gap(i) == " " && token.Is(kForename | kAmbiguousForename) &&
                      sense_.Unknown(i + 1) && sense_.At(i + 1).size() > 4 &&
                      sense_.At(i + 1).IsWord() && !token.Is(kRole | kTitle | kRelation);
    if (pair) return Add(i, i + 1, kEntry);
    constexpr std::array<std::string_view, 9> kLeads = {"and", "by", "named", "on", "labelled",
                                                        "for", "of", "from",  "to"};
    const bool initial =
        token.size() == 1 && Gap(i) == ". " && Has(i + 1) && i > 0 && IsOneOf(kLeads, Word(i - 1));
    if (!initial || sense_.Covered(i + 1)) return;
    const Token& name = sense_.At(i + 1);
    const bool surname = name.Is(kSurname) || sense_.Unknown(i + 1);
    const bool word =
        name.Is(kFunction | kRole) || (name.Is(kClinical) && !name.Is(kSurnameCommon));
    if (name.size() > 2 && surname && !word) Add(i, i + 1, kEntry);
  }

  // "lisa gaunt, lgaunt81@mailhub.example", "cctv showed darren w walking out"
  bool Completed(size_t i) {
    const Token& token = sense_.At(i);
    if (const size_t last = BeforeMail(i); last < sense_.count()) {
      Add(i, last, kEntry);
      return true;
    }
    const bool walks = token.Is(kForenameCommon) && !token.Is(kEnglishCommon) && Has(i + 2) &&
                       Gap(i) == " " && sense_.At(i + 1).size() == 1 && Gap(i + 1) == " " &&
                       sense_.At(i + 1).shape == Shape::kLower && Word(i + 1) != "a" &&
                       (Word(i + 2).ends_with("ing") || Word(i + 2).ends_with("ed"));
    // "dosette for vera c is ready"
    const bool is = token.Is(kForename) && !token.Is(kEnglishCommon) && Has(i + 2) &&
                    Gap(i) == " " && sense_.At(i + 1).size() == 1 && Gap(i + 1) == " " &&
                    Word(i + 1) != "a" && Word(i + 1) != "i" &&
                    sense_.At(i + 1).shape == Shape::kLower &&
                    (Word(i + 2) == "is" || Word(i + 2) == "was" || Word(i + 2) == "has");
    // "transfer team were rosie fallow, bilal"
    const bool were = Behind(i, " ") && (Word(i - 1) == "were" || Word(i - 1) == "was") &&
                      token.Is(kForenameCommon) && !token.Is(kEnglishCommon) && Has(i + 2) &&
                      Gap(i) == " " && Gap(i + 1) == ", " && sense_.Covered(i + 2) &&
                      sense_.At(i + 1).size() > 3 &&
                      !sense_.At(i + 1).Is(kFunction | kVerb | kClinical | kRole);
    if (walks || is || were) Add(i, i + 1, kEntry);
    return walks || is || were;
  }

  // "lisa gaunt, lgaunt81@mailhub.example": the last of one word or two before an address, or past
  // the end of all.
  size_t BeforeMail(size_t i) const {
    if (!(sense_.At(i).starts_line || sense_.At(i).starts_sentence)) return sense_.count();
    for (size_t last = i; last < i + 2 && Has(last + 1); ++last) {
      const Token& token = sense_.At(last);
      const bool name = token.shape == Shape::kLower && token.size() > 2 &&
                        (sense_.Unknown(last) || token.Is(kForename | kSurname)) &&
                        !token.Is(kFunction | kRole | kVerb);
      if (!name) return sense_.count();
      if (Gap(last) == ", " && sense_.Covered(last + 1)) {
        std::string_view behind = document_.After(sense_.At(last + 1).begin, 40);
        const size_t at = behind.find('@');
        return at != behind.npos && at < behind.find(' ') ? last : sense_.count();
      }
      if (Gap(last) != " " && Gap(last) != "-") return sense_.count();
    }
    return sense_.count();
  }

  // "winstons yellow folder": a forename and the "s" of a possessive, and no word.
  bool Owner(size_t i) const {
    const Token& token = sense_.At(i);
    std::string_view word = Word(i);
    if (!word.ends_with("s") || word.size() < 5 || !sense_.Unknown(i) || !Has(i + 1) ||
        Gap(i) != " " || sense_.At(i + 1).shape != Shape::kLower || token.Is(kSurname | kForename))
      return false;
    word.remove_suffix(1);
    const WordClasses classes = document_.ClassesOf(word);
    return (classes & kForename) != 0 && (classes & (kEnglish | kClinical | kDrug)) == 0;
  }

  // "abi and chloe on the run": beside a name, in small letters.
  bool Beside(size_t i) const {
    const Token& token = sense_.At(i);
    const bool name = token.size() > 2 && (sense_.Unknown(i) || token.Is(kForename)) &&
                      !token.Is(kEnglishCommon | kFunction | kRole | kClinical | kVerb);
    return name && Has(i + 2) && Gap(i) == " " && Word(i + 1) == "and" && Gap(i + 1) == " " &&
           sense_.Covered(i + 2) && sense_.At(i + 2).shape == Shape::kLower &&
           sense_.At(i + 2).Is(kForename) && !sense_.At(i + 2).Is(kPlace);
  }

  // "14:02 | pkaur | amended": an account in a log.
  bool Logged(size_t i) const {
    return Behind(i, " | ") && Gap(i) == " | " && sense_.Unknown(i) && sense_.At(i).size() > 3 &&
           sense_.At(i - 1).shape == Shape::kNumber && i > 1 && Gap(i - 2) == ":";
  }

  // "phlebotomist was carol.", "the nurse, joy i think"
  void Small(size_t i) {
    const Token& token = sense_.At(i);
    if (!token.Is(kForename | kAmbiguousForename | kSurname) && !sense_.Unknown(i)) return;
    if (Completed(i)) return;
    constexpr std::array<std::string_view, 8> kDo = {"bring", "ring",  "call",  "check",
                                                     "phone", "chase", "email", "cover"};
    // "cardiology sec hazel, on hold", "the f2 will on 8814"
    const bool staff = Behind(i, " ") && i > 0 && token.size() > 2 && !token.Is(kRole | kRelation);
    const bool called = staff && sense_.At(i - 1).Is(kRole) && token.Is(kForenameCommon) &&
                        !token.Is(kFunction | kModal | kClinical) && Gap(i) == ", " &&
                        Word(i + 1) == "on";
    const bool phoned = staff && token.Is(kForename | kAmbiguousForename) && Gap(i) == " " &&
                        Word(i + 1) == "on" && Gap(i + 1) == " " && Has(i + 2) &&
                        sense_.At(i + 2).shape == Shape::kNumber && sense_.At(i + 2).size() > 3 &&
                        (sense_.At(i - 1).Is(kRole) || Word(i - 1) == "f2" || Word(i - 1) == "f1");
    if (called || phoned) return Add(i, i, kEntry);
    const bool asked = Behind(i, " ") && i > 0 && Word(i - 1) == "can" && Gap(i) == " " &&
                       IsOneOf(kDo, Word(i + 1)) && token.Is(kForename) && token.size() > 2;
    if (asked || Owner(i) || Beside(i) || Logged(i)) return Add(i, i, kEntry);
    if (i < 2 || token.size() < 3 || !token.Is(kForename | kAmbiguousForename) ||
        token.Is(kFunction | kModal | kRole | kRelation | kClinical))
      return;
    std::string_view after = Gap(i);
    const bool ends = after.empty() || after.find_first_of(".,;\n") == 0;
    const bool was = Behind(i, " ") && (Word(i - 1) == "was" || Word(i - 1) == "is") &&
                     sense_.At(i - 2).Is(kRole) && ends && token.Is(kForenameCommon);
    const bool think = Behind(i, ", ") && sense_.At(i - 1).Is(kRole) && after == " " &&
                       Word(i + 1) == "i" && Word(i + 2) == "think";
    if (was || think) Add(i, i, kEntry);
  }
};

}  // namespace

void FindEntries(NameSense& sense, Findings& out) { EntryReader(sense, out).Read(); }

}  // namespace candour::anonymise

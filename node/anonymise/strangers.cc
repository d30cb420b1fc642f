// Words no list holds, and everyday ones, that stand where only a person does: in front of a name
// that was found, behind "daughter" or "labelled", before an age in brackets.
#include <algorithm>
#include <array>

#include "node/anonymise/name_reader.h"

namespace candour::anonymise {
namespace {

constexpr Rule kRelated = {"person.related", "A capital behind a relation."};
constexpr Rule kLabelled = {"person.labelled",
                            "A strange word behind \"labelled\" or \"name of\"."};
constexpr Rule kCarer = {"person.role-small", "A strange word in small letters behind a role."};
constexpr Rule kWithAge = {"person.with-age", "A name whose age is told behind it."};
constexpr Rule kLetters = {"person.letters", "Letters where a person is spoken of."};
constexpr Rule kNickname = {"person.nickname", "What somebody is called, in quotes or brackets."};
constexpr Rule kCell = {"person.cell", "A name where a table or an export has one."};
constexpr Rule kSyllables = {"person.syllables", "Strange syllables and a surname."};
constexpr Rule kSaidWho = {"person.who", "Two capitals of whom it is said who they are."};
constexpr Rule kSpelled = {"person.spelled", "A name spelled letter by letter."};
constexpr Rule kAccount = {"person.account", "A name as an account has it."};
constexpr Rule kLettered = {"person.with-letter", "A strange capital and the letter behind it."};
constexpr Rule kPosted = {"person.posted", "A capital behind somebody's post and a colon."};
constexpr Rule kAsked = {"person.asked", "A word in small letters that somebody is asked for by."};
constexpr Rule kBedded = {"person.bed", "A name behind the bed somebody is in."};
constexpr Rule kOfTwo = {"person.twin", "A surname behind which of the twins it is."};

constexpr WordClasses kNoPerson = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                  kWardHead | kOrgHead | kMonth | kWeekday | kCountry | kStreet |
                                  kEponym | kIdLabel | kModal;

class StrangerReader : private NameReader {
 public:
  StrangerReader(NameSense& sense, Findings& out)
      : NameReader(sense, out), person_(sense.count(), 0) {
    for (size_t n = 0; n < out.size(); ++n) {
      const Finding& finding = out[n];
      if (finding.type != SpanType::kPerson || !finding.masked()) continue;
      for (size_t i = document_.TokenAtOrAfter(finding.begin);
           i < sense.count() && sense.At(i).begin < finding.end; ++i)
        person_[i] = n + 1;
    }
  }

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (!sense_.At(i).IsWord() || sense_.Covered(i)) continue;
      if (sense_.At(i).size() == 1) {
        Spelled(i);
        Dotted(i);
        InitialBefore(i);
        SmallInitial(i);
      } else if (sense_.At(i).shape == Shape::kLower) {
        Small(i);
      } else if (sense_.At(i).shape == Shape::kUpper) {
        InCapitals(i);
      } else {
        Capital(i);
      }
    }
  }

 private:
  bool IsPerson(size_t i) const { return Has(i) && person_[i] != 0; }

  void Add(size_t first, size_t last, const Rule& rule, double confidence = 0.6) {
    AddPerson(sense_, out_, first, last, confidence, rule);
    for (size_t i = first; i <= last; ++i) person_[i] = out_.size();
  }

  // The name at token `found` goes from `first` to `last`, and keeps its reason.
  void Widen(size_t found, size_t first, size_t last) {
    Finding& finding = out_[person_[found] - 1];
    finding.begin = std::min<size_t>(finding.begin, sense_.At(first).begin);
    finding.end = std::max<size_t>(finding.end, sense_.At(last).end);
    for (size_t i = first; i <= last; ++i) person_[i] = person_[found];
    sense_.Cover(first, last);
  }

  bool MayName(size_t i) const {
    const Token& token = sense_.At(i);
    return !token.Is(kNoPerson) && !sense_.NeverName(i) && !sense_.EponymFrame(i);
  }

  void Capital(size_t i) {
    const Token& token = sense_.At(i);
    // "Dr Iqra Sheikh-Noon": both halves of what stands behind a name.
    if (Behind(i, " ") && IsPerson(i - 1) && document_.Gap(i) == "-" && Has(i + 1) &&
        sense_.At(i + 1).Capital() && sense_.At(i - 1).Capital() && !sense_.Covered(i + 1) &&
        !sense_.At(i - 1).possessive)
      return Widen(i - 1, i - 1, i + 1);
    if (Related(i)) return Add(i, i, kRelated);
    if (token.ProperCase() && !token.Is(kFunction) && Posted(i)) return Add(i, i, kPosted);
    if (!MayName(i)) return;
    const bool strange = sense_.Unknown(i);
    const bool proper = token.ProperCase() && !token.Is(kFunction | kVerb);
    // "Tupaq Villanueva-Reyes lost", "her name as Winsome Bartley-Reid".
    if (document_.Gap(i) == " " && IsPerson(i + 1) && sense_.At(i + 1).Capital() &&
        !sense_.At(i + 1).starts_sentence && token.size() > 2 &&
        ((strange && token.line_case == LineCase::kOrdinary) ||
         (proper && (!token.Is(kEnglishCommon) || AtWork(i)))))
      return Widen(i + 1, i, i + 1);
    if (InCell(i) || Syllables(i)) return;
    if (proper && Who(i)) return Add(i, i + 1, kSaidWho);
    if (strange && Labelled(i)) {
      const bool letter = document_.Gap(i) == " " && Has(i + 1) && sense_.Initial(i + 1) &&
                          document_.Gap(i + 1).starts_with(".");  // "notes of Rajagopal S."
      return Add(i, letter ? i + 1 : i, kLabelled);
    }
    if (strange && proper && BeforeLetter(i)) return Add(i, i + 1, kLettered);
    if (proper && Twin(i)) return Add(i, i, kOfTwo);
    if (BehindBed(i) && (strange || token.Is(kSurname)) && !token.Is(kEnglishCommon))
      return Add(i, i, kBedded);
    if ((strange || (token.Is(kForename) && !token.Is(kVerb))) && WithAge(i))
      return Add(i, i, kWithAge);
    Called(i);
  }

  // "Practice nurse Winsome Pinnock-Lowe"
  bool AtWork(size_t i) const {
    return Behind(i, " ") && sense_.At(i - 1).Is(kRole) && !sense_.At(i).Is(kVerb | kGeneric);
  }

  // "daughter Era is 11"
  bool Related(size_t i) const {
    const Token& token = sense_.At(i);
    constexpr std::array<std::string_view, 18> kRelations = {
        "daughter", "son",  "wife",   "husband",  "mother",  "father",
        "mum",      "dad",  "sister", "brother",  "partner", "nephew",
        "niece",    "aunt", "uncle",  "grandson", "twin",    "cousin"};
    if (!Behind(i, " ") || !token.ProperCase() || token.Is(kFunction)) return false;
    if (token.Is(kVerb) && !token.Is(kForename)) return false;
    if (token.Is(kNoPerson & ~(kTitle | kIdLabel)) && !token.Is(kForename)) return false;
    // "Daughter Non told on 07700 900318"
    const bool opens = sense_.At(i - 1).starts_sentence && Has(i + 1) && document_.Gap(i) == " " &&
                       sense_.At(i + 1).shape == Shape::kLower &&
                       (sense_.At(i + 1).Is(kVerb | kCue) || Word(i + 1).ends_with("ed"));
    return (opens || sense_.At(i - 1).shape == Shape::kLower) && IsOneOf(kRelations, Word(i - 1));
  }

  // "a sample labelled OBIAJULU", "by the name of Tofield"
  bool Labelled(size_t i) const {
    if (!Behind(i, " ") || i < 2) return false;
    std::string_view before = Word(i - 1);
    if (before == "labelled" || before == "named") return true;
    constexpr std::array<std::string_view, 4> kLabels = {"label", "labels", "wristband", "notes"};
    if (before == "for") return IsOneOf(kLabels, Word(i - 2));
    constexpr std::array<std::string_view, 5> kRecords = {"notes", "chart", "records", "file",
                                                          "wristband"};
    if (before == "of" && IsOneOf(kRecords, Word(i - 2))) return true;
    if (before != "of" && before != "as") return false;
    constexpr std::array<std::string_view, 5> kThings = {"brand", "trade", "drug", "generic",
                                                         "product"};
    return Word(i - 2) == "name" && (i < 3 || !IsOneOf(kThings, Word(i - 3)));
  }

  // "the images for Tewodros G showed"
  bool BeforeLetter(size_t i) const {
    if (document_.Gap(i) != " " || !Has(i + 2) || !sense_.Initial(i + 1) ||
        document_.Gap(i + 1) != " " || sense_.At(i).size() < 4)
      return false;
    const Token& next = sense_.At(i + 2);
    std::string_view letter = document_.Text(sense_.At(i + 1));
    return letter != "A" && letter != "I" && next.shape == Shape::kLower &&
           (next.Is(kVerb) || Word(i + 2).ends_with("ed")) &&
           sense_.At(i - 1).shape == Shape::kLower;
  }

  // "the cot was Twin 2 Tomkinson."
  bool Twin(size_t i) const {
    constexpr std::array<std::string_view, 5> kWhich = {"1", "2", "3", "one", "two"};
    return i > 1 && Behind(i, " ") && Behind(i - 1, " ") && IsOneOf(kWhich, Word(i - 1)) &&
           (Word(i - 2) == "twin" || Word(i - 2) == "triplet");
  }

  // "bed 4 Quarmby ?sepsis", "b14 pym for CT"
  bool BehindBed(size_t i) const {
    if (!Behind(i, " ") || !Has(i + 1)) return false;
    const Token& bed = sense_.At(i - 1);
    std::string_view word = Word(i - 1);
    const bool coded = bed.shape == Shape::kAlnum && bed.size() <= 3 && word[0] == 'b' &&
                       word != "b12" && word.find_first_not_of("0123456789", 1) == word.npos;
    // A vitamin, unless a small letter begins its sentence.
    const bool twelve = word == "b12" && document_.Text(bed)[0] == 'b' && Behind(i - 1, ". ");
    const bool numbered = bed.shape == Shape::kNumber && bed.size() <= 2 && i > 1 &&
                          Behind(i - 1, " ") && Word(i - 2) == "bed";
    if (!coded && !twelve && !numbered) return false;
    std::string_view gap = document_.Gap(i);
    const Token& next = sense_.At(i + 1);
    constexpr std::array<std::string_view, 7> kNext = {"for", "post", "d1",      "d2",
                                                       "day", "nbm",  "awaiting"};
    return gap == " ?" || gap == " - " || gap == ", " || gap == ": " ||
           (gap == " " && (IsOneOf(kNext, Word(i + 1)) || next.Is(kClinical)));
  }

  // "Attendant: Deacon, driver bank."
  bool Posted(size_t i) const {
    constexpr std::array<std::string_view, 9> kPosts = {"attendant", "driver", "crew",
                                                        "scribe",    "chair",  "runner",
                                                        "assistant", "escort", "observer"};
    if (!Behind(i, ": ") || !IsOneOf(kPosts, Word(i - 1))) return false;
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;\n)") == 0 || gap.starts_with(" (");
  }

  // "Areeba (aged 3", "Kaiden, 6, urticaria only", "Parwana (36/40) had"
  bool WithAge(size_t i) const {
    if (!Has(i + 2) || sense_.At(i).size() < 3) return false;
    std::string_view gap = document_.Gap(i);
    const Token& next = sense_.At(i + 1);
    if (gap == " (" && Word(i + 1) == "aged") return true;
    if (next.shape != Shape::kNumber || next.size() > 3) return false;
    const bool opens = sense_.At(i).starts_sentence || sense_.At(i).starts_line;
    if (gap == ", ") {
      const Token& then = sense_.At(i + 2);
      return opens && next.size() < 3 && document_.Gap(i + 1) == ", " &&
             then.shape == Shape::kLower && !then.Is(kMonth);
    }
    if (gap != " (") return false;
    size_t last = i + 1;
    if (document_.Gap(last) == "/" && sense_.At(last + 1).shape == Shape::kNumber) ++last;
    // "Ivy (88, NHS no."
    if (opens && document_.Gap(last) == ", " && next.size() < 3) return true;
    return document_.Gap(last) == ") " && Has(last + 1) &&
           sense_.At(last + 1).shape == Shape::kLower &&
           sense_.At(last + 1).Is(kVerb | kFunction | kModal);
  }

  // "The list had Odeline Cadet, who died"
  bool Who(size_t i) const {
    return document_.Gap(i) == " " && Has(i + 2) && sense_.At(i + 1).ProperCase() &&
           !sense_.Covered(i + 1) && MayName(i + 1) && document_.Gap(i + 1) == ", " &&
           Word(i + 2) == "who";
  }

  // "| Who | Bartholomew Akroyd (inpatient) |", "Mother | Zainab" and the line's end.
  bool InCell(size_t i) {
    if (!Behind(i, " | ") || sense_.At(i).Is(kFunction | kVerb)) return false;
    constexpr std::array<std::string_view, 7> kHeads = {"who", "patient", "name",    "cons",
                                                        "nok", "author",  "reporter"};
    const bool known = Word(i - 1) == "as" && i > 1 && Word(i - 2) == "known";
    if (!sense_.At(i - 1).Is(kRelation | kRole) && !IsOneOf(kHeads, Word(i - 1)) && !known)
      return false;
    size_t last = i;
    while (Has(last + 1) && last - i < 4 && sense_.At(last + 1).Capital() &&
           !sense_.Covered(last + 1) && MayName(last + 1)) {
      std::string_view gap = document_.Gap(last);
      if (gap != " " && gap != "-" && gap != ", ") break;
      ++last;
    }
    std::string_view gap = document_.Gap(last);
    const bool ends =
        gap.empty() || gap.starts_with(" |") || gap.starts_with("\n") || gap.starts_with(" (");
    const bool named =
        sense_.Unknown(i) || sense_.At(i).Is(kForename | kAmbiguousForename | kSurname);
    if (!ends || !named) return false;
    Add(i, last, kCell);
    return true;
  }

  // "Min-jun Seo": syllables no list holds, and a surname.
  bool Syllables(size_t i) {
    if (document_.Gap(i) != "-" || !Has(i + 2) || document_.Gap(i + 1) != " ") return false;
    const Token& half = sense_.At(i + 1);
    const Token& surname = sense_.At(i + 2);
    const bool strange = sense_.At(i).size() < 6 && half.size() < 6 &&
                         half.shape == Shape::kLower && half.size() > 1 &&
                         !sense_.At(i).Is(kEnglish) && !half.Is(kEnglish | kClinical | kFunction);
    if (!strange || !surname.Capital() || surname.size() < 2 || sense_.Covered(i + 1) ||
        sense_.Covered(i + 2) || !MayName(i + 2) || surname.Is(kEnglishCommon))
      return false;
    Add(i, i + 2, kSyllables);
    return true;
  }

  // "Client "Smudge" collected"
  void Called(size_t i) {
    const bool quoted = Behind(i, " \"") && document_.Gap(i).starts_with("\"");
    constexpr std::array<std::string_view, 8> kWho = {"client", "patient", "pt",   "visitor",
                                                      "known",  "as",      "user", "tenant"};
    if (quoted && sense_.At(i).size() > 2 && IsOneOf(kWho, Word(i - 1)) &&
        (Word(i - 1) != "as" || (i > 1 && Word(i - 2) == "known")))
      Add(i, i, kNickname);
  }

  void Small(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 3 || token.Is(kNoPerson | kFunction | kEnglishCommon)) return;
    if (AskedFor(i)) return Add(i, i, kAsked);
    if (token.Is(kEnglish)) return;
    // "the man in the next bed (len)"
    if (token.Is(kForename) && Behind(i, " (") && document_.Gap(i).starts_with(")"))
      return Add(i, i, kNickname);
    // ",\"ashdown, marigold\""
    if (Behind(i, "\",\"") && document_.Gap(i) == ", " && Has(i + 1) &&
        document_.Gap(i + 1).starts_with("\"") && sense_.At(i + 1).shape == Shape::kLower &&
        !sense_.Covered(i + 1) && sense_.At(i + 1).Is(kForename | kAmbiguousForename))
      return Add(i, i + 1, kCell);
    // "\"reporter\": \"m.oyarzabal\"", "\"okafor.ijeoma\""
    if (Account(i)) return;
    // "dtr annelies on 01632 ..."
    constexpr std::array<std::string_view, 6> kTalks = {"on",   "rang",   "said",
                                                        "says", "phoned", "called"};
    if (Behind(i, " ") && sense_.At(i - 1).Is(kRelation) && token.size() > 4 && sense_.Unknown(i) &&
        document_.Gap(i) == " " && IsOneOf(kTalks, Word(i + 1)))
      return Add(i, i, kCarer);
    // "pc rennie came", "b14 pym for CT"
    const bool strange = sense_.Unknown(i) || token.Is(kSurname);
    if (strange && Behind(i, " ") && Word(i - 1) == "pc" && token.size() > 4)
      return Add(i, i, kCarer, 0.55);
    if (strange && BehindBed(i)) return Add(i, i, kBedded, 0.55);
    // "by carer shanique."
    constexpr std::array<std::string_view, 12> kRoles = {
        "carer",  "nurse",  "hca",   "sister",  "porter", "midwife",
        "physio", "driver", "staff", "manager", "doctor", "pharmacist"};
    constexpr std::array<std::string_view, 6> kBy = {"by", "from", "to", "with", "told", "and"};
    if (!Behind(i, " ") || i < 2 || token.size() < 5 || !sense_.Unknown(i) ||
        !IsOneOf(kRoles, Word(i - 1)) || !IsOneOf(kBy, Word(i - 2)))
      return;
    std::string_view gap = document_.Gap(i);
    if (gap.empty() || gap.find_first_of(".,;\n") == 0) Add(i, i, kCarer);
  }

  // A name as an account has it, between quotes or behind "login".
  bool Account(size_t i) {
    const bool parted = i > 0 && document_.Gap(i - 1) == ".";
    const bool before = parted && sense_.At(i - 1).shape == Shape::kLower &&
                        !sense_.At(i - 1).Is(kEnglishCommon | kFunction);
    if (!before || !(sense_.Unknown(i) || sense_.At(i).Is(kSurname | kForename))) return false;
    const size_t first = i - 1;
    std::string_view lead = first > 0 ? document_.Gap(first - 1) : std::string_view();
    std::string_view after = document_.Gap(i);
    const bool quoted = (lead.ends_with("\"") && after.starts_with("\"")) ||
                        (lead.ends_with("/") && after.starts_with("/"));
    constexpr std::array<std::string_view, 6> kLogins = {"login", "user",     "username",
                                                         "by",    "reporter", "account"};
    const bool login = first > 0 && IsOneOf(kLogins, Word(first - 1)) && lead.size() <= 2 &&
                       (after.empty() || after.find_first_of(" ,;)\n") == 0 || after == ". ");
    if (!quoted && !login) return false;
    Add(first, i, kAccount);
    return true;
  }

  // "ask florin the HCA"
  bool AskedFor(size_t i) const {
    constexpr std::array<std::string_view, 8> kAsk = {"ask",  "tell",  "told",  "asked",
                                                      "ring", "bleep", "email", "call"};
    return Behind(i, " ") && IsOneOf(kAsk, Word(i - 1)) && document_.Gap(i) == " " &&
           Word(i + 1) == "the" && Has(i + 2) && sense_.At(i + 2).Is(kRole);
  }

  void InCapitals(size_t i) {
    const Token& token = sense_.At(i);
    if (token.line_case != LineCase::kOrdinary || token.Is(kFunction)) return;
    if (token.size() == 2 && Present(i)) return Add(i, i, kLetters, 0.55);
    if (Behind(i, ", ") && document_.Gap(i).starts_with(",") && Word(i - 1) == "me")
      return Add(i, i, kLetters, 0.55);  // "moved by me, AB, and"
    if (token.size() >= 5) {
      if (sense_.Unknown(i) && MayName(i) && Labelled(i)) Add(i, i, kLabelled);
      return;
    }
    if (token.size() > 3 || token.classes != 0 || !Spoken(i)) return;
    Add(i, i, kLetters, 0.55);
  }

  // "the patient, RJP, for six minutes", "JT (informal, 33) did", "JK, my clinic".
  bool Spoken(size_t i) const {
    std::string_view gap = document_.Gap(i);
    constexpr std::array<std::string_view, 4> kWho = {"patient", "pt", "client", "resident"};
    if (Behind(i, ", ") && gap.starts_with(",") && IsOneOf(kWho, Word(i - 1))) return true;
    // "alarm muted (GJP)", "signed by "AM""
    if (Behind(i, " (") && gap.starts_with(")") && Word(i - 1).ends_with("ed") &&
        sense_.At(i - 1).shape == Shape::kLower)
      return true;
    if (Behind(i, " \"") && gap.starts_with("\"") && Word(i - 1) == "by") return true;
    if (Did(i)) return true;
    // "VK (radiographer, HCPC"
    if (gap == " (" && Has(i + 1) && sense_.At(i + 1).Is(kRole) && sense_.At(i).starts_sentence)
      return true;
    if (!sense_.At(i).starts_sentence || sense_.At(i).size() != 2 || !Has(i + 2)) return false;
    constexpr std::array<std::string_view, 6> kMine = {"my",  "your",   "can",
                                                       "our", "please", "could"};
    if (gap == ", " && IsOneOf(kMine, Word(i + 1))) return true;
    constexpr std::array<std::string_view, 5> kState = {"informal", "detained", "voluntary",
                                                        "formal", "aged"};
    return gap == " (" && IsOneOf(kState, Word(i + 1)) && sense_.At(i + 2).shape == Shape::kNumber;
  }

  // "picked JT, checked by", "Answered RB.": who did it.
  bool Did(size_t i) const {
    constexpr std::array<std::string_view, 12> kDone = {
        "picked",   "checked",   "dispensed", "answered", "initialled",    "screened",
        "labelled", "assembled", "bagged",    "accepted", "countersigned", "witnessed"};
    if (!Behind(i, " ") || !IsOneOf(kDone, Word(i - 1))) return false;
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;\n)") == 0 || gap.starts_with(" |");
  }

  static bool IsList(std::string_view word) {
    constexpr std::array<std::string_view, 6> kLists = {"present",   "apologies", "attended",
                                                        "attendees", "attending", "absent"};
    return IsOneOf(kLists, word);
  }

  // "Present: HB, Y. Sarpong"
  bool Present(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return Behind(i, ": ") && (gap.empty() || gap[0] == ',' || gap[0] == '\n') &&
           IsList(Word(i - 1));
  }

  // "Pt A.M., 71.": no time of day stands behind a patient.
  void Dotted(size_t i) {
    constexpr std::array<std::string_view, 5> kWho = {"patient", "pt", "client", "resident",
                                                      "user"};
    if (!sense_.Initial(i) || !Has(i + 1) || !sense_.Initial(i + 1) || sense_.Covered(i + 1) ||
        document_.Gap(i) != "." || !document_.Gap(i + 1).starts_with("."))
      return;
    const bool reviewed = i > 1 && Word(i - 1) == "v" && Word(i - 2) == "r";  // "R/V B.T."
    if ((Behind(i, " ") || Behind(i, ", ")) && (reviewed || IsOneOf(kWho, Word(i - 1))))
      Add(i, i + 1, kLetters);
  }

  // "when G Pryce-Jones left": the name behind it was found.
  void InitialBefore(size_t i) {
    if (!sense_.Initial(i) || !IsPerson(i + 1) || !sense_.At(i + 1).Capital()) return;
    std::string_view gap = document_.Gap(i);
    if (gap != " " && gap != ". ") return;
    const bool alone = i == 0 || sense_.At(i).starts_sentence ||
                       (Behind(i, " ") && sense_.At(i - 1).shape == Shape::kLower &&
                        sense_.At(i - 1).Is(kFunction | kVerb | kRole));
    std::string_view letter = document_.Text(sense_.At(i));
    const bool listed = (Behind(i, ": ") && IsList(Word(i - 1))) ||
                        (Behind(i, " ") && Word(i - 1) == "signed");  // "Present: A Ghebreyohannes"
    if (listed || (alone && letter != "A" && letter != "I")) Widen(i + 1, i, i + 1);
  }

  // "pt r kamperman,"
  void SmallInitial(size_t i) {
    if (sense_.At(i).shape != Shape::kLower || !Behind(i, " ") || document_.Gap(i) != " ") return;
    std::string_view who = Word(i - 1);
    if ((who != "pt" && who != "patient" && who != "client") || !Has(i + 1)) return;
    const Token& surname = sense_.At(i + 1);
    const bool strange = surname.shape == Shape::kLower && surname.size() > 4 &&
                         !sense_.Covered(i + 1) && sense_.Unknown(i + 1);
    if (strange) Add(i, i + 1, kCarer);
  }

  // "that's D-U-Q-U-E-M-I-N"
  void Spelled(size_t i) {
    if (!sense_.Initial(i) || (i > 0 && document_.Gap(i - 1) == "-")) return;
    size_t last = i;
    while (document_.Gap(last) == "-" && Has(last + 1) && sense_.Initial(last + 1)) ++last;
    const bool steps = Word(i) == "a" && Word(i + 1) == "b";  // A-B-C-D-E
    if (last - i >= 3 && !steps) Add(i, last, kSpelled);
  }

  std::vector<size_t> person_;  // By token: the masked name it is in, from 1 on.
};

}  // namespace

void FindStrangers(NameSense& sense, Findings& out) { StrangerReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Names by one hint beside them or inside them that nothing but a person has: "O'Hanrahan", "Wife,
// Non, was", "Prudence (she lives", "RM (47) admitted", "4. RJ - poster".
#include <algorithm>
#include <array>

#include "node/anonymise/name_reader.h"

namespace candour::anonymise {
namespace {

constexpr Rule kClan = {"person.clan", "A word that begins as surnames do: Mc, Mac, O'."};
constexpr Rule kOf = {"person.relation-comma", "A capital between commas behind a relation."};
constexpr Rule kPronoun = {"person.pronoun", "A name that \"she\" or \"he\" explains in brackets."};
constexpr Rule kAged = {"person.listed", "A capital beside an age, a band or a place in a list."};
constexpr Rule kLetters = {"person.hinted-letters", "Letters whose age or task is told."};
constexpr Rule kTold = {"person.told", "What stands beside it is said of people only."};
constexpr Rule kAlone = {"person.last-word", "A strange capital that is all the last line holds."};

constexpr WordClasses kNobody = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                kWardHead | kOrgHead | kWeekday | kStreet | kEponym | kIdLabel |
                                kFunction;

class HintReader : private NameReader {
 public:
  using NameReader::NameReader;

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord() || sense_.Covered(i)) continue;
      if (token.size() == 1) {
        Particled(i);
        continue;
      }
      if (token.shape == Shape::kLower)
        Small(i);
      else if (token.shape == Shape::kUpper && token.line_case == LineCase::kOrdinary)
        Letters(i);
      else if (token.line_case == LineCase::kOrdinary)
        Capital(i);
    }
    LastWord();
    LastLetters();
  }

 private:
  void Add(size_t first, size_t last, const Rule& rule, double confidence = 0.6) {
    AddPerson(sense_, out_, first, last, confidence, rule);
  }

  void Capital(size_t i) {
    const Token& token = sense_.At(i);
    if (Clan(i) && !token.Is(kNobody & ~kEponym)) {
      const bool initial = Has(i + 1) && sense_.Initial(i + 1) && !sense_.Covered(i + 1) &&
                           document_.Gap(i) == " " && document_.Gap(i + 1).starts_with(".");
      return Add(i, initial ? i + 1 : i, kClan);
    }
    if (Related(i)) return Add(i, i, kOf);
    const bool pair = Has(i + 1) && document_.Gap(i) == " " && sense_.At(i + 1).Capital() &&
                      !sense_.Covered(i + 1) && !sense_.At(i + 1).Is(kNobody) &&
                      !sense_.At(i + 1).starts_sentence;
    constexpr std::array<std::string_view, 3> kKnights = {"sir", "dame", "pt"};
    if (pair && token.ProperCase() && Behind(i, " ") && IsOneOf(kKnights, Word(i - 1)) &&
        !token.Is(kFunction | kClinical | kTitle))
      return Add(i, i + 1, kTold);
    // "Patient Otis W. told"
    const bool letter = Has(i + 2) && document_.Gap(i) == " " && sense_.Initial(i + 1) &&
                        document_.Gap(i + 1) == ". " && sense_.At(i + 2).shape == Shape::kLower;
    if (letter && Behind(i, " ") && (Word(i - 1) == "patient" || Word(i - 1) == "pt") &&
        !token.Is(kNobody))
      return Add(i, i + 1, kTold);
    // "the lady next to her, Xiaoying Fan. The lab"
    constexpr std::array<std::string_view, 5> kWhom = {"her", "him", "them", "she", "he"};
    if (pair && Behind(i, ", ") && IsOneOf(kWhom, Word(i - 1)) && sense_.Unknown(i) &&
        document_.Gap(i + 1).find_first_of(".,;\n") == 0)
      return Add(i, i + 1, kTold);
    if (pair && Monthly(i)) return Add(i, i + 1, kTold);
    if (InBed(i) || OnPhone(i)) return Add(i, i, kTold);
    if (AtWork(i) || Writes(i)) return Add(i, i, kTold);
    if (Numbered(i)) return Add(i, i, kAged);
    if (Asked(i)) return Add(i, i, kTold);
    // "OLooney_B"
    if (sense_.Unknown(i) && document_.Gap(i) == "_" && Has(i + 1) && sense_.Initial(i + 1))
      return Add(i, i + 1, kTold);
    if (Labelled(i) || Chinese(i)) return;
    // "B2 - Ferelith D., cast too tight", "She's called Ottoline Sparrowhawk and"
    if (sense_.Unknown(i) && token.size() > 3 && Has(i + 1) && document_.Gap(i) == " " &&
        sense_.Initial(i + 1) && document_.Gap(i + 1).starts_with(".,"))
      return Add(i, i + 1, kTold);
    constexpr std::array<std::string_view, 4> kIs = {"she", "he", "is", "was"};
    if (pair && sense_.Unknown(i) && i > 1 && Behind(i, " ") && Word(i - 1) == "called" &&
        IsOneOf(kIs, Word(i - 2)))
      return Add(i, i + 1, kTold);
    // "REPORTER|Iyamu E|EXT", "Caoimhín (section 3) did not come"
    if (sense_.Unknown(i) && i > 0 && document_.Gap(i - 1).ends_with("|") && Has(i + 1) &&
        document_.Gap(i) == " " && sense_.Initial(i + 1) && document_.Gap(i + 1).starts_with("|"))
      return Add(i, i + 1, kTold);
    if (sense_.Unknown(i) && (token.starts_sentence || token.starts_line) && Bracketed(i))
      return Add(i, i, kTold);
    const bool name = token.Is(kForename | kAmbiguousForename) || sense_.Unknown(i);
    if (!name || token.Is(kFunction | kDrug | kClinical) || !Has(i + 1)) return;
    // "Unwitnessed / Stroke Unit East / Stavroula P. / age 90"
    if (sense_.Unknown(i) && Behind(i, " / ") && document_.Gap(i) == " " && sense_.Initial(i + 1))
      return Add(i, i + 1, kAged);
    if (document_.Gap(i) == " (" && (Word(i + 1) == "she" || Word(i + 1) == "he") &&
        sense_.At(i + 1).shape == Shape::kLower)
      return Add(i, i, kPronoun);
    if (sense_.Unknown(i) && Aged(i, "), ")) return Add(i, i, kAged);
    // "- Kit, band 5", "Thirunavukkarasu M, 83, clinic no."
    if (document_.Gap(i) == ", " && Word(i + 1) == "band" && Has(i + 2) &&
        sense_.At(i + 2).shape == Shape::kNumber)
      return Add(i, i, kAged);
    if (sense_.Unknown(i) && token.size() > 3 && sense_.Initial(i + 1) && Has(i + 2) &&
        document_.Gap(i) == " " && document_.Gap(i + 1) == ", " &&
        sense_.At(i + 2).shape == Shape::kNumber && sense_.At(i + 2).size() < 4)
      return Add(i, i + 1, kAged);
    const bool nation = token.Is(kCountry) && token.Is(kForename) && token.starts_sentence;
    if (nation && sense_.PastVerbAfter(i)) Add(i, i, kAged);  // "Shona clamped the lines"
  }

  // "Apologies: A van der Meulen"
  void Particled(size_t i) {
    if (!sense_.Initial(i) || document_.Gap(i) != " ") return;
    size_t last = i + 1;
    while (Has(last) && last - i < 4 && sense_.At(last).shape == Shape::kLower &&
           sense_.At(last).Is(kParticle) && !sense_.At(last).Is(kFunction & ~kParticle) &&
           document_.Gap(last) == " ")
      ++last;
    if (last > i + 1 && Has(last) && sense_.At(last).Capital() && !sense_.Covered(last) &&
        !sense_.At(last).Is(kNobody))
      Add(i, last, kTold);
  }

  // "Rose in SR2 pulled", "Bill in 7 hit"
  bool InBed(size_t i) const {
    const Token& token = sense_.At(i);
    if (!token.Is(kForename | kAmbiguousForename) || token.Is(kMonth) || !Has(i + 2) ||
        document_.Gap(i) != " " || Word(i + 1) != "in" || document_.Gap(i + 1) != " ")
      return false;
    const Token& bed = sense_.At(i + 2);
    std::string_view word = Word(i + 2);
    const bool coded = bed.shape == Shape::kAlnum && bed.size() < 5 &&
                       (word.starts_with("sr") || word.starts_with("b") || word.starts_with("rm"));
    const bool numbered = bed.shape == Shape::kNumber && bed.size() < 3 && Has(i + 3) &&
                          document_.Gap(i + 2) == " " && sense_.At(i + 3).Is(kVerb);
    const bool said = (word == "bed" || word == "room" || word == "rm") && Has(i + 3) &&
                      sense_.At(i + 3).shape >= Shape::kNumber;
    return coded || numbered || said;
  }

  // "the site manager Col on DECT 71906", "neighbour Joy 01632 960307"
  bool OnPhone(size_t i) const {
    const Token& token = sense_.At(i);
    if (!Behind(i, " ") || !token.ProperCase() || token.size() < 3 || token.Is(kNobody) ||
        !(sense_.At(i - 1).Is(kRole | kRelation) || Word(i - 1) == "neighbr"))
      return false;
    constexpr std::array<std::string_view, 4> kPhones = {"dect", "bleep", "ext", "mobile"};
    const bool on = Word(i + 1) == "on" && Has(i + 2) && IsOneOf(kPhones, Word(i + 2));
    const bool number = Has(i + 1) && document_.Gap(i) == " " && Word(i + 1).starts_with("0") &&
                        sense_.At(i + 1).size() > 4 && sense_.Covered(i + 1);
    return on || number;
  }

  // "son mark very cross"
  bool KinSaid(size_t i) const {
    constexpr std::array<std::string_view, 10> kSaid = {"very", "is",     "was",   "has",  "who",
                                                        "rang", "called", "aware", "said", "not"};
    const Token& token = sense_.At(i);
    return Behind(i, " ") && sense_.At(i - 1).Is(kRelation) &&
           token.Is(kForename | kAmbiguousForename) && document_.Gap(i) == " " &&
           IsOneOf(kSaid, Word(i + 1)) && !token.Is(kFunction | kRelation | kModal);
  }

  // "asked for June Whittle and", but "in June Radiology moved"
  bool Monthly(size_t i) const {
    constexpr std::array<std::string_view, 4> kNames = {"april", "may", "june", "august"};
    constexpr std::array<std::string_view, 12> kDates = {
        "in", "since", "until", "by", "of", "last", "this", "next", "from", "on", "during", "to"};
    const Token& surname = sense_.At(i + 1);
    return IsOneOf(kNames, Word(i)) && sense_.At(i).ProperCase() && surname.ProperCase() &&
           surname.size() > 3 && (surname.Is(kSurname) || sense_.Unknown(i + 1)) &&
           !surname.Is(kEnglishCommon | kGeneric | kMonth) &&
           (i == 0 || (!IsOneOf(kDates, Word(i - 1)) && sense_.At(i - 1).shape != Shape::kNumber));
  }

  // "Band 5 Iphigenia new to", "Officer Ward was", "Gulnara on days spotted"
  bool AtWork(size_t i) const {
    const Token& token = sense_.At(i);
    if (sense_.Unknown(i) && token.starts_sentence && document_.Gap(i) == " " &&
        Word(i + 1) == "on" && (Word(i + 2) == "days" || Word(i + 2) == "nights"))
      return true;
    if (!Behind(i, " ") || !token.ProperCase()) return false;
    const Token& before = sense_.At(i - 1);
    const bool banded = i > 1 && before.shape == Shape::kNumber && before.size() == 1 &&
                        Behind(i - 1, " ") && Word(i - 2) == "band";
    if (banded && (sense_.Unknown(i) || token.Is(kForename))) return true;
    return Word(i - 1) == "officer" && before.Capital() && token.size() > 2 && Has(i + 1) &&
           document_.Gap(i) == " " && sense_.At(i + 1).shape == Shape::kLower &&
           sense_.At(i + 1).Is(kVerb);
  }

  // "Leung Wing-Kei (NHS", "Tsang Wing-yan": a surname before two syllables.
  bool Chinese(size_t i) {
    if (!Has(i + 2) || document_.Gap(i) != " " || document_.Gap(i + 1) != "-") return false;
    const Token& first = sense_.At(i + 1);
    const Token& second = sense_.At(i + 2);
    const bool surname = (sense_.Unknown(i) || sense_.At(i).Is(kSurname)) &&
                         !sense_.At(i).Is(kEnglishCommon) && sense_.At(i).size() < 7;
    const bool syllables = first.Capital() && first.size() < 6 && second.IsWord() &&
                           second.size() < 6 && second.size() > 1 && !sense_.Covered(i + 1) &&
                           !sense_.Covered(i + 2) && !first.Is(kNobody) && !second.Is(kEnglish);
    if (!surname || !syllables) return false;
    Add(i, i + 2, kTold);
    return true;
  }

  // "Carenza, we have a letter for"
  bool Writes(size_t i) const {
    constexpr std::array<std::string_view, 6> kWrites = {"we", "can",    "please",
                                                         "i",  "thanks", "could"};
    const Token& token = sense_.At(i);
    return sense_.Unknown(i) && token.starts_line && token.size() > 4 && document_.Gap(i) == ", " &&
           IsOneOf(kWrites, Word(i + 1));
  }

  // "(section 3) did not come": a bracket and then what somebody does.
  bool Bracketed(size_t i) const {
    if (document_.Gap(i) != " (" || sense_.At(i).size() < 5) return false;
    for (size_t k = i + 1; Has(k + 1) && k < i + 4; ++k) {
      std::string_view gap = document_.Gap(k);
      if (gap == " ") continue;
      constexpr std::array<std::string_view, 9> kDoes = {"did",  "had",  "was",   "left", "said",
                                                         "told", "came", "asked", "went"};
      return gap == ") " && IsOneOf(kDoes, Word(k + 1));
    }
    return false;
  }

  // "2 Parchment 96F delirium": in a list by beds or numbers, before an age and a sex.
  bool Numbered(size_t i) const {
    if (!Behind(i, " ") || document_.Gap(i) != " " || !Has(i + 1)) return false;
    const Token& number = sense_.At(i - 1);
    std::string_view age = Word(i + 1);
    return number.shape == Shape::kNumber && number.size() < 3 && number.starts_line &&
           sense_.At(i + 1).shape == Shape::kAlnum && age.size() < 5 &&
           (age.back() == 'f' || age.back() == 'm') &&
           age.find_first_not_of("0123456789") == age.size() - 1;
  }

  // "Please can Stu ring them", "this is Naz, we've arrived"
  bool Asked(size_t i) const {
    const Token& token = sense_.At(i);
    if (!Behind(i, " ") || !token.ProperCase() || token.size() < 3 || !Has(i + 1)) return false;
    if (!sense_.Unknown(i) && !token.Is(kForename | kAmbiguousForename)) return false;
    constexpr std::array<std::string_view, 4> kCan = {"can", "could", "would", "did"};
    constexpr std::array<std::string_view, 12> kDo = {"ring",  "call",    "phone",  "check",
                                                      "chase", "confirm", "bring",  "send",
                                                      "sort",  "email",   "please", "come"};
    if (IsOneOf(kCan, Word(i - 1)) && document_.Gap(i) == " " && IsOneOf(kDo, Word(i + 1)))
      return true;
    return Word(i - 1) == "is" && i > 1 && Word(i - 2) == "this" &&
           document_.Gap(i).starts_with(",");
  }

  // "Label says Fotheringhay J H24/33107"
  bool Labelled(size_t i) {
    constexpr std::array<std::string_view, 6> kThings = {"label", "wristband", "sticker",
                                                         "band",  "paper",     "form"};
    constexpr std::array<std::string_view, 5> kSays = {"says", "said", "reads", "read", "reading"};
    if (!Behind(i, " ") || i < 2 || !IsOneOf(kSays, Word(i - 1)) || !IsOneOf(kThings, Word(i - 2)))
      return false;
    if (!sense_.Unknown(i) && !sense_.At(i).Is(kSurname | kForename)) return false;
    const bool letter = document_.Gap(i) == " " && Has(i + 1) && sense_.Initial(i + 1);
    Add(i, letter ? i + 1 : i, kTold);
    return true;
  }

  // "McIlhatton", "O'Hanrahan", but no forceps and no firm that a list holds.
  bool Clan(size_t i) const {
    std::string_view word = document_.Text(sense_.At(i));
    if (word.size() < 5 || sense_.At(i).Is(kBrand | kEponym)) return false;
    auto upper = [&](size_t at) { return word[at] >= 'A' && word[at] <= 'Z'; };
    auto lower = [&](size_t at) { return word[at] >= 'a' && word[at] <= 'z'; };
    if (word.starts_with("Mc")) return upper(2) && lower(3);
    if (word.starts_with("Mac")) return upper(3) && lower(4);
    return word.starts_with("O'") && upper(2) && lower(3);
  }

  // "Wife, Non, was told"
  bool Related(size_t i) const {
    constexpr std::array<std::string_view, 15> kRelations = {
        "wife",    "husband", "mother",  "father", "mum",    "dad",   "son", "daughter",
        "partner", "sister",  "brother", "niece",  "nephew", "carer", "nok"};
    const Token& token = sense_.At(i);
    return Behind(i, ", ") && document_.Gap(i) == ", " && token.ProperCase() && token.size() > 2 &&
           !token.Is(kNobody & ~kTitle) && IsOneOf(kRelations, Word(i - 1)) && Has(i + 1) &&
           sense_.At(i + 1).shape == Shape::kLower &&
           sense_.At(i + 1).Is(kVerb | kFunction | kModal);
  }

  // "Demelza (13), orthodontic"; `after` is what closes the bracket.
  bool Aged(size_t i, std::string_view after) const {
    if (!Has(i + 2) || document_.Gap(i) != " (") return false;
    const Token& age = sense_.At(i + 1);
    const bool opens = sense_.At(i).starts_sentence || sense_.At(i).starts_line;
    return opens && age.shape == Shape::kNumber && age.size() < 4 && document_.Gap(i + 1) == after;
  }

  // "MEHRNOUSH TABATABAEI was seen"
  bool Shouted(size_t i) const {
    if (!Has(i + 1) || document_.Gap(i) != " " || sense_.Covered(i + 1)) return false;
    const Token& next = sense_.At(i + 1);
    const bool strange = sense_.At(i).size() > 4 && next.size() > 4 && sense_.Unknown(i) &&
                         sense_.Unknown(i + 1) && next.shape == Shape::kUpper;
    return strange && document_.Gap(i + 1) == " " && Has(i + 2) &&
           sense_.At(i + 2).shape == Shape::kLower;
  }

  void Letters(size_t i) {
    const Token& token = sense_.At(i);
    if (Shouted(i)) return Add(i, i + 1, kTold);
    // "Owner BM, by 1st Sept"
    if (token.size() < 4 && Behind(i, " ") && (Word(i - 1) == "owner" || Word(i - 1) == "owners") &&
        document_.Gap(i).find_first_of(",.;\n") == 0)
      return Add(i, i, kLetters, 0.55);
    constexpr WordClasses kThing = kClinical | kFunction | kBrand | kDrug | kCountry;
    if (token.size() > 3 || token.Is(kThing) || !Has(i + 1)) return;
    if (Aged(i, ") ") && sense_.At(i + 2).shape == Shape::kLower) return Add(i, i, kLetters, 0.55);
    // "Bed 4 - JT, 39+2", "JOH 94F Ash Unit", "KR (19, sec 5(2)) left"
    const bool bed = (Behind(i, " - ") || Behind(i, ": ")) && i > 1 && token.size() == 2 &&
                     sense_.At(i - 1).shape == Shape::kNumber && Behind(i - 1, " ") &&
                     Word(i - 2) == "bed" &&
                     (document_.Gap(i) == " - " || document_.Gap(i) == ", ");
    std::string_view age = Word(i + 1);
    const bool sexed = token.starts_sentence && document_.Gap(i) == " " && age.size() < 5 &&
                       sense_.At(i + 1).shape == Shape::kAlnum &&
                       (age.back() == 'f' || age.back() == 'm') &&
                       age.find_first_not_of("0123456789") == age.size() - 1;
    const bool aged = token.starts_sentence && token.size() == 2 && document_.Gap(i) == " (" &&
                      sense_.At(i + 1).shape == Shape::kNumber && age.size() < 4 &&
                      document_.Gap(i + 1) == ", ";
    if (bed || sexed || aged) return Add(i, i, kLetters, 0.55);
    // "Prof Eszter Halmos / JB (SpR)", "typed by me (JMB)"
    constexpr std::array<std::string_view, 4> kTasks = {"minutes", "chair", "notes", "chairing"};
    const bool explained = document_.Gap(i) == " (" &&
                           (sense_.At(i + 1).Is(kRole) || IsOneOf(kTasks, age)) && Has(i + 2) &&
                           document_.Gap(i + 1).starts_with(")");
    const bool me = Behind(i, " (") && document_.Gap(i).starts_with(")") && Word(i - 1) == "me";
    if (explained || me) return Add(i, i, kLetters, 0.55);
    // "KP (s3) did not return"
    const bool coded = token.starts_sentence && token.size() == 2 && Has(i + 2) &&
                       document_.Gap(i) == " (" && sense_.At(i + 1).size() < 4 &&
                       document_.Gap(i + 1) == ") " && sense_.At(i + 2).shape == Shape::kLower &&
                       sense_.At(i + 2).Is(kVerb | kFunction | kModal);
    if (coded) return Add(i, i, kLetters, 0.55);
    // "LT, rotational pharmacist"
    const bool post =
        token.starts_sentence && document_.Gap(i) == ", " && token.size() == 2 &&
        (sense_.At(i + 1).Is(kRole) || (Has(i + 2) && sense_.At(i + 1).shape == Shape::kLower &&
                                        document_.Gap(i + 1) == " " && sense_.At(i + 2).Is(kRole)));
    if (post) return Add(i, i, kLetters, 0.55);
    // "Action: LD to tell the ICO", "Action AB by February", "given regardless - LK"
    const bool action = i > 0 && token.size() == 2 &&
                        (Word(i - 1) == "action" || Word(i - 1) == "actions") &&
                        document_.Gap(i - 1).size() < 3 && (age == "to" || age == "by");
    if (action) return Add(i, i, kLetters, 0.55);
    // "4. RJ - SBAR poster"
    const bool entry = (document_.Gap(i) == " - " || document_.Gap(i) == " to ") && i > 0 &&
                       sense_.At(i - 1).shape == Shape::kNumber && sense_.At(i - 1).starts_line &&
                       (Behind(i, ". ") || Behind(i, ") "));
    if (entry && token.size() == 2) return Add(i, i, kLetters, 0.55);
    // "used on AB, KO and D.M."
    const bool used = Behind(i, " ") && i > 1 && Word(i - 1) == "on" &&
                      (Word(i - 2) == "used" || Word(i - 2) == "performed");
    if (!used) return;
    Add(i, i, kLetters, 0.55);
    for (size_t k = i + 1; Has(k) && k < i + 6 && document_.Gap(k - 1) == ", "; ++k) {
      const Token& next = sense_.At(k);
      if (next.shape != Shape::kUpper || next.size() > 3 || next.Is(kThing)) return;
      if (!sense_.Covered(k)) Add(k, k, kLetters, 0.55);
    }
  }

  // "Told reg sivakumaran x2", "ring davey on dect 74415"
  void Small(size_t i) {
    // "user khan.a", "account j.smith", "teams: smith-j"
    constexpr std::array<std::string_view, 6> kLogins = {"user",     "login", "account",
                                                         "username", "teams", "logon"};
    std::string_view joint = document_.Gap(i);
    const bool login = (joint == "." || joint == "_" || joint == "-") && i > 0 && Has(i + 1) &&
                       IsOneOf(kLogins, Word(i - 1)) && document_.Gap(i - 1).size() <= 2 &&
                       sense_.At(i + 1).shape != Shape::kNumber && !sense_.Covered(i + 1);
    // "/scans/noorzai-f/"
    const bool folder = i > 0 && document_.Gap(i - 1) == "/" && (joint == "_" || joint == "-") &&
                        Has(i + 1) && sense_.At(i + 1).size() == 1 &&
                        document_.Gap(i + 1).starts_with("/") && sense_.Unknown(i);
    if (folder) return Add(i, i + 1, kTold);
    if (login && (sense_.Unknown(i) || sense_.At(i).Is(kSurname | kForename)))
      return Add(i, i + 1, kTold);
    // "gurnoor in bed 9", "beverley on 07700 900318"
    const bool name = sense_.Unknown(i) || sense_.At(i).Is(kForename);
    if (name && sense_.At(i).size() > 4 && Has(i + 2) && document_.Gap(i) == " " &&
        !sense_.At(i).Is(kEnglishCommon)) {
      const bool in_bed = Word(i + 1) == "in" && Word(i + 2) == "bed" && Has(i + 3) &&
                          sense_.At(i + 3).shape >= Shape::kNumber;
      const bool called = Word(i + 1) == "on" && Word(i + 2).starts_with("07") &&
                          sense_.At(i + 2).size() > 4 && sense_.Covered(i + 2);
      if (in_bed || called) return Add(i, i, kTold, 0.55);
    }
    // "[19/08/2023, 21:16] tomos p: kasia took it"
    if (Behind(i, "] ") && sense_.At(i).size() > 2 && Has(i + 1) &&
        (sense_.Unknown(i) || sense_.At(i).Is(kForename))) {
      const bool letter = document_.Gap(i) == " " && sense_.At(i + 1).size() == 1 &&
                          document_.Gap(i + 1).starts_with(":");
      if (letter || document_.Gap(i).starts_with(": ")) return Add(i, letter ? i + 1 : i, kTold);
    }
    if (KinSaid(i)) return Add(i, i, kTold, 0.55);
    if (!Behind(i, " ") || i < 2 || sense_.At(i).size() < 4 || !sense_.Unknown(i)) return;
    // "night nurse ravneet had no access", "spoke to shelagh on desk"
    constexpr std::array<std::string_view, 9> kActs = {"had",  "was",  "has",  "said", "told",
                                                       "rang", "went", "came", "did"};
    const bool acts = sense_.At(i).size() > 4 && sense_.At(i - 1).Is(kRole) &&
                      !sense_.At(i - 1).Is(kCue) && document_.Gap(i) == " " &&
                      IsOneOf(kActs, Word(i + 1));
    const bool spoke = Word(i - 1) == "to" && (Word(i - 2) == "spoke" || Word(i - 2) == "spoken");
    const bool read =
        (Word(i - 1) == "said" || Word(i - 1) == "says") &&
        (Word(i - 2) == "wristband" || Word(i - 2) == "label" || Word(i - 2) == "sticker") &&
        sense_.At(i).size() > 4;
    if (acts || spoke || read) return Add(i, i, kTold, 0.55);
    // "the nurse called sharni was"
    if (Word(i - 1) == "called" && sense_.At(i - 2).Is(kRole)) return Add(i, i, kTold, 0.55);
    // "pt aroha t. remembers"
    const bool letter = (Word(i - 1) == "pt" || Word(i - 1) == "patient") && Has(i + 1) &&
                        document_.Gap(i) == " " && sense_.At(i + 1).size() == 1 &&
                        sense_.At(i + 1).shape == Shape::kLower &&
                        document_.Gap(i + 1).find_first_of(".,;") == 0;
    if (letter) return Add(i, i + 1, kTold, 0.55);
    constexpr std::array<std::string_view, 8> kPosts = {"reg",  "sho", "f1",     "f2",
                                                        "cons", "sr",  "matron", "consultant"};
    constexpr std::array<std::string_view, 9> kCalls = {"told",   "rang", "ring", "bleeped", "ask",
                                                        "called", "call", "by",   "asked"};
    if (IsOneOf(kPosts, Word(i - 1)) && IsOneOf(kCalls, Word(i - 2))) return Add(i, i, kTold, 0.55);
    constexpr std::array<std::string_view, 6> kPhones = {"dect",   "bleep", "ext",
                                                         "mobile", "x",     "extension"};
    if (IsOneOf(kCalls, Word(i - 1)) && Word(i - 1) != "by" && Word(i + 1) == "on" &&
        IsOneOf(kPhones, Word(i + 2)))
      Add(i, i, kTold, 0.55);
  }

  // "Body map done." and "Tanmoy" on a line of its own at the end.
  void LastWord() {
    if (sense_.count() < 6) return;
    const size_t i = sense_.count() - 1;
    const Token& token = sense_.At(i);
    std::string_view gap = document_.Gap(i - 1);
    std::string_view rest = document_.Gap(i);
    const bool alone = (gap.ends_with("\n") || gap.ends_with(". ")) &&
                       (gap[0] == '.' || gap[0] == '!' || gap[0] == '?') &&
                       rest.find_first_not_of(" \n.") == rest.npos;
    if (alone && !sense_.Covered(i) && token.Capital() && token.size() > 3 && sense_.Unknown(i))
      Add(i, i, kAlone, 0.55);
  }

  // "given regardless - LK" at the end of all.
  void LastLetters() {
    if (sense_.count() < 6) return;
    const size_t i = sense_.count() - 1;
    const Token& token = sense_.At(i);
    const bool letters = token.shape == Shape::kUpper && token.size() == 2 &&
                         token.line_case == LineCase::kOrdinary && token.classes == 0;
    if (letters && Behind(i, " - ") && !sense_.Covered(i) && sense_.At(i - 1).IsWord() &&
        document_.Gap(i).find_first_not_of(" \n.") == std::string_view::npos)
      Add(i, i, kLetters, 0.55);
  }
};

}  // namespace

void FindHinted(NameSense& sense, Findings& out) { HintReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Capitals that are a word, or no word at all, told for names by what is said of them: "Marsh was
// told", "Zorvani 82F fell", "Pepper's daughter", "Bed 4: Quellimar,".
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kSaid = {"person.said-of", "A capital of which something human is said."};
constexpr Rule kListed = {"person.bed", "A capital behind a bed or a bay."};

// Of nobody but people.
constexpr std::array<std::string_view, 58> kHuman = {
    "allergic",     "unhappy",    "upset",        "aware",        "unaware",     "confused",
    "agitated",     "drowsy",     "unwell",       "frail",        "tearful",     "anxious",
    "angry",        "distressed", "happy",        "diabetic",     "deaf",        "blind",
    "pregnant",     "tired",      "asleep",       "awake",        "alone",       "unable",
    "keen",         "adamant",    "sorry",        "concerned",    "worried",     "told",
    "asked",        "informed",   "admitted",     "discharged",   "nursed",      "intubated",
    "sedated",      "cannulated", "resuscitated", "sectioned",    "interviewed", "spoken",
    "advised",      "reassured",  "unconscious",  "unresponsive", "alert",       "disorientated",
    "aggressive",   "verbally",   "rude",         "abusive",      "reluctant",   "grateful",
    "dissatisfied", "bedbound",   "incontinent",  "born"};

// Of people as often as of things: they count for what is no other word.
constexpr std::array<std::string_view, 17> kShared = {
    "found",   "seen",     "sent",      "moved",    "transferred", "reviewed",
    "brought", "taken",    "helped",    "escorted", "referred",    "assessed",
    "hoisted", "assisted", "supported", "examined", "lying"};

constexpr std::array<std::string_view, 26> kSpeech = {
    "said",      "says",      "stated",     "told",    "asked",    "rang",     "phoned",
    "refused",   "refuses",   "complained", "denied",  "denies",   "attended", "apologised",
    "noticed",   "witnessed", "thinks",     "thought", "wandered", "declined", "agreed",
    "explained", "insisted",  "wants",      "vomited", "collapsed"};

enum class Kind : uint8_t { kNone, kStrange, kForename, kWord };

class OpeningReader {
 public:
  OpeningReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (i + 2 < sense_.count() && Listed(i)) {
        AddPerson(sense_, out_, i, i + 1, 0.65, kListed);
        continue;
      }
      Kind kind = KindOf(i);
      if (kind == Kind::kNone) continue;
      if ((i + 1 < sense_.count() && SaidOf(i, kind)) || LedTo(i, kind)) {
        AddPerson(sense_, out_, i, i, 0.55, kSaid);
      } else if (InBed(i, kind)) {
        AddPerson(sense_, out_, i, i, 0.55, kListed);
      }
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Spaced(size_t i) const { return document_.Gap(i) == " "; }

  Kind KindOf(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.line_case != LineCase::kOrdinary) return PlainKindOf(i);
    if (!token.Capital() || token.size() < 3) return Kind::kNone;
    constexpr WordClasses kNever = kFunction | kRole | kRelation | kTitle | kWardHead | kOrgHead |
                                   kDrug | kCountry | kWeekday | kMonth | kEponymHead | kDirection |
                                   kModal;
    if (i > 0 && document_.Gap(i - 1).ends_with("-")) return Kind::kNone;  // "X-Ray"
    if (sense_.Covered(i) || token.Is(kNever) || sense_.BrandHere(i) || sense_.EponymFrame(i))
      return Kind::kNone;
    if (sense_.Unknown(i)) return token.shape == Shape::kCapital ? Kind::kStrange : Kind::kNone;
    if (token.Is(kForename | kAmbiguousForename)) return Kind::kForename;
    bool surname = token.Is(kSurnameCommon) && !token.Is(kClinical | kStreet | kEponym);
    return surname ? Kind::kWord : Kind::kNone;
  }

  // Where capitals say nothing a word has to be none of the language, or a forename that opens.
  Kind PlainKindOf(size_t i) const {
    const Token& token = sense_.At(i);
    constexpr WordClasses kNever = kFunction | kRole | kRelation | kTitle | kWardHead | kOrgHead |
                                   kDrug | kCountry | kWeekday | kMonth | kEponymHead | kModal |
                                   kDirection | kVerb | kClinical | kGeneric | kCue | kStreet;
    if (!token.IsWord() || token.size() < 3 || sense_.Covered(i) || token.Is(kNever) ||
        sense_.BrandHere(i) || sense_.EponymFrame(i))
      return Kind::kNone;
    bool article = i > 0 && Spaced(i - 1) && sense_.At(i - 1).Is(kFunction) && !Leads(i - 1);
    if (sense_.Unknown(i)) return token.size() > 3 && !article ? Kind::kStrange : Kind::kNone;
    bool forename = token.Is(kForename | kAmbiguousForename);
    bool opens = i == 0 || token.starts_sentence || !Spaced(i - 1) || Leads(i - 1);
    return forename && (opens || !token.Is(kEnglish)) ? Kind::kForename : Kind::kNone;
  }

  // Small words that a sentence's subject, or somebody, may follow.
  bool Leads(size_t i) const {
    constexpr std::array<std::string_view, 17> kLeads = {
        "that", "when", "and", "but",  "as",   "then", "because", "if", "while",
        "by",   "to",   "for", "from", "with", "was",  "under",   "per"};
    return IsOneOf(kLeads, Word(i));
  }

  // "checked by zolani.", "told zolani about it", "discussed with zolani and"
  bool PlainlyLed(size_t i) const {
    if (i == 0 || !Spaced(i - 1) || sense_.At(i).line_case == LineCase::kOrdinary) return false;
    constexpr std::array<std::string_view, 10> kFirm = {
        "by", "told", "asked", "met", "informed", "bleeped", "hi", "thanks", "dear", "hello"};
    constexpr std::array<std::string_view, 6> kWith = {"discussed", "spoke",  "spoken",
                                                       "liaised",   "agreed", "talked"};
    std::string_view gap = document_.Gap(i);
    bool ends = gap.empty() || gap.find_first_of(",.;:)\n(-") != gap.npos ||
                (i + 1 < sense_.count() && sense_.At(i + 1).Is(kFunction));
    bool with =
        (Word(i - 1) == "with" || Word(i - 1) == "to") && i > 1 && IsOneOf(kWith, Word(i - 2));
    return ends && sense_.At(i).size() > 4 && (with || IsOneOf(kFirm, Word(i - 1)));
  }

  bool SaidOf(size_t i, Kind kind) const {
    const Token& next = sense_.At(i + 1);
    std::string_view gap = document_.Gap(i);
    if (sense_.At(i).possessive) return next.Is(kRelation) && gap == " ";
    if (AgeAndSex(i + 1) && (gap == " " || gap == ", " || gap == " (")) return true;
    if (kind != Kind::kWord && gap == ", ") return Word(i + 1) == "who" || AgeInCommas(i + 1);
    if (gap != " " || i + 2 >= sense_.count()) return false;
    std::string_view word = Word(i + 1);
    if (word == "who") return kind != Kind::kWord || sense_.At(i).ProperCase();
    if (IsOneOf(kSpeech, word)) return true;
    if (!Spaced(i + 1)) return false;
    if (word == "is" || word == "was" || word == "became" || word == "remains")
      return Predicate(i, i + 2, kind);
    bool sure = kind != Kind::kWord;
    if ((word == "has" || word == "had") && sure) return Has(i, kind);
    if (word == "to" && sure) return ToDo(i);
    bool other = i + 3 < sense_.count() && sense_.At(i + 3).Is(kRole) && Spaced(i + 2);
    return sure && word == "and" && other &&
           (Word(i + 2) == "the" || Word(i + 2) == "a" || Word(i + 2) == "another");
  }

  // "82F", "7yo": a number with the letter of a sex or an age.
  bool AgeAndSex(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.shape != Shape::kAlnum || token.size() > 5) return false;
    std::string_view word = Word(i);
    size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    std::string_view rest = word.substr(digits);
    return digits >= 1 && digits <= 3 &&
           (rest == "f" || rest == "m" || rest == "yo" || rest == "yrs" || rest == "y");
  }

  // "Zorvani, 22, who": a bare number of two digits as somebody's age.
  bool AgeInCommas(size_t i) const {
    return sense_.At(i).shape == Shape::kNumber && sense_.At(i).size() == 2 &&
           document_.Gap(i) == ", " && i + 1 < sense_.count() && sense_.At(i + 1).IsWord();
  }

  // "Bream R, 943 476 5919", "Marsh T: DOB": a surname and an initial before what identifies them.
  bool Listed(size_t i) const {
    const Token& token = sense_.At(i);
    if (!token.Capital() || token.size() < 3 || !Spaced(i) || !sense_.Initial(i + 1) ||
        sense_.Covered(i) || i + 2 >= sense_.count() ||
        !(token.Is(kSurname) || (!token.Is(kEnglishCommon) && i > 0 && !Spaced(i - 1))) ||
        token.Is(kWardHead | kOrgHead | kDrug | kClinical | kGeneric | kStreet | kUnitWord))
      return false;
    std::string_view gap = document_.Gap(i + 1);
    bool marked = gap == ", " || gap == ": " || gap == "; ";
    std::string_view next = Word(i + 2);
    bool number = sense_.At(i + 2).shape == Shape::kNumber && next.size() >= 3;
    return marked && (number || next == "dob" || next == "nhs" || next == "mrn");
  }

  // What stands at `i` behind "is" or "was", an adverb apart.
  bool Predicate(size_t who, size_t i, Kind kind) const {
    constexpr std::array<std::string_view, 12> kAdverbs = {"very",   "still",  "quite",   "now",
                                                           "not",    "also",   "so",      "too",
                                                           "really", "rather", "clearly", "being"};
    if (IsOneOf(kAdverbs, Word(i)) && Spaced(i) && i + 1 < sense_.count()) ++i;
    if (IsOneOf(kHuman, Word(i))) return true;
    if (kind == Kind::kWord) return false;
    const Token& name = sense_.At(who);
    bool loose = name.line_case != LineCase::kOrdinary && name.Is(kEnglishCommon) &&
                 !name.starts_sentence;  // "stone, ivy was moved"
    if (IsOneOf(kShared, Word(i))) return kind == Kind::kStrange || !(loose || Thing(who));
    constexpr std::array<std::string_view, 9> kWhat = {"a",      "an",    "the",     "his", "her",
                                                       "double", "wrong", "another", "two"};
    return Word(i) == "given" && Spaced(i) && IsOneOf(kWhat, Word(i + 1));
  }

  // "had a reaction", "has been asked"
  bool Has(size_t who, Kind kind) const {
    size_t i = who + 2;
    if (Word(i) == "been" && Spaced(i)) return Predicate(who, i + 1, kind);
    return Word(i) == "a" || Word(i) == "an" || Word(i) == "no" || Word(i) == "his" ||
           Word(i) == "her" || Word(i) == "fallen";
  }

  // Names that are things as often.
  bool Thing(size_t i) const {
    constexpr std::array<std::string_view, 12> kThings = {"bill", "mark",    "art",   "grant",
                                                          "cat",  "chance",  "trust", "guy",
                                                          "iris", "crystal", "pearl", "ginger"};
    return IsOneOf(kThings, Word(i));
  }

  // "Zorvani to review": but "Hope to see him", "Rose to 39.1".
  bool ToDo(size_t i) const {
    const Token& verb = sense_.At(i + 2);
    return verb.shape == Shape::kLower && verb.Is(kEnglish) && !verb.Is(kFunction) && !Thing(i) &&
           Word(i) != "hope" && Word(i) != "rose";
  }

  // "As per Quellimar,", "labelled as Marsh", "spoke to Cook about"
  bool LedTo(size_t i, Kind kind) const {
    bool plain = sense_.At(i).line_case != LineCase::kOrdinary;
    if (plain && PlainlyLed(i)) return true;
    if (i < 2 || !(plain || sense_.At(i).ProperCase()) || !Spaced(i - 1) || !Spaced(i - 2))
      return false;
    std::string_view before = Word(i - 1);
    std::string_view verb = Word(i - 2);
    if (before == "per") return verb == "as" && kind != Kind::kWord;
    constexpr std::array<std::string_view, 9> kFiled = {"labelled",   "filed",      "booked",
                                                        "entered",    "listed",     "documented",
                                                        "registered", "identified", "recorded"};
    if (before == "as" || before == "under" || before == "for")
      return IsOneOf(kFiled, verb) && (before != "for" || kind != Kind::kWord);
    constexpr std::array<std::string_view, 7> kTold = {"spoke",     "spoken",   "talked",    "over",
                                                       "escalated", "reported", "apologised"};
    bool post = (before == "was" || before == "is") && sense_.At(i - 2).Is(kRole);
    if (post) return kind == Kind::kStrange;  // "Second midwife was Olesya"
    bool rota = before == "had" || before == "has" || before == "rostered";
    if (rota)
      return kind == Kind::kStrange && Spaced(i) && (Word(i + 1) == "on" || Word(i + 1) == "off");
    return before == "to" && IsOneOf(kTold, verb) && !Continues(i);
  }

  // "over to Ward 4", "reported to Field Services": the capital goes on.
  bool Continues(size_t i) const {
    if (i + 1 >= sense_.count()) return false;
    const Token& next = sense_.At(i + 1);
    return Spaced(i) && (next.Capital() || next.shape >= Shape::kNumber);
  }

  // "Bed 4: Quellimar, for", "Bay B - Marsh -"
  bool InBed(size_t i, Kind kind) const {
    if (i < 2 || Continues(i)) return false;
    std::string_view gap = document_.Gap(i - 1);
    bool marked = gap == ": " || gap == " - " || gap == " – ";
    std::string_view place = Word(i - 2);
    bool bed = place == "bed" || place == "bay" || place == "room" || place == "chair" ||
               place == "trolley" || place == "cubicle" || place == "sideroom";
    bool number = sense_.At(i - 1).shape >= Shape::kNumber || sense_.At(i - 1).size() == 1;
    if (!marked || !bed || !number || !Spaced(i - 2)) return false;
    std::string_view after = document_.Gap(i);
    bool apart = after.starts_with(",") || after.starts_with(" - ") || after.starts_with(" (");
    return kind == Kind::kWord ? apart : true;
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindOpenings(NameSense& sense, Findings& out) { OpeningReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Names where capitals say nothing, told by the company they keep: a rank, another name, a word for
// signing, a thing they own, a verb only people do.
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kRanked = {"person.plain-rank",
                          "A word behind a rank or a title, in small letters."};
constexpr Rule kListed = {"person.plain-listed", "A name beside another name, without capitals."};
constexpr Rule kSigned = {"person.plain-signed", "Letters behind a word for signing."};
constexpr Rule kActs = {"person.plain-acts", "A name that is a word as well, and acts or owns."};
constexpr Rule kKin = {"person.plain-kin", "A word behind a relation that can be a name."};

constexpr WordClasses kNever = kFunction | kModal | kDrug | kClinical | kRole | kRelation | kTitle |
                               kWardHead | kOrgHead | kMonth | kWeekday | kGeneric | kEponymHead |
                               kCountry | kBrand | kVerb | kCue | kStreet;

class CompanyReader {
 public:
  CompanyReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (!Plain(i)) continue;
      if (sense_.Covered(i)) {
        Surname(i);
        Neighbours(i);
        continue;
      }
      if (Ranked(i) || Signed(i) || Kin(i)) continue;
      if (Acts(i)) AddPerson(sense_, out_, i, i, 0.52, kActs);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  bool Spaced(size_t i) const { return document_.Gap(i) == " " && !sense_.At(i).possessive; }
  bool Plain(size_t i) const {
    return sense_.At(i).line_case != LineCase::kOrdinary && sense_.At(i).IsWord();
  }
  bool Ends(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;:\n()/&-") != gap.npos;
  }
  bool Free(size_t i) const { return i < sense_.count() && Plain(i) && !sense_.Covered(i); }

  bool MayBeName(size_t i) const {
    const Token& token = sense_.At(i);
    bool name = token.Is(kForename | kSurnameCommon | kAmbiguousForename);
    if (!Free(i) || token.size() < 2 || sense_.BrandHere(i) || sense_.EponymFrame(i)) return false;
    if (token.Is(kFunction | kModal | kTitle | kRelation)) return false;
    return name ? !token.Is(kDrug | kWeekday | kCountry)
                : sense_.Unknown(i) && token.size() > 3 && !token.Is(kNever);
  }

  // "officer hand", "pc 2210 marsden", "po thewlis", "ms ward", "mr salt": nothing else stands
  // there.
  bool Ranked(size_t i) {
    constexpr std::array<std::string_view, 14> kRanks = {
        "officer", "officers", "pc", "pcs",  "pcso", "wpc",  "sgt",
        "ofc",     "po",       "so", "insp", "ds",   "supt", "inspector"};
    constexpr std::array<std::string_view, 5> kFamily = {"mr", "mrs", "ms", "miss", "mx"};
    if (i == 0 || sense_.At(i).size() < 3) return false;
    bool staff = i > 1 && Word(i - 1) == "n" && Word(i - 2) == "s" && document_.Gap(i - 2) == "/";
    if (staff && document_.Gap(i - 1) == " " && MayBeName(i)) {  // "s/n hope"
      AddPerson(sense_, out_, i, sense_.ExtendPlain(i), 0.6, kRanked);
      return true;
    }
    size_t rank = i - 1;
    std::string_view gap = document_.Gap(rank);
    if (gap != " " && gap != ". ") return false;
    bool number = sense_.At(rank).shape == Shape::kNumber && rank > 0 && Spaced(rank - 1);
    if (number) --rank;
    bool family = !number && IsOneOf(kFamily, Word(rank));
    if (!family && !IsOneOf(kRanks, Word(rank))) return false;
    const Token& token = sense_.At(i);
    bool loose = Word(rank) == "so" || Word(rank) == "po" || Word(rank) == "ds" ||
                 Word(rank) == "officer" || Word(rank) == "officers";
    if (token.Is(kFunction | kModal | kTitle | kRelation | kMonth | kWeekday)) return false;
    if (token.Is(kVerb) && !token.Is(kSurnameCommon)) return false;
    if (loose && !token.Is(kSurname) && !sense_.Unknown(i)) return false;
    if (!family && !number && token.Is(kRole | kClinical | kGeneric)) return false;
    AddPerson(sense_, out_, i, i, 0.6, kRanked);
    return true;
  }

  // "signed dt / bw", "initialled bn", "countersigned by hm", "(npj)"
  bool Signed(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 2 || token.size() > 3 || i == 0 || token.shape >= Shape::kNumber)
      return false;
    if (token.Is(kClinical | kEnglish | kBrand | kRole | kTitle | kFunction | kCountry | kMonth |
                 kOrgHead | kIdLabel))
      return false;
    constexpr std::array<std::string_view, 9> kWords = {"signed",   "initialled",    "initialed",
                                                        "initials", "countersigned", "checked",
                                                        "drafted",  "witnessed",     "typed"};
    size_t word = Word(i - 1) == "by" && i > 1 ? i - 2 : i - 1;
    bool spaced = document_.Gap(i - 1) == " " && (word == i - 1 || Spaced(word));
    bool bracket = document_.Gap(i - 1) == " (" && document_.Gap(i).starts_with(")") &&
                   (Word(i - 1) == "me" || Word(i - 1) == "by");
    if (!(spaced && IsOneOf(kWords, Word(word))) && !bracket) return false;
    AddPerson(sense_, out_, i, i, 0.6, kSigned);
    size_t other = Word(i + 1) == "and" ? i + 2 : i + 1;
    std::string_view gap = document_.Gap(i);
    bool two = (gap == " / " || gap == "/" || gap == " & " || (other == i + 2 && gap == " ")) &&
               Free(other) && sense_.At(other).size() <= 3 && sense_.At(other).size() > 1 &&
               !sense_.At(other).Is(kEnglishCommon | kFunction);
    if (two) AddPerson(sense_, out_, other, other, 0.6, kSigned);
    return true;
  }

  // "brother tej.", "dad, manvir, cut cord", "granddaughter poppy visits"
  bool Kin(size_t i) {
    bool brief = Free(i) && sense_.At(i).size() == 3 && sense_.Unknown(i) && Ends(i);  // "tej."
    if (i == 0 || !(brief || MayBeName(i)) || sense_.At(i).size() < 3) return false;
    const Token& kin = sense_.At(i - 1);
    std::string_view word = Word(i - 1);
    bool patient = word == "pt" || word == "patient" || word == "patients" || word == "client" ||
                   word == "parents" || word == "nok" || word == "kin" || word == "spouse";
    std::string_view gap = document_.Gap(i - 1);
    bool commas = gap == ", " && document_.Gap(i).starts_with(",");
    bool named = gap == " " && (word == "called" || word == "named");
    bool related = kin.Is(kRelation) && !patient && (gap == " " || commas);
    if (!related && !named) return false;
    const Token& token = sense_.At(i);
    bool inflected = Word(i).ends_with("ing") || Word(i).ends_with("ed") || Word(i).ends_with("ly");
    bool name = token.Is(kForenameCommon | kAmbiguousForename) || sense_.StrongForename(i) ||
                sense_.Unknown(i);
    if (!name || token.Is(kVerb) || (inflected && !token.Is(kForenameCommon))) return false;
    if (token.Is(kEnglishCommon) && !Ends(i) && !sense_.HumanVerbAfter(i) && !commas) return false;
    AddPerson(sense_, out_, i, i, 0.55, kKin);
    return true;
  }

  // "bob's wife", "mark said the brakes had failed", "blessing said she": not "mark is red".
  bool Acts(size_t i) const {
    constexpr std::array<std::string_view, 22> kSpeech = {
        "said",   "says",   "told",    "asked",    "rang",     "phoned", "called",  "gave",
        "tied",   "took",   "noticed", "reported", "attended", "saw",    "thought", "wants",
        "visits", "helped", "came",    "went",     "knows",    "tried"};
    const Token& token = sense_.At(i);
    if (!token.Is(kAmbiguousForename | kForenameCommon) || token.size() < 2) return false;
    if (token.Is(kMonth | kModal | kFunction | kDrug | kClinical | kRole) || sense_.BrandHere(i))
      return false;
    bool article = i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kFunction) &&
                   Word(i - 1) != "and" && Word(i - 1) != "that" && Word(i - 1) != "when" &&
                   Word(i - 1) != "as" && Word(i - 1) != "then" && Word(i - 1) != "but";
    if (article) return false;
    if (token.possessive) {
      return i + 1 < sense_.count() && !sense_.At(i + 1).Is(kEponymHead) && !token.Is(kEponym);
    }
    bool aged = document_.Gap(i) == " (" && i + 1 < sense_.count() &&
                sense_.At(i + 1).shape == Shape::kNumber && sense_.At(i + 1).size() <= 3 &&
                document_.Gap(i + 1).starts_with(")");  // "lily (6) told"
    return aged || (Spaced(i) && IsOneOf(kSpeech, Word(i + 1)));
  }

  // "gurdial singh atwal": the surname behind names that were found.
  void Surname(size_t i) {
    size_t next = i + 1;
    if (!IsPerson(i) || !Free(next) || !Spaced(i)) return;
    const Token& token = sense_.At(next);
    if (token.size() < 3 || token.Is(kNever & ~WordClasses{kVerb | kCue})) return;
    bool strong = sense_.StrongSurname(next) || (sense_.Unknown(next) && token.size() > 3);
    bool common = token.Is(kSurnameCommon | kAmbiguousForename) && !token.Is(kVerb | kCue);
    if (!(strong && (Ends(next) || !token.Is(kForename))) && !(common && Ends(next))) return;
    AddPerson(sense_, out_, next, next, 0.55, kListed);
  }

  bool IsPerson(size_t i) const {
    return sense_.At(i).Is(kForename | kSurname | kAmbiguousForename) || sense_.Unknown(i);
  }

  // "iveta, dorota and jade", "siddiq and poppy were": names in a row, from one that was found.
  void Neighbours(size_t i) {
    if (!IsPerson(i)) return;
    std::string_view gap = document_.Gap(i);
    bool word = (Word(i + 1) == "and" || Word(i + 1) == "or") && gap == " ";
    bool comma = gap == ", ";
    if (word || gap == " & " || gap == " / " || gap == "/" || comma) {
      size_t next = word ? i + 2 : i + 1;
      if (Free(next) && MayBeName(next) && Follows(next, gap))
        AddPerson(sense_, out_, next, next, 0.55, kListed);
    }
    if (i == 0) return;
    std::string_view before = document_.Gap(i - 1);
    bool joined = Word(i - 1) == "and" && before == " " && i > 1 && document_.Gap(i - 2) == " ";
    size_t last = joined ? i - 2 : i - 1;
    if (!joined && before != " & ") return;
    const Token& token = sense_.At(last);
    bool led = last == 0 || document_.Gap(last - 1) != " " || !sense_.At(last - 1).Is(kFunction);
    if (MayBeName(last) && (led || !token.Is(kEnglish)) && !token.possessive &&
        (token.Is(kForename | kAmbiguousForename) || sense_.StrongSurname(last)))
      AddPerson(sense_, out_, last, last, 0.55, kListed);
  }

  // A comma parts many things: behind it only a name that is nothing else, or one before "and".
  bool Follows(size_t next, std::string_view gap) const {
    const Token& token = sense_.At(next);
    bool strong = sense_.StrongForename(next) || token.Is(kForenameCommon);
    bool in_row = document_.Gap(next) == ", " || document_.Gap(next) == " & " ||
                  (Word(next + 1) == "and" && document_.Gap(next) == " ") ||
                  (document_.Gap(next) == " " && next + 1 < sense_.count() &&
                   sense_.At(next + 1).size() == 1 && Word(next + 2) == "and");  // "lucy h and"
    if (gap == ", ") return strong && in_row && !token.Is(kEnglishCommon);
    return !token.Is(kVerb | kClinical) && (token.Is(kForename | kAmbiguousForename) ||
                                            sense_.StrongSurname(next) || sense_.Unknown(next));
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindPlainCompany(NameSense& sense, Findings& out) { CompanyReader(sense, out).Read(); }

}  // namespace candour::anonymise

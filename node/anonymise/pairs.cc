// Forename and surname together, in either order, and surnames with initials.
#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kPair = {"person.pair", "A forename and a surname together."};
constexpr Rule kReversed = {"person.surname-first", "A surname followed by a forename."};
constexpr Rule kInitialed = {"person.initial", "A surname with an initial."};
constexpr Rule kStrangers = {"person.capitals", "Two capitalised words that are no known words."};
constexpr Rule kDoubtful = {"person.doubtful-pair",
                            "Two everyday words that are also a forename and a surname."};

class PairReader {
 public:
  PairReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      if (HyphenedForename(i) || Filled(i) || Coloured(i) || !Usable(i)) continue;
      if (InitialFirst(i) || Comma(i) || Nicknamed(i)) continue;
      if (HeadSurname(i)) continue;
      if (!Usable(i + 1) && !sense_.Initial(i + 1)) continue;
      if (InitialLast(i)) continue;
      std::string_view gap = document_.Gap(i);
      bool filed = gap == "_" || gap == "." || gap == "-";
      if (!IsPlainGap(gap) && !filed) continue;
      if (gap.find('\n') != gap.npos && sense_.At(i + 1).starts_sentence) continue;
      if (sense_.At(i).possessive) continue;
      const Token& token = sense_.At(i);
      if (filed)
        Filed(i);
      else if (token.line_case == LineCase::kOrdinary)
        Capitals(i);
      else
        Plain(i);
    }
  }

 private:
  bool Usable(size_t i) const {
    return sense_.At(i).IsWord() && !sense_.Covered(i) &&
           (sense_.Initial(i) || !sense_.NeverName(i));
  }

  bool Cased(size_t i) const {
    const Token& token = sense_.At(i);
    return token.Capital() ||
           (token.shape == Shape::kUpper && token.size() > 2 && !token.Is(kClinical));
  }

  bool FollowedByHead(size_t last) const {
    if (last + 1 >= sense_.count() || document_.Gap(last) != " ") return false;
    const Token& next = sense_.At(last + 1);
    return next.Capital() && next.Is(kWardHead | kOrgHead | kStreet) && !next.Is(kSurnameCommon);
  }

  void Capitals(size_t i) {
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    if (MiddleInitial(i) || AfterBrand(i) || HyphenedGivenName(i) || OverParticle(i)) return;
    if (!Cased(i) || !Cased(i + 1)) {
      // A line that mixes cases may still hold "priya patel".
      if (a.shape == Shape::kLower && b.shape == Shape::kLower) Plain(i);
      return;
    }
    if (sense_.BrandHere(i) || sense_.EponymFrame(i) ||
        (sense_.EponymFrame(i + 1) && !a.Is(kForename)))
      return;
    if (sense_.EponymFrame(i + 1) && b.Is(kEponym) && a.Is(kEponym)) return;
    bool a_forename = sense_.StrongForename(i);
    bool b_name = b.Is(kSurname | kForename) || sense_.Unknown(i + 1) || b.Is(kEponym);
    bool b_everyday = b.Is(kEnglishCommon) && !b.Is(kSurname | kForename);
    size_t last = sense_.ExtendCapitals(i);
    if (last == i) last = b_name ? i + 1 : i;
    if (FollowedByHead(last)) return;
    if (a_forename && b_name) return AddPerson(sense_, out_, i, last, 0.92, kPair);
    bool mid_sentence = !a.starts_sentence || !b_everyday || sense_.HumanVerbAfter(i + 1);
    if (a_forename && mid_sentence && !b.Is(kBrand | kMonth))
      return AddPerson(sense_, out_, i, i + 1, 0.75, kPair);
    bool sure_b = sense_.StrongSurname(i + 1) || sense_.Unknown(i + 1);
    if (a.Is(kForename) && !a.Is(kModal) && (sure_b || b.Is(kSurnameCommon))) {
      bool doubtful = a.starts_sentence && !sure_b && !b.ProperCase();
      bool month = a.Is(kMonth) && !sure_b;
      return AddPerson(sense_, out_, i, last, doubtful || month ? 0.4 : 0.85, kPair);
    }
    if (a.Is(kModal) && a.Is(kForename) && sure_b)
      return AddPerson(sense_, out_, i, last, 0.7, kPair);
    if ((sense_.StrongSurname(i) || sense_.Unknown(i)) && sense_.StrongForename(i + 1)) {
      return AddPerson(sense_, out_, i, last, 0.85, kReversed);
    }
    if (a.Is(kSurnameCommon) && a.shape == Shape::kUpper && b.Is(kForename)) {
      return AddPerson(sense_, out_, i, last, 0.8, kReversed);
    }
    if (sense_.StrongSurname(i) && sense_.StrongSurname(i + 1) &&
        !(a.Is(kPlace) && a.Is(kEponym))) {
      return AddPerson(sense_, out_, i, last, a.starts_sentence ? 0.6 : 0.75, kPair);
    }
    Strangers(i, last);
  }

  // "Ho Kwok-Wing", "Park Ji-hoon": a short surname and a given name in two hyphened halves.
  bool HyphenedGivenName(size_t i) {
    if (i + 2 >= sense_.count() || sense_.At(i).size() > 5 || sense_.At(i + 1).size() > 6)
      return false;
    if (!Cased(i) || !Cased(i + 1) || document_.Gap(i + 1) != "-" || sense_.At(i + 2).size() > 6)
      return false;
    const Token& half = sense_.At(i + 2);
    bool given = !sense_.At(i + 1).Is(kEnglishCommon) && half.IsWord();
    if (!given || sense_.At(i).Is(kEponym) || sense_.Covered(i + 2)) return false;
    bool surname = sense_.At(i).Is(kSurname | kForename) || sense_.Unknown(i);
    if (!surname) return false;
    AddPerson(sense_, out_, i, i + 2, 0.75, kReversed);
    return true;
  }

  // "Wing-Kei Lau", "Jun-jun Abrenica": two hyphened halves before what can be a surname.
  bool HyphenedForename(size_t i) {
    if (document_.Gap(i) != "-" || i + 2 >= sense_.count() || !Usable(i + 2)) return false;
    if (sense_.Covered(i) || sense_.Covered(i + 1) || sense_.At(i).possessive) return false;
    const Token& half = sense_.At(i + 1);
    if (!sense_.At(i).Capital() || sense_.At(i).line_case != LineCase::kOrdinary) return false;
    if (document_.Gap(i + 1) != " " || !sense_.At(i + 2).Capital() || half.size() > 7) return false;
    bool halves = half.Capital() || (half.shape == Shape::kLower && !half.Is(kEnglishCommon));
    bool surname = sense_.StrongSurname(i + 2) || sense_.Unknown(i + 2) ||
                   (sense_.At(i + 2).Is(kSurnameCommon) && sense_.StrongForename(i));
    if (!halves || !surname || sense_.EponymFrame(i) || sense_.EponymFrame(i + 2)) return false;
    if (sense_.At(i).Is(kClinical | kDrug | kEponym) || FollowedByHead(i + 2)) return false;
    AddPerson(sense_, out_, i, sense_.ExtendCapitals(i + 2), 0.75, kPair);
    return true;
  }

  // "Valadares, Joaquim - fell": two capitals that open a line, the comma between them, a mark
  // after.
  bool Filled(size_t i) {
    const Token& a = sense_.At(i);
    if (!a.starts_line || a.line_case != LineCase::kOrdinary || document_.Gap(i) != ", ")
      return false;
    if (sense_.Covered(i) || i + 1 >= sense_.count() || !Cased(i) || a.size() < 3) return false;
    const Token& b = sense_.At(i + 1);
    std::string_view after = document_.Gap(i + 1);
    bool marked = after.starts_with(" -") || after.starts_with(" (") || after.starts_with(":") ||
                  after.starts_with("\n");
    if (!marked || !b.Capital() || sense_.Covered(i + 1)) return false;
    bool surname = a.Is(kSurname) || sense_.Unknown(i);
    bool forename = b.Is(kForename) || sense_.Unknown(i + 1);
    bool word = a.Is(kFunction | kVerb | kClinical | kDrug | kMonth | kWeekday) ||
                b.Is(kFunction | kVerb | kClinical | kDrug | kMonth | kPlace | kRole);
    if (!surname || !forename || word) return false;
    AddPerson(sense_, out_, i, sense_.ExtendCapitals(i + 1), 0.65, kReversed);
    return true;
  }

  // "Nasser al Zahrani", "Jan de Vries": a small particle between the capitals.
  bool OverParticle(size_t i) {
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    if (!Cased(i) || b.shape != Shape::kLower || !b.Is(kParticle) || !a.Capital()) return false;
    if (!sense_.StrongForename(i) && !sense_.Unknown(i) && !a.Is(kForenameCommon)) return false;
    size_t last = sense_.ExtendCapitals(i);
    if (last < i + 2) return false;
    AddPerson(sense_, out_, i, last, 0.85, kPair);
    return true;
  }

  // "Edmund Clamp (": a surname that is a thing's word, behind a forename that is nothing else.
  bool HeadSurname(size_t i) {
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    bool head = b.Is(kEponymHead) && b.ProperCase() && !b.Is(kRole | kClinical | kDrug);
    if (!head || !a.Is(kForenameCommon) || !sense_.StrongForename(i) || a.Is(kEponym | kBrand))
      return false;
    std::string_view after = document_.Gap(i + 1);
    bool ends = after.starts_with(" (") || after.starts_with(",") || sense_.HumanVerbAfter(i + 1);
    if (document_.Gap(i) != " " || !ends || sense_.Covered(i + 1)) return false;
    AddPerson(sense_, out_, i, i + 1, 0.7, kPair);
    return true;
  }

  // "Jordan \"Jaz\" Pickles"
  bool Nicknamed(size_t i) {
    if (!sense_.At(i).Is(kForename) || !Cased(i)) return false;
    size_t last = sense_.OverNickname(i);
    if (last > i) AddPerson(sense_, out_, i, last, 0.85, kPair);
    return last > i;
  }

  // "Siemens Ysio Max": a maker's name goes on with its model's.
  bool AfterBrand(size_t i) const {
    return i > 0 && document_.Gap(i - 1) == " " && sense_.At(i - 1).Is(kBrand) &&
           sense_.BrandHere(i - 1) && !sense_.StrongForename(i);
  }

  // "Janka M. Harlow": an initial between two capitalised words that may be names.
  bool MiddleInitial(size_t i) {
    if (i + 2 >= sense_.count() || !sense_.Initial(i + 1) || !sense_.Joined(i + 1) || !Cased(i))
      return false;
    if (!Cased(i + 2) || !Usable(i + 2) || document_.Gap(i) != " ") return false;
    bool first = sense_.StrongForename(i) || sense_.Unknown(i) || sense_.At(i).Is(kForenameCommon);
    bool last =
        sense_.StrongSurname(i + 2) || sense_.Unknown(i + 2) || sense_.At(i + 2).Is(kSurnameCommon);
    if (!first || !last) return false;
    AddPerson(sense_, out_, i, sense_.ExtendCapitals(i + 2), 0.85, kPair);
    return true;
  }

  void Strangers(size_t i, size_t last) {
    bool strange_a = sense_.Unknown(i) || sense_.StrongSurname(i);
    bool strange_b = sense_.Unknown(i + 1) || sense_.StrongSurname(i + 1);
    if (!strange_a || !strange_b || sense_.At(i).shape == Shape::kUpper) return;
    bool article = i > 0 && (document_.LowerAt(i - 1) == "the" || document_.LowerAt(i - 1) == "a" ||
                             document_.LowerAt(i - 1) == "an");
    bool acts = sense_.HumanVerbAfter(last);
    bool sure = !article && (acts || sense_.PersonBefore(i) || !sense_.At(i).starts_sentence);
    AddPerson(sense_, out_, i, last, sure ? 0.6 : article ? 0.4 : 0.52, kStrangers);
  }

  void Plain(size_t i) {
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    if (b.shape == Shape::kNumber || a.size() < 2) return;
    if (a.line_case == LineCase::kUpper && sense_.EponymFrame(i + 1)) return;
    bool ordinary = a.line_case == LineCase::kOrdinary;
    bool a_strong = sense_.StrongForename(i) && (!ordinary || a.Is(kForenameCommon));
    bool b_strong = sense_.StrongSurname(i + 1) && (!ordinary || b.Is(kSurnameCommon));
    if (sense_.EponymFrame(i) || sense_.BrandHere(i)) return;
    size_t last = std::max(i + 1, sense_.ExtendPlain(i));
    if (a_strong && !ordinary && a.Is(kForenameCommon) && MiddleName(i + 1)) {
      return AddPerson(sense_, out_, i, i + 2, 0.8, kPair);
    }
    if (a_strong && (b_strong || (b.Is(kSurname) && b.Is(kForename) && !b.Is(kEnglish)))) {
      return AddPerson(sense_, out_, i, last, 0.9, kPair);
    }
    bool familiar = ordinary && a.Is(kForenameCommon) &&
                    !a.Is(kModal | kMonth | kVerb | kFunction | kDrug | kClinical) && b_strong &&
                    b.size() > 4 && !b.Is(kEponym) && !(b.Is(kPlace) && a.Is(kEnglishCommon));
    familiar = familiar || (ordinary && a_strong && a.size() > 3 && a.shape == Shape::kLower &&
                            b.shape == Shape::kLower && sense_.Unknown(i + 1) && b.size() > 5 &&
                            !b.Is(kForename));  // "ines quellimarho, not inez carr"
    if (familiar) return AddPerson(sense_, out_, i, i + 1, 0.65, kPair);
    if (ordinary) return;
    if (a_strong && a.Is(kForenameCommon) && b.Is(kSurnameCommon) && !b.Is(kVerb | kModal | kCue)) {
      return AddPerson(sense_, out_, i, last, 0.8, kPair);
    }
    if (a_strong && a.Is(kForenameCommon) && sense_.Unknown(i + 1) && b.size() > 4) {
      return AddPerson(sense_, out_, i, last, 0.7, kPair);
    }
    if (a.Is(kForename) && !a.Is(kFunction | kModal | kVerb) && b_strong && b.Is(kSurnameCommon) &&
        !b.Is(kPlace)) {
      return AddPerson(sense_, out_, i, last, 0.75, kPair);
    }
    if (sense_.StrongSurname(i) && a.Is(kSurnameCommon) && sense_.StrongForename(i + 1) &&
        b.Is(kForenameCommon)) {
      return AddPerson(sense_, out_, i, last, 0.75, kReversed);
    }
    bool doubtful = a.Is(kForename) && b.Is(kSurnameCommon) && !a.Is(kFunction | kModal) &&
                    !b.Is(kFunction | kVerb);
    if (doubtful) AddPerson(sense_, out_, i, i + 1, 0.5, kDoubtful);
  }

  // "EDNA MAY FISH": a second forename and a surname that are words as well.
  bool MiddleName(size_t i) const {
    if (i + 1 >= sense_.count() || !sense_.Joined(i) || !Usable(i + 1)) return false;
    return sense_.At(i).Is(kForename) && sense_.At(i + 1).Is(kSurnameCommon) &&
           !sense_.At(i + 1).Is(kFunction | kModal | kVerb | kCue);
  }

  // "Hegarty_Mary_fall.docx", "priya.patel": names in paths and user names.
  void Filed(size_t i) {
    const Token& a = sense_.At(i);
    const Token& b = sense_.At(i + 1);
    std::string_view gap = document_.Gap(i);
    if (gap == "-" && a.line_case == LineCase::kOrdinary && Cased(i) && Cased(i + 1)) {
      if (sense_.EponymFrame(i) || sense_.EponymFrame(i + 1) || a.Is(kBrand)) return;
      bool both = sense_.StrongSurname(i) && sense_.StrongSurname(i + 1);
      bool forenames = sense_.StrongForename(i) && sense_.At(i + 1).Is(kForename);
      if (both || forenames) AddPerson(sense_, out_, i, sense_.ExtendCapitals(i + 1), 0.75, kPair);
      return;
    }
    if (gap == "-") return;
    bool forename_first = sense_.StrongForename(i) && b.Is(kSurname);
    bool surname_first = a.Is(kSurname) && sense_.StrongForename(i + 1);
    if (gap == "." && (b.Capital() || !forename_first)) return;  // A sentence without its space.
    if (forename_first || surname_first) AddPerson(sense_, out_, i, i + 1, 0.8, kPair);
  }

  // "BLACK, Terence": a colour in capitals before a forename.
  bool Coloured(size_t i) {
    const Token& colour = sense_.At(i);
    if (colour.shape != Shape::kUpper || !colour.Is(kClinical) || !colour.Is(kSurnameCommon) ||
        document_.Gap(i) != ", " || sense_.Covered(i) || sense_.Covered(i + 1) ||
        !sense_.StrongForename(i + 1) || !sense_.At(i + 1).Capital())
      return false;
    AddPerson(sense_, out_, i, sense_.Extend(i + 1), 0.85, kReversed);
    return true;
  }

  // "BRIGHT, Brenda", "Smith, J."
  bool Comma(size_t i) {
    std::string_view gap = document_.Gap(i);
    if (gap != ", " && gap != ",") return false;
    const Token& a = sense_.At(i);
    if (a.possessive || i + 1 >= sense_.count() || sense_.Covered(i + 1)) return false;
    bool eponym = a.Is(kEponym) && a.ProperCase() && sense_.At(i + 1).Is(kForenameCommon);
    bool surname =
        a.Is(kSurname) || sense_.Unknown(i) || eponym || (a.shape == Shape::kUpper && a.size() > 2);
    if (!surname || a.size() < 2) return false;
    bool upper_name =
        a.shape == Shape::kUpper && a.line_case == LineCase::kOrdinary && !a.Is(kClinical);
    const Token& b = sense_.At(i + 1);
    bool ordinary = a.line_case == LineCase::kOrdinary;
    if (ordinary && !Cased(i)) return false;
    if (ordinary && !a.Capital() && !upper_name) return false;
    bool forename = sense_.StrongForename(i + 1) ||
                    (b.Is(kForename) && b.Capital() && (upper_name || !a.Is(kEnglish)));
    if (ordinary && !b.Capital() && b.shape != Shape::kUpper) forename = false;
    std::string_view after = document_.Gap(i + 1);
    bool ends = after.empty() || after.find_first_of(",.;:)\n") == 0 || after == " (";
    bool and_name = i > 0 && !ordinary && b.Is(kAmbiguousForename) && !b.Is(kModal | kMonth);
    if (and_name && (sense_.StrongSurname(i) || sense_.Unknown(i)) && a.size() > 3 &&
        (ends || sense_.HumanVerbAfter(i + 1) || document_.LowerAt(i + 1 + 1) == "both"))
      forename = true;  // "AND OSEI, GRACE BOTH"
    if (forename && (!a.Is(kForenameCommon) || upper_name || a.Is(kSurnameCommon))) {
      bool everyday =
          a.Is(kEnglish) && !upper_name && !(a.Is(kSurnameCommon) && b.Is(kForenameCommon));
      if (everyday || (!ordinary && a.Is(kEnglish))) return false;
      AddPerson(sense_, out_, i, sense_.Extend(i + 1), 0.88, kReversed);
      return true;
    }
    bool usual = a.Is(kSurnameCommon) && a.ProperCase();
    bool initial = sense_.Initial(i + 1) && (sense_.StrongSurname(i) || upper_name || usual) &&
                   sense_.At(i + 1).line_case == LineCase::kOrdinary;
    if (!initial) return false;
    size_t last = i + 1;
    while (sense_.Initial(last + 1) && document_.Gap(last).size() <= 2 && last - i < 3) ++last;
    AddPerson(sense_, out_, i, last, 0.8, kInitialed);
    return true;
  }

  // "J Smith", "J. Smith", "J.K. Smith"
  bool InitialFirst(size_t i) {
    if (!sense_.Initial(i) || (i > 0 && document_.Gap(i - 1) == "/")) return false;
    std::string_view lone = document_.Text(sense_.At(i));
    // "batch 0617-H. Key", "2.1 L. Tahmina": the letter belongs to the number.
    const bool counted = i > 0 && sense_.At(i - 1).shape == Shape::kNumber &&
                         (document_.Gap(i - 1) == "-" ||
                          (document_.Gap(i - 1) == " " && lone == "L" && document_.Gap(i) == ". "));
    if (counted) return false;
    bool answer = sense_.At(i).starts_line && (lone == "A" || lone == "Q");
    if (answer && document_.Gap(i) == ". ") return false;  // "A. Ste and the agency one"
    size_t last = i;
    while (
        sense_.Initial(last + 1) &&
        (document_.Gap(last) == "." || document_.Gap(last) == ". " || document_.Gap(last) == " ") &&
        last - i < 2)
      ++last;
    if (last + 1 >= sense_.count() || !Usable(last + 1)) return false;
    std::string_view gap = document_.Gap(last);
    if (gap != " " && gap != ". " && gap != ".") return false;
    const Token& surname = sense_.At(last + 1);
    if (surname.shape == Shape::kLower || surname.size() < 2) return false;
    // "T. GALLAGHER" in a text of capitals: the point and a rare surname have to say it.
    bool shouted = surname.line_case == LineCase::kUpper;
    if (shouted && (gap == " " || !surname.Is(kSurname) ||
                    surname.Is(kEnglish | kClinical | kDrug | kFunction)))
      return false;
    char letter = document_.Text(sense_.At(i))[0];
    bool article = (letter == 'A' || letter == 'I') && gap == " " && last == i;
    bool known = sense_.StrongSurname(last + 1) ||
                 (surname.Is(kSurnameCommon) && !surname.Is(kDrug) && !article);
    bool announced = i > 0 && document_.Gap(i - 1) == " " && !article &&
                     sense_.At(i - 1).Is(kCue | kRole | kRelation | kTitle | kFirmCue);
    bool certain = gap != " " || announced || (surname.ProperCase() && !article && letter != 'I');
    bool strange = (sense_.Unknown(last + 1) || surname.Is(kPlace)) && certain &&
                   surname.Capital() && !surname.Is(kFunction | kOrgHead);
    strange = strange || (announced && surname.ProperCase() && surname.Is(kSurname) &&
                          !surname.Is(kDrug | kClinical | kOrgHead | kFunction | kRole));
    if (gap == ". " && last == i && sense_.At(i).starts_sentence == false && surname.Is(kEnglish) &&
        !surname.Is(kSurnameCommon))
      return false;
    if ((!known && !strange) || sense_.EponymFrame(last + 1) || sense_.BrandHere(last + 1))
      return false;
    if (i > 0 && sense_.At(i - 1).Is(kWardHead) && gap == " ") return false;
    std::string_view before = i > 0 ? document_.LowerAt(i - 1) : std::string_view();
    if (before == "vitamin" || before == "hepatitis" || before == "type" || before == "group" ||
        before == "bay")
      return false;
    AddPerson(sense_, out_, i, sense_.ExtendCapitals(last + 1), 0.82, kInitialed);
    return true;
  }

  // "Smith J", "Okafor K."
  bool InitialLast(size_t i) {
    if (!sense_.Initial(i + 1) || document_.Gap(i) != " " ||
        sense_.At(i).line_case != LineCase::kOrdinary)
      return false;
    if (MiddleInitial(i)) return true;
    const Token& surname = sense_.At(i);
    bool upper = surname.shape == Shape::kUpper && surname.size() > 2 && surname.Is(kSurname);
    if (!(surname.Capital() && sense_.StrongSurname(i)) && !upper) return false;
    if (surname.Is(kEponym | kBrand) || surname.possessive) return false;
    std::string_view after = document_.Gap(i + 1);
    bool ends =
        after.empty() || after[0] == '.' || after[0] == ',' || after[0] == ')' ||
        after[0] == '\n' ||
        (after[0] == ' ' && i + 2 < sense_.count() && sense_.At(i + 2).shape != Shape::kNumber);
    if (!ends) return false;
    AddPerson(sense_, out_, i, i + 1, 0.8, kInitialed);
    return true;
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindPairs(NameSense& sense, Findings& out) { PairReader(sense, out).Read(); }

}  // namespace candour::anonymise

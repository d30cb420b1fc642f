// What belongs to a name that was found only in part: the surname behind a particle, the forename
// behind a surname in a list. Numbers: number_parts.cc; places: place_parts.cc.
#include <algorithm>
#include <array>

#include "node/anonymise/completer.h"

namespace candour::anonymise {
namespace {

constexpr WordClasses kNoPart = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                kWardHead | kOrgHead | kWeekday | kCountry | kStreet | kEponymHead |
                                kIdLabel | kModal | kFunction | kVerb;

class NameCompleter : public Completer {
 public:
  using Completer::Completer;

 private:
  void Complete(SpanType type) override {
    if (type == SpanType::kPerson) Person();
  }

  void Person() {
    Particle();
    Middle();
    Syllables();
    Nickname();
    Initial();
    Carets();
    Filed();
    GivenBehind();
    InCapitals();
    Halves();
    Accented();
    Irish();
    SmallParticle();
    OverSmallWords();
    EverydaySurname();
    EverydayForename();
    ShoutedRest();
  }

  // "I visited Reginald Plum, key safe": behind a forename alone.
  void EverydaySurname() {
    const Token& name = sense_.At(first_);
    if (last_ != first_ || !name.ProperCase() || !name.Is(kForename) || name.possessive ||
        document_.Gap(last_) != " " || !Free(last_ + 1) || sense_.At(last_ + 1).starts_sentence ||
        sense_.EponymFrame(last_ + 1) ||
        document_.OriginalBegin(sense_.At(last_ + 1).begin) == document_.OriginalEnd(name.end))
      return;  // "CooperVision" is one word.
    const Token& next = sense_.At(last_ + 1);
    const WordClasses thing =
        next.Is(kSurname) ? kNoPart & ~(kVerb | kBrand | kTitle) : kNoPart & ~kVerb;
    if (!next.ProperCase() || next.size() < 3 || next.Is(thing | kHospital | kCountry)) return;
    const bool bracket = document_.Gap(last_ + 1) == " (" && Has(last_ + 2) &&
                         sense_.At(last_ + 2).shape == Shape::kNumber;
    const bool goes_on = document_.Gap(last_ + 1) == " " && Has(last_ + 2) &&
                         sense_.At(last_ + 2).shape == Shape::kLower &&
                         (sense_.At(last_ + 2).Is(kVerb | kFunction) || next.Is(kSurname));
    const bool ends = Ends(last_ + 1) && !document_.Gap(last_ + 1).starts_with(":");
    if (ends || goes_on || bracket || next.possessive) ++last_;
  }

  // "carer Sunday Effiong", "Greet Vandenbroeck" in a line, "19:12 - Nana Yaa:".
  void EverydayForename() {
    if (first_ == 0 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1)) return;
    const Token& before = sense_.At(first_ - 1);
    const Token& name = sense_.At(first_);
    if (!before.Capital() || !name.ProperCase() || before.size() < 3 || before.possessive ||
        before.Is(kRole | kTitle | kDrug | kFunction | kModal))
      return;
    const bool behind_role = first_ > 1 && document_.Gap(first_ - 2) == " " &&
                             sense_.At(first_ - 2).Is(kRole) &&
                             sense_.At(first_ - 2).shape == Shape::kLower;
    const bool line = before.starts_line && document_.Gap(last_).starts_with("\n") &&
                      !before.Is(kClinical | kOrgHead | kWardHead) && !name.Is(kForename);
    const bool sender = first_ > 1 && document_.Gap(first_ - 2).ends_with(" - ") &&
                        sense_.At(first_ - 2).shape == Shape::kNumber &&
                        document_.Gap(last_).starts_with(": ");
    constexpr std::array<std::string_view, 5> kFields = {"child", "patient", "pt", "name", "baby"};
    const bool field = first_ > 1 && document_.Gap(first_ - 2) == ": " &&
                       IsOneOf(kFields, Word(first_ - 2)) && before.Is(kRelation);
    if (behind_role || line || sender || field) --first_;
  }

  // "PERCY DAINTY AGED 90", "Pt BAINES, ROSE DOB", "Wong K F (unit no".
  void ShoutedRest() {
    if (sense_.Initial(last_) && last_ > first_ && document_.Gap(last_) == " " && Free(last_ + 1) &&
        sense_.Initial(last_ + 1) &&
        (Ends(last_ + 1) || document_.Gap(last_ + 1).starts_with(" (")))
      ++last_;
    const Token& name = sense_.At(first_);
    if (last_ != first_ || name.shape != Shape::kUpper || name.size() < 3 || !Free(last_ + 1))
      return;
    const Token& next = sense_.At(last_ + 1);
    if (next.shape != Shape::kUpper || next.size() < 3 || next.Is(kNoPart & ~kVerb)) return;
    constexpr std::array<std::string_view, 6> kSays = {"aged", "age", "dob", "nhs", "hosp", "mrn"};
    const bool told = IsOneOf(kSays, Word(last_ + 2)) && document_.Gap(last_ + 1) == " ";
    const bool filed = document_.Gap(last_) == ", " && next.Is(kForename);
    const bool plain = document_.Gap(last_) == " " && name.Is(kForename);
    if (told && (filed || plain)) ++last_;
  }

  // A capital in mid-sentence that may be a part of a name.
  bool Part(size_t i) const {
    return Free(i) && sense_.At(i).ProperCase() && sense_.At(i).size() > 1 &&
           !sense_.At(i).Is(kNoPart) && !sense_.EponymFrame(i);
  }

  // What is a firm or a country elsewhere is a surname behind a particle.
  bool Behind(size_t i) const {
    return Free(i) && sense_.At(i).ProperCase() && sense_.At(i).size() > 2 &&
           !sense_.At(i).Is(kNoPart & ~(kBrand | kCountry));
  }

  // "Clementina Da Costa"
  void Particle() {
    if (document_.Gap(last_) != " " || !Has(last_ + 1)) return;
    if (sense_.At(last_).Is(kParticle) && last_ > first_ && Behind(last_ + 1)) {
      ++last_;
    } else if (sense_.At(last_ + 1).Is(kParticle) && Free(last_ + 1) &&
               document_.Gap(last_ + 1) == " " && sense_.At(last_).Capital() &&
               sense_.At(last_ + 1).Capital() && Behind(last_ + 2)) {
      last_ += 2;
    } else if (sense_.At(last_).Capital() && Free(last_ + 1) && Has(last_ + 2) &&
               (Word(last_ + 1) == "de" || Word(last_ + 1) == "van" || Word(last_ + 1) == "der" ||
                Word(last_ + 1) == "da" || Word(last_ + 1) == "dos") &&
               document_.Gap(last_ + 1) == " " && Behind(last_ + 2)) {
      last_ += 2;  // "Annelies de Wit"
    }
  }

  // "Idris Maelor Pugh": between a forename and a surname stands another name.
  void Middle() {
    if (last_ != first_ || !sense_.At(first_).Is(kForename) || !sense_.At(first_).Capital()) return;
    if (document_.Gap(last_) != " " || !Free(last_ + 1) || document_.Gap(last_ + 1) != " ") return;
    const Token& middle = sense_.At(last_ + 1);
    if (!Part(last_ + 1) && !(middle.ProperCase() && middle.Is(kHospital))) return;
    if (Part(last_ + 2) && !sense_.At(last_ + 1).Is(kEnglishCommon) &&
        sense_.At(last_ + 2).Is(kSurname))
      last_ += 2;
  }

  // "Soo-jin Pyo": the surname behind syllables that were found.
  void Syllables() {
    if (last_ == first_ || document_.Gap(last_ - 1) != "-" || document_.Gap(last_) != " ") return;
    if (!sense_.At(first_).Capital() || sense_.At(last_).possessive || !Part(last_ + 1)) return;
    if (sense_.At(last_ + 1).size() < 8 && !sense_.At(last_ + 1).Is(kEnglishCommon)) ++last_;
  }

  // "Big Trev", "DE SOUZA Marisol": what stands before a name and belongs to it.
  void Nickname() {
    if (first_ == 0 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1)) return;
    constexpr std::array<std::string_view, 7> kSizes = {"md",     "mohd",  "big", "wee",
                                                        "little", "young", "auld"};
    const Token& before = sense_.At(first_ - 1);
    // "my nan ivy Sharples"
    const bool small = before.shape == Shape::kLower && before.Is(kForename | kAmbiguousForename) &&
                       first_ > 1 && sense_.At(first_ - 2).Is(kRelation) &&
                       document_.Gap(first_ - 2) == " " && sense_.At(first_).Capital();
    const bool size = before.Capital() && IsOneOf(kSizes, Word(first_ - 1));
    const bool particle = before.shape == Shape::kUpper && before.Is(kParticle) &&
                          !before.Is(kFunction) && sense_.At(first_).shape == Shape::kUpper;
    // "Petal Joseph-Baptiste delivered"
    const bool given = before.Capital() && document_.Gap(first_) == "-" && last_ > first_ &&
                       sense_.At(first_).Capital() && !before.Is(kNoPart & ~kVerb) &&
                       before.size() > 2 && !before.possessive && !sense_.EponymFrame(first_ - 1);
    // "SpR Lo Wing-Yan"
    const bool post = before.Capital() && document_.Gap(first_) == "-" && last_ == first_ + 1 &&
                      before.size() < 7 && before.size() > 1 && first_ > 1 &&
                      document_.Gap(first_ - 2) == " " &&
                      sense_.At(first_ - 2).Is(kRole | kTitle) && !before.Is(kRole | kTitle);
    if (size || particle || small || given || post) --first_;
  }

  // "Fernandopulle, D; Smethurst, P.", "Nakagawa,R,"
  void Initial() {
    for (size_t i = first_; i < last_; ++i) {
      if (document_.Gap(i) != "-") return;
    }
    if (!Free(last_ + 1) || !sense_.Initial(last_ + 1)) return;
    std::string_view gap = document_.Gap(last_);
    // "Patient Otis W. told": no sentence begins behind the point.
    const bool goes_on = gap == " " && last_ == first_ && document_.Gap(last_ + 1) == ". " &&
                         Has(last_ + 2) && sense_.At(last_ + 2).shape == Shape::kLower;
    // "Imran S" at a line's end, "Stanley G settled"
    const bool beside =
        gap == " " && last_ == first_ && sense_.At(first_).Is(kForename) &&
        (document_.Gap(last_ + 1).starts_with("\n") ||
         (document_.Gap(last_ + 1) == " " && Has(last_ + 2) &&
          sense_.At(last_ + 2).shape == Shape::kLower && Word(last_ + 2).ends_with("ed")));
    const bool listed = gap == ", " || gap == "," || gap == "^" || goes_on || beside;
    const Token& name = sense_.At(last_);
    if (!listed || name.size() < 3 || !(name.Capital() || name.shape == Shape::kUpper)) return;
    if (Ends(last_ + 1) || beside) ++last_;
  }

  // "label for LINDQVIST, Per, worksheet"
  void GivenBehind() {
    // "Stroke Unit 4,Ramcharan,Keston,RXQ0551872": in an export.
    const bool cell = document_.Gap(last_) == "," && Free(last_ + 1) &&
                      document_.Gap(last_ + 1) == "," && last_ == first_ &&
                      sense_.At(last_ + 1).Capital() && !sense_.At(last_ + 1).Is(kNoPart);
    if (cell) ++last_;
    if (cell || document_.Gap(last_) != ", " || !Free(last_ + 1) || !Ends(last_ + 1)) return;
    const Token& given = sense_.At(last_ + 1);
    const bool surname = last_ == first_ && sense_.At(first_).shape == Shape::kUpper &&
                         sense_.At(first_).line_case == LineCase::kOrdinary &&
                         sense_.At(first_).size() > 3;
    if (surname && given.ProperCase() && given.size() > 2 &&
        !given.Is(kRole | kTitle | kClinical | kDrug | kMonth | kWeekday | kPlace | kRelation))
      ++last_;
  }

  // "WICKREMESINGHE, Dilani.": a surname in capitals, filed before its forename.
  void Filed() {
    if (first_ == 0 || document_.Gap(first_ - 1) != ", " || !Free(first_ - 1)) return;
    if (!Ends(last_) && !document_.Gap(last_).starts_with("  ")) return;
    const Token& surname = sense_.At(first_ - 1);
    if (surname.shape == Shape::kUpper && surname.line_case == LineCase::kOrdinary &&
        surname.size() > 3 && sense_.Unknown(first_ - 1) && sense_.At(first_).Capital())
      --first_;
  }

  // "ENTWISTLE, DORIS MAY" and the line's end.
  void InCapitals() {
    if (document_.Gap(last_) != " " || !Free(last_ + 1) || !sense_.At(last_ + 1).Is(kForename))
      return;
    const Token& next = sense_.At(last_ + 1);
    const bool line = document_.Gap(last_ + 1).starts_with("\n");
    if (line && next.shape == Shape::kUpper && sense_.At(last_).line_case == LineCase::kUpper)
      ++last_;
  }

  // "Hrvoje Bašić", "Nguyễn Văn Lộc", "Eilidh Mac an Tàilleir": capitals with their accents, which
  // no other word of a report has.
  void Accented() {
    for (size_t steps = 0; steps < 3 && document_.Gap(last_) == " " && Free(last_ + 1); ++steps) {
      const Token& next = sense_.At(last_ + 1);
      // "Mac an Tàilleir", "Nic Leòid"
      const bool article =
          (Word(last_ + 1) == "nic" && Has(last_ + 2) && Marked(last_ + 2)) ||
          (Word(last_) == "mac" && (Word(last_ + 1) == "an" || Word(last_ + 1) == "na") &&
           Has(last_ + 2) && sense_.At(last_ + 2).Capital());
      if (article) ++last_;
      if (!article && !(next.ProperCase() && Marked(last_ + 1) && !next.Is(kEponym | kDrug)))
        return;
      ++last_;
    }
  }

  // Whether it is written with letters that the normalised text has not.
  bool Marked(size_t i) const {
    const Token& token = sense_.At(i);
    return token.Capital() &&
           document_.OriginalEnd(token.end) - document_.OriginalBegin(token.begin) > token.size();
  }

  // "pádraig ó briain": where no capitals say so.
  void SmallParticle() {
    const bool small = sense_.At(last_).shape == Shape::kLower && document_.Gap(last_) == " " &&
                       document_.Gap(last_ + 1) == " " && Free(last_ + 1) && Free(last_ + 2) &&
                       (Word(last_ + 1) == "o" || Word(last_ + 1) == "ni") &&
                       sense_.At(last_ + 2).shape == Shape::kLower && sense_.Unknown(last_ + 2);
    if (small) last_ += 2;
  }

  // "Ó Dochartaigh, Fearghal"
  void Irish() {
    if (first_ == 0 || document_.Gap(first_ - 1) != " " || !Free(first_ - 1)) return;
    const Token& letter = sense_.At(first_ - 1);
    const size_t bytes = document_.OriginalEnd(letter.end) - document_.OriginalBegin(letter.begin);
    if (letter.size() == 1 && letter.shape == Shape::kUpper && bytes == 2) --first_;
  }

  // "kofi asante-boadu": the other half, where no capitals say so.
  void Halves() {
    if (document_.Gap(last_) != "-" || !Free(last_ + 1)) return;
    const Token& half = sense_.At(last_ + 1);
    const bool name = sense_.Unknown(last_ + 1) || half.Is(kSurname | kForename);
    if (half.shape == Shape::kLower && sense_.At(last_).shape == Shape::kLower && name &&
        half.size() > 2 && !half.Is(kEnglish | kClinical))
      ++last_;
  }
};

}  // namespace

void FindCompletions(NameSense& sense, Findings& out) { NameCompleter(sense, out).Read(); }

}  // namespace candour::anonymise

#include "node/anonymise/name_sense.h"

#include <algorithm>
#include <array>

namespace candour::anonymise {
namespace {

constexpr WordClasses kOtherMeaning = kEnglish | kDrug | kClinical | kCountry | kMonth | kWeekday |
                                      kFunction | kModal | kTitle | kRole | kRelation |
                                      kEponymHead | kWardHead | kStreet | kOrgHead;

// A rare word that is a usual name: a capital decides ("Brogan", "Vane").
bool RareAsWord(const Token& token, WordClasses name) {
  return token.Is(kEnglish) && !token.Is(kEnglishCommon) && token.Is(name) && token.Capital() &&
         token.line_case == LineCase::kOrdinary &&
         !token.Is(kOtherMeaning & ~WordClasses{kEnglish});
}

// What the names of substances end in, and names of people do not.
bool EndsAsDrug(std::string_view word) {
  constexpr std::array<std::string_view, 22> kEndings = {
      "umab",    "imab",    "omab",    "tinib",    "ciclib", "parib",  "gliflozin", "gliptin",
      "glutide", "prazole", "statin",  "sartan",   "mycin",  "oxacin", "triptan",   "xaban",
      "platin",  "taxel",   "rubicin", "conazole", "cillin", "dipine"};
  return word.size() > 7 && std::any_of(kEndings.begin(), kEndings.end(),
                                        [&](auto end) { return word.ends_with(end); });
}

bool IsStrictBrand(const Token& token) {
  return token.Is(kBrand) && !token.Is(kForenameCommon) &&
         !(token.Is(kSurnameCommon) && !token.Is(kEnglish));
}

}  // namespace

NameSense::NameSense(const Document& document, const Findings& structured)
    : document_(document), covered_(document.tokens().size(), 0) {
  for (const Finding& finding : structured) {
    if (!finding.masked()) continue;
    for (size_t i = document.TokenAtOrAfter(finding.begin);
         i < count() && At(i).begin < finding.end; ++i) {
      covered_[i] = 1;
    }
  }
}

void NameSense::Cover(size_t first, size_t last) {
  for (size_t i = first; i <= last; ++i) covered_[i] = 1;
}

bool NameSense::StrongForename(size_t i) const {
  const Token& token = At(i);
  bool only = !token.Is(kOtherMeaning) || RareAsWord(token, kForenameCommon);
  return token.Is(kForename) && only && !IsStrictBrand(token) && token.size() > 1;
}

bool NameSense::StrongSurname(size_t i) const {
  const Token& token = At(i);
  bool only = !token.Is(kOtherMeaning) || RareAsWord(token, kSurnameCommon);
  return token.Is(kSurname) && only && !IsStrictBrand(token) && token.size() > 1;
}

bool NameSense::Unknown(size_t i) const {
  const Token& token = At(i);
  if (!token.IsWord() || token.size() < 2) return false;
  if (token.classes == 0 || !token.Is(~(kPlaceHead | kPlacePhrase)))
    return !EndsAsDrug(document_.Lower(token));
  return !token.Is(kOtherMeaning | kBrand | kEponym | kPlace | kGeneric | kDirection | kCue |
                   kVerb);
}

bool NameSense::NeverName(size_t i) const {
  const Token& token = At(i);
  if (!token.IsWord()) return true;
  if (token.Is(kFunction | kTitle | kRole | kRelation | kWardHead | kWeekday | kEponymHead |
               kCountry))
    return true;
  bool x_ray = i > 0 && token.size() <= 4 && document_.Lower(token).starts_with("ray") &&
               document_.LowerAt(i - 1) == "x" && document_.Gap(i - 1).size() == 1;
  if (x_ray) return true;
  // "reg no", "reg plate": neither a registrar nor Reg.
  if (token.shape == Shape::kLower && token.size() == 3 && document_.Lower(token) == "reg" &&
      (token.line_case == LineCase::kOrdinary || (i + 1 < count() && At(i + 1).Is(kIdLabel))))
    return true;
  if (token.Is(kMonth) && !token.Is(kForename)) return true;
  if (token.Is(kClinical) && (token.shape == Shape::kUpper || !token.Is(kForename | kSurname)))
    return true;
  if (token.Is(kOrgHead | kStreet) && !token.Is(kSurnameCommon | kForename)) return true;
  return token.Is(kDrug) && !token.Is(kForename | kSurname);
}

bool NameSense::Initial(size_t i) const {
  return i < count() && At(i).size() == 1 && At(i).shape == Shape::kUpper;
}

bool NameSense::HumanVerbAfter(size_t i) const {
  if (At(i).possessive || i + 1 >= count()) return At(i).possessive;
  std::string_view gap = document_.Gap(i);
  if (gap != " " && gap != "\n" && gap != "  ") {
    // "Priya (HCA) said" and "Priya, HCA, said" are for other rules.
    return false;
  }
  const Token& next = At(i + 1);
  if (next.shape != Shape::kLower && next.line_case == LineCase::kOrdinary) return false;
  if (next.Is(kVerb)) return true;
  return false;
}

bool NameSense::PastVerbAfter(size_t i) const {
  if (i + 2 >= count() || document_.Gap(i) != " " || document_.Gap(i + 1) != " ") return false;
  const Token& verb = At(i + 1);
  bool small = verb.shape == Shape::kLower || verb.line_case == LineCase::kUpper;
  std::string_view object = document_.LowerAt(i + 2);
  return small && verb.Is(kEnglish) && verb.size() > 4 && document_.Lower(verb).ends_with("ed") &&
         At(i + 2).Is(kFunction) && object != "of" && object != "by" && object != "and";
}

bool NameSense::PersonBefore(size_t i) const {
  if (i == 0) return false;
  std::string_view gap = document_.Gap(i - 1);
  if (gap.size() > 3 || gap.find_first_of(".;!?") != gap.npos) return false;
  const Token& before = At(i - 1);
  return before.Is(kRole | kRelation | kCue);
}

bool NameSense::EponymFrame(size_t i) const {
  const Token& token = At(i);
  size_t next = i + 1;
  if (document_.Gap(i) == "-" || (i > 0 && document_.Gap(i - 1) == "-")) {
    // "anti-Kell", "Kidd-negative unit"
    std::string_view behind = document_.Gap(i) == "-" ? document_.LowerAt(next) : "";
    if (behind == "negative" || behind == "positive" || behind == "neg" || behind == "pos")
      return true;
    if (i > 0 && document_.Gap(i - 1) == "-" && document_.LowerAt(i - 1) == "anti") return true;
  }
  // "Charcot-Marie-Tooth", but not "Ann-Marie".
  auto hyphenated = [&](size_t a, size_t b) {
    bool forenames = At(a).Is(kForenameCommon) && At(b).Is(kForenameCommon);
    return document_.Gap(a) == "-" && At(b).Is(kEponym) && !forenames;
  };
  if (next < count() && hyphenated(i, next)) return true;
  if (i > 0 && token.Is(kEponym) && At(i - 1).Is(kEponym) && hyphenated(i - 1, i)) return true;
  bool head = next < count() && At(next).Is(kEponymHead) && document_.Gap(i).size() <= 2;
  bool second_head = next + 1 < count() && At(next + 1).Is(kEponymHead) &&
                     IsPlainGap(document_.Gap(next)) && IsPlainGap(document_.Gap(i));
  if (token.Is(kEponym)) {
    if (head) return true;
    if (second_head && (At(next).Is(kEponym) || At(next).shape == Shape::kLower)) return true;
    std::string_view word = document_.Lower(token);
    bool bare = token.possessive || word.ends_with("s");
    bool noun_follows =
        next < count() && document_.Gap(i) == " " && At(next).shape == Shape::kLower &&
        !At(next).Is(kFunction | kVerb | kModal) && token.possessive && At(next).Is(kRelation);
    if (bare && !noun_follows && token.possessive) return true;
    if (word == "crohns" || word == "parkinsons" || word == "alzheimers" || word == "hartmanns")
      return true;
    return false;
  }
  // "Charles Bonnet syndrome", "Virchow-Robin spaces"
  if (second_head && !token.possessive && At(next).Is(kEponym) && !At(next).Is(kForenameCommon))
    return true;
  if (!head) return false;
  if (i > 0 && document_.Gap(i - 1) == "-" && At(i - 1).Is(kEponym)) return true;
  std::string_view word = document_.LowerAt(next);
  return word == "disease" || word == "syndrome" || word == "sign" || word == "score" ||
         word == "palsy" || word == "sarcoma" || word == "criteria" || word == "scale" ||
         word == "classification" || word == "manoeuvre";
}

bool NameSense::BrandHere(size_t i) const {
  const Token& token = At(i);
  if (!token.Is(kBrand)) return false;
  if (IsStrictBrand(token)) return true;
  if (i + 1 < count() && document_.Gap(i).size() <= 1) {
    const Token& next = At(i + 1);
    if (next.Is(kBrand) || next.shape >= Shape::kNumber) return true;
    if (next.shape == Shape::kLower && next.Is(kEnglish) && !next.Is(kVerb | kFunction) &&
        !token.Is(kForenameCommon))
      return true;
  }
  return i > 0 && At(i - 1).Is(kBrand) && document_.Gap(i - 1) == " ";
}

bool NameSense::Joined(size_t i) const {
  if (i + 1 >= count() || At(i).possessive) return false;
  std::string_view gap = document_.Gap(i);
  if (IsPlainGap(gap) || gap == "-") return true;
  bool saint = document_.Lower(At(i)) == "st" && At(i).Capital();  // "Neville St. Aubyn"
  return (gap == ". " || gap == ".") && (Initial(i) || saint);
}

size_t NameSense::ExtendCapitals(size_t first) const {
  size_t last = first;
  size_t words = 1;
  for (size_t i = first; Joined(i) && words < 5; ++i) {
    const Token& next = At(i + 1);
    bool particle = next.Is(kParticle) && next.shape == Shape::kLower;
    if (particle) {
      bool second =
          Joined(i + 1) && At(i + 2).Is(kParticle) && Joined(i + 2) && At(i + 3).Capital();
      if (second || (Joined(i + 1) && At(i + 2).Capital())) continue;
      break;
    }
    bool capital = next.Capital() ||
                   (next.shape == Shape::kUpper && next.size() > 2 && !next.Is(kClinical)) ||
                   Initial(i + 1);
    if (!capital || (next.starts_line && document_.Gap(i).find('\n') != std::string_view::npos &&
                     next.starts_sentence))
      break;
    bool label = document_.Gap(i + 1).starts_with(":") && next.Is(kEnglish) && i + 2 < count();
    if (label) break;  // "Partner: Gwilym  Contact: ..."
    bool half = document_.Gap(i) == "-" && next.Capital() && next.size() <= 6;  // "Kwok-Wing"
    std::string_view middle = document_.Lower(At(i));
    bool given = i > first && At(i).Capital() && next.ProperCase() && !next.starts_sentence &&
                 (middle == "van" || middle == "thi");  // "Tran Van Hung"
    // "Niall Mac Giolla Rua": behind a particle in capitals everyday words are names.
    bool parted = i > first && At(i).Is(kParticle) && At(i).Capital() && next.ProperCase() &&
                  !next.Is(kClinical | kDrug | kOrgHead | kWardHead | kMonth | kWeekday);
    half = half || given || parted;
    // "HCA Tamsin Orchard": a street's word as a surname, where a person was announced.
    bool announced = i == first && first > 0 && StrongForename(first) && next.ProperCase() &&
                     next.Is(kSurname) && next.Is(kStreet) && !next.Is(kOrgHead) &&
                     At(first - 1).Is(kRole | kTitle | kRelation) && document_.Gap(i) == " ";
    // "patient Rukhsana Mirpuri of": a people's name as a surname, but no "Ahmed Kurdish speaker".
    bool people =
        i == first && first > 0 && At(first).Is(kForename) && next.ProperCase() &&
        next.Is(kCountry) && document_.Gap(i) == " " &&
        At(first - 1).Is(kRole | kTitle | kRelation) &&
        (i + 2 >= count() || document_.Gap(i + 1) != " " || At(i + 2).Is(kFunction | kVerb));
    announced = announced || people;
    half = half || announced;
    bool saint = document_.Lower(next) == "st" && next.Capital() && Joined(i + 1) &&
                 At(i + 2).Capital() && !Covered(i + 2);
    if (saint) continue;
    if (Covered(i + 1) || (NeverName(i + 1) && !Initial(i + 1) && !half) || BrandHere(i + 1)) break;
    bool name = next.Is(kForename | kSurname) || Unknown(i + 1) || Initial(i + 1) ||
                next.Is(kEponym | kPlace) || document_.Gap(i) == "-" || given || announced ||
                parted;
    // "Gillian Peat": a capital in mid-sentence after a forename, whatever else the word means.
    bool everyday = i == first && At(first).Is(kForename) && !At(first).Is(kMonth | kModal) &&
                    next.ProperCase() &&
                    !next.Is(kClinical | kDrug | kEponymHead | kStreet | kOrgHead);
    // "R Tempest" where a name has been announced.
    bool initialled = i == first && Initial(first) && next.ProperCase() && !next.starts_sentence &&
                      !next.Is(kClinical | kDrug | kEponymHead | kOrgHead | kMonth | kWeekday);
    if (!name && !everyday && !initialled) break;
    if (next.Is(kOrgHead | kStreet | kWardHead) && !next.Is(kSurnameCommon) && !announced) break;
    last = i + 1;
    ++words;
  }
  while (last > first && Initial(last) && document_.Gap(last).starts_with("\n")) --last;
  bool halves = last + 1 < count() && document_.Gap(last) == "-" && At(last).size() <= 5 &&
                At(last + 1).shape == Shape::kLower && At(last + 1).size() <= 6 &&
                !At(last).Is(kEnglishCommon | kEponym);
  return halves ? last + 1 : last;  // "Jae-won"
}

size_t NameSense::ExtendPlain(size_t first) const {
  size_t last = first;
  for (size_t i = first; Joined(i) && i - first < 4; ++i) {
    const Token& next = At(i + 1);
    if (Covered(i + 1) || next.shape >= Shape::kNumber) break;
    bool hyphen = document_.Gap(i) == "-" && next.Is(kSurname | kForename);
    bool strong = StrongForename(i + 1) || StrongSurname(i + 1);
    bool surname = next.Is(kSurnameCommon) && At(i).Is(kForename) && !NeverName(i + 1) &&
                   !next.Is(kVerb | kDrug) && i == first;
    // "MR WINSTON GREY SENT": a rarer surname, behind a title and a forename.
    bool rare = next.Is(kSurname) && At(i).Is(kForenameCommon) && i == first && !NeverName(i + 1) &&
                !next.Is(kVerb | kDrug | kGeneric | kBrand | kClinical) &&
                next.line_case == LineCase::kUpper && first > 0 && At(first - 1).Is(kTitle);
    surname = surname || rare;
    bool unknown = Unknown(i + 1) && i == first && At(i).Is(kForename) && next.size() > 3;
    bool particle = next.Is(kParticle) && Joined(i + 1) && !next.Is(kClinical | kFunction) &&
                    (StrongSurname(i + 2) || (Unknown(i + 2) && At(i + 2).size() > 4));
    if (particle) {
      last = ++i + 1;
      continue;
    }
    if (!hyphen && !strong && !surname && !unknown && !particle) break;
    last = i + 1;
  }
  return last;
}

bool NameSense::IsAbbreviation(size_t first, size_t last) const {
  constexpr std::string_view kKnown =
      " us uk eu gp ed ae ecg nhs dob ob iv im sc po pr prn am pm na ni ie eg bp hr ct dvt pe gi "
      "gu rn mrn hca nok odp sho spr cpn hcp icu itu hdu mdt tto sob gcs rta iou ods rmn rgn ";
  std::string joined = " ";
  for (size_t i = first; i <= last; ++i) joined += document_.LowerAt(i);
  return kKnown.find(joined + " ") != kKnown.npos;
}

size_t NameSense::Extend(size_t first) const {
  return At(first).line_case == LineCase::kOrdinary && At(first).shape != Shape::kLower
             ? ExtendCapitals(first)
             : ExtendPlain(first);
}

size_t NameSense::OverNickname(size_t i) const {
  if (i + 2 >= count() || !At(i + 1).Capital() || At(i + 1).possessive) return i;
  std::string_view before = document_.Gap(i);
  std::string_view after = document_.Gap(i + 1);
  bool quoted = (before == " \"" && after == "\" ") || (before == " '" && after == "' ") ||
                (before == " (" && after == ") ");
  if (!quoted || At(i + 1).Is(kRole | kRelation | kClinical | kDrug)) return i;
  const Token& surname = At(i + 2);
  bool name = surname.ProperCase() && !surname.Is(kFunction | kVerb | kRole | kClinical | kDrug) &&
              !Covered(i + 2);
  return name ? ExtendCapitals(i + 2) : i;
}

size_t NameSense::OverParticle(size_t first) const {
  if (first == 0 || Covered(first - 1) || !At(first).Capital()) return first;
  const Token& particle = At(first - 1);
  std::string_view gap = document_.Gap(first - 1);
  if (!particle.Is(kParticle) || particle.shape == Shape::kUpper) return first;
  if ((gap != " " && gap != "-") || particle.Is(kClinical | kTitle)) return first;
  if (particle.Is(kFunction | kEnglish) && particle.shape == Shape::kLower && gap != "-")
    return first;
  bool initial = first > 1 && Initial(first - 2) && document_.Gap(first - 2) == " " &&
                 document_.Text(At(first - 2)) != "I" && !Covered(first - 2);
  return initial ? first - 2 : first - 1;
}

bool NameSense::SmallInitialAfter(size_t i) const {
  if (i + 1 >= count() || document_.Gap(i) != " " || At(i).possessive || Covered(i + 1))
    return false;
  const Token& next = At(i + 1);
  if (At(i).shape != Shape::kLower || next.size() != 1 || next.shape != Shape::kLower) return false;
  std::string_view letter = document_.Lower(next);
  std::string_view gap = document_.Gap(i + 1);
  bool ends = gap.empty() || gap.find_first_of(",.&/()\n;") != gap.npos ||
              (gap == " " && document_.LowerAt(i + 2) == "and" && letter != "d" && letter != "c");
  bool titled = i > 0 && At(i - 1).Is(kTitle) && document_.Gap(i - 1) == " " && gap == " " &&
                i + 2 < count() && At(i + 2).Is(kFunction | kVerb);  // "mr tomasz g to HDU"
  ends = ends || titled;
  return ends && letter != "a" && letter != "i" && letter != "x" && At(i).Is(kForename);
}

namespace {

// "Machine: Melag Vacuklav", "Manufacturer Kerr", "Aids are Danalogic": a capital beside a word for
// a kind of device is no person.
bool IsDevice(const NameSense& sense, size_t first, size_t last) {
  const Document& document = sense.document();
  if (!sense.At(first).Capital() || sense.At(first).line_case != LineCase::kOrdinary) return false;
  constexpr auto kKinds = std::to_array<std::string_view>(
      {"machine", "analyser", "analyzer", "lens", "linac", "manufacturer", "autoclave", "aids",
       "washer", "steriliser", "ventilator", "scanner", "camera"});
  if (IsOneOf(kKinds, document.LowerAt(first)) && last > first) return true;  // "Linac Elekta"
  if (first > 0) {
    std::string_view gap = document.Gap(first - 1);
    size_t kind = first - 1;
    const bool are = document.LowerAt(kind) == "are" && kind > 0;
    if (are) --kind;
    if ((gap == ": " || gap == " ") && IsOneOf(kKinds, document.LowerAt(kind)) &&
        !sense.At(kind).possessive)
      return true;
    if (document.LowerAt(kind) == "kangaroo") return true;  // "Kangaroo Joey"
  }
  if (document.Gap(last) != " ") return false;
  std::string_view next = document.LowerAt(last + 1);
  constexpr auto kHeads = std::to_array<std::string_view>({"notation", "hemi", "hemiarthroplasty"});
  if (IsOneOf(kHeads, next)) return true;
  if (document.Gap(last + 1) == " " && IsOneOf(kHeads, document.LowerAt(last + 2)) &&
      sense.At(last + 1).Capital())
    return true;  // "Austin Moore hemi"
  if (document.LowerAt(first) == "huntington" && next == "result") return true;
  // "Humphrey HFA3", "TranSeat 700": a model behind it.
  const Token& model = sense.At(last + 1);
  const bool code = model.shape == Shape::kAlnum && model.size() >= 4 && model.size() <= 5 &&
                    document.Text(model).substr(0, 3) == "HFA";
  const bool mixed = first == last && sense.At(first).shape == Shape::kMixed &&
                     model.shape == Shape::kNumber && model.size() == 3;
  return code || mixed;
}

}  // namespace

void AddPerson(NameSense& sense, Findings& out, size_t first, size_t last, double confidence,
               const Rule& rule) {
  const std::string_view id = rule.id;
  const bool guessed = id == "person.capitals" || id == "person.forename" || id == "person.pair" ||
                       id == "person.everyday" || id == "person.maybe";
  if (guessed && IsDevice(sense, first, last)) return;
  if (confidence >= kMaskConfidence) {
    if (sense.At(first).Is(kForename) && last == first) last = sense.OverNickname(last);
    if (sense.SmallInitialAfter(last)) ++last;
    first = sense.OverParticle(first);
  }
  std::string_view person;
  if (first > 0) {
    const Token& before = sense.At(first - 1);
    std::string_view word = sense.document().Lower(before);
    if (word == "patient" || word == "pt" || word == "client")
      person = "PATIENT";
    else if (before.Is(kRelation))
      person = "RELATIVE";
    else if (word == "reporter")
      person = "REPORTER";
    else if (before.Is(kRole) || word == "dr" || word == "sister" || word == "prof" ||
             word == "nurse")
      person = "STAFF";
  }
  out.push_back({.begin = sense.At(first).begin,
                 .end = sense.At(last).end,
                 .type = SpanType::kPerson,
                 .confidence = confidence,
                 .rule = &rule,
                 .person = person});
  if (confidence >= kMaskConfidence) sense.Cover(first, last);
}

}  // namespace candour::anonymise

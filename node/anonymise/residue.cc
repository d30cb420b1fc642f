// What no rule has decided: flags for the reviewer, never masks. A flag's confidence is the share
// of such flags that were identifiers in annotated notes the rules had not been tuned on, so that
// their sum is an expectation (docs/privacy.md section 4).
#include <algorithm>
#include <array>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kWord = {"residue.word", "An unknown word; it may be a name."};
constexpr Rule kCapital = {"residue.capital", "A capital in mid-sentence that nothing explains."};
constexpr Rule kStart = {"residue.start", "A possible name where a sentence begins."};
constexpr Rule kLetters = {"residue.letters", "Capital letters that may be somebody's initials."};
constexpr Rule kDigits = {"residue.digits", "A run of digits that nothing around it explains."};
constexpr Rule kCode = {"residue.code", "Letters and digits that may be a record's number."};

constexpr WordClasses kExplained = kClinical | kDrug | kBrand | kMonth | kWeekday | kCountry |
                                   kTitle | kRole | kRelation | kFunction | kModal | kWardHead |
                                   kOrgHead | kEponym | kEponymHead | kStreet | kGeneric |
                                   kDirection;

class ResidueReader {
 public:
  ResidueReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {
    flagged_.resize(sense.count(), 0);
    for (const Finding& finding : out) {
      for (size_t i = document_.TokenAtOrAfter(finding.begin);
           i < sense.count() && sense.At(i).begin < finding.end; ++i) {
        flagged_[i] = 1;
      }
    }
  }

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (flagged_[i] != 0 || sense_.Covered(i)) continue;
      const Token& token = sense_.At(i);
      if (token.shape == Shape::kNumber)
        Number(i);
      else if (token.shape == Shape::kAlnum)
        Code(i);
      else
        Word(i);
    }
  }

 private:
  void Flag(size_t i, SpanType type, double confidence, const Rule& rule) {
    out_.push_back({.begin = sense_.At(i).begin,
                    .end = sense_.At(i).end,
                    .type = type,
                    .confidence = confidence,
                    .rule = &rule});
  }

  void Number(size_t i) {
    size_t digits = sense_.At(i).size();
    if (digits >= 6) return Flag(i, SpanType::kLocalId, 0.1, kDigits);
    std::string_view mark = document_.Before(sense_.At(i).begin, 1);
    bool part = mark == "." || mark == "," || document_.Gap(i).starts_with(".") ||
                document_.Gap(i).starts_with("%");
    if (digits == 5 && !part) Flag(i, SpanType::kLocalId, 0.1, kDigits);
  }

  void Code(size_t i) {
    std::string_view word = document_.Text(sense_.At(i));
    auto digits =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    bool upper = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (digits >= 4 && upper && !sense_.At(i).Is(kClinical | kDrug | kBrand))
      Flag(i, SpanType::kLocalId, 0.06, kCode);
  }

  void Word(size_t i) {
    const Token& token = sense_.At(i);
    if (sense_.BrandHere(i) || sense_.EponymFrame(i)) return;
    bool ordinary = token.line_case == LineCase::kOrdinary;
    if (token.shape == Shape::kUpper && ordinary && token.size() <= 3) return Letters(i);
    if (token.Is(kExplained)) return;
    std::string_view lower = document_.Lower(token);
    if (lower.find("n't") != lower.npos || token.size() < 3) return;
    bool unknown = !token.Is(
        ~(kForename | kSurname | kPlaceHead | kPlacePhrase | kForenameCommon | kSurnameCommon));
    if (token.ProperCase()) {
      bool series = i > 0 && sense_.At(i - 1).Capital();
      return Flag(i, SpanType::kPerson, unknown ? 0.3 : series ? 0.1 : 0.12, kCapital);
    }
    if (unknown && token.size() >= 4) return Flag(i, SpanType::kPerson, 0.06, kWord);
    bool start = ordinary && token.Capital() && token.Is(kForename | kAmbiguousForename);
    if (start && !token.Is(kVerb)) Flag(i, SpanType::kPerson, 0.12, kStart);
  }

  // "AMC", "HM": two or three capitals that are no known abbreviation.
  void Letters(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 2 || token.Is(kExplained | kEnglishCommon)) return;
    Flag(i, SpanType::kPerson, 0.05, kLetters);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
  std::vector<uint8_t> flagged_;
};

}  // namespace

void SweepResidue(NameSense& sense, Findings& out) { ResidueReader(sense, out).Read(); }

}  // namespace candour::anonymise

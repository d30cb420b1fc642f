// Organisations that no head word names: hospitals called after the place behind the word
// ("University Hospital Llandough"), and firms known by their tails ("Swiftway Patient Transport").
#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kHospitalOf = {"org.hospital-of", "A hospital named after the place behind it."};
constexpr Rule kFirm = {"org.firm", "A firm, told by the last words of its name."};

constexpr size_t kWordsMax = 3;

struct Tail {
  std::string_view last;
  std::string_view before = {};  // The word before the last, where one is needed.
};
constexpr std::array<Tail, 24> kTails = {{{"transport", "patient"},
                                          {"transport", "medical"},
                                          {"care", "dental"},
                                          {"care", "eye"},
                                          {"care", "home"},
                                          {"services", "care"},
                                          {"services", "ambulance"},
                                          {"practice", "dental"},
                                          {"foundry"},
                                          {"brewery"},
                                          {"bakery"},
                                          {"logistics"},
                                          {"solicitors"},
                                          {"taxis"},
                                          {"cabs"},
                                          {"motors"},
                                          {"opticians"},
                                          {"physiotherapy"},
                                          {"undertakers"},
                                          {"developments"},
                                          {"haulage"},
                                          {"farm"},
                                          {"garage"},
                                          {"mill"}}};

class FirmReader {
 public:
  FirmReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 1; i < tokens_.size(); ++i) {
      if (tokens_[i].line_case != LineCase::kOrdinary || !tokens_[i].Capital()) continue;
      if (document_.LowerAt(i) == "hospital") HospitalOf(i);
      if (document_.LowerAt(i) == "ysgol") SchoolOf(i);
      if (const Tail* tail = TailAt(i)) Firm(i, tail->before.empty() ? i : i - 1);
    }
  }

 private:
  const Tail* TailAt(size_t i) const {
    const std::string_view word = document_.LowerAt(i);
    const auto* found = std::find_if(kTails.begin(), kTails.end(), [&](const Tail& tail) {
      return tail.last == word && (tail.before.empty() || document_.LowerAt(i - 1) == tail.before);
    });
    return found == kTails.end() ? nullptr : found;
  }

  // "University Hospital Llandough", "Royal Hospital Haslar".
  void HospitalOf(size_t i) {
    if (document_.Gap(i - 1) != " " || !tokens_[i - 1].Capital() || !tokens_[i - 1].Is(kGeneric)) {
      return;
    }
    if (i + 1 >= tokens_.size() || !IsPlainGap(document_.Gap(i))) return;
    const Token& place = tokens_[i + 1];
    const bool known = place.Is(kPlace) || !place.Is(kEnglish);
    if (!place.ProperCase() || place.starts_sentence || !known ||
        place.Is(kRole | kFunction | kClinical | kTitle | kMonth | kWeekday | kVerb)) {
      return;
    }
    Add(i - 1, i + 1, kHospitalOf);
  }

  // "Ysgol Dyffryn": Welsh schools have their kind in front.
  void SchoolOf(size_t i) {
    size_t last = i;
    while (last + 1 < tokens_.size() && last - i < kWordsMax && document_.Gap(last) == " " &&
           tokens_[last + 1].Capital() && !tokens_[last + 1].starts_sentence) {
      ++last;
    }
    if (last > i) Add(i, last, kFirm);
  }

  // Back over the capitals; one of them has to be more than a word of the trade.
  void Firm(size_t last, size_t tail) {
    if (!tokens_[tail].Capital()) return;
    size_t first = tail;
    bool distinctive = false;
    while (first > 0 && tail - first < kWordsMax && document_.Gap(first - 1) == " ") {
      const Token& word = tokens_[first - 1];
      const bool opener = word.starts_sentence && word.Is(kFunction | kVerb | kCue | kRole);
      if (!word.Capital() || word.Is(kFunction | kTitle | kRelation) || opener) break;
      distinctive |= !word.Is(kGeneric | kClinical | kDirection | kRole);
      --first;
    }
    if (first < tail && distinctive) Add(first, last, kFirm);
  }

  void Add(size_t first, size_t last, const Rule& rule) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kOrg,
                    .confidence = 0.7,
                    .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindFirms(const Document& document, Findings& out) { FirmReader(document, out).Read(); }

}  // namespace candour::anonymise

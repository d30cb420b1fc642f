// What belongs to a ward, an organisation or an address that was found only in part: "-y-Coed", the
// rest of a service's name, "District General", a flat's floor, the line above a postcode.
#include <algorithm>
#include <array>

#include "node/anonymise/completer.h"

namespace candour::anonymise {
namespace {

constexpr Rule kAbove = {"address.above", "The line above a postcode that stands alone."};

class PlaceCompleter : public Completer {
 public:
  using Completer::Completer;

  void ReadAll() {
    Read();
    out_.insert(out_.end(), lines_.begin(), lines_.end());
  }

 private:
  void Complete(SpanType type) override {
    switch (type) {
      case SpanType::kWard:
        WardOf();
        PartOfWard();
        Specialty();
        [[fallthrough]];
      case SpanType::kOrg:
      case SpanType::kLocation:
        OverSmallWords();
        Service();
        break;
      case SpanType::kPostcode:
        return LineAbove();
      case SpanType::kAddress:
        SpokenHouse();
        Carets();
        OverHouses();
        Floor();
        General();
        break;
      case SpanType::kPerson:
        General();
        break;
      default:
        break;
    }
  }

  // "Hallowdale District General", "Boston Road General": what was read as a name or a street.
  void General() {
    const size_t end = Word(last_ + 1) == "district" ? last_ + 2 : last_ + 1;
    if (document_.Gap(last_) != " " || !Free(last_ + 1) || !Free(end) || Word(end) != "general" ||
        !sense_.At(last_ + 1).Capital() || !sense_.At(end).Capital() || !Ends(end))
      return;
    last_ = end;
  }

  // "Netherfield Drug and Alcohol Service", "Fellgate District General": the rest of what a service
  // is called.
  void Service() {
    size_t end = last_;
    for (size_t i = last_ + 1; Free(i) && i <= last_ + 5; ++i) {
      std::string_view gap = document_.Gap(i - 1);
      if (gap != " " && gap != " & ") return Stop(end);
      if (sense_.At(i).shape == Shape::kLower) {
        if (Word(i) == "and" || Word(i) == "of" || Word(i) == "for") continue;
        return Stop(end);
      }
      if (!sense_.At(i).Capital() || sense_.At(i).starts_sentence) return Stop(end);
      constexpr std::array<std::string_view, 11> kHeads = {
          "service",   "services", "team", "general", "hospital", "centre",
          "hospitals", "clinic",   "unit", "trust",   "practice"};
      if (IsOneOf(kHeads, Word(i))) end = i;
    }
    Stop(end);
  }

  void Stop(size_t end) { last_ = std::max(last_, end); }

  // "Labour Ward B"
  void WardOf() {
    constexpr std::array<std::string_view, 10> kOf = {
        "rehab",    "stroke",    "elderly",  "renal",   "labour",
        "delivery", "maternity", "surgical", "medical", "children"};
    if (first_ > 0 && Word(first_) == "ward" && sense_.At(first_).Capital() && Free(first_ - 1) &&
        document_.Gap(first_ - 1) == " " && sense_.At(first_ - 1).Capital() &&
        IsOneOf(kOf, Word(first_ - 1)))
      --first_;
  }

  // "ward 4 north", "Ward 2 Stroke", "Ward 3 Padarn"
  void PartOfWard() {
    if (document_.Gap(last_) != " " || !Free(last_ + 1) ||
        (sense_.At(last_).shape < Shape::kNumber && sense_.At(last_).size() > 1))
      return;
    const Token& next = sense_.At(last_ + 1);
    const bool small = sense_.At(first_).shape == Shape::kLower && next.Is(kDirection) &&
                       next.shape == Shape::kLower && Word(last_ + 1).size() > 3;
    const bool of = next.ProperCase() && next.size() > 3 &&
                    (next.Is(kGeneric) || sense_.Unknown(last_ + 1)) &&
                    !next.Is(kRole | kDrug | kBrand | kMonth | kWeekday) && !next.possessive;
    const bool ends = Ends(last_ + 1) || (document_.Gap(last_ + 1) == " " && Has(last_ + 2) &&
                                          sense_.At(last_ + 2).shape == Shape::kLower &&
                                          sense_.At(last_ + 2).Is(kFunction | kVerb));
    const bool annexe = Word(last_ + 1) == "annexe" || Word(last_ + 1) == "annex";
    if (small || annexe || (of && ends && Word(first_) == "ward")) ++last_;
  }

  // "Ward 33 - Elderly Care"
  void Specialty() {
    constexpr std::array<std::string_view, 7> kHeads = {
        "care", "medicine", "surgery", "rehab", "assessment", "unit", "admissions"};
    std::string_view gap = document_.Gap(last_);
    if (gap != " - " || !Free(last_ + 1) || !Free(last_ + 2)) return;
    const bool named = sense_.At(last_ + 1).Capital() && sense_.At(last_ + 2).Capital() &&
                       document_.Gap(last_ + 1) == " " && IsOneOf(kHeads, Word(last_ + 2));
    if (named && sense_.At(last_).shape >= Shape::kNumber) last_ += 2;
  }

  // "The Haven, Plot 12, Severn View", "Second Floor, 200 Corn Exchange Street", "No. 6 Bellringer
  // Close": what stands before a street or a plot.
  void OverHouses() {
    // "Flat 0/2": a flat by its floor and its side.
    if (Word(first_) == "flat" && document_.Gap(last_) == "/" && Free(last_ + 1) &&
        sense_.At(last_ + 1).shape == Shape::kNumber && sense_.At(last_ + 1).size() == 1)
      ++last_;
    if (first_ > 0 && Word(first_ - 1) == "no" && Free(first_ - 1) &&
        (document_.Gap(first_ - 1) == " " || document_.Gap(first_ - 1) == ". ") &&
        sense_.At(first_).shape == Shape::kNumber)
      --first_;
    if (first_ < 2 || document_.Gap(first_ - 1) != ", " || !Free(first_ - 1) || !Free(first_ - 2))
      return;
    // "The Old Signal Box, Station Lane"
    size_t the = first_ - 1;
    while (the > 0 && first_ - the < 4 && document_.Gap(the - 1) == " " && Free(the - 1) &&
           sense_.At(the).Capital() && Word(the) != "the")
      --the;
    if (Word(the) == "the" && sense_.At(the).Capital() && first_ - the > 2) {
      first_ = the;
      return;
    }
    const bool house = Word(first_ - 2) == "the" && sense_.At(first_ - 2).Capital() &&
                       sense_.At(first_ - 1).Capital() && !sense_.At(first_ - 1).Is(kRole);
    const bool floor = Word(first_ - 1) == "floor" && sense_.At(first_ - 1).Capital();
    if ((house || floor) && document_.Gap(first_ - 2) == " ") first_ -= 2;
  }

  // "sixty-two Pottery Street"
  void SpokenHouse() {
    constexpr std::array<std::string_view, 8> kTens = {"twenty", "thirty",  "forty",  "fifty",
                                                       "sixty",  "seventy", "eighty", "ninety"};
    if (first_ > 0 && document_.Gap(first_ - 1) == "-" && IsOneOf(kTens, Word(first_ - 1)) &&
        sense_.At(first_).shape == Shape::kLower)
      --first_;
  }

  // "The Old Smiddy, Mill of Gellan, Tarland" on the line above a postcode that is alone on its
  // own.
  void LineAbove() {
    if (first_ == 0 || document_.Gap(first_ - 1) != "\n") return;
    constexpr size_t kWordsMax = 9;
    std::string_view after = document_.Gap(last_);
    if (!after.empty() && after[0] != '\n') return;
    size_t first = first_;
    bool named = false;
    while (first > 0 && first_ - first < kWordsMax) {
      const Token& token = sense_.At(first - 1);
      const bool small = Word(first - 1) == "of" || Word(first - 1) == "the" ||
                         Word(first - 1) == "on" || Word(first - 1) == "and";
      if (!token.Capital() && token.shape < Shape::kUpper && !small) return;
      if (token.Is(kClinical | kDrug | kRole | kTitle) && !token.Is(kPlace)) return;
      named = named || token.Capital();
      --first;
      if (sense_.At(first).starts_line) break;
      std::string_view gap = document_.Gap(first - 1);
      if (gap != " " && gap != ", ") return;
    }
    if (!named || !sense_.At(first).starts_line) return;
    lines_.push_back({.begin = sense_.At(first).begin,
                      .end = sense_.At(first_ - 1).end,
                      .type = SpanType::kAddress,
                      .confidence = 0.7,
                      .rule = &kAbove});
  }

  // "TOP FLAT 9 INKERMAN PLACE"
  void Floor() {
    constexpr std::array<std::string_view, 9> kWhere = {
        "top", "upper", "lower", "basement", "ground", "first", "garden", "rear", "middle"};
    std::string_view head = Word(first_);
    if (first_ == 0 || (head != "flat" && head != "maisonette") || !Free(first_ - 1)) return;
    const bool alike = sense_.At(first_ - 1).shape == sense_.At(first_).shape;
    if (document_.Gap(first_ - 1) == " " && alike && IsOneOf(kWhere, Word(first_ - 1))) --first_;
  }

  Findings lines_;  // Addresses found above their postcodes.
};

}  // namespace

void FindPlaceParts(NameSense& sense, Findings& out) { PlaceCompleter(sense, out).ReadAll(); }

}  // namespace candour::anonymise

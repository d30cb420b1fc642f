// What the record and the staff directory already know, looked for in the text.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kSeedName = {"seed.name", "A name this record already holds."};
constexpr Rule kSeedValue = {"seed.value", "A value this record already holds."};
constexpr Rule kDirectory = {"seed.directory", "A name in the organisation's staff directory."};

constexpr size_t kValueTokensMax = 12;

std::string LettersAndDigits(std::string_view text) {
  std::string kept;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (keep) kept.push_back(c);
  }
  return kept;
}

bool IsNameKind(std::string_view kind) {
  return kind == "patient" || kind == "relative" || kind == "staff" || kind == "reporter";
}

std::string_view PersonOf(std::string_view kind) {
  if (kind == "patient") return "PATIENT";
  if (kind == "relative") return "RELATIVE";
  if (kind == "reporter") return "REPORTER";
  return "STAFF";
}

SpanType TypeOf(std::string_view kind) {
  if (kind == "dob") return SpanType::kDob;
  if (kind == "postcode") return SpanType::kPostcode;
  if (kind == "phone") return SpanType::kPhone;
  return SpanType::kLocalId;
}

// The words of a name in the text's own normal form.
std::vector<std::string> NameWords(std::string_view name) {
  std::vector<std::string> words;
  auto normalised = Normalise(name);
  if (!normalised) return words;
  std::string word;
  for (char c : normalised->text + " ") {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    bool letter = (c >= 'a' && c <= 'z') || c == '\'' || (c & 0x80) != 0;
    if (letter) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

class SeedReader {
 public:
  SeedReader(NameSense& sense, const PeopleContext& context, Findings& out)
      : sense_(sense), document_(sense.document()), context_(context), out_(out) {}

  void Read() {
    for (const Seed& seed : context_.seeds) {
      if (IsNameKind(seed.kind)) {
        for (std::string& word : NameWords(seed.value))
          names_.emplace(std::move(word), PersonOf(seed.kind));
      } else {
        auto normalised = Normalise(seed.value);
        std::string key = normalised ? LettersAndDigits(normalised->text) : "";
        if (key.size() >= 4) values_.emplace(std::move(key), TypeOf(seed.kind));
      }
    }
    if (!names_.empty()) FindNames();
    if (!values_.empty()) FindValues();
  }

 private:
  bool Decisive(size_t i) const {
    const Token& token = sense_.At(i);
    if (token.size() < 2) return false;
    if (!token.Is(kEnglish | kFunction | kClinical | kDrug | kTitle | kRole)) return true;
    if (token.ProperCase()) return true;
    // An everyday word counts beside another word of the same record's names.
    bool after = i + 1 < sense_.count() && sense_.Joined(i) &&
                 names_.contains(std::string(document_.LowerAt(i + 1)));
    bool before =
        i > 0 && sense_.Joined(i - 1) && names_.contains(std::string(document_.LowerAt(i - 1)));
    bool title = i > 0 && sense_.At(i - 1).Is(kTitle);
    return after || before || title || (token.Capital() && sense_.HumanVerbAfter(i));
  }

  void FindNames() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      if (!sense_.At(i).IsWord()) continue;
      auto known = names_.find(std::string(document_.LowerAt(i)));
      if (known == names_.end() || !Decisive(i)) continue;
      size_t last = i;
      while (
          last + 1 < sense_.count() && sense_.Joined(last) &&
          (names_.contains(std::string(document_.LowerAt(last + 1))) || sense_.Initial(last + 1))) {
        ++last;
      }
      size_t first = i;
      if (i > 0 && sense_.Initial(i - 1) && sense_.Joined(i - 1) && !sense_.Covered(i - 1)) --first;
      out_.push_back({.begin = sense_.At(first).begin,
                      .end = sense_.At(last).end,
                      .type = SpanType::kPerson,
                      .confidence = 0.99,
                      .rule = &kSeedName,
                      .person = known->second});
      sense_.Cover(first, last);
      i = last;
    }
  }

  void FindValues() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      std::string joined;
      for (size_t k = i; k < sense_.count() && k - i < kValueTokensMax && joined.size() < 40; ++k) {
        if (k > i && document_.Gap(k - 1).size() > 3) break;
        joined.append(document_.LowerAt(k));
        auto known = values_.find(joined);
        if (known == values_.end()) continue;
        out_.push_back({.begin = sense_.At(i).begin,
                        .end = sense_.At(k).end,
                        .type = known->second,
                        .confidence = 0.99,
                        .rule = &kSeedValue});
        sense_.Cover(i, k);
        break;
      }
    }
  }

  NameSense& sense_;
  const Document& document_;
  const PeopleContext& context_;
  Findings& out_;
  std::unordered_map<std::string, std::string_view> names_;
  std::unordered_map<std::string, SpanType> values_;
};

}  // namespace

StaffNames::StaffNames(const std::vector<std::string>& directory) {
  for (const std::string& entry : directory) {
    std::vector<std::string> words = NameWords(entry);
    for (size_t i = 0; i < words.size(); ++i) {
      if (words[i].size() > 1) places_[words[i]] |= i + 1 == words.size() ? 2 : 1;
    }
  }
}

int StaffNames::Find(std::string_view lower) const {
  if (places_.empty()) return 0;
  auto found = places_.find(std::string(lower));
  return found == places_.end() ? 0 : found->second;
}

void FindSeeds(NameSense& sense, const PeopleContext& context, Findings& out) {
  SeedReader(sense, context, out).Read();
  if (context.staff == nullptr || context.staff->empty()) return;
  const Document& document = sense.document();
  for (size_t i = 0; i < sense.count(); ++i) {
    const Token& token = sense.At(i);
    if (sense.Covered(i) || !token.IsWord()) continue;
    int place = context.staff->Find(document.Lower(token));
    if (place == 0) continue;
    bool pair = i + 1 < sense.count() && sense.Joined(i) && (place & 1) != 0 &&
                (context.staff->Find(document.LowerAt(i + 1)) & 2) != 0 && !sense.Covered(i + 1);
    bool everyday = token.Is(kEnglish | kClinical | kDrug | kFunction | kRole | kTitle);
    bool alone = !everyday || token.ProperCase();
    if (!pair && (!alone || sense.EponymFrame(i))) continue;
    if (pair && everyday && !token.Capital()) continue;
    AddPerson(sense, out, i, pair ? i + 1 : i, pair ? 0.97 : 0.85, kDirectory);
    out.back().person = "STAFF";
  }
}

}  // namespace candour::anonymise

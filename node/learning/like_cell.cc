#include "node/learning/like_cell.h"

#include <array>
#include <initializer_list>

#include "crypto/hash.h"
#include "node/learning/documents.h"

namespace candour {
namespace {

constexpr size_t kWordsMax = 4096;

struct Group {
  char code;
  std::string_view name;
  std::initializer_list<std::string_view> stems;
};

// The first group with a stem in the words; narrow ones before wide ones.
const std::array<Group, 12>& Groups() {
  static const std::array<Group, 12> kGroups = {{
      {'h', "mental health", {"psych", "mental", "camhs", "addiction", "learning-disab"}},
      {'m', "maternity", {"obstet", "matern", "midwif", "gynae", "labour"}},
      {'c', "children", {"paed", "child", "neonat", "pediat"}},
      {'i', "critical care", {"intensive", "critical", "anaesth", "itu", "icu"}},
      {'e', "emergency care", {"emergency", "ambulance", "accident", "a&e", "urgent"}},
      {'o', "cancer", {"oncolog", "haemat", "radiotherap", "palliat", "cancer"}},
      {'d', "diagnostics", {"radiolog", "imaging", "patholog", "laborator", "microbio", "biochem"}},
      {'x', "pharmacy", {"pharm"}},
      {'p', "primary care", {"general-practice", "primary", "gp", "dent", "optom"}},
      {'n', "community", {"community", "district", "therap", "rehab", "dietet", "podiat"}},
      {'s', "surgery", {"surg", "ortho", "urolog", "ophthal", "ent", "otolaryn", "trauma"}},
      {'g',
       "medicine",
       {"medic", "cardio", "respir", "gastro", "renal", "nephro", "neuro", "rheum", "endocrin",
        "diabet", "dermat", "geriat", "elder", "older", "stroke", "infect", "hepat", "care-of"}},
  }};
  return kGroups;
}

// "ent" inside "dental" is no specialty: short stems have to be whole words.
bool Holds(std::string_view code, std::string_view stem) {
  for (size_t at = code.find(stem); at != std::string_view::npos; at = code.find(stem, at + 1)) {
    const bool begins = at == 0 || code[at - 1] == '-';
    const size_t end = at + stem.size();
    const bool ends = end == code.size() || code[end] == '-';
    if (begins && (ends || stem.size() > 3)) return true;
    if (stem.size() > 4) return true;
  }
  return false;
}

std::string Short(std::string_view words) {
  return std::string(crypto::Sha256({"candour/like/v1\n", FacetCode(words)}).view().substr(0, 8));
}

}  // namespace

char SpecialtyGroup(std::string_view specialty) {
  const std::string code = FacetCode(specialty);
  for (const Group& group : Groups()) {
    for (const std::string_view stem : group.stems) {
      if (Holds(code, stem)) return group.code;
    }
  }
  return kNoGroup;
}

std::string_view SpecialtyGroupName(char group) {
  for (const Group& known : Groups()) {
    if (known.code == group) return known.name;
  }
  return {};
}

std::string QuarterOf(std::string_view period) {
  if (period.size() != 7 || period[5] == 'Q') return std::string(period);
  const int month = (period[5] - '0') * 10 + (period[6] - '0');
  return std::string(period.substr(0, 4)) + "-Q" + std::to_string((month + 2) / 3);
}

std::string YearOf(std::string_view period) { return std::string(period.substr(0, 4)); }

const LikeCells::Word& LikeCells::Of(const std::string& words) {
  const auto [known, fresh] = words_.try_emplace(words);
  if (fresh) known->second = {Short(words), SpecialtyGroup(words)};
  return known->second;
}

LikeCell LikeCells::CellOf(const learning::v1::Learning& learning) {
  if (words_.size() > kWordsMax) words_.clear();
  const Word& specialty = Of(learning.specialty());
  LikeCell cell;
  cell.setting = Of(learning.setting()).code;
  cell.process = Of(learning.process()).code;
  cell.specialty = specialty.code;
  cell.period = learning.period();
  cell.group = specialty.group;
  cell.age_band = static_cast<uint8_t>(learning.age_band());
  cell.sex = static_cast<uint8_t>(learning.sex());
  cell.specialty_given = !learning.specialty().empty();
  return cell;
}

LikeCell CellOf(const learning::v1::Learning& learning) { return LikeCells().CellOf(learning); }

std::string EncodeCell(const LikeCell& cell) {
  std::string period = cell.period;
  period.resize(7, '\0');
  return cell.setting + cell.process + period + cell.group + cell.specialty +
         static_cast<char>(cell.age_band) + static_cast<char>(cell.sex);
}

LikeCell DecodeCell(std::string_view key) {
  LikeCell cell;
  if (key.size() != kCellBytes) return cell;
  cell.setting = key.substr(0, 8);
  cell.process = key.substr(8, 8);
  cell.period = key.substr(16, 7);
  cell.period.resize(cell.period.find_last_not_of('\0') + 1);
  cell.group = key[23];
  cell.specialty = key.substr(24, 8);
  cell.age_band = static_cast<uint8_t>(key[32]);
  cell.sex = static_cast<uint8_t>(key[33]);
  return cell;
}

}  // namespace candour

// What makes one record like another (docs/privacy.md section 4): its period, specialty, age band,
// sex, process and setting, as a key of fixed width that holds none of its words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "candour/learning/v1/body.pb.h"

namespace candour {

// A broad group of specialties; kNoGroup for one that no group names.
inline constexpr char kNoGroup = '-';
char SpecialtyGroup(std::string_view specialty);
std::string_view SpecialtyGroupName(char group);  // "surgery", ...; empty for kNoGroup.

// 2025-04 and 2025-Q2 -> 2025-Q2; 2025 stays. Empty stays empty.
std::string QuarterOf(std::string_view period);
std::string YearOf(std::string_view period);

struct LikeCell {
  std::string setting;  // 8 bytes each: the beginning of a hash of the words.
  std::string process;
  std::string specialty;
  std::string period;  // As given: 2025-04, 2025-Q2, 2025 or empty.
  char group = kNoGroup;
  uint8_t age_band = 0;
  uint8_t sex = 0;
  bool specialty_given = false;  // Not part of the key.
};

LikeCell CellOf(const learning::v1::Learning& learning);

// The same for many records, whose words are few: each is hashed once. Not thread-safe.
class LikeCells {
 public:
  LikeCell CellOf(const learning::v1::Learning& learning);

 private:
  struct Word {
    std::string code;
    char group = kNoGroup;
  };
  const Word& Of(const std::string& words);

  std::unordered_map<std::string, Word> words_;
};

// setting || process || period, 7 bytes, padded with zeros || group || specialty || age || sex.
std::string EncodeCell(const LikeCell& cell);
// Of a key that EncodeCell made; anything else gives an empty cell.
LikeCell DecodeCell(std::string_view key);

inline constexpr size_t kCellBytes = 8 + 8 + 7 + 1 + 8 + 1 + 1;
inline constexpr size_t kCellYearEnd = 8 + 8 + 4;  // A prefix that names setting, process and year.

}  // namespace candour

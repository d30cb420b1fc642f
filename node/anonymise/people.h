// Names of people: seeds, titles and roles, dictionary pairs, single names, propagation.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "node/anonymise/columns.h"
#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

// The words of the staff directory; read-only after construction.
class StaffNames {
 public:
  explicit StaffNames(const std::vector<std::string>& directory);
  bool empty() const { return places_.empty(); }
  // Bit 1: begins or stands inside a name, bit 2: ends one, 0: in no name.
  int Find(std::string_view lower) const;

 private:
  std::unordered_map<std::string, int> places_;
};

struct PeopleContext {
  const StaffNames* staff = nullptr;
  std::span<const Seed> seeds;
  const Tables& tables;
};

// `out` holds what the structured finders found: words inside those findings are no names.
void FindPeople(const Document& document, const PeopleContext& context, Findings& out);

}  // namespace candour::anonymise

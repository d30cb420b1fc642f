// What every test of the anonymiser needs: one engine, and what it masks as readable text.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

inline const Anonymiser& PlainAnonymiser() {
  static const std::unique_ptr<Anonymiser> anonymiser = std::move(Anonymiser::Create({}).value());
  return *anonymiser;
}

// "TYPE[text]" for each masked span, parted by spaces; "" when nothing is masked.
inline std::string Masked(std::string_view text, const std::vector<Seed>& seeds = {},
                          const Anonymiser& anonymiser = PlainAnonymiser()) {
  auto outcome = anonymiser.Run(text, seeds);
  if (!outcome) return "error: " + outcome.error();
  std::string found;
  for (const Span& span : outcome->spans) {
    if (span.flagged) continue;
    if (!found.empty()) found += " ";
    found += std::string(TypeName(span.type)) + "[" +
             std::string(text.substr(span.start, span.end - span.start)) + "]";
  }
  return found;
}

struct MaskingCase {
  std::string_view text;
  std::string_view masked;  // As Masked() writes it.
};

inline void ExpectMasked(const std::vector<MaskingCase>& cases) {
  for (const MaskingCase& each : cases) EXPECT_EQ(Masked(each.text), each.masked) << each.text;
}

// Nothing in any of `texts` is masked.
inline void ExpectKept(const std::vector<std::string_view>& texts) {
  for (std::string_view text : texts) EXPECT_EQ(Masked(text), "") << text;
}

inline bool Flags(std::string_view text, std::string_view part) {
  auto outcome = PlainAnonymiser().Run(text, {});
  if (!outcome) return false;
  for (const Span& span : outcome->spans) {
    if (span.flagged && text.substr(span.start, span.end - span.start) == part) return true;
  }
  return false;
}

}  // namespace candour::anonymise

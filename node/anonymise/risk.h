// How likely the published text is to point at somebody (docs/privacy.md section 4). Pure
// arithmetic on the text that will be published: R = 100 * (1 - prod(1 - r_i)), shown to the
// reviewer part by part.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "node/anonymise/anonymise.h"

namespace candour::anonymise {

// What the text's story gives away beyond its identifiers; the reviewer may correct each.
struct StorySigns {
  bool rare_condition = false;
  bool named_role = false;
  bool relatives_detail = false;
  bool sensitive_event = false;  // Death, child, maternity or suicide.
  bool quotation = false;
  bool over_400_words = false;

  int Count() const;
};

struct RiskInput {
  std::string_view masked_text;
  double expected_leaks =
      0;  // Identifiers still in the text, from the open flags; see ExpectedLeaks.
  uint64_t like_records = 0;  // k of section 4.
  bool no_patient = false;    // Nobody whose like could be counted.
  uint64_t records_held = 0;
  uint64_t organisation_class_size = 0;
  StorySigns story;
  int more_signs = 0;  // What a person saw and the text alone does not show.
  uint64_t open_flags = 0;
};

enum class ReviewNeeded { kOneReviewer, kTwoReviewers, kGuardian };

struct RiskParts {
  double text = 0;
  double quasi_identifiers = 0;
  double story = 0;
  double organisation = 0;
  double r = 0;  // 0 to 100.
  bool identifier_left = false;
  ReviewNeeded review = ReviewNeeded::kGuardian;
};

RiskParts ResidualRisk(const RiskInput& input);

// The chance that each open flag is a real identifier, added up.
double ExpectedLeaks(const Outcome& outcome);

// From this many expected identifiers on a text of a batch is held back for a person to read: one
// such text in four still holds one. A single unknown word is enough.
inline constexpr double kQuarantineLeaks = 0.12;

// A strong identifier is readable, or what is flagged of any kind adds up to kQuarantineLeaks:
// a text of which much is uncertain holds more that nothing points at.
bool BelongsInQuarantine(const Outcome& outcome);

// What can be told from the masked text alone. A sign may be wrong either way: the reviewer
// decides.
StorySigns ReadStory(std::string_view masked_text);

// The six questions of the motivated intruder, in the order the reviewer sees them.
struct IntruderQuestion {
  std::string_view id;
  std::string_view question;
};
const std::array<IntruderQuestion, 6>& IntruderQuestions();

}  // namespace candour::anonymise

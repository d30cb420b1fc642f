#include "node/anonymise/risk.h"

#include <re2/re2.h>

#include <algorithm>

namespace candour::anonymise {
namespace {

constexpr uint64_t kFewRecords = 200;
constexpr uint64_t kSmallClass = 10;
constexpr size_t kLongStoryWords = 400;

size_t CountWords(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (char c : text) {
    bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
}

bool Mentions(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace

int StorySigns::Count() const {
  return static_cast<int>(rare_condition) + static_cast<int>(named_role) +
         static_cast<int>(relatives_detail) + static_cast<int>(sensitive_event) +
         static_cast<int>(quotation) + static_cast<int>(over_400_words);
}

RiskParts ResidualRisk(const RiskInput& input) {
  RiskParts parts;
  parts.text = std::min(0.6, 0.5 * std::max(0.0, input.expected_leaks));
  bool few = input.records_held < kFewRecords || input.like_records == 0;
  parts.quasi_identifiers =
      few ? 0.1 : std::min(0.1, 0.5 / static_cast<double>(input.like_records));
  if (input.no_patient) parts.quasi_identifiers = 0;
  parts.story = std::min(0.6, 0.15 * (input.story.Count() + input.more_signs));
  parts.organisation = input.organisation_class_size < kSmallClass ? 0.3 : 0.0;
  parts.r = 100.0 * (1.0 - (1.0 - parts.text) * (1.0 - parts.quasi_identifiers) *
                               (1.0 - parts.story) * (1.0 - parts.organisation));
  parts.identifier_left = LooksLikeIdentifierLeft(input.masked_text);
  if (parts.identifier_left || parts.r > 30) {
    parts.review = ReviewNeeded::kGuardian;
  } else if (parts.r >= 10 || input.open_flags > 0) {
    parts.review = ReviewNeeded::kTwoReviewers;
  } else {
    parts.review = ReviewNeeded::kOneReviewer;
  }
  return parts;
}

double ExpectedLeaks(const Outcome& outcome) {
  double expected = 0;
  for (const Span& span : outcome.spans) {
    if (span.flagged) expected += span.confidence;
  }
  return expected;
}

bool BelongsInQuarantine(const Outcome& outcome) {
  return outcome.quarantine || ExpectedLeaks(outcome) >= kQuarantineLeaks;
}

StorySigns ReadStory(std::string_view masked_text) {
  static const RE2 rare(
      R"((?i)\b(?:rare|syndrome|orphan|congenital|genetic|transplant|trachea-?oesophageal|)"
      R"(conjoined|ecmo|haemophilia|)"
      R"(porphyria|huntington'?s?|motor neurone|sickle|cystic fibrosis|muscular dystrophy)\b)");
  static const RE2 role(
      R"((?i)\b(?:chief executive|medical director|chief nurse|director|lead (?:nurse|)"
      R"(consultant|clinician)|matron|chaplain|)"
      R"(headteacher|mp|councillor|footballer|celebrity|professor|only (?:consultant|surgeon|)"
      R"(doctor|nurse)|ward manager)\b)");
  static const RE2 relative(
      R"((?i)\b(?:daughter|son|wife|husband|mother|father|mum|dad|twins?|sister|brother|)"
      R"(partner|grand(?:mother|father|son|daughter))\b)");
  static const RE2 sensitive(
      R"((?i)\b(?:died|death|deceased|fatal|suicid\w*|ligature|overdose|self-?harm\w*|child|)"
      R"(children|infant|baby|neonat\w*|)"
      R"(stillb\w*|pregnan\w*|matern\w*|labour|birth|paediatric|toddler)\b)");
  static const RE2 quotation(R"re(["\x{201c}][^"\x{201d}]{12,}["\x{201d}])re");
  return {.rare_condition = Mentions(masked_text, rare),
          .named_role = Mentions(masked_text, role),
          .relatives_detail = Mentions(masked_text, relative),
          .sensitive_event = Mentions(masked_text, sensitive),
          .quotation = Mentions(masked_text, quotation),
          .over_400_words = CountWords(masked_text) > kLongStoryWords};
}

const std::array<IntruderQuestion, 6>& IntruderQuestions() {
  static constexpr std::array<IntruderQuestion, 6> kQuestions = {{
      {"unique-role", "Does the text name a role that only one or two people hold?"},
      {"rare-condition", "Does it describe a condition, device or treatment that few people have?"},
      {"press-or-inquest", "Was the event in the press, at an inquest or on social media?"},
      {"exact-place-or-time", "Does it still give an exact place or time?"},
      {"family-detail", "Does it give details of a family or a household?"},
      {"colleagues", "Would colleagues recognise the members of staff in it?"},
  }};
  return kQuestions;
}

}  // namespace candour::anonymise

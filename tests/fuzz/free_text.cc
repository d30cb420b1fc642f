// The anonymiser on any text (docs/privacy.md sections 2 and 3).
#include "node/anonymise/anonymise.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

using namespace anonymise;

const Anonymiser& TheAnonymiser() {
  static const std::unique_ptr<Anonymiser> anonymiser =
      *Anonymiser::Create({.staff_directory = {"Femi Adeyemi"},
                           .local_id_formats = {{"hospital number", "RX[0-9]{6}"}},
                           .keep_words = {"Baxter"}});
  return *anonymiser;
}

void Run(std::string_view bytes) {
  const std::vector<Seed> seeds = {{"patient", "Joan Pickering"}, {"phone", "01632 960221"}};
  const auto outcome = TheAnonymiser().Run(bytes, seeds);
  if (!outcome) {
    FUZZ_CHECK(!outcome.error().empty());
    return;
  }
  // Masked output is the input with exactly the unflagged spans replaced.
  std::string expected;
  size_t at = 0;
  for (const Span& span : outcome->spans) {
    FUZZ_CHECK(span.start >= at && span.start < span.end && span.end <= bytes.size());
    FUZZ_CHECK(span.confidence >= 0 && span.confidence <= 1 && !span.rule.empty());
    FUZZ_CHECK(span.flagged == (span.confidence < kMaskConfidence));
    if (span.flagged) continue;
    expected += bytes.substr(at, span.start - at);
    expected += span.placeholder;
    at = span.end;
  }
  expected += bytes.substr(at);
  FUZZ_CHECK(Mask(bytes, *outcome) == expected);
  const auto scrubbed = TheAnonymiser().Scrub(bytes, seeds);
  FUZZ_CHECK(scrubbed.has_value() == !outcome->quarantine);
  if (scrubbed) FUZZ_CHECK(!LooksLikeIdentifierLeft(scrubbed->text()));
}

std::vector<std::string> Seeds() {
  return {
      "Mrs Joan Pickering (NHS no 999 123 4578, DOB 01/02/1940) of 12 Larch Close, ZA1 2BB fell.",
      "s/b Dr O'Neill &amp; SN T.Okafor @ 14:20 on 3rd March 2024; bleep 4417, tel 01632\xc2\xa0"
      "960221",
      "patient is mr ali khan nhs number nine nine nine one two three four five seven eight",
      "RX123456 joan.pickering@example.org http://example.org/x 192.0.2.1 Baxter pump"};
}

}  // namespace

const Target kAnonymiser = {"anonymiser", Run, Seeds};

}  // namespace candour::fuzz

#include "node/anonymise/anonymise.h"

#include "node/anonymise/engine.h"

namespace candour::anonymise {

struct Anonymiser::Parts {
  Engine engine;
};

Anonymiser::Anonymiser(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Anonymiser::~Anonymiser() = default;

tl::expected<std::unique_ptr<Anonymiser>, std::string> Anonymiser::Create(Settings settings) {
  auto parts = std::make_unique<Parts>();
  if (auto loaded = parts->engine.Load(settings); !loaded) return tl::unexpected(loaded.error());
  return std::unique_ptr<Anonymiser>(new Anonymiser(std::move(parts)));
}

tl::expected<Outcome, std::string> Anonymiser::Run(std::string_view utf8,
                                                   std::span<const Seed> seeds) const {
  return parts_->engine.Run(utf8, seeds);
}

tl::expected<ScrubbedText, std::string> Anonymiser::Scrub(std::string_view utf8,
                                                          std::span<const Seed> seeds) const {
  auto outcome = Run(utf8, seeds);
  if (!outcome) return tl::unexpected(outcome.error());
  if (outcome->quarantine) {
    return tl::unexpected(std::string(
        "a strong identifier is still readable after masking; a guardian has to review the text"));
  }
  return ScrubbedText(Mask(utf8, *outcome), RulesVersion());
}

tl::expected<ScrubbedText, std::string> Anonymiser::Rescan(std::string_view edited) const {
  auto outcome = Run(edited, {});
  if (!outcome) return tl::unexpected(outcome.error());
  if (LooksLikeIdentifierLeft(edited)) {
    return tl::unexpected(
        std::string("the edited text still holds an NHS number, an e-mail address or a telephone "
                    "number; remove it"));
  }
  return ScrubbedText(std::string(edited), RulesVersion());
}

std::string_view TypeName(SpanType type) {
  constexpr std::string_view kNames[kSpanTypes] = {
      "PERSON",      "NHS_NUMBER", "LOCAL_ID",      "STAFF_ID", "DOB",   "DATE",
      "AGE_90_PLUS", "ADDRESS",    "POSTCODE",      "PHONE",    "EMAIL", "NINO",
      "VEHICLE",     "URL_IP",     "DEVICE_SERIAL", "ORG",      "WARD",  "LOCATION"};
  return kNames[static_cast<size_t>(type)];
}

std::string Mask(std::string_view text, const Outcome& outcome) {
  std::string masked;
  masked.reserve(text.size());
  size_t at = 0;
  for (const Span& span : outcome.spans) {
    if (span.flagged) continue;
    masked.append(text.substr(at, span.start - at));
    masked.append(span.placeholder);
    at = span.end;
  }
  masked.append(text.substr(at));
  return masked;
}

std::string_view RulesVersion() { return "2025.15"; }

}  // namespace candour::anonymise

// Finds identifiers in free text and masks the ones it is sure of (docs/privacy.md sections 1-3).
//
// Pure: no files, no clock, no threads of its own. Equal calls give equal outcomes. An Anonymiser
// is immutable after Create(), so any number of threads may call Run() at once. Offsets are bytes
// of the ORIGINAL UTF-8. Nothing returned here except Span::placeholder's type word says what the
// text was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace candour::anonymise {

enum class SpanType : uint8_t {
  kPerson,
  kNhsNumber,
  kLocalId,
  kStaffId,
  kDob,
  kDate,
  kAge90Plus,
  kAddress,
  kPostcode,
  kPhone,
  kEmail,
  kNino,
  kVehicle,
  kUrlIp,
  kDeviceSerial,
  kOrg,
  kWard,
  kLocation,
};
inline constexpr size_t kSpanTypes = 18;

// "PERSON", "NHS_NUMBER", ... as in the annotation format.
std::string_view TypeName(SpanType type);

struct Span {
  size_t start = 0;
  size_t end = 0;
  SpanType type = SpanType::kPerson;
  double confidence = 0;    // At least kMaskConfidence when masked, below it when only flagged.
  std::string_view rule;    // Stable rule id, static storage.
  std::string reason;       // One sentence for the reviewer, without the text itself.
  bool flagged = false;     // Only pointed out to a person; Mask() leaves it in place.
  std::string placeholder;  // "[PATIENT]", "[STAFF-1]", "[DATE: Q2 2025]", "[NHS NUMBER]".
};
inline constexpr double kMaskConfidence = 0.5;

// What the record already knows. Kinds: patient, relative, staff, reporter, dob, postcode, phone,
// hospital_number, other. An unknown kind is treated as "other".
struct Seed {
  std::string kind;
  std::string value;
};

struct Settings {
  std::vector<std::string> staff_directory;                           // "Forename Surname".
  std::vector<std::pair<std::string, std::string>> local_id_formats;  // Name, RE2 pattern.
  std::vector<std::string> keep_words;                                // Never a name here.
};

struct Outcome {
  std::vector<Span> spans;  // Sorted by start, disjoint.
  bool quarantine = false;  // A strong identifier is still readable after masking.
};

// Exactly the unflagged spans of `outcome` replaced by their placeholders; every other byte kept.
std::string Mask(std::string_view text, const Outcome& outcome);

// Changes whenever a rule or a gazetteer changes.
std::string_view RulesVersion();

// The final re-scan: true when a checksum-valid NHS number, an e-mail address or a telephone number
// can still be read. Emergency and help lines (999, 111, 2222 ...) do not count.
bool LooksLikeIdentifierLeft(std::string_view text);

// Text that went through this gatekeeper. Only an Anonymiser can make one.
class ScrubbedText {
 public:
  const std::string& text() const { return text_; }
  const std::string& rules_version() const { return rules_version_; }

 private:
  friend class Anonymiser;
  ScrubbedText(std::string text, std::string_view rules_version)
      : text_(std::move(text)), rules_version_(rules_version) {}
  std::string text_;
  std::string rules_version_;
};

class Anonymiser {
 public:
  // Fails when a local id pattern is not valid RE2 or may match nothing; the message names it.
  static tl::expected<std::unique_ptr<Anonymiser>, std::string> Create(Settings settings);
  ~Anonymiser();
  Anonymiser(const Anonymiser&) = delete;
  Anonymiser& operator=(const Anonymiser&) = delete;

  // Fails on invalid UTF-8 (the message names the byte offset) and on more than kTextBytesMax.
  tl::expected<Outcome, std::string> Run(std::string_view utf8, std::span<const Seed> seeds) const;

  // Run() and Mask(); fails as Run() does, and when the outcome says quarantine.
  tl::expected<ScrubbedText, std::string> Scrub(std::string_view utf8,
                                                std::span<const Seed> seeds) const;
  // For text a person has edited: nothing is replaced, but a strong identifier left is an error.
  tl::expected<ScrubbedText, std::string> Rescan(std::string_view edited) const;

  static constexpr size_t kTextBytesMax = size_t{8} << 20;

 private:
  struct Parts;
  explicit Anonymiser(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace candour::anonymise

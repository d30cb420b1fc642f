#include <algorithm>

#include "crypto/encoding.h"
#include "federation/network/manifest_reader.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

constexpr size_t kKeywordShownMax = 24;

std::string Where(const ManifestLine& line) {
  std::string out = "manifest line " + std::to_string(line.number);
  const std::string_view keyword = line.Field(0);
  const bool plain = std::all_of(keyword.begin(), keyword.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  if (plain && !keyword.empty() && keyword.size() <= kKeywordShownMax) {
    out += " (" + std::string(keyword) + ")";
  }
  return out;
}

std::vector<std::string_view> SplitFields(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t start = 0;;) {
    const size_t space = text.find(' ', start);
    out.push_back(text.substr(start, space == std::string_view::npos ? space : space - start));
    if (space == std::string_view::npos) return out;
    start = space + 1;
  }
}

ManifestLine MakeLine(size_t number, std::string_view text) {
  return {.number = number, .text = text, .fields = SplitFields(text)};
}

std::vector<ManifestLine> SplitLines(std::string_view text) {
  std::vector<ManifestLine> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out.push_back(MakeLine(out.size() + 1, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// The last resort: whatever the rules above let through, one manifest has one text.
Status CheckSameBytes(const Manifest& manifest, std::string_view text) {
  const std::string again = FormatManifest(manifest);
  if (again == text) return {};
  const std::vector<ManifestLine> ours = SplitLines(again);
  const std::vector<ManifestLine> theirs = SplitLines(text);
  size_t i = 0;
  while (i + 1 < theirs.size() && i < ours.size() && ours[i].text == theirs[i].text) ++i;
  return Newer(theirs[i], "it is not in its only accepted spelling");
}

}  // namespace

tl::unexpected<Error> Malformed(const ManifestLine& line, std::string_view reason) {
  return Fail(ErrorCode::kInvalid, "MANIFEST_MALFORMED",
              Where(line) + ": " + std::string(reason) +
                  "; ask the network's coordinator for a correct manifest");
}

tl::unexpected<Error> Newer(const ManifestLine& line, std::string_view reason) {
  return Fail(
      ErrorCode::kInvalid, "MANIFEST_UPGRADE",
      Where(line) + ": " + std::string(reason) + "; upgrade this node to a version that reads it");
}

const std::array<ManifestReader::Section, ManifestReader::kSections>& ManifestReader::Sections() {
  using R = ManifestReader;
  // In the order of protocol section 5. Numbers of fields include the keyword.
  static constexpr std::array<Section, kSections> kTable = {{
      {"network", 2, 2, Section::kOnce, &R::ReadNetwork},
      {"version", 2, 2, Section::kOnce, &R::ReadVersion},
      {"prev", 2, 2, Section::kOnce, &R::ReadPrev},
      {"resolves", 2, 2, Section::kOptional, &R::ReadResolves},
      {"issued", 2, 2, Section::kOnce, &R::ReadIssued},
      {"expires", 2, 2, Section::kOnce, &R::ReadExpires},
      {"threshold", 2, 2, Section::kOnce, &R::ReadThreshold},
      {"name", 2, 2, Section::kOnce, &R::ReadName},
      {"kind", 2, 2, Section::kOnce, &R::ReadKind},
      {"terms", 2, 2, Section::kOptional, &R::ReadTerms},
      {"governor", 2, 2, Section::kAtLeastOne, &R::ReadGovernor},
      {"param", 3, 3, Section::kRepeated, &R::ReadParam},
      {"member", 5, 6, Section::kRepeated, &R::ReadMember},
      {"attr", 4, 4, Section::kRepeated, &R::ReadAttribute},
      {"hub", 3, 3, Section::kRepeated, &R::ReadHub},
      {"feed", 4, 7, Section::kRepeated, &R::ReadFeed},
      {"cosigner", 3, 3, Section::kRepeated, &R::ReadCosigner},
      {"kex", 3, 3, Section::kRepeated, &R::ReadKex},
      {"takedown", 5, 5, Section::kRepeated, &R::ReadTakedown},
  }};
  return kTable;
}

Result<Manifest> ManifestReader::Read(std::string_view text) {
  if (text.size() > kManifestBytesMax) {
    return Fail(ErrorCode::kInvalid, "MANIFEST_TOO_LARGE",
                "manifest: it is larger than 1 MiB; ask the network's coordinator");
  }
  const std::vector<ManifestLine> lines = SplitLines(text);
  if (lines.empty() || lines[0].text != kManifestFirstLine) {
    return Newer(lines.empty() ? MakeLine(1, "") : lines[0],
                 "the text does not begin with " + std::string(kManifestFirstLine));
  }
  if (!text.ends_with('\n')) return Malformed(lines.back(), "the line has no end");
  for (size_t i = 1; i < lines.size(); ++i) {
    Status read = ReadLine(lines[i]);
    if (!read) return Fail(read.error());
  }
  const Status complete = EnterSection(kSections, MakeLine(lines.size() + 1, ""));
  if (!complete) return Fail(complete.error());
  const Status whole = CheckWhole();
  if (!whole) return Fail(whole.error());
  const Status same = CheckSameBytes(manifest_, text);
  if (!same) return Fail(same.error());
  return std::move(manifest_);
}

Status ManifestReader::ReadLine(ManifestLine line) {
  const auto& sections = Sections();
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section& s) { return s.keyword == line.fields[0]; });
  if (found == sections.end()) return Newer(line, "the keyword is unknown");
  const Status entered = EnterSection(static_cast<size_t>(found - sections.begin()), line);
  if (!entered) return entered;
  for (std::string_view field : line.fields) {
    if (field.empty()) return Malformed(line, "a value is empty");
  }
  if (line.fields.size() < found->fields_min) return Malformed(line, "a value is missing");
  if (line.fields.size() > found->fields_max) return Newer(line, "there are too many values");
  return (this->*found->read)(line);
}

Status ManifestReader::EnterSection(size_t section, const ManifestLine& line) {
  const auto& sections = Sections();
  if (section < section_) {
    return Newer(line,
                 "it stands behind the " + std::string(sections[section_].keyword) + " lines");
  }
  for (size_t i = 0; i < section; ++i) {
    const bool needed =
        sections[i].count == Section::kOnce || sections[i].count == Section::kAtLeastOne;
    if (needed && !seen_[i]) {
      return Malformed(line,
                       "the line " + std::string(sections[i].keyword) + " is missing before it");
    }
  }
  if (section == kSections) return {};
  if (seen_[section]) {
    const bool once =
        sections[section].count == Section::kOnce || sections[section].count == Section::kOptional;
    if (once) return Malformed(line, "it stands there twice");
    if (line.text == last_text_) return Malformed(line, "it repeats the line above");
    if (line.text < last_text_) return Newer(line, "it belongs before the line above");
  }
  seen_[section] = true;
  section_ = section;
  last_text_ = line.text;
  return {};
}

Result<Manifest> ParseManifest(std::string_view text) { return ManifestReader().Read(text); }

}  // namespace candour

// Reads the canonical text of a manifest line by line. Used by ParseManifest only.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/network/manifest.h"

namespace candour {

struct ManifestLine {
  size_t number = 0;  // From 1.
  std::string_view text;
  std::vector<std::string_view> fields;  // fields[0] is the keyword.

  std::string_view Field(size_t i) const { return i < fields.size() ? fields[i] : ""; }
};

// One text, once.
class ManifestReader {
 public:
  Result<Manifest> Read(std::string_view text);

 private:
  struct Section {
    std::string_view keyword;
    size_t fields_min;
    size_t fields_max;
    enum { kOnce, kOptional, kRepeated, kAtLeastOne } count;
    Status (ManifestReader::*read)(const ManifestLine&);
  };
  static constexpr size_t kSections = 19;
  static const std::array<Section, kSections>& Sections();

  Status ReadLine(ManifestLine line);
  Status EnterSection(size_t section, const ManifestLine& line);
  Status CheckWhole() const;
  Status CheckEpochs() const;
  Status CheckMembers() const;

  Status ReadNetwork(const ManifestLine& line);
  Status ReadVersion(const ManifestLine& line);
  Status ReadPrev(const ManifestLine& line);
  Status ReadResolves(const ManifestLine& line);
  Status ReadIssued(const ManifestLine& line);
  Status ReadExpires(const ManifestLine& line);
  Status ReadThreshold(const ManifestLine& line);
  Status ReadName(const ManifestLine& line);
  Status ReadKind(const ManifestLine& line);
  Status ReadTerms(const ManifestLine& line);
  Status ReadGovernor(const ManifestLine& line);
  Status ReadParam(const ManifestLine& line);
  Status ReadMember(const ManifestLine& line);
  Status ReadAttribute(const ManifestLine& line);
  Status ReadHub(const ManifestLine& line);
  Status ReadFeed(const ManifestLine& line);
  Status ReadCosigner(const ManifestLine& line);
  Status ReadKex(const ManifestLine& line);
  Status ReadTakedown(const ManifestLine& line);

  // The member a line is about; members stand before every line that names one.
  Result<MemberId> ReadMemberId(const ManifestLine& line) const;
  Result<crypto::VerifierKey> ReadKey(const ManifestLine& line, std::string_view vkey,
                                      uint8_t type) const;
  Status ReadCut(const ManifestLine& line, FeedKey& feed) const;
  // `what` may stand in the manifest for one use only.
  Status Claim(const ManifestLine& line, std::string_view what, const std::string& use);

  Manifest manifest_;
  std::array<bool, kSections> seen_{};
  size_t section_ = 0;
  ManifestLine threshold_line_;
  std::string_view last_text_;
  std::map<std::string, std::string> claims_;
  std::map<MemberId, ManifestLine> member_lines_;
  std::map<std::pair<MemberId, uint32_t>, ManifestLine> feed_lines_;
  std::map<FeedId, uint32_t> feed_ids_;
};

// "manifest line 12 (feed): reason; next step". `Malformed` is wrong by itself; `Newer` may be a
// form that this version does not know.
tl::unexpected<Error> Malformed(const ManifestLine& line, std::string_view reason);
tl::unexpected<Error> Newer(const ManifestLine& line, std::string_view reason);

}  // namespace candour

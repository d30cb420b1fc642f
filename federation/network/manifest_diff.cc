#include "federation/network/manifest_diff.h"

#include <algorithm>
#include <set>

#include "federation/base/time.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    std::string line = text.substr(start, end - start);
    start = end + 1;
    const bool every_time =
        line.starts_with("version ") || line.starts_with("prev ") || line.starts_with("issued ");
    if (!every_time) lines.push_back(std::move(line));
  }
  return lines;
}

// Ids become names; percent-encoded words are shown as they are read.
std::string Readable(const std::string& line, const Manifest& names) {
  std::string out;
  for (size_t start = 0; start <= line.size();) {
    const size_t end = std::min(line.find(' ', start), line.size());
    std::string word = line.substr(start, end - start);
    start = end + 1;
    const auto id = MemberId::FromHex(word);
    const Member* member = id ? names.FindMember(*id) : nullptr;
    if (member != nullptr) {
      word = member->name + " (" + word.substr(0, 8) + ")";
    } else if (word.find('%') != std::string::npos) {
      word = PercentDecode(word).value_or(word);
    }
    out += (out.empty() ? "" : " ") + word;
  }
  return out;
}

}  // namespace

std::vector<std::string> DescribeChange(const Manifest& from, const Manifest& to) {
  const std::vector<std::string> before = Lines(FormatManifest(from));
  const std::vector<std::string> after = Lines(FormatManifest(to));
  const std::set<std::string> had(before.begin(), before.end());
  const std::set<std::string> has(after.begin(), after.end());
  std::vector<std::string> out;
  for (const std::string& line : before) {
    if (!has.contains(line)) out.push_back("- " + Readable(line, from));
  }
  for (const std::string& line : after) {
    if (!had.contains(line)) out.push_back("+ " + Readable(line, to));
  }
  return out;
}

}  // namespace candour

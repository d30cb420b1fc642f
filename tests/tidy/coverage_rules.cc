#include <algorithm>
#include <set>

#include "tests/tidy/rules.h"

namespace candour::tidy {
namespace {

bool NeedsTest(const SourceFile& file) {
  if (!file.path.ends_with(".cc")) return false;
  for (std::string_view folder : {"crypto/", "config/", "federation/", "node/"}) {
    if (file.path.starts_with(folder)) return true;
  }
  return false;
}

std::string TestOf(std::string_view path) {
  return "tests/unit/" + std::string(path.substr(0, path.size() - 3)) + "_test.cc";
}

// The tests that may cover a source: of its own name, or, where one class is written in several
// files, of the header that it includes first.
std::vector<std::string> TestsOf(const SourceFile& file) {
  std::vector<std::string> tests = {TestOf(file.path)};
  for (const Include& include : IncludesOf(file)) {
    if (include.angled) continue;
    const std::string_view target = include.target;
    if (target.ends_with(".h")) {
      tests.push_back(TestOf(std::string(target.substr(0, target.size() - 2)) + ".cc"));
    }
    break;
  }
  return tests;
}

}  // namespace

Violations CheckTestFiles(Files files, std::span<const Untested> untested) {
  std::set<std::string_view> present;
  for (const SourceFile& file : files) present.insert(file.path);
  std::set<std::string_view> excused;
  for (const Untested& row : untested) excused.insert(row.path);

  Violations violations;
  for (const SourceFile& file : files) {
    if (!NeedsTest(file) || excused.contains(file.path)) continue;
    const std::vector<std::string> tests = TestsOf(file);
    const bool tested = std::any_of(tests.begin(), tests.end(), [&](const std::string& test) {
      return present.contains(test);
    });
    if (!tested) violations.push_back({file.path, 0, "no " + tests.front()});
  }
  for (const Untested& row : untested) {
    const std::string path(row.path);
    if (row.reason.empty()) violations.push_back({path, 0, "excused without a reason"});
    if (!present.contains(row.path)) {
      violations.push_back({path, 0, "excused from a test, but it is not there"});
    } else if (present.contains(TestOf(row.path))) {
      violations.push_back({path, 0, "excused from a test that exists"});
    }
  }
  return violations;
}

}  // namespace candour::tidy

#include "tests/unit/federation/network/manifest_refusals.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour::testing {
namespace {

std::string Reason(std::string_view text) {
  const Result<Manifest> parsed = ParseManifest(text);
  return parsed ? "accepted" : parsed.error().reason;
}

std::string Message(std::string_view text) {
  const Result<Manifest> parsed = ParseManifest(text);
  return parsed ? "accepted" : parsed.error().message;
}

}  // namespace

void ExpectRefused(const std::string& text, const std::vector<Refusal>& cases) {
  ASSERT_EQ(Reason(text), "accepted") << Message(text);
  for (const Refusal& c : cases) {
    const std::string changed = c.change(text);
    EXPECT_NE(changed, text) << c.what;
    EXPECT_EQ(Reason(changed), c.reason) << c.what;
    EXPECT_NE(Message(changed).find(c.says), std::string::npos)
        << c.what << ": " << Message(changed);
  }
}

Change Swap(std::string from, std::string to) {
  return [from = std::move(from), to = std::move(to)](const std::string& text) {
    return Replaced(text, from, to);
  };
}

Change SetLine(std::string start, std::string to) {
  return [start = std::move(start), to = std::move(to)](const std::string& text) {
    return Replaced(text, LineOf(text, start), to);
  };
}

Change Twice(std::string start) {
  return [start = std::move(start)](const std::string& text) {
    const std::string line = LineOf(text, start);
    return Replaced(text, line, line + line);
  };
}

Change Edit(std::function<void(Manifest&)> edit) {
  return [edit = std::move(edit)](const std::string& text) {
    Manifest m = *ParseManifest(text);
    edit(m);
    return FormatManifest(m);
  };
}

}  // namespace candour::testing

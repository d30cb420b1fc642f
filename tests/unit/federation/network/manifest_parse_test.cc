#include <gtest/gtest.h>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::FullManifest;
using testing::TestManifest;

std::string Reason(std::string_view text) {
  const Result<Manifest> parsed = ParseManifest(text);
  return parsed ? "accepted" : parsed.error().reason;
}

TEST(Manifest, RefusesATextAboveOneMebibyte) {
  std::string text = FormatManifest(TestManifest());
  text.append(kManifestBytesMax - text.size(), 'x');
  EXPECT_NE(Reason(text), "MANIFEST_TOO_LARGE");

  text += 'x';
  EXPECT_EQ(Reason(text), "MANIFEST_TOO_LARGE");
}

TEST(Manifest, RefusesEveryTextWithOneByteChanged) {
  // Changes that keep the text canonical exist (a digit of a time); what must not happen is that a
  // changed text is read as another one.
  const std::string text = FormatManifest(FullManifest());
  size_t accepted = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    const Result<Manifest> parsed = ParseManifest(changed);
    if (!parsed) continue;
    ++accepted;
    ASSERT_EQ(FormatManifest(*parsed), changed) << "byte " << i;
  }
  EXPECT_LT(accepted, text.size() / 2);
}

TEST(Manifest, RefusesTheSameTextInPrevAndResolves) {
  Manifest m = FullManifest();
  m.resolves = m.prev;

  EXPECT_EQ(Reason(FormatManifest(m)), "MANIFEST_MALFORMED");
}

}  // namespace
}  // namespace candour

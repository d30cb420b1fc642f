#include "federation/network/manifest.h"

#include <algorithm>

#include "crypto/check.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

template <class Rows, class Wanted>
auto* FindRow(const Rows& rows, Wanted wanted) {
  const auto found = std::find_if(rows.begin(), rows.end(), wanted);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

int64_t Manifest::Param(const std::string& param) const {
  const auto written = params.find(param);
  if (written != params.end()) return written->second;
  const ParamRule* rule = FindParamRule(param);
  crypto::Check(rule != nullptr, "a manifest parameter that does not exist");
  return rule->fallback;
}

const Member* Manifest::FindMember(const MemberId& id) const {
  return FindRow(members, [&](const Member& m) { return m.id == id; });
}

const Member* Manifest::FindByPin(const crypto::Hash& spki) const {
  return FindRow(members, [&](const Member& m) {
    return std::find(m.spki.begin(), m.spki.end(), spki) != m.spki.end();
  });
}

const FeedKey* Manifest::FindFeed(const FeedId& feed) const {
  // The key is named after the feed, which saves a hash for each line.
  const std::string origin = FeedOrigin(feed);
  return FindRow(feeds, [&](const FeedKey& f) { return f.key.name == origin; });
}

const CosignerKey* Manifest::FindCosigner(const MemberId& member) const {
  return FindRow(cosigners, [&](const CosignerKey& c) { return c.member == member; });
}

crypto::Hash ManifestHash(std::string_view text) { return crypto::Sha256(text); }

}  // namespace candour

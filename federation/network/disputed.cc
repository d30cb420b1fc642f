#include "federation/network/disputed.h"

#include <algorithm>

#include "federation/network/sign_manifest.h"

namespace candour {

crypto::Hash HashOfTexts(const SignedManifest& one, const SignedManifest& other) {
  const std::string a = one.hash.ToString();
  const std::string b = other.hash.ToString();
  return crypto::Sha256("candour/two-texts/v1" + std::min(a, b) + std::max(a, b));
}

SignedManifest ResolvedTo(const SignedManifest& before, const SignedManifest& kept) {
  SignedManifest base = kept;
  base.manifest.governors = before.manifest.governors;
  base.manifest.threshold = before.manifest.threshold;
  return base;
}

Manifest Resolution(const SignedManifest& before, const SignedManifest& kept,
                    const SignedManifest& dropped, WallSeconds issued, WallSeconds expires) {
  Manifest next = NextVersion(ResolvedTo(before, kept), issued, expires);
  next.resolves = dropped.hash;
  return next;
}

}  // namespace candour

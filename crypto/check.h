// For what only a programmer's mistake or a broken machine can cause. Stays on in release.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace candour::crypto {

inline void Check(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "candour crypto: %s\n", what);
  std::abort();
}

}  // namespace candour::crypto

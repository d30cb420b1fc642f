// Everything that reads bytes which this node did not write, as functions of those bytes.
//
// A target aborts when a property does not hold; a crash or a report of a sanitizer is one too. The
// same functions run under libFuzzer (preset "fuzz", one program a target) and, over the committed
// corpus and its mutations, as an ordinary test (corpora_test.cc).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// Aborts and names the property.
#define FUZZ_CHECK(condition)                                              \
  do {                                                                     \
    if (!(condition)) {                                                    \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                        \
    }                                                                      \
  } while (false)

namespace candour::fuzz {

struct Target {
  const char* name;  // Also the folder in tests/fuzz/corpus.
  void (*run)(std::string_view bytes);
  std::vector<std::string> (*seeds)();  // Inputs that get deep; the corpus begins with them.
};

// Each in the file of its name.
extern const Target kNote, kCheckpoint, kCosignature, kProofBundle, kTiles;
extern const Target kManifest, kManifestUpdate, kTicket;
extern const Target kLeafPage, kBody, kEvidence;
extern const Target kPeerMessage, kBundle;
extern const Target kProofFile, kGuardFile, kStoredRow;
extern const Target kCsv, kJsonl, kMapping, kConfiguration;
extern const Target kAnonymiser;
extern const Target kPlan, kReport, kShare;

const std::vector<const Target*>& AllTargets();

}  // namespace candour::fuzz

#include "tests/fuzz/targets.h"

namespace candour::fuzz {

const std::vector<const Target*>& AllTargets() {
  static const std::vector<const Target*> all = {
      &kNote,           &kCheckpoint, &kCosignature, &kProofBundle, &kTiles,       &kManifest,
      &kManifestUpdate, &kTicket,     &kLeafPage,    &kBody,        &kPeerMessage, &kProofFile,
      &kGuardFile,      &kStoredRow,  &kCsv,         &kJsonl,       &kMapping,     &kConfiguration,
      &kAnonymiser,     &kPlan,       &kReport,      &kShare,
      &kBundle,     &kEvidence};
  return all;
}

}  // namespace candour::fuzz

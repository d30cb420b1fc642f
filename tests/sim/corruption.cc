#include "tests/sim/corruption.h"

namespace candour::sim {
namespace {

bool Flip(Bytes& bytes, Random& random) {
  if (bytes.empty()) return false;
  bytes[random.Below(bytes.size())] ^= static_cast<char>(1 << random.Below(8));
  return true;
}

void FlipAny(std::vector<BodyEntry>& bodies, Random& random, Marks& marks, Mark mark) {
  if (bodies.empty()) return;
  if (Flip(bodies[random.Below(bodies.size())].blob, random)) marks.Hit(mark);
}

void FlipPage(Bytes& leaves, Bytes& checkpoint, Random& random, Marks& marks) {
  if (random.Chance(700)) {
    if (Flip(leaves, random)) marks.Hit(Mark::kLeavesFlipped);
  } else if (Flip(checkpoint, random)) {
    marks.Hit(Mark::kCheckpointFlipped);
  }
}

}  // namespace

void FlipABit(Reply& reply, Random& random, Marks& marks) {
  if (auto* page = std::get_if<LeavesReply>(&reply)) {
    FlipPage(page->leaves, page->checkpoint, random, marks);
  } else if (auto* bodies = std::get_if<BodiesReply>(&reply)) {
    FlipAny(bodies->bodies, random, marks, Mark::kBodyFlipped);
  } else if (auto* versions = std::get_if<ManifestsReply>(&reply)) {
    if (versions->manifests.empty()) return;
    auto& version = versions->manifests[random.Below(versions->manifests.size())];
    if (Flip(version.note, random)) marks.Hit(Mark::kManifestFlipped);
  } else if (auto* heads = std::get_if<HeadsReply>(&reply)) {
    if (heads->heads.empty()) return;
    Head& head = heads->heads[random.Below(heads->heads.size())];
    if (!head.lines.empty() && random.Chance(500)) {
      Cosignature& line = head.lines[random.Below(head.lines.size())];
      if (Flip(line.signature, random)) marks.Hit(Mark::kLineFlipped);
    } else if (Flip(head.checkpoint, random)) {
      marks.Hit(Mark::kCheckpointFlipped);
    }
  }
}

void FlipABit(WatchHint& hint, Random& random, Marks& marks) {
  if (hint.live.leaves.empty()) return;
  Bytes& bytes = random.Chance(500)        ? hint.live.leaves
                 : hint.live.blobs.empty() ? hint.live.signature
                                           : hint.live.blobs.front();
  if (Flip(bytes, random)) marks.Hit(Mark::kHintFlipped);
}

void FlipABit(Request& request, Random& random, Marks& marks) {
  if (auto* head = std::get_if<PushHeadRequest>(&request)) {
    if (Flip(head->checkpoint, random)) marks.Hit(Mark::kPushFlipped);
  } else if (auto* page = std::get_if<PushLeavesRequest>(&request)) {
    FlipPage(page->leaves, page->checkpoint, random, marks);
    marks.Hit(Mark::kPushFlipped);
  } else if (auto* bodies = std::get_if<PushBodiesRequest>(&request)) {
    FlipAny(bodies->bodies, random, marks, Mark::kPushFlipped);
  } else if (auto* put = std::get_if<PutCosignaturesRequest>(&request)) {
    if (put->heads.empty()) return;
    CosignedHead& head = put->heads[random.Below(put->heads.size())];
    if (head.lines.empty()) return;
    if (Flip(head.lines[0].signature, random)) marks.Hit(Mark::kLineFlipped);
  }
}

}  // namespace candour::sim

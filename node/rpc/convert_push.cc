// What is brought: heads, leaves and cosignatures; proofs; hints.
#include "federation/feed/evidence.h"
#include "node/rpc/convert.h"
#include "node/rpc/convert_parts.h"

namespace candour::rpc {
namespace {

// Network and feed, which most requests begin with.
template <class Value, class Wire>
void ReadPlace(const Wire& in, FieldReader& read, Value& out) {
  read.Id16("network_id", in.network_id(), out.network);
  read.Id16("feed_id", in.feed_id(), out.feed);
}

template <class Value, class Wire>
void WritePlace(const Value& in, Wire& out) {
  out.set_network_id(in.network.str());
  out.set_feed_id(in.feed.str());
}

}  // namespace

Result<PushHeadRequest> FromWire(const wire::PushHeadRequest& in) {
  FieldReader read("push_head");
  PushHeadRequest out;
  ReadPlace(in, read, out);
  read.AtMost("checkpoint", in.checkpoint(), crypto::kNoteBytesMax, out.checkpoint);
  return read.Finish(std::move(out));
}

void ToWire(const PushHeadRequest& in, wire::PushHeadRequest& out) {
  WritePlace(in, out);
  out.set_checkpoint(in.checkpoint);
}

Result<PushHeadReply> FromWire(const wire::PushHeadResponse& in) {
  return PushHeadReply{.have_leaves = in.have_leaves(), .have_bodies = in.have_bodies()};
}

void ToWire(const PushHeadReply& in, wire::PushHeadResponse& out) {
  out.set_have_leaves(in.have_leaves);
  out.set_have_bodies(in.have_bodies);
}

Result<PushLeavesRequest> FromWire(const wire::PushLeavesRequest& in) {
  FieldReader read("push_leaves");
  PushLeavesRequest out;
  ReadPlace(in, read, out);
  out.start = in.start();
  read.Leaves("leaves", in.leaves(), out.leaves);
  read.AtMost("checkpoint", in.checkpoint(), crypto::kNoteBytesMax, out.checkpoint);
  read.Blobs("blobs", in.blobs(), in.leaves().size(), out.blobs);
  return read.Finish(std::move(out));
}

void ToWire(const PushLeavesRequest& in, wire::PushLeavesRequest& out) {
  WritePlace(in, out);
  out.set_start(in.start);
  out.set_leaves(in.leaves);
  out.set_checkpoint(in.checkpoint);
  for (const Bytes& blob : in.blobs) out.add_blobs(blob);
}

Result<PushLeavesReply> FromWire(const wire::PushLeavesResponse& in) {
  return PushLeavesReply{.have_leaves = in.have_leaves(), .have_bodies = in.have_bodies()};
}

void ToWire(const PushLeavesReply& in, wire::PushLeavesResponse& out) {
  out.set_have_leaves(in.have_leaves);
  out.set_have_bodies(in.have_bodies);
}

Result<PushBodiesReply> FromWire(const wire::PushBodiesResponse& in) {
  return PushBodiesReply{.have_bodies = in.have_bodies()};
}

void ToWire(const PushBodiesReply& in, wire::PushBodiesResponse& out) {
  out.set_have_bodies(in.have_bodies);
}

Result<PutCosignaturesRequest> FromWire(const wire::PutCosignaturesRequest& in) {
  FieldReader read("put_cosignatures");
  PutCosignaturesRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  out.heads = ReadCosigned(in.heads(), read);
  return read.Finish(std::move(out));
}

void ToWire(const PutCosignaturesRequest& in, wire::PutCosignaturesRequest& out) {
  out.set_network_id(in.network.str());
  WriteCosigned(in.heads, *out.mutable_heads());
}

Result<PutCosignaturesReply> FromWire(const wire::PutCosignaturesResponse& in) {
  return PutCosignaturesReply{.accepted = in.accepted(), .refused = in.refused()};
}

void ToWire(const PutCosignaturesReply& in, wire::PutCosignaturesResponse& out) {
  out.set_accepted(in.accepted);
  out.set_refused(in.refused);
}

Result<ListCosignaturesRequest> FromWire(const wire::ListCosignaturesRequest& in) {
  FieldReader read("list_cosignatures");
  ListCosignaturesRequest out;
  ReadPlace(in, read, out);
  out.index = in.index();
  return read.Finish(std::move(out));
}

void ToWire(const ListCosignaturesRequest& in, wire::ListCosignaturesRequest& out) {
  WritePlace(in, out);
  out.set_index(in.index);
}

Result<ListCosignaturesReply> FromWire(const wire::ListCosignaturesResponse& in) {
  FieldReader read("list_cosignatures");
  ListCosignaturesReply out;
  out.heads = ReadCosigned(in.heads(), read);
  return read.Finish(std::move(out));
}

void ToWire(const ListCosignaturesReply& in, wire::ListCosignaturesResponse& out) {
  WriteCosigned(in.heads, *out.mutable_heads());
}

Result<ConsistencyRequest> FromWire(const wire::GetConsistencyRequest& in) {
  FieldReader read("get_consistency");
  ConsistencyRequest out;
  ReadPlace(in, read, out);
  out.old_size = in.old_size();
  out.new_size = in.new_size();
  return read.Finish(std::move(out));
}

void ToWire(const ConsistencyRequest& in, wire::GetConsistencyRequest& out) {
  WritePlace(in, out);
  out.set_old_size(in.old_size);
  out.set_new_size(in.new_size);
}

Result<ConsistencyReply> FromWire(const wire::GetConsistencyResponse& in) {
  FieldReader read("get_consistency");
  ConsistencyReply out;
  read.Count("hashes", in.hashes_size(), kProofHashesMax);
  for (const std::string& hash : in.hashes()) {
    if (!read.ok()) break;
    read.Hash32("hashes", hash, out.hashes.emplace_back());
  }
  read.Hash32("old_root", in.old_root(), out.old_root);
  return read.Finish(std::move(out));
}

void ToWire(const ConsistencyReply& in, wire::GetConsistencyResponse& out) {
  for (const crypto::Hash& hash : in.hashes) out.add_hashes(hash.ToString());
  out.set_old_root(in.old_root.ToString());
}

Result<ProofRequest> FromWire(const wire::GetProofRequest& in) {
  FieldReader read("get_proof");
  ProofRequest out;
  ReadPlace(in, read, out);
  out.index = in.index();
  return read.Finish(std::move(out));
}

void ToWire(const ProofRequest& in, wire::GetProofRequest& out) {
  WritePlace(in, out);
  out.set_index(in.index);
}

Result<ProofReply> FromWire(const wire::GetProofResponse& in) {
  FieldReader read("get_proof");
  ProofReply out;
  read.AtMost("bundle", in.bundle(), 2 * crypto::kNoteBytesMax, out.bundle);
  return read.Finish(std::move(out));
}

void ToWire(const ProofReply& in, wire::GetProofResponse& out) { out.set_bundle(in.bundle); }

Result<ReportEvidenceRequest> FromWire(const wire::ReportEvidenceRequest& in) {
  FieldReader read("report_evidence");
  ReportEvidenceRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.AtMost("evidence", in.evidence(), kEvidenceBytesMax, out.evidence);
  return read.Finish(std::move(out));
}

void ToWire(const ReportEvidenceRequest& in, wire::ReportEvidenceRequest& out) {
  out.set_network_id(in.network.str());
  out.set_evidence(in.evidence);
}

Result<ReportEvidenceReply> FromWire(const wire::ReportEvidenceResponse&) {
  return ReportEvidenceReply{};
}

void ToWire(const ReportEvidenceReply&, wire::ReportEvidenceResponse&) {}

Result<NetworkId> FromWire(const wire::WatchRequest& in) {
  FieldReader read("watch");
  NetworkId out;
  read.Id16("network_id", in.network_id(), out);
  return read.Finish(out);
}

Result<WatchHint> FromWire(const wire::WatchResponse& in, const NetworkId& network) {
  FieldReader read("watch");
  WatchHint out;
  out.network = network;
  read.OptionalId16("feed_id", in.feed_id(), out.feed);
  out.size = in.size();
  out.cosignatures = in.cosignatures();
  if (in.leaves().empty()) return read.Finish(std::move(out));
  if (in.leaves().size() > kLiveLeavesMax * kLeafBytes) read.Refuse("leaves", "are too many");
  read.Leaves("leaves", in.leaves(), out.live.leaves);
  read.Exactly("signature", in.signature(), kSignatureBytes, out.live.signature);
  read.Blobs("blobs", in.blobs(), in.leaves().size(), out.live.blobs);
  return read.Finish(std::move(out));
}

void ToWire(const WatchHint& in, wire::WatchResponse& out) {
  if (!in.feed.zero()) out.set_feed_id(in.feed.str());
  out.set_size(in.size);
  out.set_cosignatures(in.cosignatures);
  if (in.live.leaves.empty()) return;
  out.set_leaves(in.live.leaves);
  out.set_signature(in.live.signature);
  for (const Bytes& blob : in.live.blobs) out.add_blobs(blob);
}

}  // namespace candour::rpc

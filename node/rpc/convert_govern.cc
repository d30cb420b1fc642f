// What governors are about to sign.
#include "node/rpc/convert.h"
#include "node/rpc/convert_parts.h"

namespace candour::rpc {

Result<PutProposalRequest> FromWire(const wire::PutProposalRequest& in) {
  FieldReader read("put_proposal");
  PutProposalRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.AtMost("note", in.note(), kManifestBytesMax, out.note);
  return read.Finish(std::move(out));
}

void ToWire(const PutProposalRequest& in, wire::PutProposalRequest& out) {
  out.set_network_id(in.network.str());
  out.set_note(in.note);
}

Result<PutProposalReply> FromWire(const wire::PutProposalResponse& in) {
  FieldReader read("put_proposal");
  PutProposalReply out;
  out.manifest_version = in.manifest_version();
  read.Hash32("manifest_sha256", in.manifest_sha256(), out.manifest_hash);
  return read.Finish(out);
}

void ToWire(const PutProposalReply& in, wire::PutProposalResponse& out) {
  out.set_manifest_version(in.manifest_version);
  out.set_manifest_sha256(in.manifest_hash.ToString());
}

Result<ListProposalsRequest> FromWire(const wire::ListProposalsRequest& in) {
  FieldReader read("list_proposals");
  ListProposalsRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  return read.Finish(out);
}

void ToWire(const ListProposalsRequest& in, wire::ListProposalsRequest& out) {
  out.set_network_id(in.network.str());
}

Result<ListProposalsReply> FromWire(const wire::ListProposalsResponse& in) {
  FieldReader read("list_proposals");
  ListProposalsReply out;
  read.Count("notes", in.notes_size(), kProposalsMax);
  for (const std::string& note : in.notes()) {
    if (!read.ok()) break;
    read.AtMost("notes", note, kManifestBytesMax, out.notes.emplace_back());
  }
  return read.Finish(std::move(out));
}

void ToWire(const ListProposalsReply& in, wire::ListProposalsResponse& out) {
  for (const Bytes& note : in.notes) out.add_notes(note);
}

}  // namespace candour::rpc

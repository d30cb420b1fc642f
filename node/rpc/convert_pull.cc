// Greeting, manifests, heads, leaves and bodies.
#include <algorithm>

#include "crypto/checkpoint.h"
#include "federation/feed/evidence.h"
#include "federation/feed/names.h"
#include "node/rpc/convert.h"
#include "node/rpc/convert_parts.h"

namespace candour::rpc {
namespace {

constexpr size_t kBootIdBytes = 16;

wire::BodyState WireState(BodyState state) {
  switch (state) {
    case BodyState::kOk:
      return wire::BODY_STATE_OK;
    case BodyState::kRetracted:
      return wire::BODY_STATE_RETRACTED;
    case BodyState::kNotHeld:
      return wire::BODY_STATE_NOT_HELD;
  }
  return wire::BODY_STATE_UNSPECIFIED;
}

BodyEntry ReadBody(const wire::BodyEntry& in, FieldReader& read) {
  BodyEntry out;
  out.index = in.index();
  switch (in.state()) {
    case wire::BODY_STATE_OK:
      out.state = BodyState::kOk;
      break;
    case wire::BODY_STATE_RETRACTED:
      out.state = BodyState::kRetracted;
      break;
    case wire::BODY_STATE_NOT_HELD:
      out.state = BodyState::kNotHeld;
      break;
    default:
      read.Refuse("state", "is unknown");
  }
  if (out.state != BodyState::kOk && !in.blob().empty()) {
    read.Refuse("blob", "must be empty unless the state is OK");
  }
  read.AtMost("blob", in.blob(), kBlobBytesMax, out.blob);
  // Here, on the caller's thread: the loop has enough to do.
  if (out.state == BodyState::kOk) out.commitment = CommitmentOf(out.blob);
  return out;
}

template <class Repeated>
std::vector<BodyEntry> ReadBodies(const Repeated& in, FieldReader& read) {
  std::vector<BodyEntry> out;
  read.Count("bodies", in.size(), kBodiesMax);
  for (const auto& entry : in) {
    if (!read.ok()) break;
    out.push_back(ReadBody(entry, read));
  }
  return out;
}

template <class Wire>
void WriteBodies(const std::vector<BodyEntry>& in, Wire& out) {
  for (const BodyEntry& entry : in) {
    wire::BodyEntry* to = out.add_bodies();
    to->set_index(entry.index);
    to->set_state(WireState(entry.state));
    to->set_blob(entry.blob);
  }
}

// A head's note in its parts, and whole again.
void ReadHeadNote(const wire::Head& in, FieldReader& read, Head& out) {
  if (in.signature().empty()) return;
  crypto::Checkpoint head{FeedOrigin(out.feed), in.size(), {}};
  Bytes signature;
  read.Hash32("root", in.root(), head.root);
  read.Exactly("signature", in.signature(), kSignatureBytes, signature);
  out.checkpoint =
      crypto::FormatNote({head.Format(), {{head.origin, in.key_id(), std::move(signature)}}});
}

// What is no head's note in its one spelling is left out.
void WriteHeadNote(const Head& in, wire::Head& out) {
  const auto note = crypto::ParseNote(in.checkpoint);
  if (!note || note->signatures.size() != 1) return;
  const auto head = crypto::Checkpoint::Parse(note->text);
  const crypto::SignatureLine& line = note->signatures.front();
  const std::string origin = FeedOrigin(in.feed);
  if (!head || head->origin != origin || line.name != origin) return;
  if (line.signature.size() != kSignatureBytes) return;
  out.set_size(head->size);
  out.set_root(head->root.ToString());
  out.set_key_id(line.key_id);
  out.set_signature(line.signature);
}

template <class Value, class Wire>
void ReadGreeting(const Wire& in, FieldReader& read, Value& out) {
  out.protocol = in.protocol();
  read.Hash32("instance", in.instance(), out.instance);
  read.Exactly("boot_id", in.boot_id(), kBootIdBytes, out.boot_id);
  read.Id16("network_id", in.network_id(), out.network);
  out.manifest_version = in.manifest_version();
  read.Hash32("manifest_sha256", in.manifest_sha256(), out.manifest_hash);
}

template <class Value, class Wire>
void WriteGreeting(const Value& in, Wire& out) {
  out.set_protocol(in.protocol);
  out.set_instance(in.instance.ToString());
  out.set_boot_id(in.boot_id);
  out.set_network_id(in.network.str());
  out.set_manifest_version(in.manifest_version);
  out.set_manifest_sha256(in.manifest_hash.ToString());
}

}  // namespace

Result<HelloRequest> FromWire(const wire::HelloRequest& in) {
  FieldReader read("hello");
  HelloRequest out;
  ReadGreeting(in, read, out);
  return read.Finish(std::move(out));
}

void ToWire(const HelloRequest& in, wire::HelloRequest& out) { WriteGreeting(in, out); }

Result<HelloReply> FromWire(const wire::HelloResponse& in) {
  FieldReader read("hello");
  HelloReply out;
  ReadGreeting(in, read, out);
  out.server_time = in.server_time();
  out.twin = in.twin();
  return read.Finish(std::move(out));
}

void ToWire(const HelloReply& in, wire::HelloResponse& out) {
  WriteGreeting(in, out);
  out.set_server_time(in.server_time);
  out.set_leaves_max(kLeavesPerPageMax);
  out.set_body_bytes_max(kBodyBytesPerReplyMax);
  out.set_twin(in.twin);
}

Result<ManifestsRequest> FromWire(const wire::GetManifestsRequest& in) {
  FieldReader read("get_manifests");
  ManifestsRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  out.from_version = in.from_version();
  return read.Finish(std::move(out));
}

void ToWire(const ManifestsRequest& in, wire::GetManifestsRequest& out) {
  out.set_network_id(in.network.str());
  out.set_from_version(in.from_version);
}

Result<ManifestsReply> FromWire(const wire::GetManifestsResponse& in) {
  FieldReader read("get_manifests");
  ManifestsReply out;
  read.Count("manifests", in.manifests_size(), kManifestsPerPageMax);
  for (const auto& from : in.manifests()) {
    if (!read.ok()) break;
    ManifestsReply::Version version;
    version.version = from.version();
    read.AtMost("note", from.note(), kManifestBytesMax, version.note);
    out.manifests.push_back(std::move(version));
  }
  return read.Finish(std::move(out));
}

void ToWire(const ManifestsReply& in, wire::GetManifestsResponse& out) {
  for (const ManifestsReply::Version& version : in.manifests) {
    wire::ManifestVersion* to = out.add_manifests();
    to->set_version(version.version);
    to->set_note(version.note);
  }
}

Result<HeadsRequest> FromWire(const wire::ListHeadsRequest& in) {
  FieldReader read("list_heads");
  HeadsRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  out.since = in.since_cursor();
  out.full = in.full();
  out.lines_since = in.lines_since();
  return read.Finish(std::move(out));
}

void ToWire(const HeadsRequest& in, wire::ListHeadsRequest& out) {
  out.set_network_id(in.network.str());
  out.set_since_cursor(in.since);
  out.set_full(in.full);
  out.set_lines_since(in.lines_since);
}

Result<HeadsReply> FromWire(const wire::ListHeadsResponse& in) {
  FieldReader read("list_heads");
  HeadsReply out;
  out.cursor = in.cursor();
  read.Count("heads", in.heads_size(), kHeadsMax);
  for (const auto& from : in.heads()) {
    if (!read.ok()) break;
    Head head;
    read.Id16("feed_id", from.feed_id(), head.feed);
    ReadHeadNote(from, read, head);
    head.lines = ReadCosignatures(from.cosignatures(), read);
    read.AtMost("evidence", from.evidence(), kEvidenceBytesMax, head.evidence);
    out.heads.push_back(std::move(head));
  }
  out.lines = ReadCosigned(in.lines(), read);
  out.lines_cursor = in.lines_cursor();
  return read.Finish(std::move(out));
}

void ToWire(const HeadsReply& in, wire::ListHeadsResponse& out) {
  out.set_cursor(in.cursor);
  for (const Head& head : in.heads) {
    wire::Head* to = out.add_heads();
    to->set_feed_id(head.feed.str());
    WriteHeadNote(head, *to);
    WriteCosignatures(head.lines, *to->mutable_cosignatures());
    if (!head.evidence.empty()) to->set_evidence(head.evidence);
  }
  WriteCosigned(in.lines, *out.mutable_lines());
  out.set_lines_cursor(in.lines_cursor);
}

Result<LeavesRequest> FromWire(const wire::FetchLeavesRequest& in) {
  FieldReader read("fetch_leaves");
  LeavesRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.Id16("feed_id", in.feed_id(), out.feed);
  out.start = in.start();
  out.max = in.max();
  if (out.max == 0 || out.max > kLeavesPerPageMax) out.max = kLeavesPerPageMax;
  return read.Finish(std::move(out));
}

void ToWire(const LeavesRequest& in, wire::FetchLeavesRequest& out) {
  out.set_network_id(in.network.str());
  out.set_feed_id(in.feed.str());
  out.set_start(in.start);
  out.set_max(static_cast<uint32_t>(std::min(in.max, kLeavesPerPageMax)));
}

Result<LeavesReply> FromWire(const wire::FetchLeavesResponse& in) {
  FieldReader read("fetch_leaves");
  LeavesReply out;
  out.start = in.start();
  read.Leaves("leaves", in.leaves(), out.leaves);
  read.AtMost("checkpoint", in.checkpoint(), crypto::kNoteBytesMax, out.checkpoint);
  return read.Finish(std::move(out));
}

void ToWire(const LeavesReply& in, wire::FetchLeavesResponse& out) {
  out.set_start(in.start);
  out.set_leaves(in.leaves);
  out.set_checkpoint(in.checkpoint);
}

Result<BodiesRequest> FromWire(const wire::FetchBodiesRequest& in) {
  FieldReader read("fetch_bodies");
  BodiesRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.Id16("feed_id", in.feed_id(), out.feed);
  read.Count("ranges", in.ranges_size(), kRangesMax);
  for (const auto& range : in.ranges()) {
    if (!read.ok()) break;
    if (range.start() > range.end()) read.Refuse("ranges", "must not end before they start");
    out.ranges.push_back({range.start(), range.end()});
  }
  out.bytes_max = in.bytes_max();
  if (out.bytes_max == 0 || out.bytes_max > kBodyBytesPerReplyMax) {
    out.bytes_max = kBodyBytesPerReplyMax;
  }
  return read.Finish(std::move(out));
}

void ToWire(const BodiesRequest& in, wire::FetchBodiesRequest& out) {
  out.set_network_id(in.network.str());
  out.set_feed_id(in.feed.str());
  for (const IndexRange& range : in.ranges) {
    wire::IndexRange* to = out.add_ranges();
    to->set_start(range.start);
    to->set_end(range.end);
  }
  out.set_bytes_max(in.bytes_max);
}

Result<BodiesReply> FromWire(const wire::FetchBodiesResponse& in) {
  FieldReader read("fetch_bodies");
  BodiesReply out;
  out.bodies = ReadBodies(in.bodies(), read);
  return read.Finish(std::move(out));
}

void ToWire(const BodiesReply& in, wire::FetchBodiesResponse& out) { WriteBodies(in.bodies, out); }

Result<PushBodiesRequest> FromWire(const wire::PushBodiesRequest& in) {
  FieldReader read("push_bodies");
  PushBodiesRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.Id16("feed_id", in.feed_id(), out.feed);
  out.bodies = ReadBodies(in.bodies(), read);
  return read.Finish(std::move(out));
}

void ToWire(const PushBodiesRequest& in, wire::PushBodiesRequest& out) {
  out.set_network_id(in.network.str());
  out.set_feed_id(in.feed.str());
  WriteBodies(in.bodies, out);
}

}  // namespace candour::rpc

// Every message of peer.v1, through protobuf and the checks of node/rpc/convert.h. The first byte
// says which.
#include <google/protobuf/io/coded_stream.h>

#include <iterator>

#include "crypto/checkpoint.h"
#include "federation/feed/names.h"
#include "node/rpc/convert.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

namespace wire = ::candour::peer::v1;

// What is accepted is written and read again, and then stays as it is.
template <class Message>
void Read(std::string_view bytes) {
  Message in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto value = rpc::FromWire(in);
  if (!value) {
    FUZZ_CHECK(!value.error().reason.empty() && !value.error().message.empty());
    return;
  }
  Message out;
  rpc::ToWire(*value, out);
  const auto again = rpc::FromWire(out);
  FUZZ_CHECK(again);
  Message last;
  rpc::ToWire(*again, last);
  FUZZ_CHECK(last.SerializeAsString() == out.SerializeAsString());
}

void ReadWatch(std::string_view bytes) {
  wire::WatchRequest request;
  if (request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    (void)rpc::FromWire(request);
  wire::WatchResponse response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto network = *NetworkId::From(std::string(16, 'n'));
  const auto hint = rpc::FromWire(response, network);
  if (!hint) return;
  wire::WatchResponse out;
  rpc::ToWire(*hint, out);
  const auto again = rpc::FromWire(out, network);
  FUZZ_CHECK(again && again->live.blobs.size() <= kLiveLeavesMax);
  wire::WatchResponse last;
  rpc::ToWire(*again, last);
  FUZZ_CHECK(last.SerializeAsString() == out.SerializeAsString());
}

// The coordinator's desk reads the one as it came, whose fields are checked by CheckKeySet; the
// joining node shows the other.
void ReadJoin(std::string_view bytes) {
  wire::JoinRequest request;
  if (request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    (void)request.SerializeAsString();
  wire::JoinResponse response;
  if (response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    (void)response.SerializeAsString();
}

constexpr void (*kReaders[])(std::string_view) = {Read<wire::HelloRequest>,
                                                  Read<wire::GetManifestsRequest>,
                                                  Read<wire::ListHeadsRequest>,
                                                  Read<wire::FetchLeavesRequest>,
                                                  Read<wire::FetchBodiesRequest>,
                                                  Read<wire::PushHeadRequest>,
                                                  Read<wire::PushLeavesRequest>,
                                                  Read<wire::PushBodiesRequest>,
                                                  Read<wire::PutCosignaturesRequest>,
                                                  Read<wire::ListCosignaturesRequest>,
                                                  Read<wire::GetConsistencyRequest>,
                                                  Read<wire::GetProofRequest>,
                                                  Read<wire::HelloResponse>,
                                                  Read<wire::GetManifestsResponse>,
                                                  Read<wire::ListHeadsResponse>,
                                                  Read<wire::FetchLeavesResponse>,
                                                  Read<wire::FetchBodiesResponse>,
                                                  Read<wire::PushHeadResponse>,
                                                  Read<wire::PushLeavesResponse>,
                                                  Read<wire::PushBodiesResponse>,
                                                  Read<wire::PutCosignaturesResponse>,
                                                  Read<wire::ListCosignaturesResponse>,
                                                  Read<wire::GetConsistencyResponse>,
                                                  Read<wire::GetProofResponse>,
                                                  ReadWatch,
                                                  ReadJoin,
                                                  Read<wire::SubmitReportRequest>,
                                                  Read<wire::FetchReportsRequest>,
                                                  Read<wire::SubmitReportResponse>,
                                                  Read<wire::FetchReportsResponse>,
                                                  Read<wire::ReportEvidenceRequest>,
                                                  Read<wire::ReportEvidenceResponse>};

void Run(std::string_view bytes) {
  if (bytes.empty()) return;
  kReaders[static_cast<unsigned char>(bytes[0]) % std::size(kReaders)](bytes.substr(1));
}

template <class Value, class Message>
std::string Seed(char reader, const Value& value, Message message) {
  rpc::ToWire(value, message);
  return std::string(1, reader) + message.SerializeAsString();
}

std::vector<std::string> Seeds() {
  const auto network = *NetworkId::From(std::string(16, 'n'));
  const auto feed = *FeedId::From(std::string(16, 'f'));
  const auto hash = *crypto::Hash::From(std::string(32, 'h'));
  const std::string leaf = "CDR1" + std::string(108, '\0');
  const Cosignature line{0x01020304, 1'800'000'000, Bytes(kSignatureBytes, 's')};
  const crypto::Checkpoint head{FeedOrigin(feed), 7, hash};
  const Bytes note = crypto::FormatNote({head.Format(), {{head.origin, 1, line.signature}}});
  std::vector<std::string> seeds = {
      Seed(0,
           candour::HelloRequest{.instance = hash,
                                 .boot_id = std::string(16, 'b'),
                                 .network = network,
                                 .manifest_version = 7,
                                 .manifest_hash = hash},
           wire::HelloRequest()),
      Seed(1, ManifestsRequest{network, 3}, wire::GetManifestsRequest()),
      Seed(2, HeadsRequest{.network = network}, wire::ListHeadsRequest()),
      Seed(3, LeavesRequest{network, feed, 0, 4096}, wire::FetchLeavesRequest()),
      Seed(4, BodiesRequest{network, feed, {{0, 1}, {5, 9}}, 1000}, wire::FetchBodiesRequest()),
      Seed(6, PushLeavesRequest{network, feed, 0, leaf, "note", {"blob"}},
           wire::PushLeavesRequest()),
      Seed(8, PutCosignaturesRequest{network, {{feed, 7, {line, line}}}},
           wire::PutCosignaturesRequest()),
      Seed(14,
           HeadsReply{.cursor = 5,
                      .heads = {{feed, note, {line, line}, "evidence"}},
                      .lines_cursor = 9,
                      .lines = {{feed, 7, {line}}}},
           wire::ListHeadsResponse()),
      Seed(24, WatchHint{network, feed, 1, false, {leaf, line.signature, {"blob"}}},
           wire::WatchResponse()),
      Seed(15, LeavesReply{.start = 0, .leaves = leaf, .checkpoint = "note"},
           wire::FetchLeavesResponse()),
  };
  for (char reader = 0; reader < static_cast<char>(std::size(kReaders)); ++reader) {
    seeds.push_back(std::string(1, reader) + "\x0a\x10" + std::string(16, 'n'));
  }
  return seeds;
}

}  // namespace

const Target kPeerMessage = {"peer_message", Run, Seeds};

}  // namespace candour::fuzz

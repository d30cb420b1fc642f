// candour_fanout [MEMBERS]: the bytes that pass a hub for one new entry, with the cosignatures of
// all members on it, as peer.v1 encodes them. Exits 1 when they are more than 300,000 or when
// somebody does not hold what an entry consists of: leaf, body, and as many cosignatures as settle
// it.
//
// Cores on a stage, messages at once and in order; what a quiet network says anyway in the same
// time is measured first and taken off.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "node/rpc/convert.h"
#include "tests/unit/federation/core/stage.h"

namespace candour {
namespace {

using core_test::Stage;
using std::chrono::minutes;

constexpr uint64_t kBytesMax = 300'000;
constexpr size_t kMembers = 300;
constexpr size_t kQuorum = 2;  // witness-quorum, where the manifest names none.
constexpr size_t kAuthor = 5;
constexpr size_t kEarlier = 6;
constexpr size_t kFrame = 5;  // What gRPC puts before each message.

struct Count {
  uint64_t messages = 0;
  uint64_t bytes = 0;
};
using Counts = std::map<std::string, Count>;

template <class Wire, class Value>
size_t SizeOf(const Value& value) {
  Wire wire;
  rpc::ToWire(value, wire);
  return wire.ByteSizeLong() + kFrame;
}

struct RequestSize {
  std::pair<const char*, size_t> operator()(const HelloRequest& r) const {
    return {"Hello", SizeOf<rpc::wire::HelloRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const ManifestsRequest& r) const {
    return {"GetManifests", SizeOf<rpc::wire::GetManifestsRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const HeadsRequest& r) const {
    return {"ListHeads", SizeOf<rpc::wire::ListHeadsRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const LeavesRequest& r) const {
    return {"FetchLeaves", SizeOf<rpc::wire::FetchLeavesRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const BodiesRequest& r) const {
    return {"FetchBodies", SizeOf<rpc::wire::FetchBodiesRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushHeadRequest& r) const {
    return {"PushHead", SizeOf<rpc::wire::PushHeadRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushLeavesRequest& r) const {
    return {"PushLeaves", SizeOf<rpc::wire::PushLeavesRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushBodiesRequest& r) const {
    return {"PushBodies", SizeOf<rpc::wire::PushBodiesRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const PutCosignaturesRequest& r) const {
    return {"PutCosignatures", SizeOf<rpc::wire::PutCosignaturesRequest>(r)};
  }
  std::pair<const char*, size_t> operator()(const ListCosignaturesRequest& r) const {
    return {"ListCosignatures", SizeOf<rpc::wire::ListCosignaturesRequest>(r)};
  }
  template <class Other>
  std::pair<const char*, size_t> operator()(const Other&) const {
    return {"other", 0};
  }
};

struct ReplySize {
  std::pair<const char*, size_t> operator()(const HeadsReply& r) const {
    return {"ListHeads", SizeOf<rpc::wire::ListHeadsResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const LeavesReply& r) const {
    return {"FetchLeaves", SizeOf<rpc::wire::FetchLeavesResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const BodiesReply& r) const {
    return {"FetchBodies", SizeOf<rpc::wire::FetchBodiesResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushHeadReply& r) const {
    return {"PushHead", SizeOf<rpc::wire::PushHeadResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushLeavesReply& r) const {
    return {"PushLeaves", SizeOf<rpc::wire::PushLeavesResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const PushBodiesReply& r) const {
    return {"PushBodies", SizeOf<rpc::wire::PushBodiesResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const PutCosignaturesReply& r) const {
    return {"PutCosignatures", SizeOf<rpc::wire::PutCosignaturesResponse>(r)};
  }
  std::pair<const char*, size_t> operator()(const ListCosignaturesReply& r) const {
    return {"ListCosignatures", SizeOf<rpc::wire::ListCosignaturesResponse>(r)};
  }
  template <class Other>
  std::pair<const char*, size_t> operator()(const Other&) const {
    return {"other", 0};
  }
};

void Add(Counts& counts, const std::pair<const char*, size_t>& message) {
  Count& count = counts[message.first];
  ++count.messages;
  count.bytes += message.second;
}

void Listen(Counts& counts, size_t actor, const Action& action) {
  if (const auto* ask = std::get_if<AskPeer>(&action); ask && actor != 0) {
    Add(counts, std::visit(RequestSize(), ask->request));
  } else if (const auto* answer = std::get_if<AnswerPeer>(&action); answer && answer->reply) {
    Add(counts, std::visit(ReplySize(), *answer->reply));
  } else if (const auto* hint = std::get_if<SendHint>(&action)) {
    Add(counts, {"Watch", SizeOf<rpc::wire::WatchResponse>(hint->hint)});
  }
}

uint64_t Sum(const Counts& counts) {
  uint64_t bytes = 0;
  for (const auto& [name, count] : counts) bytes += count.bytes;
  return bytes;
}

// Whether a member can read the entry and see that it is settled.
bool Settled(Stage& stage, size_t member, const FeedId& feed) {
  const auto state = stage.store(member).Feed(feed);
  if (!state || state->size != 1 || !stage.store(member).Body(feed, 0)) return false;
  size_t others = 0;
  bool origin = false;
  for (const CosignatureRow& row : stage.store(member).Cosignatures(feed)) {
    if (row.size != 1) continue;
    if (row.member == state->member) {
      origin = true;
    } else {
      ++others;
    }
  }
  return origin && others >= kQuorum;
}

int Run(size_t members) {
  Stage stage(members);
  stage.StartAll();
  stage.ConnectAll();
  // Not the very first entry: every look names a cursor.
  if (!stage.Publish(kEarlier, "an earlier entry")) return 1;
  stage.Pass(minutes(30));
  Counts counts;
  stage.spy = [&](size_t actor, const Action& action) { Listen(counts, actor, action); };
  stage.Pass(minutes(15));
  const Counts quiet = std::exchange(counts, {});
  if (!stage.Publish(kAuthor, "one entry")) return 1;
  stage.Pass(minutes(15));

  const FeedId feed = stage.cast().FeedOf(kAuthor);
  const size_t lines = stage.store(kAuthor).Cosignatures(feed).size();
  size_t settled = 0;
  for (size_t i = 0; i < members; ++i) settled += Settled(stage, i, feed) ? 1 : 0;
  for (auto& [name, count] : counts) {
    const auto before = quiet.find(name);
    if (before != quiet.end()) {
      count.messages -= std::min(count.messages, before->second.messages);
      count.bytes -= std::min(count.bytes, before->second.bytes);
    }
    std::printf("  %-18s %6llu messages %9llu bytes\n", name.c_str(),
                static_cast<unsigned long long>(count.messages),
                static_cast<unsigned long long>(count.bytes));
  }
  const uint64_t bytes = Sum(counts);
  std::printf(
      "[summary] fan-out: %zu members, one entry, %zu cosignatures at its author, settled at %zu: "
      "%llu bytes at the hub (limit %llu)\n",
      members, lines, settled, static_cast<unsigned long long>(bytes),
      static_cast<unsigned long long>(kBytesMax));
  return bytes <= kBytesMax && lines == members && settled == members ? 0 : 1;
}

}  // namespace
}  // namespace candour

int main(int argc, char** argv) {
  return candour::Run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : candour::kMembers);
}

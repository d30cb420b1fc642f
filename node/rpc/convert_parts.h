// The checks that every message shares: sizes first, then copies.
#pragma once

#include <string>
#include <string_view>

#include "crypto/note.h"
#include "federation/base/result.h"
#include "federation/feed/leaf.h"
#include "federation/network/manifest.h"
#include "federation/sync/messages.h"

namespace candour::rpc {

inline constexpr size_t kBlobBytesMax = 0xffff * kBlobBlockBytes;
inline constexpr size_t kLinesMax = 8192;
inline constexpr size_t kHeadsMax = 65'536;
inline constexpr size_t kRangesMax = 4096;
inline constexpr size_t kBodiesMax = 16'384;
inline constexpr size_t kProofHashesMax = 128;
inline constexpr size_t kProposalsMax = 128;

// Reads fields one after the other; the first that is wrong decides the outcome, and what was read
// so far is then worth nothing.
class FieldReader {
 public:
  explicit FieldReader(const char* message) : message_(message) {}

  template <class IdType>
  void Id16(const char* field, std::string_view raw, IdType& out) {
    if (const auto id = IdType::From(raw)) {
      out = *id;
    } else {
      Refuse(field, "must be 16 bytes");
    }
  }
  // An id that may be left out: then it is all zero.
  template <class IdType>
  void OptionalId16(const char* field, std::string_view raw, IdType& out) {
    if (!raw.empty()) Id16(field, raw, out);
  }
  void Hash32(const char* field, std::string_view raw, crypto::Hash& out);
  void Exactly(const char* field, std::string_view raw, size_t size, Bytes& out);
  void AtMost(const char* field, std::string_view raw, size_t max, Bytes& out);
  void Leaves(const char* field, std::string_view raw, Bytes& out);
  // Bodies that come with so many bytes of leaves.
  template <class Repeated>
  void Blobs(const char* field, const Repeated& in, size_t leaf_bytes, std::vector<Bytes>& out) {
    const size_t leaves = leaf_bytes / kLeafBytes;
    Count(field, in.size(), leaves > kLiveLeavesMax ? 0 : leaves);
    size_t bytes = 0;
    for (const std::string& blob : in) bytes += blob.size();
    if (bytes > kLiveBytesMax) Refuse(field, "are too many bytes");
    if (ok()) out.assign(in.begin(), in.end());
  }
  void Count(const char* field, size_t count, size_t max);
  void Refuse(const char* field, const char* rule);

  bool ok() const { return error_.empty(); }
  template <class T>
  Result<T> Finish(T value) const {
    if (!ok()) return Fail(ErrorCode::kInvalid, "MALFORMED", error_);
    return value;
  }

 private:
  const char* message_;
  std::string error_;
};

// Cosignatures of one head, as many messages carry them.
template <class Repeated>
std::vector<Cosignature> ReadCosignatures(const Repeated& in, FieldReader& read) {
  std::vector<Cosignature> out;
  read.Count("cosignatures", in.size(), kLinesMax);
  for (const auto& from : in) {
    if (!read.ok()) break;
    Cosignature line{from.key_id(), from.time(), {}};
    read.Exactly("signature", from.signature(), kSignatureBytes, line.signature);
    out.push_back(std::move(line));
  }
  return out;
}

template <class Repeated>
void WriteCosignatures(const std::vector<Cosignature>& in, Repeated& out) {
  for (const Cosignature& line : in) {
    auto* to = out.Add();
    to->set_key_id(line.key_id);
    to->set_time(line.time);
    to->set_signature(line.signature);
  }
}

template <class Repeated>
std::vector<CosignedHead> ReadCosigned(const Repeated& in, FieldReader& read) {
  std::vector<CosignedHead> out;
  read.Count("heads", in.size(), kHeadsMax);
  for (const auto& from : in) {
    if (!read.ok()) break;
    CosignedHead head;
    read.Id16("feed_id", from.feed_id(), head.feed);
    head.size = from.size();
    head.lines = ReadCosignatures(from.lines(), read);
    out.push_back(std::move(head));
  }
  return out;
}

template <class Repeated>
void WriteCosigned(const std::vector<CosignedHead>& in, Repeated& out) {
  for (const CosignedHead& head : in) {
    auto* to = out.Add();
    to->set_feed_id(head.feed.str());
    to->set_size(head.size);
    WriteCosignatures(head.lines, *to->mutable_lines());
  }
}

}  // namespace candour::rpc

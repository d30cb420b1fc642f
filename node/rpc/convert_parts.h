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
inline constexpr size_t kLineBytesMax = 16 * 1024;  // Post-quantum lines reach 5 kB.
inline constexpr size_t kLinesMax = 1024;
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

}  // namespace candour::rpc

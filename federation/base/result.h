// What every fallible function gives back: a value, or an error whose code says what the caller can
// do about it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace candour {

enum class ErrorCode {
  kInvalid,      // The input is wrong; sending it again will not help.
  kNotFound,     // Absent, or not visible to who asks.
  kDenied,       // The principal may not.
  kConflict,     // The state moved on, or two statements contradict; read again.
  kFull,         // A limit was reached; later or smaller.
  kUnavailable,  // Something this depends on does not answer; later.
  kCorrupt,      // Stored bytes are not what was written.
  kPolicy,       // Well-formed and permitted, but a rule of the network or the house refuses it.
};

// `reason` is a stable upper-case token (ErrorInfo.reason); `message` names the object and the next
// step and never carries record text.
struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string reason;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> Fail(ErrorCode code, std::string reason, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(reason), std::move(message)});
}

// "INVALID", "NOT_FOUND", ...
const char* CodeName(ErrorCode code);

}  // namespace candour

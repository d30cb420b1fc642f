// What the .cc files here share when they call OpenSSL. Not for other folders.
#pragma once

#include <string>
#include <string_view>

namespace candour::crypto {

// Takes back the errors that calls in this scope leave in OpenSSL's queue of this thread. A
// refused signature would otherwise be read as a failure of the next TLS call.
class ErrorMark {
 public:
  ErrorMark();
  ~ErrorMark();
  ErrorMark(const ErrorMark&) = delete;
  ErrorMark& operator=(const ErrorMark&) = delete;
};

inline const unsigned char* Bytes(std::string_view view) {
  return reinterpret_cast<const unsigned char*>(view.data());
}
inline unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace candour::crypto

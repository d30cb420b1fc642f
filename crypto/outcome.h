// The result of a crypto call that may refuse its input: a value, or the reason in words.
//
// The reason never names the object (which feed, which file); the caller knows it and adds it.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace candour::crypto {

template <class T>
using Outcome = tl::expected<T, std::string>;

inline tl::unexpected<std::string> Refuse(std::string_view reason) {
  return tl::unexpected<std::string>(std::string(reason));
}

}  // namespace candour::crypto

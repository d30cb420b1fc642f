// Ed25519 itself, for candour_sim: crypto/ed25519.cc under other names (see oracle.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace candour::sim {

class RealKey {
 public:
  virtual ~RealKey() = default;
  virtual std::string Public() const = 0;
  virtual std::string Sign(std::string_view message) const = 0;
};

// `seed` has 32 bytes.
std::unique_ptr<RealKey> MakeRealKey(std::string_view seed);
bool RealVerifies(std::string_view key, std::string_view message, std::string_view signature);

}  // namespace candour::sim

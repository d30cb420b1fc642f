// Cryptographic randomness. Only the node and tests call it; pure code takes random bytes as input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace candour::crypto {

// Both abort when the system has no randomness to give: no caller could go on safely.
void FillRandom(std::span<uint8_t> out);
std::string RandomBytes(size_t n);

}  // namespace candour::crypto

// A pseudo-random stream: AES-256 in counter mode from counter zero (protocol section 10).
//
// Equal seeds give equal streams. The secrecy of what is made from a stream is that of its seed:
// the caller owes 32 fresh random bytes for every purpose. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

struct evp_cipher_ctx_st;  // OpenSSL's EVP_CIPHER_CTX, which this header does not include.

namespace candour::crypto {

inline constexpr size_t kPrgSeedBytes = 32;

class Prg {
 public:
  // A seed of another length is a programmer's mistake: aborts.
  explicit Prg(std::string_view seed);
  ~Prg();
  Prg(Prg&&) noexcept;
  Prg& operator=(Prg&&) noexcept;

  // The next eight bytes, big-endian.
  uint64_t Word() {
    if (at_ == words_.size()) Refill();
    return words_[at_++];
  }

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  void Refill();

  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
  std::vector<uint64_t> words_;
  size_t at_ = 0;
};

}  // namespace candour::crypto

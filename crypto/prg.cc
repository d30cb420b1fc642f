#include "crypto/prg.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <string>

#include "crypto/check.h"
#include "crypto/encoding.h"
#include "crypto/openssl_glue.h"

namespace candour::crypto {
namespace {

constexpr size_t kBlockWords = 256;
constexpr unsigned char kCounterZero[16] = {};

}  // namespace

void Prg::Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

Prg::Prg(std::string_view seed) : context_(EVP_CIPHER_CTX_new()) {
  Check(seed.size() == kPrgSeedBytes, "a stream from a seed of a wrong length");
  Check(context_ != nullptr, "out of memory");
  static const EVP_CIPHER* const kCipher = EVP_CIPHER_fetch(nullptr, "AES-256-CTR", nullptr);
  const bool ok =
      EVP_EncryptInit_ex(context_.get(), kCipher, nullptr, Bytes(seed), kCounterZero) == 1;
  Check(ok, "the stream does not start");
}

Prg::~Prg() {
  if (!words_.empty()) OPENSSL_cleanse(words_.data(), words_.size() * sizeof(uint64_t));
}

Prg::Prg(Prg&&) noexcept = default;
Prg& Prg::operator=(Prg&&) noexcept = default;

void Prg::Refill() {
  static const std::string kZeros(kBlockWords * sizeof(uint64_t), '\0');
  std::string block(kZeros.size(), '\0');
  int length = 0;
  const bool ok = EVP_EncryptUpdate(context_.get(), Bytes(block), &length, Bytes(kZeros),
                                    static_cast<int>(kZeros.size())) == 1;
  Check(ok && static_cast<size_t>(length) == block.size(), "the stream does not go on");
  words_.resize(kBlockWords);
  for (size_t i = 0; i < kBlockWords; ++i) words_[i] = GetU64(block, i * sizeof(uint64_t));
  OPENSSL_cleanse(block.data(), block.size());
  at_ = 0;
}

}  // namespace candour::crypto

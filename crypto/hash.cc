#include "crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

#include "crypto/check.h"

namespace candour::crypto {
namespace {

constexpr size_t kBlockBytes = 64;

// Looking the algorithm up costs more than hashing a leaf, so it happens once.
const EVP_MD* Algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Check(md != nullptr, "SHA-256 is not available");
  return md;
}

EVP_MD_CTX* NewContext() {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Check(context != nullptr, "out of memory");
  return context;
}

void Start(EVP_MD_CTX* context) {
  Check(EVP_DigestInit_ex(context, Algorithm(), nullptr) == 1, "SHA-256 does not start");
}

void Feed(EVP_MD_CTX* context, std::string_view bytes) {
  Check(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1, "SHA-256 fails");
}

Hash End(EVP_MD_CTX* context) {
  Hash out;
  Check(EVP_DigestFinal_ex(context, out.bytes.data(), nullptr) == 1, "SHA-256 does not end");
  return out;
}

// One context for each thread: making one costs as much as hashing a leaf.
struct ThreadContext {
  EVP_MD_CTX* const context = NewContext();
  ~ThreadContext() { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* StartThreadContext() {
  thread_local const ThreadContext mine;
  Start(mine.context);
  return mine.context;
}

using Block = std::array<char, kBlockBytes>;

std::string_view View(const Block& block) { return {block.data(), block.size()}; }

void Mask(Block& block, char with) {
  for (char& c : block) c = static_cast<char>(c ^ with);
}

}  // namespace

std::optional<Hash> Hash::From(std::string_view raw) {
  if (raw.size() != kHashBytes) return std::nullopt;
  Hash out;
  std::memcpy(out.bytes.data(), raw.data(), kHashBytes);
  return out;
}

Hash Sha256(std::string_view bytes) {
  EVP_MD_CTX* context = StartThreadContext();
  Feed(context, bytes);
  return End(context);
}

Hash Sha256(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* context = StartThreadContext();
  for (std::string_view part : parts) Feed(context, part);
  return End(context);
}

void Sha256Stream::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_(NewContext()) { Start(context_.get()); }

void Sha256Stream::Update(std::string_view bytes) { Feed(context_.get(), bytes); }

Hash Sha256Stream::Finish() {
  const Hash out = End(context_.get());
  Start(context_.get());
  return out;
}

Hash HmacSha256(std::string_view key, std::initializer_list<std::string_view> parts) {
  Block pad{};
  if (key.size() > kBlockBytes) {
    const Hash short_key = Sha256(key);
    std::memcpy(pad.data(), short_key.bytes.data(), kHashBytes);
  } else {
    std::copy(key.begin(), key.end(), pad.begin());
  }
  constexpr char kInner = 0x36;
  constexpr char kOuter = 0x5c;

  Mask(pad, kInner);
  EVP_MD_CTX* context = StartThreadContext();
  Feed(context, View(pad));
  for (std::string_view part : parts) Feed(context, part);
  const Hash inner = End(context);

  Mask(pad, kInner ^ kOuter);
  const Hash out = Sha256({View(pad), inner.view()});
  OPENSSL_cleanse(pad.data(), pad.size());
  return out;
}

Hash HkdfExtract(std::string_view salt, std::string_view ikm) { return HmacSha256(salt, {ikm}); }

std::string HkdfExpand(std::string_view prk, std::string_view info, size_t n) {
  constexpr size_t kRoundsMax = 255;
  Check(n <= kRoundsMax * kHashBytes, "HKDF is asked for too many bytes");
  std::string out;
  out.reserve(n + kHashBytes);
  Hash block;
  for (char round = 1; out.size() < n; ++round) {
    const std::string_view previous = out.empty() ? std::string_view() : block.view();
    block = HmacSha256(prk, {previous, info, std::string_view(&round, 1)});
    out += block.view();
  }
  out.resize(n);
  return out;
}

std::string HkdfSha256(std::string_view ikm, std::string_view salt, std::string_view info,
                       size_t n) {
  return HkdfExpand(HkdfExtract(salt, ikm).view(), info, n);
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace candour::crypto

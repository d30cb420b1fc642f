#include "tests/unit/crypto/independent_tiles.h"

#include <openssl/evp.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <vector>

namespace candour::testing {
namespace {

std::string Digest(const std::string& bytes) {
  unsigned char out[32];
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), out, &length, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<char*>(out), length);
}

std::optional<std::string> FromBase64(const std::string& text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0) return std::nullopt;
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  out.resize(static_cast<size_t>(length) - padding);
  return out;
}

bool Verifies(const std::string& key, const std::string& text, const std::string& signature) {
  EVP_PKEY* pkey = EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good =
      pkey != nullptr && EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey) == 1 &&
      EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(pkey);
  return good;
}

struct Head {
  uint64_t size = 0;
  std::string root;
};

// vkey: name+hex8+base64(0x01 || key).
std::optional<Head> OpenCheckpoint(const std::string& note, const std::string& vkey) {
  const size_t last = vkey.find('+', vkey.find('+') + 1);
  const std::string name = vkey.substr(0, vkey.find('+'));
  const auto key = FromBase64(vkey.substr(last + 1));
  const size_t blank = note.rfind("\n\n");
  if (!key || key->size() != 33 || (*key)[0] != 1 || blank == std::string::npos) {
    return std::nullopt;
  }
  const std::string text = note.substr(0, blank + 1);
  const std::string wanted_id = Digest(name + "\n" + *key).substr(0, 4);
  std::istringstream lines(note.substr(blank + 2));
  bool signed_by_origin = false;
  for (std::string line; std::getline(lines, line);) {
    const std::string start = "\xe2\x80\x94 " + name + " ";
    if (!line.starts_with(start)) continue;
    const auto signature = FromBase64(line.substr(start.size()));
    if (!signature || !signature->starts_with(wanted_id)) continue;
    if (!Verifies(key->substr(1), text, signature->substr(4))) return std::nullopt;
    signed_by_origin = true;
  }
  std::istringstream parts(text);
  std::string origin, size, root, more;
  std::getline(parts, origin);
  std::getline(parts, size);
  std::getline(parts, root);
  const auto raw = FromBase64(root);
  if (!signed_by_origin || origin != name || std::getline(parts, more) || !raw) return std::nullopt;
  return Head{std::stoull(size), *raw};
}

// RFC 6962 s.2.1, as it stands there.
std::string TreeHash(const std::vector<std::string>& leaves, size_t begin, size_t end) {
  if (begin == end) return Digest("");
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return Digest("\x01" + TreeHash(leaves, begin, begin + split) +
                TreeHash(leaves, begin + split, end));
}

std::string NumberPath(uint64_t number) {
  std::string digits = std::to_string(number % 1000);
  std::string path = std::string(3 - digits.size(), '0') + digits;
  for (number /= 1000; number > 0; number /= 1000) {
    digits = std::to_string(number % 1000);
    path = "x" + std::string(3 - digits.size(), '0') + digits + "/" + path;
  }
  return path;
}

std::optional<std::string> Read(const std::string& folder, const std::string& kind, uint64_t number,
                                size_t width) {
  std::string path = folder + "/tile/" + kind + "/" + NumberPath(number);
  if (width < 256) path += ".p/" + std::to_string(width);
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::string CheckTilesIndependently(const std::string& folder, const std::string& vkey) {
  std::ifstream in(folder + "/checkpoint", std::ios::binary);
  const auto head = OpenCheckpoint(std::string(std::istreambuf_iterator<char>(in), {}), vkey);
  if (!head) return "the checkpoint does not verify";
  std::vector<std::string> leaves;
  for (uint64_t at = 0; at < head->size; at += 256) {
    const size_t width = std::min<uint64_t>(256, head->size - at);
    const auto bundle = Read(folder, "entries", at / 256, width);
    if (!bundle) return "an entry bundle is missing";
    size_t place = 0;
    for (size_t i = 0; i < width; ++i) {
      if (bundle->size() - place < 2) return "an entry bundle is too short";
      const size_t length = static_cast<unsigned char>((*bundle)[place]) * 256u +
                            static_cast<unsigned char>((*bundle)[place + 1]);
      if (bundle->size() - place - 2 < length) return "an entry is cut short";
      leaves.push_back(Digest(std::string(1, '\0') + bundle->substr(place + 2, length)));
      place += 2 + length;
    }
    if (place != bundle->size()) return "an entry bundle is too long";
  }
  uint64_t below = 1;  // Leaves under one hash of the level.
  for (int level = 0; head->size / below > 0; ++level, below *= 256) {
    const uint64_t hashes = head->size / below;
    for (uint64_t at = 0; at < hashes; at += 256) {
      const size_t width = std::min<uint64_t>(256, hashes - at);
      std::string wanted;
      for (size_t i = 0; i < width; ++i) {
        wanted += TreeHash(leaves, (at + i) * below, (at + i + 1) * below);
      }
      const auto tile = Read(folder, std::to_string(level), at / 256, width);
      if (!tile || *tile != wanted) return "a tile does not follow from the entries";
    }
  }
  return TreeHash(leaves, 0, leaves.size()) == head->root ? "" : "the root is another one";
}

}  // namespace candour::testing

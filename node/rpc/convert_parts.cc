#include "node/rpc/convert_parts.h"

namespace candour::rpc {

void FieldReader::Hash32(const char* field, std::string_view raw, crypto::Hash& out) {
  if (const auto hash = crypto::Hash::From(raw)) {
    out = *hash;
  } else {
    Refuse(field, "must be 32 bytes");
  }
}

void FieldReader::Exactly(const char* field, std::string_view raw, size_t size, Bytes& out) {
  if (raw.size() != size) return Refuse(field, "has the wrong size");
  if (ok()) out.assign(raw);
}

void FieldReader::AtMost(const char* field, std::string_view raw, size_t max, Bytes& out) {
  if (raw.size() > max) return Refuse(field, "is too large");
  if (ok()) out.assign(raw);
}

void FieldReader::Leaves(const char* field, std::string_view raw, Bytes& out) {
  if (raw.size() % kLeafBytes != 0) return Refuse(field, "must be whole leaves of 112 bytes");
  AtMost(field, raw, kLeavesPerPageMax * kLeafBytes, out);
}

void FieldReader::Count(const char* field, size_t count, size_t max) {
  if (count > max) Refuse(field, "has too many entries");
}

void FieldReader::Refuse(const char* field, const char* rule) {
  if (!ok()) return;
  error_ = std::string(message_) + "." + field + " " + rule;
}

}  // namespace candour::rpc

#include "federation/sync/cosignature.h"

#include "crypto/cosignature.h"
#include "crypto/encoding.h"

namespace candour {

std::optional<Cosignature> CosignatureOf(BytesView line) {
  const auto parsed = crypto::SignatureLine::Parse(line);
  const auto time = parsed ? crypto::CosignatureTime(*parsed)
                           : crypto::Outcome<uint64_t>(crypto::Refuse("no signature line"));
  if (!time) return std::nullopt;
  return Cosignature{parsed->key_id, *time,
                     parsed->signature.substr(parsed->signature.size() - kSignatureBytes)};
}

crypto::SignatureLine LineOf(const Cosignature& cosignature, const std::string& name) {
  return {name, cosignature.key_id, crypto::U64(cosignature.time) + cosignature.signature};
}

}  // namespace candour

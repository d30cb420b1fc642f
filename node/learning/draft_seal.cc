#include "node/learning/draft_seal.h"

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/random.h"

namespace candour {
namespace {

std::string SealFresh(std::string_view key, std::string_view aad, std::string_view plaintext) {
  std::string nonce = crypto::RandomBytes(crypto::kAeadNonceBytes);
  return nonce + crypto::Seal(key, nonce, aad, plaintext);
}

Result<std::string> OpenFresh(std::string_view key, std::string_view aad, std::string_view sealed) {
  Error corrupt{
      ErrorCode::kCorrupt, "SEAL_BROKEN",
      "what was sealed does not open with this node.key; is the keys folder this node's?"};
  if (sealed.size() < crypto::kAeadNonceBytes + crypto::kAeadTagBytes) return Fail(corrupt);
  auto plain = crypto::Open(key, sealed.substr(0, crypto::kAeadNonceBytes), aad,
                            sealed.substr(crypto::kAeadNonceBytes));
  if (!plain) return Fail(corrupt);
  return *plain;
}

std::string WorkName(const node::v1::StoredDraft& draft) { return draft.id() + "/work"; }

Result<std::string> DraftKey(std::string_view node_key, const node::v1::StoredDraft& draft) {
  return OpenFresh(node_key, "candour/draft-key/v1" + draft.id(), draft.wrapped_key());
}

}  // namespace

std::string SealWithNodeKey(std::string_view node_key, std::string_view what,
                            std::string_view secret) {
  return SealFresh(node_key, what, secret);
}

Result<std::string> OpenWithNodeKey(std::string_view node_key, std::string_view what,
                                    std::string_view sealed) {
  return OpenFresh(node_key, what, sealed);
}

void SealOriginal(std::string_view node_key, const node::v1::DraftInput& original,
                  node::v1::StoredDraft& draft) {
  std::string key = crypto::RandomBytes(crypto::kAeadKeyBytes);
  draft.set_sealed_original(SealFresh(key, draft.id(), original.SerializeAsString()));
  draft.set_wrapped_key(SealFresh(node_key, "candour/draft-key/v1" + draft.id(), key));
  crypto::Wipe(key);
}

Result<node::v1::DraftInput> OpenOriginal(std::string_view node_key,
                                          const node::v1::StoredDraft& draft) {
  if (draft.wrapped_key().empty()) {
    return Fail(ErrorCode::kNotFound, "ORIGINAL_DESTROYED", "the original was destroyed");
  }
  auto key = DraftKey(node_key, draft);
  if (!key) return Fail(key.error());
  auto plain = OpenFresh(*key, draft.id(), draft.sealed_original());
  crypto::Wipe(*key);
  if (!plain) return Fail(plain.error());
  node::v1::DraftInput original;
  if (!original.ParseFromString(*plain)) {
    return Fail(ErrorCode::kCorrupt, "ROW_CORRUPT", "the sealed original cannot be read");
  }
  return original;
}

void SealWork(std::string_view node_key, node::v1::StoredDraft& draft) {
  if (draft.wrapped_key().empty()) return;
  if (draft.edits().empty() && draft.masks().empty()) return;
  auto key = DraftKey(node_key, draft);
  if (!key) return;  // OpenWork said so before.
  node::v1::StoredWork work;
  work.mutable_edits()->Swap(draft.mutable_edits());
  work.mutable_masks()->Swap(draft.mutable_masks());
  draft.set_sealed_work(SealFresh(*key, WorkName(draft), work.SerializeAsString()));
  crypto::Wipe(*key);
}

Status OpenWork(std::string_view node_key, node::v1::StoredDraft& draft) {
  if (draft.sealed_work().empty()) return {};
  auto key = DraftKey(node_key, draft);
  if (!key) return Fail(key.error());
  auto plain = OpenFresh(*key, WorkName(draft), draft.sealed_work());
  crypto::Wipe(*key);
  if (!plain) return Fail(plain.error());
  node::v1::StoredWork work;
  if (!work.ParseFromString(*plain)) {
    return Fail(ErrorCode::kCorrupt, "ROW_CORRUPT", "the sealed edits cannot be read");
  }
  draft.clear_sealed_work();
  draft.mutable_edits()->MergeFrom(work.edits());
  draft.mutable_masks()->MergeFrom(work.masks());
  return {};
}

}  // namespace candour

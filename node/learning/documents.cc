#include "node/learning/documents.h"

#include "candour/node/v1/stored.pb.h"
#include "federation/feed/leaf.h"
#include "node/learning/fields.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

void Fill(learning::v1::Learning learning, index::Document& document) {
  document.title = learning.title();
  document.kind = FacetCode(
      learning::v1::LearningKind_Name(learning.kind()).substr(sizeof("LEARNING_KIND_") - 1));
  document.setting = FacetCode(learning.setting());
  document.specialty = FacetCode(learning.specialty());
  VisitText(learning, [&](std::string_view name, FieldKind kind, std::string& value) {
    if (kind == FieldKind::kStructured || name == "title") return;
    document.body.append(value).append("\n");
  });
}

std::optional<index::Document> OfRecord(const storage::Reader& store,
                                        const storage::Change& change) {
  auto id = RecordId::From(change.key);
  if (!id) return std::nullopt;
  auto record = LoadRecord(store, *id);
  if (!record || record->state() == node::v1::REPORT_STATE_WITHDRAWN) return std::nullopt;
  index::Document document;
  document.key = index::DocumentKey::OfRecord(change.key);
  document.day = record->approved_at();
  if (auto work = WorkId::From(record->work_id())) document.work = *work;
  Fill(record->learning(), document);
  return document;
}

std::optional<index::Document> OfItem(const storage::Reader& store, const storage::Change& change) {
  auto state = store.Feed(change.feed);
  auto blob = store.Body(change.feed, change.index);
  auto leaf = DecodeLeaf(store.Leaves(change.feed, change.index, 1));
  if (!state || !blob || !leaf || store.RetractionOf(change.feed, change.index)) {
    return std::nullopt;
  }
  auto opened = CheckBlob(*leaf, *blob);
  learning::v1::Body body;
  if (!opened || !body.ParseFromString(std::string(opened->body)) || !body.has_learning()) {
    return std::nullopt;
  }
  index::Document document;
  document.key = index::DocumentKey::OfItem(change.feed, change.index);
  document.network = state->network;
  document.member = state->member;
  document.day = static_cast<int64_t>(leaf->day);
  if (auto work = WorkId::From(body.work_id())) document.work = *work;
  Fill(body.learning(), document);
  return document;
}

}  // namespace

std::string FacetCode(std::string_view words) {
  std::string code;
  for (char c : words) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    code.push_back(c == ' ' || c == '_' ? '-' : c);
  }
  return code;
}

std::optional<index::DocumentKey> DocumentKeyFor(const storage::Change& change) {
  switch (change.kind) {
    case storage::ChangeKind::kRecord:
      return index::DocumentKey::OfRecord(change.key);
    case storage::ChangeKind::kBody:
    case storage::ChangeKind::kRetract:
    case storage::ChangeKind::kErased:
      return index::DocumentKey::OfItem(change.feed, change.index);
    case storage::ChangeKind::kDraft:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<index::Document> DocumentFor(const storage::Reader& store,
                                           const storage::Change& change) {
  switch (change.kind) {
    case storage::ChangeKind::kRecord:
      return OfRecord(store, change);
    case storage::ChangeKind::kBody:
      return OfItem(store, change);
    default:
      return std::nullopt;
  }
}

}  // namespace candour

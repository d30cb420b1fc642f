#include "node/learning/draft_query.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "node/learning/documents.h"
#include "node/learning/fields.h"

namespace candour {
namespace {

using Words = std::vector<std::string>;

// In small letters, plural s taken off; a phrase's words in order.
Words WordsOf(std::string_view text) {
  Words words;
  std::string word;
  const auto end = [&] {
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool inside = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (inside) {
      word.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    } else {
      end();
    }
  }
  end();
  return words;
}

bool HoldsPrefix(const Words& words, const std::string& prefix) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.starts_with(prefix); });
}

bool HoldsAll(const Words& words, const Words& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

// The depth is bounded by index::kQueryDepthMax.
bool Matches(const index::Node& node, const Words& words) {
  const Words wanted = WordsOf(node.text);
  const auto matches = [&](const index::Node& part) { return Matches(part, words); };
  switch (node.kind) {
    case index::NodeKind::kPrefix:
      return !wanted.empty() && HoldsPrefix(words, wanted.front());
    case index::NodeKind::kPhrase:
      return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
    case index::NodeKind::kAny:
      return std::any_of(node.parts.begin(), node.parts.end(), matches);
    case index::NodeKind::kAll:
      return std::all_of(node.parts.begin(), node.parts.end(), matches) &&
             std::none_of(node.without.begin(), node.without.end(), matches);
    case index::NodeKind::kTerm:
    case index::NodeKind::kNear:
      break;
  }
  return HoldsAll(words, wanted);
}

std::string FacetOf(const learning::v1::Learning& learning, index::Field field) {
  if (field == index::Field::kSetting) return FacetCode(learning.setting());
  if (field == index::Field::kSpecialty) return FacetCode(learning.specialty());
  return FacetCode(
      learning::v1::LearningKind_Name(learning.kind()).substr(sizeof("LEARNING_KIND_") - 1));
}

}  // namespace

Result<DraftQuery> DraftQuery::Parse(std::string_view text) {
  DraftQuery made;
  if (text.empty()) return made;
  auto query = index::ParseQuery(text);
  if (!query) return Fail(query.error());
  for (const auto& filter : query->filters) {
    if (filter.field == index::Field::kNetwork || filter.field == index::Field::kMember) {
      return Fail(ErrorCode::kInvalid, "QUERY_INVALID",
                  "a draft is in no network yet; ask by words, kind:, setting: or specialty:");
    }
  }
  made.query_ = std::move(*query);
  return made;
}

bool DraftQuery::Takes(const learning::v1::Learning& masked) const {
  std::map<index::Field, bool> any;  // Filters of one field are alternatives.
  for (const auto& filter : query_.filters) {
    const bool same = FacetOf(masked, filter.field) == FacetCode(filter.value);
    if (filter.excluded && same) return false;
    if (!filter.excluded) any[filter.field] |= same;
  }
  for (const auto& [field, holds] : any) {
    if (!holds) return false;
  }
  if (!query_.text) return true;
  std::string text;
  learning::v1::Learning copy = masked;
  VisitText(copy, [&](std::string_view, FieldKind kind, std::string& value) {
    if (kind != FieldKind::kStructured) text.append(value).append("\n");
  });
  return Matches(*query_.text, WordsOf(text));
}

}  // namespace candour

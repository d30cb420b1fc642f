#include "node/index/query.h"

#include <array>
#include <cctype>
#include <utility>

#include "crypto/encoding.h"

namespace candour::index {
namespace {

constexpr std::array<const char*, kFields> kFieldNames = {"kind", "setting", "specialty", "network",
                                                          "member"};
constexpr uint32_t kNearMax = 100;

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool EndsWord(char c) { return IsSpace(c) || c == '(' || c == ')' || c == '"'; }

tl::unexpected<Error> Refuse(std::string reason, std::string message) {
  return Fail(ErrorCode::kInvalid, std::move(reason), "query: " + std::move(message));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Query> Run() {
    Node all{.kind = NodeKind::kAll, .text = {}, .distance = 0, .parts = {}, .without = {}};
    while (!rest_.empty()) {  // A closing parenthesis too many ends a group, not the query.
      if (Status s = ParseGroup(all, 0); !s) return Fail(s.error());
      if (!rest_.empty()) rest_.remove_prefix(1);
    }
    if (all.parts.empty() && !all.without.empty()) return OnlyUnwanted();
    if (!all.parts.empty()) query_.text = Simplest(std::move(all));
    return std::move(query_);
  }

 private:
  static tl::unexpected<Error> OnlyUnwanted() {
    return Refuse("QUERY_ONLY_EXCLUDES", "name at least one word that is wanted beside the -words");
  }
  // A group of one is its one part.
  static Node Simplest(Node group) {
    if (group.parts.size() > 1 || !group.without.empty()) return group;
    Node only = std::move(group.parts.front());
    return only;
  }

  Status ParseGroup(Node& all, size_t depth);
  Status ParseOperand(Node& all, size_t depth);
  Result<std::optional<Node>> ParseAtom(bool excluded, size_t depth);
  Result<std::optional<Node>> ParseParentheses(size_t depth);
  Node ParseQuoted();
  std::optional<Node> ParseWord(bool excluded);
  std::string_view TakeQuoted();
  std::string_view TakeWord();
  bool TakeOperator(std::string_view name);
  void SkipSpace();
  Status Count();

  std::string_view rest_;
  Query query_;
  size_t terms_ = 0;
};

void Parser::SkipSpace() {
  while (!rest_.empty() && IsSpace(rest_.front())) rest_.remove_prefix(1);
}

// Up to the end or a closing parenthesis, which stays.
Status Parser::ParseGroup(Node& all, size_t depth) {
  while (true) {
    SkipSpace();
    if (rest_.empty() || rest_.front() == ')') return {};
    if (TakeOperator("OR") || TakeOperator("AND")) continue;  // With nothing before it to join.
    if (Status s = ParseOperand(all, depth); !s) return s;
  }
}

bool Parser::TakeOperator(std::string_view name) {
  SkipSpace();
  if (!rest_.starts_with(name)) return false;
  if (rest_.size() > name.size() && !EndsWord(rest_[name.size()])) return false;
  rest_.remove_prefix(name.size());
  return true;
}

// One operand, or several joined by OR.
Status Parser::ParseOperand(Node& all, size_t depth) {
  const bool excluded = rest_.front() == '-' && rest_.size() > 1 && !IsSpace(rest_[1]);
  if (excluded) rest_.remove_prefix(1);
  Result<std::optional<Node>> first = ParseAtom(excluded, depth);
  if (!first) return Fail(first.error());
  if (excluded) {
    if (*first) all.without.push_back(**std::move(first));
    return {};
  }
  Node any{.kind = NodeKind::kAny, .text = {}, .distance = 0, .parts = {}, .without = {}};
  if (*first) any.parts.push_back(**std::move(first));
  while (TakeOperator("OR")) {
    SkipSpace();
    if (rest_.empty() || rest_.front() == ')') break;
    Result<std::optional<Node>> next = ParseAtom(/*excluded=*/false, depth);
    if (!next) return Fail(next.error());
    if (*next) any.parts.push_back(**std::move(next));
  }
  if (!any.parts.empty()) all.parts.push_back(Simplest(std::move(any)));
  return {};
}

Result<std::optional<Node>> Parser::ParseAtom(bool excluded, size_t depth) {
  if (Status s = Count(); !s) return Fail(s.error());
  if (rest_.front() == '(') return ParseParentheses(depth);
  if (rest_.front() == '"') return std::optional<Node>(ParseQuoted());
  if (rest_.front() == ')') return std::optional<Node>();
  return ParseWord(excluded);
}

Status Parser::Count() {
  if (++terms_ <= kQueryTermsMax) return {};
  return Refuse("QUERY_TOO_MANY_TERMS",
                "more than " + std::to_string(kQueryTermsMax) + " terms; ask for fewer");
}

Result<std::optional<Node>> Parser::ParseParentheses(size_t depth) {
  if (depth + 1 > kQueryDepthMax) {
    return Refuse("QUERY_TOO_DEEP", "parentheses nested deeper than " +
                                        std::to_string(kQueryDepthMax) + "; write it flatter");
  }
  rest_.remove_prefix(1);
  Node all{.kind = NodeKind::kAll, .text = {}, .distance = 0, .parts = {}, .without = {}};
  if (Status s = ParseGroup(all, depth + 1); !s) return Fail(s.error());
  if (!rest_.empty()) rest_.remove_prefix(1);
  if (!all.parts.empty()) return std::optional<Node>(Simplest(std::move(all)));
  if (!all.without.empty()) return OnlyUnwanted();
  return std::optional<Node>();
}

// Behind the opening quote, up to the closing one or the end.
std::string_view Parser::TakeQuoted() {
  rest_.remove_prefix(1);
  const size_t end = rest_.find('"');
  const std::string_view text = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  return text;
}

Node Parser::ParseQuoted() {
  Node node{.kind = NodeKind::kPhrase,
            .text = std::string(TakeQuoted()),
            .distance = 0,
            .parts = {},
            .without = {}};
  if (rest_.size() < 2 || rest_[0] != '~' ||
      std::isdigit(static_cast<unsigned char>(rest_[1])) == 0)
    return node;
  rest_.remove_prefix(1);
  node.kind = NodeKind::kNear;
  while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
    node.distance = std::min(kNearMax, node.distance * 10 + static_cast<uint32_t>(rest_[0] - '0'));
    rest_.remove_prefix(1);
  }
  return node;
}

std::string_view Parser::TakeWord() {
  size_t end = 0;
  while (end < rest_.size() && !EndsWord(rest_[end])) ++end;
  const std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return word;
}

// A word, a prefix, or a filter (which gives no node).
std::optional<Node> Parser::ParseWord(bool excluded) {
  std::string_view word = TakeWord();
  const size_t colon = word.find(':');
  for (size_t i = 0; i < kFields && colon != std::string_view::npos; ++i) {
    if (word.substr(0, colon) != kFieldNames[i]) continue;
    std::string_view value = word.substr(colon + 1);
    if (value.empty() && !rest_.empty() && rest_.front() == '"') value = TakeQuoted();
    if (value.empty()) return std::nullopt;
    query_.filters.push_back({static_cast<Field>(i), std::string(value), excluded});
    return std::nullopt;
  }
  const bool prefix = word.size() > 1 && word.back() == '*';
  if (prefix) word.remove_suffix(1);
  return Node{.kind = prefix ? NodeKind::kPrefix : NodeKind::kTerm,
              .text = std::string(word),
              .distance = 0,
              .parts = {},
              .without = {}};
}

std::string Describe(const Node& node) {
  switch (node.kind) {
    case NodeKind::kTerm:
      return node.text;
    case NodeKind::kPrefix:
      return node.text + "*";
    case NodeKind::kPhrase:
      return "'" + node.text + "'";
    case NodeKind::kNear:
      return "'" + node.text + "'~" + std::to_string(node.distance);
    case NodeKind::kAll:
    case NodeKind::kAny:
      break;
  }
  std::string out = node.kind == NodeKind::kAll ? "(all" : "(any";
  for (const Node& part : node.parts) out += " " + Describe(part);
  for (const Node& part : node.without) out += " (not " + Describe(part) + ")";
  return out + ")";
}

}  // namespace

const char* FieldName(Field field) { return kFieldNames[static_cast<size_t>(field)]; }

Result<Query> ParseQuery(std::string_view text) {
  if (text.size() > kQueryBytesMax) {
    return Refuse("QUERY_TOO_LONG",
                  "longer than " + std::to_string(kQueryBytesMax) + " bytes; shorten it");
  }
  if (!crypto::IsUtf8(text) || text.find('\0') != std::string_view::npos) {
    return Refuse("QUERY_NOT_TEXT", "not valid UTF-8 text; type it again");
  }
  return Parser(text).Run();
}

std::string Describe(const Query& query) {
  std::string out = query.text ? Describe(*query.text) : "";
  for (const Filter& filter : query.filters) {
    out += std::string(out.empty() ? "" : " ") + "[" + FieldName(filter.field) +
           (filter.excluded ? "!=" : "=") + filter.value + "]";
  }
  return out;
}

}  // namespace candour::index

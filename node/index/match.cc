#include "node/index/match.h"

#include <utility>

namespace candour::index {
namespace {

using Outcome = Match::Outcome;

// Stems have no quote in them: the splitter keeps letters and digits only.
std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string Joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

Match Expression(std::string text) { return {Outcome::kExpression, std::move(text)}; }

class Compiler {
 public:
  Compiler(const Tokenizer& tokenizer, const ExpandPrefix& expand)
      : tokenizer_(tokenizer), expand_(expand) {}

  Result<Match> Compile(const Node& node) const {
    switch (node.kind) {
      case NodeKind::kTerm:
      case NodeKind::kPhrase:
        return Phrase(node.text);
      case NodeKind::kNear:
        return Near(node);
      case NodeKind::kPrefix:
        return Prefix(node.text);
      case NodeKind::kAny:
        return Any(node.parts);
      case NodeKind::kAll:
        return All(node);
    }
    return Match{};
  }

 private:
  std::vector<std::string> StemsOf(std::string_view text) const {
    std::vector<std::string> out;
    for (Token& token : tokenizer_.Tokens(text)) out.push_back(std::move(token.stem));
    return out;
  }

  Match Phrase(std::string_view text) const {
    const std::vector<std::string> stems = StemsOf(text);
    if (stems.empty()) return Match{};
    return Expression(Quoted(Joined(stems, " ")));
  }

  Match Near(const Node& node) const {
    std::vector<std::string> terms = StemsOf(node.text);
    if (terms.size() < 2) return Phrase(node.text);
    for (std::string& term : terms) term = Quoted(term);
    return Expression("NEAR(" + Joined(terms, " ") + ", " + std::to_string(node.distance) + ")");
  }

  Result<Match> Prefix(std::string_view text) const {
    const std::vector<Token> tokens = tokenizer_.Tokens(text);
    if (tokens.empty()) return Match{};
    if (tokens.size() > 1) return Phrase(text);  // "e-mail*": taken as words.
    Result<std::vector<std::string>> stems = expand_(tokens.front().word);
    if (!stems) return Fail(stems.error());
    if (stems->empty()) return Match{Outcome::kNothing, {}};
    for (std::string& stem : *stems) stem = Quoted(stem);
    return Expression("(" + Joined(*stems, " OR ") + ")");
  }

  Result<Match> Any(const std::vector<Node>& parts) const {
    std::vector<std::string> expressions;
    bool words = false;
    for (const Node& part : parts) {
      Result<Match> match = Compile(part);
      if (!match) return match;
      words = words || match->outcome != Outcome::kNoWords;
      if (match->outcome == Outcome::kExpression) {
        expressions.push_back(std::move(match->expression));
      }
    }
    if (!words) return Match{};
    if (expressions.empty()) return Match{Outcome::kNothing, {}};
    return Expression("(" + Joined(expressions, " OR ") + ")");
  }

  Result<Match> All(const Node& node) const {
    std::vector<std::string> expressions;
    bool nothing = false;
    for (const Node& part : node.parts) {
      Result<Match> match = Compile(part);
      if (!match) return match;
      nothing = nothing || match->outcome == Outcome::kNothing;
      if (match->outcome == Outcome::kExpression) {
        expressions.push_back(std::move(match->expression));
      }
    }
    if (nothing) return Match{Outcome::kNothing, {}};
    if (expressions.empty()) return Match{};
    std::string wanted = "(" + Joined(expressions, " AND ") + ")";
    Result<Match> unwanted = Any(node.without);
    if (!unwanted) return unwanted;
    if (unwanted->outcome != Outcome::kExpression) return Expression(std::move(wanted));
    return Expression("(" + wanted + " NOT " + unwanted->expression + ")");
  }

  const Tokenizer& tokenizer_;
  const ExpandPrefix& expand_;
};

}  // namespace

Result<Match> CompileMatch(const Node& node, const Tokenizer& tokenizer,
                           const ExpandPrefix& expand) {
  return Compiler(tokenizer, expand).Compile(node);
}

}  // namespace candour::index

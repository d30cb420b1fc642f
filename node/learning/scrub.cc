#include "node/learning/scrub.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "crypto/encoding.h"
#include "node/learning/fields.h"

namespace candour {
namespace {

using anonymise::Span;
using learning::v1::Learning;
using node::v1::Redaction;

constexpr size_t kFieldBytesMax = 60 * 1024;
constexpr std::string_view kBetweenFields = "\n\n";
// A word list's own rule: what a person asked for.
constexpr std::string_view kPersonRule = "person-asked";
constexpr std::string_view kListRule = "word-list";
// A code or a link that shows an identifier which cannot be cut out of it goes as a whole.
constexpr std::string_view kVerbatimRule = "verbatim-identifies";

struct Piece {
  std::string name;
  FieldKind kind;
  size_t start;  // In the joined document.
  size_t size;
};

struct Document {
  std::string text;
  std::vector<Piece> pieces;
};

Result<Document> Join(Learning source) {
  Document document;
  Status status;
  VisitText(source, [&](std::string_view name, FieldKind kind, std::string& value) {
    if (kind == FieldKind::kStructured || !status) return;
    std::string field(name);
    if (value.size() > kFieldBytesMax) {
      status = Fail(ErrorCode::kFull, "FIELD_TOO_LONG",
                    field + " is longer than 60 KiB; shorten it or attach less");
    } else if (!crypto::IsUtf8(value)) {
      status = Fail(ErrorCode::kInvalid, "NOT_UTF8",
                    field + " is not UTF-8; name the file's encoding in the mapping");
    } else {
      document.pieces.push_back({field, kind, document.text.size(), value.size()});
      document.text.append(value).append(kBetweenFields);
    }
  });
  if (!status) return Fail(status.error());
  return document;
}

bool InsidePlaceholder(std::string_view text, size_t start, size_t end) {
  size_t open = text.rfind('[', start);
  if (open == std::string_view::npos) return false;
  size_t close = text.find(']', open);
  return close != std::string_view::npos && close + 1 >= end && close - open < 40;
}

bool StrongIdentifier(anonymise::SpanType type) {
  using anonymise::SpanType;
  return type == SpanType::kNhsNumber || type == SpanType::kEmail || type == SpanType::kPhone;
}

Redaction FromSpan(const Span& span, const Piece& piece) {
  size_t start = std::max(span.start, piece.start) - piece.start;
  size_t end = std::min(span.end, piece.start + piece.size) - piece.start;
  Redaction redaction;
  redaction.set_field(piece.name);
  redaction.set_start(static_cast<uint32_t>(start));
  redaction.set_end(static_cast<uint32_t>(end));
  redaction.set_type(std::string(anonymise::TypeName(span.type)));
  redaction.set_rule(std::string(span.rule));
  redaction.set_reason(span.reason);
  redaction.set_confidence(span.confidence);
  redaction.set_placeholder(span.placeholder);
  redaction.set_state(span.flagged ? node::v1::REDACTION_STATE_FLAGGED
                                   : node::v1::REDACTION_STATE_MASKED);
  return redaction;
}

std::vector<Redaction> FromSpans(const Document& document, const std::vector<Span>& spans) {
  std::vector<Redaction> out;
  for (const Span& span : spans) {
    if (InsidePlaceholder(document.text, span.start, span.end)) continue;
    for (const Piece& piece : document.pieces) {
      if (span.end <= piece.start || span.start >= piece.start + piece.size) continue;
      // Codes and links stay verbatim unless they are identifiers for certain.
      if (piece.kind == FieldKind::kVerbatim && (span.flagged || !StrongIdentifier(span.type))) {
        continue;
      }
      out.push_back(FromSpan(span, piece));
    }
  }
  return out;
}

bool Overlaps(const Redaction& a, const Redaction& b) {
  return a.field() == b.field() && a.start() < b.end() && b.start() < a.end();
}

// Where something that a rule did not ask for has to be masked.
struct Asked {
  const Piece& piece;
  size_t start;
  size_t size;
  std::string_view rule;
  std::string type;
  std::string_view reason;
};

// It becomes a masked redaction. What lies inside one already stays with that; what it touches is
// taken up by it, so that nothing masked before is uncovered.
void AddOne(const Asked& what, std::vector<Redaction>& redactions) {
  Redaction asked;
  asked.set_field(what.piece.name);
  asked.set_start(static_cast<uint32_t>(what.start));
  asked.set_end(static_cast<uint32_t>(what.start + what.size));
  asked.set_type(what.type.empty() ? "PERSON" : what.type);
  asked.set_rule(std::string(what.rule));
  asked.set_reason(std::string(what.reason));
  asked.set_confidence(1);
  asked.set_placeholder("[" + asked.type() + "]");
  asked.set_state(node::v1::REDACTION_STATE_MASKED);
  for (const Redaction& other : redactions) {
    if (other.state() != node::v1::REDACTION_STATE_MASKED || !Overlaps(other, asked)) continue;
    if (other.start() <= asked.start() && other.end() >= asked.end()) return;
    asked.set_start(std::min(asked.start(), other.start()));
    asked.set_end(std::max(asked.end(), other.end()));
  }
  std::erase_if(redactions, [&](const Redaction& r) { return Overlaps(r, asked); });
  redactions.push_back(std::move(asked));
}

std::string_view TextOf(const Document& document, const Piece& piece) {
  return std::string_view(document.text).substr(piece.start, piece.size);
}

// Every occurrence of the words in that field, or in all fields.
void AddAsked(const Document& document, const node::v1::MaskRequest& mask,
              std::vector<Redaction>& redactions) {
  if (mask.words().empty()) return;
  for (const Piece& piece : document.pieces) {
    if (!mask.field().empty() && piece.name != mask.field()) continue;
    const std::string_view text = TextOf(document, piece);
    for (size_t at = text.find(mask.words()); at != std::string_view::npos;
         at = text.find(mask.words(), at + mask.words().size())) {
      AddOne({piece, at, mask.words().size(), kPersonRule, mask.type(), "masked by a person"},
             redactions);
    }
  }
}

// Names, places and organisations only: a number is never harmless because of what it reads like.
bool Nameable(const Redaction& redaction) {
  const bool sure = redaction.rule().starts_with("seed.") || redaction.rule() == "person.title" ||
                    redaction.rule() == "person.field";
  return !sure && (redaction.type() == "PERSON" || redaction.type() == "ORG" ||
                   redaction.type() == "WARD" || redaction.type() == "LOCATION");
}

void KeepListed(const Document& document, const WordList& words,
                std::vector<Redaction>& redactions) {
  std::map<std::string, std::string_view> texts;
  for (const Piece& piece : document.pieces) texts[piece.name] = TextOf(document, piece);
  for (Redaction& redaction : redactions) {
    if (!Nameable(redaction)) continue;
    const auto folded = FoldWord(texts[redaction.field()].substr(
        redaction.start(), redaction.end() - redaction.start()));
    const bool listed = folded && std::any_of(words.begin(), words.end(), [&](const auto& word) {
      return word.use() == node::v1::WORD_USE_KEEP && word.word() == *folded;
    });
    if (!listed) continue;
    redaction.set_state(node::v1::REDACTION_STATE_KEPT);
    redaction.set_reason("on this node's word list");
  }
}

void MaskListed(const Document& document, const WordList& words,
                std::vector<Redaction>& redactions) {
  for (const auto& word : words) {
    if (word.use() != node::v1::WORD_USE_MASK) continue;
    for (const Piece& piece : document.pieces) {
      for (const size_t at : FindWord(TextOf(document, piece), word.word())) {
        if (InsidePlaceholder(document.text, piece.start + at,
                              piece.start + at + word.word().size())) {
          continue;
        }
        AddOne({piece, at, word.word().size(), kListRule, word.type(),
                "on this node's word list"},
               redactions);
      }
    }
  }
}

void Carry(const std::vector<Redaction>& decisions, std::vector<Redaction>& redactions) {
  std::map<std::tuple<std::string, uint32_t, uint32_t>, const Redaction*> earlier;
  for (const Redaction& decision : decisions) {
    earlier[{decision.field(), decision.start(), decision.end()}] = &decision;
  }
  for (Redaction& redaction : redactions) {
    auto found = earlier.find({redaction.field(), redaction.start(), redaction.end()});
    if (found == earlier.end() || redaction.rule() == kPersonRule) continue;
    if (found->second->state() == node::v1::REDACTION_STATE_FLAGGED) continue;
    redaction.set_state(found->second->state());
    redaction.set_reason(found->second->reason());
  }
}

void Order(const Document& document, std::vector<Redaction>& redactions) {
  std::map<std::string, size_t> rank;
  for (size_t i = 0; i < document.pieces.size(); ++i) rank[document.pieces[i].name] = i;
  std::sort(redactions.begin(), redactions.end(), [&](const Redaction& a, const Redaction& b) {
    return std::tuple(rank[a.field()], a.start()) < std::tuple(rank[b.field()], b.start());
  });
  for (size_t i = 0; i < redactions.size(); ++i) {
    redactions[i].set_id(static_cast<uint32_t>(i + 1));
  }
}

std::string MaskedField(std::string_view name, std::string_view value,
                        const std::vector<Redaction>& redactions) {
  std::string masked;
  size_t at = 0;
  for (const Redaction& redaction : redactions) {
    if (redaction.field() != name || redaction.start() < at) continue;
    if (redaction.state() != node::v1::REDACTION_STATE_MASKED) continue;
    masked.append(value, at, redaction.start() - at).append(redaction.placeholder());
    at = redaction.end();
  }
  return masked.append(value, at);
}

void GuardVerbatim(const Document& document, std::vector<Redaction>& redactions) {
  for (const Piece& piece : document.pieces) {
    if (piece.kind != FieldKind::kVerbatim) continue;
    const std::string left = MaskedField(piece.name, TextOf(document, piece), redactions);
    if (!anonymise::LooksLikeIdentifierLeft(left)) continue;
    AddOne({piece, 0, piece.size, kVerbatimRule, "LOCAL_ID",
            "An identifier stands in a code or a link."},
           redactions);
  }
}

// What no rule can read does not pass: fields of other versions, and a sign-off that nobody gave.
Learning Apply(Learning source, const std::vector<Redaction>& redactions) {
  source.DiscardUnknownFields();
  source.clear_sign_off();
  VisitText(source, [&](std::string_view name, FieldKind, std::string& value) {
    value = MaskedField(name, value, redactions);
  });
  return source;
}

}  // namespace

Result<Scrubbed> Scrub(const anonymise::Anonymiser& anonymiser, const ScrubInput& input) {
  auto document = Join(input.source);
  if (!document) return Fail(document.error());
  auto outcome = anonymiser.Run(document->text, input.seeds);
  if (!outcome) return Fail(ErrorCode::kInvalid, "NOT_SCANNABLE", outcome.error());

  Scrubbed scrubbed;
  scrubbed.redactions = FromSpans(*document, outcome->spans);
  KeepListed(*document, input.words, scrubbed.redactions);
  MaskListed(*document, input.words, scrubbed.redactions);
  Carry(input.decisions, scrubbed.redactions);
  for (const auto& mask : input.masks) AddAsked(*document, mask, scrubbed.redactions);
  Order(*document, scrubbed.redactions);
  GuardVerbatim(*document, scrubbed.redactions);
  Order(*document, scrubbed.redactions);
  scrubbed.masked = Apply(input.source, scrubbed.redactions);
  for (const Redaction& redaction : scrubbed.redactions) {
    scrubbed.masked_spans += redaction.state() == node::v1::REDACTION_STATE_MASKED;
    scrubbed.open_flags += redaction.state() == node::v1::REDACTION_STATE_FLAGGED;
  }
  VisitText(scrubbed.masked, [&](std::string_view, FieldKind, std::string& value) {
    scrubbed.quarantined |= anonymise::LooksLikeIdentifierLeft(value);
  });
  return scrubbed;
}

Result<ScrubbedLearning> RescanAll(const anonymise::Anonymiser& anonymiser,
                                   const Learning& learning) {
  ScrubbedLearning scrubbed;
  scrubbed.learning_ = learning;
  scrubbed.learning_.DiscardUnknownFields();
  Status status;
  VisitText(scrubbed.learning_, [&](std::string_view name, FieldKind kind, std::string& value) {
    if (!status) return;
    bool left = kind == FieldKind::kText ? !anonymiser.Rescan(value)
                                         : anonymise::LooksLikeIdentifierLeft(value);
    if (left) {
      status = Fail(ErrorCode::kPolicy, "IDENTIFIER_LEFT",
                    std::string(name) + " still shows an NHS number, e-mail or telephone number; " +
                        "edit that field and try again");
    }
  });
  if (!status) return Fail(status.error());
  return scrubbed;
}

}  // namespace candour

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

// Every occurrence of the words in that field becomes a masked redaction; what it overlaps goes.
void AddAsked(const Document& document, const node::v1::MaskRequest& mask,
              std::vector<Redaction>& redactions) {
  if (mask.words().empty()) return;
  for (const Piece& piece : document.pieces) {
    if (!mask.field().empty() && piece.name != mask.field()) continue;
    std::string_view text = std::string_view(document.text).substr(piece.start, piece.size);
    for (size_t at = text.find(mask.words()); at != std::string_view::npos;
         at = text.find(mask.words(), at + mask.words().size())) {
      Redaction asked;
      asked.set_field(piece.name);
      asked.set_start(static_cast<uint32_t>(at));
      asked.set_end(static_cast<uint32_t>(at + mask.words().size()));
      asked.set_type(mask.type().empty() ? "PERSON" : mask.type());
      asked.set_rule(std::string(kPersonRule));
      asked.set_reason("masked by a person");
      asked.set_confidence(1);
      asked.set_placeholder("[" + asked.type() + "]");
      asked.set_state(node::v1::REDACTION_STATE_MASKED);
      std::erase_if(redactions, [&](const Redaction& r) { return Overlaps(r, asked); });
      redactions.push_back(std::move(asked));
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

Learning Apply(Learning source, const std::vector<Redaction>& redactions) {
  VisitText(source, [&](std::string_view name, FieldKind, std::string& value) {
    std::string masked;
    size_t at = 0;
    for (const Redaction& redaction : redactions) {
      if (redaction.field() != name || redaction.start() < at) continue;
      if (redaction.state() != node::v1::REDACTION_STATE_MASKED) continue;
      masked.append(value, at, redaction.start() - at).append(redaction.placeholder());
      at = redaction.end();
    }
    masked.append(value, at);
    value = std::move(masked);
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
  Carry(input.decisions, scrubbed.redactions);
  for (const auto& mask : input.masks) AddAsked(*document, mask, scrubbed.redactions);
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

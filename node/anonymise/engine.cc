#include "node/anonymise/engine.h"

#include <re2/re2.h>

#include <algorithm>

#include "node/anonymise/detectors.h"
#include "node/anonymise/merge.h"
#include "node/anonymise/people.h"

namespace candour::anonymise {
namespace {

constexpr Rule kLocalFormat = {"id.local-format",
                               "Matches a record number format of this organisation."};

bool IsStrong(SpanType type) {
  return type == SpanType::kNhsNumber || type == SpanType::kEmail || type == SpanType::kPhone;
}

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

}  // namespace

struct LocalFormats {
  std::vector<std::unique_ptr<RE2>> patterns;

  // Matches on the text as written, so that a format may tell capitals from small letters.
  void Find(const Document& document, Findings& out) const {
    re2::StringPiece text(document.text().data(), document.text().size());
    for (const auto& pattern : patterns) {
      size_t at = 0;
      re2::StringPiece found;
      while (at < text.size() &&
             pattern->Match(text, at, text.size(), RE2::UNANCHORED, &found, 1)) {
        size_t begin = static_cast<size_t>(found.data() - text.data());
        at = begin + std::max<size_t>(found.size(), 1);
        if (found.empty()) continue;
        out.push_back({.begin = begin,
                       .end = begin + found.size(),
                       .type = SpanType::kLocalId,
                       .confidence = 0.98,
                       .rule = &kLocalFormat});
      }
    }
  }
};

Engine::Engine() : lexicon_(CompiledGazetteer()), formats_(std::make_unique<LocalFormats>()) {}
Engine::~Engine() = default;

tl::expected<void, std::string> Engine::Load(const Settings& settings) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(int64_t{2} << 20);
  for (const auto& [name, pattern] : settings.local_id_formats) {
    auto compiled = std::make_unique<RE2>(pattern, options);
    if (!compiled->ok()) {
      return tl::unexpected("local id format '" + name + "' is not a valid pattern (" +
                            compiled->error() + "); correct it in the configuration");
    }
    if (RE2::FullMatch("", *compiled)) {
      return tl::unexpected("local id format '" + name + "' matches empty text; make it longer");
    }
    formats_->patterns.push_back(std::move(compiled));
  }
  staff_ = std::make_unique<StaffNames>(settings.staff_directory);
  for (std::string word : settings.keep_words) {
    std::transform(word.begin(), word.end(), word.begin(), ToLower);
    keep_.insert(std::move(word));
  }
  return {};
}

// A word the organisation keeps is no name, unless the record itself or a title says so.
void Engine::KeepWords(const Document& document, Findings& findings) const {
  if (keep_.empty()) return;
  std::erase_if(findings, [&](const Finding& finding) {
    bool nameable = finding.type == SpanType::kPerson || finding.type == SpanType::kOrg ||
                    finding.type == SpanType::kWard || finding.type == SpanType::kLocation;
    std::string_view rule = finding.rule->id;
    if (!nameable || rule.starts_with("seed.") || rule == "person.title" || rule == "person.field")
      return false;
    return keep_.contains(
        std::string(document.lower().substr(finding.begin, finding.end - finding.begin)));
  });
}

tl::expected<Outcome, std::string> Engine::Run(std::string_view utf8,
                                               std::span<const Seed> seeds) const {
  if (utf8.size() > Anonymiser::kTextBytesMax) {
    return tl::unexpected("the text has " + std::to_string(utf8.size()) +
                          " bytes, more than the limit of " +
                          std::to_string(Anonymiser::kTextBytesMax) + "; split it");
  }
  auto normalised = Normalise(utf8);
  if (!normalised) return tl::unexpected(normalised.error());
  Document document(MendMisreadings(std::move(*normalised), lexicon_), lexicon_);
  Findings findings;
  FindWeb(document, findings);
  FindNumbers(document, findings);
  FindDates(document, findings);
  FindCuedDays(document, findings);
  FindAges(document, findings);
  FindBareAges(document, findings);
  FindCodes(document, findings);
  FindLabelledIds(document, findings);
  FindAnnounced(document, findings);
  FindAccessCodes(document, findings);
  FindHosts(document, findings);
  const Tables tables = ReadTables(document);
  FindCells(document, tables, findings);
  formats_->Find(document, findings);
  FindCallSigns(document, findings);
  FindCoordinates(document, findings);
  FindUnlabelledIds(document, findings);
  ExtendIds(document, findings);
  FindAddresses(document, lexicon_, findings);
  FindHomes(document, findings);
  FindOrganisations(document, findings);
  FindUnits(document, findings);
  FindFirms(document, findings);
  FindLinkedOrganisations(document, findings);
  FindPlainAddresses(document, findings);
  FindPlainOrganisations(document, findings);
  FindLocations(document, lexicon_, findings);
  FindPeople(document, {.staff = staff_.get(), .seeds = seeds, .tables = tables}, findings);
  KeepWords(document, findings);
  Outcome outcome;
  Findings merged = Merge(std::move(findings));
  TakeArticles(document, merged);
  outcome.spans = SpansOf(document, merged);
  outcome.quarantine =
      std::any_of(outcome.spans.begin(), outcome.spans.end(), [](const Span& span) {
        return span.flagged && IsStrong(span.type) && span.confidence >= 0.3;
      });
  // What masking leaves may read as another identifier, such as digits behind a masked number.
  outcome.quarantine = outcome.quarantine || LooksLikeIdentifierLeft(Mask(utf8, outcome));
  return outcome;
}

bool LooksLikeIdentifierLeft(std::string_view text) {
  auto normalised = Normalise(text);
  if (!normalised) return true;  // What cannot be read cannot be called safe.
  static const Gazetteer no_words = {};
  static const Lexicon* empty = new Lexicon(no_words);
  Document document(std::move(*normalised), *empty);
  Findings findings;
  FindWeb(document, findings);
  FindNumbers(document, findings);
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    bool strong = IsStrong(finding.type) && finding.masked();
    bool checked = finding.type != SpanType::kNhsNumber || finding.rule->id == "nhs.modulus11" ||
                   finding.rule->id == "nhs.labelled";
    return strong && checked;
  });
}

}  // namespace candour::anonymise

#include "node/learning/row_learning.h"

#include <algorithm>
#include <utility>

#include "crypto/encoding.h"
#include "node/learning/cell_text.h"
#include "node/learning/fields.h"

namespace candour::intake {
namespace {

constexpr size_t kReferenceBytesMax = 256;
constexpr size_t kCodesMax = 100;
constexpr size_t kSeedsMax = 64;
constexpr size_t kSeedBytesMax = 256;

using learning::v1::Learning;
using Refused = tl::unexpected<RowRefusal>;
using Step = tl::expected<void, RowRefusal>;

Refused Refuse(std::string reason, std::string message) {
  return Refused(RowRefusal{std::move(reason), std::move(message)});
}

std::string ColumnList(const TextTemplate& text) {
  std::string names;
  for (const std::string& column : text.Columns()) {
    names += (names.empty() ? "\"" : ", \"") + column + "\"";
  }
  return names.empty() ? "no column" : names;
}

bool IsNarrative(TargetField field) {
  return field == TargetField::kWhatHappened || field == TargetField::kLearning;
}

std::string UnixLines(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!pair) out += text[i] == '\r' ? '\n' : text[i];
  }
  return out;
}

std::string FieldText(TargetField field, const FieldRule& rule, const CellLookup& cells) {
  std::string text = rule.text.Fill(cells);
  if (!rule.values.empty()) {
    const auto found = rule.values.find(FoldText(text));
    if (found != rule.values.end()) return found->second;
    if (rule.otherwise) return *rule.otherwise;
  }
  if (text.empty() && rule.otherwise) return *rule.otherwise;
  if (rule.words_max > 0) return FirstWords(text, rule.words_max);
  return IsNarrative(field) ? UnixLines(text) : CollapseSpaces(text);
}

Step FillFields(const Mapping& mapping, const CellLookup& cells, Learning& learning) {
  for (const auto& [field, rule] : mapping.fields) {
    if (SetField(learning, field, FieldText(field, rule, cells))) continue;
    if (rule.otherwise && SetField(learning, field, *rule.otherwise)) continue;
    return Refuse("UNKNOWN_VALUE", std::string(kTargetFieldNames[static_cast<size_t>(field)]) +
                                       ": the value in " + ColumnList(rule.text) +
                                       " is not known; list it under values, or set otherwise");
  }
  return {};
}

Step FillPeriod(const PeriodRule& rule, const CellLookup& cells, Learning& learning) {
  const std::string text = CollapseSpaces(rule.text.Fill(cells));
  if (text.empty()) {
    learning.set_period(rule.otherwise.value_or(""));
    return {};
  }
  for (const DateFormat& format : rule.formats) {
    if (const std::optional<Date> date = format.Read(text)) {
      learning.set_period(PeriodOf(*date, rule.precision));
      return {};
    }
  }
  if (rule.formats.empty() && IsPeriod(text)) {
    learning.set_period(text);
    return {};
  }
  if (!rule.otherwise) {
    return Refuse("BAD_DATE", "period: the value in " + ColumnList(rule.text) +
                                  " fits none of the formats; add its format, or set otherwise");
  }
  learning.set_period(*rule.otherwise);
  return {};
}

Step FillCodes(const std::vector<CodeRule>& rules, const CellLookup& cells, Learning& learning) {
  for (const CodeRule& rule : rules) {
    const std::vector<std::string> codes = SplitCell(cells(rule.column), rule.separator);
    std::vector<std::string> displays;
    if (!rule.display_column.empty())
      displays = SplitCell(cells(rule.display_column), rule.separator);
    for (size_t i = 0; i < codes.size(); ++i) {
      learning::v1::Code& code = *learning.add_codes();
      code.set_system(rule.system);
      code.set_version(rule.version);
      code.set_code(codes[i]);
      if (displays.size() == codes.size()) code.set_display(displays[i]);
    }
  }
  if (static_cast<size_t>(learning.codes_size()) > kCodesMax) {
    return Refuse("TOO_LARGE", "codes: more than " + std::to_string(kCodesMax) + " in one row");
  }
  return {};
}

Step FillSeeds(const std::vector<SeedRule>& rules, const CellLookup& cells, ImportedRow& row) {
  for (const SeedRule& rule : rules) {
    for (const std::string& column : rule.columns) {
      for (std::string& value : SplitCell(cells(column), rule.separator)) {
        if (value.size() > kSeedBytesMax || row.seeds.size() == kSeedsMax) {
          return Refuse("TOO_LARGE", "seeds: \"" + column + "\" holds more than names");
        }
        row.seeds.push_back({rule.kind, std::move(value)});
      }
    }
  }
  return {};
}

Step FillReference(const Mapping& mapping, const CellLookup& cells, ImportedRow& row) {
  if (mapping.reference) row.source_reference = CanonicalReference(mapping.reference->Fill(cells));
  if (row.source_reference.size() > kReferenceBytesMax) {
    return Refuse("BAD_REFERENCE", "reference: " + ColumnList(*mapping.reference) +
                                       " holds more than " + std::to_string(kReferenceBytesMax) +
                                       " bytes");
  }
  if (!mapping.revision) return {};
  const std::string text = CollapseSpaces(mapping.revision->Fill(cells));
  const std::optional<uint64_t> revision = text.empty() ? 0 : crypto::ParseDecimal(text);
  if (!revision) {
    return Refuse("BAD_REVISION", "revision: the value in " + ColumnList(*mapping.revision) +
                                      " is no whole number");
  }
  row.revision = *revision;
  return {};
}

bool IsDeleted(const Mapping& mapping, const CellLookup& cells) {
  if (!mapping.deleted) return false;
  const std::string value = FoldText(CleanCell(cells(mapping.deleted->column)));
  const std::vector<std::string>& values = mapping.deleted->values;
  return std::find(values.begin(), values.end(), value) != values.end();
}

Step Check(const Learning& learning, size_t draft_bytes_max) {
  if (learning.what_happened().empty() && learning.learning().empty()) {
    return Refuse("BLANK", "neither what_happened nor learning has a text");
  }
  const size_t bytes = learning.ByteSizeLong();
  if (bytes > draft_bytes_max) {
    return Refuse("TOO_LARGE", "the row makes a draft of " + std::to_string(bytes) +
                                   " bytes, at most " + std::to_string(draft_bytes_max));
  }
  return {};
}

}  // namespace

tl::expected<ImportedRow, RowRefusal> BuildRow(const Mapping& mapping, const CellLookup& cells,
                                               size_t draft_bytes_max) {
  if (IsDeleted(mapping, cells)) {
    return Refuse("DELETED", "\"" + mapping.deleted->column +
                                 "\" says that the row was deleted at its source");
  }
  ImportedRow row;
  Step step = FillReference(mapping, cells, row);
  if (step) step = FillFields(mapping, cells, row.learning);
  if (step && mapping.period) step = FillPeriod(*mapping.period, cells, row.learning);
  if (step) step = FillCodes(mapping.codes, cells, row.learning);
  if (step) step = FillSeeds(mapping.seeds, cells, row);
  if (step) step = Check(row.learning, draft_bytes_max);
  if (!step) return Refused(step.error());
  row.fingerprint = Fingerprint(row.learning);
  return row;
}

crypto::Hash Fingerprint(const Learning& learning) {
  std::string canonical = "candour/import-fingerprint/v1\n";
  const auto add = [&](std::string_view text) {
    const std::string folded = FoldText(text);
    canonical += crypto::U32(static_cast<uint32_t>(folded.size())) + folded;
  };
  for (int number : {static_cast<int>(learning.kind()), static_cast<int>(learning.degree_of_harm()),
                     static_cast<int>(learning.source())}) {
    canonical += crypto::U32(static_cast<uint32_t>(number));
  }
  for (const std::string* text :
       {&learning.title(), &learning.what_happened(), &learning.learning(), &learning.specialty(),
        &learning.setting(), &learning.process(), &learning.period(),
        &learning.patient_involvement()}) {
    add(*text);
  }
  for (const learning::v1::Code& code : learning.codes()) {
    for (const std::string* text : {&code.system(), &code.version(), &code.code()}) add(*text);
  }
  return crypto::Sha256(canonical);
}

}  // namespace candour::intake

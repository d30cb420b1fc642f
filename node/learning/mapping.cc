#include "node/learning/mapping.h"

// clang-format off: in this order.
#include "config/toml_mended.h"
#include <toml++/toml.h>
// clang-format on

#include <algorithm>
#include <set>
#include <utility>

#include "node/learning/cell_text.h"

namespace candour::intake {
namespace {

constexpr size_t kMappingBytesMax = 1024 * 1024;
constexpr int64_t kWordsMax = 100;
using Names = std::vector<std::string_view>;

std::string Printable(std::string_view text) {
  std::string out;
  for (char c : text.substr(0, 60))
    out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '?' : c;
  return out;
}

std::string Listed(const Names& names) {
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// Reads one table and reports what is wrong with it under `where`.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string where, std::vector<MappingProblem>& problems)
      : table_(table), where_(std::move(where)), problems_(problems) {}

  void AllowOnly(const Names& known) {
    for (const auto& [key, node] : table_) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      Report(key.source(),
             "does not know \"" + Printable(key.str()) + "\"; it knows " + Listed(known));
    }
  }

  bool Has(std::string_view key) const { return table_.contains(key); }

  // Empty when the key is absent or its value was refused.
  std::optional<std::string> Text(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    return TextOf(*node, key);
  }

  std::string NeededText(std::string_view key) {
    if (!Has(key)) Report(table_.source(), "needs " + std::string(key));
    std::optional<std::string> text = Text(key);
    if (text && text->empty())
      Report(table_.get(key)->source(), std::string(key) + " must not be empty");
    return text.value_or("");
  }

  std::string Column(std::string_view key) { return CollapseSpaces(NeededText(key)); }

  std::vector<std::string> Texts(std::string_view key) {
    std::vector<std::string> texts;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return texts;
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty()) {
      Report(node->source(), std::string(key) + " must be a list of texts, with one at least");
      return texts;
    }
    for (const toml::node& element : *list) {
      if (std::optional<std::string> text = TextOf(element, key)) texts.push_back(std::move(*text));
    }
    return texts;
  }

  std::optional<TextTemplate> Template(std::string_view key) {
    const std::optional<std::string> text = Text(key);
    if (!text) return std::nullopt;
    std::string problem;
    std::optional<TextTemplate> result = TextTemplate::Parse(*text, problem);
    if (!result) Report(table_.get(key)->source(), std::string(key) + " " + problem);
    return result;
  }

  const toml::table& table() const { return table_; }
  const std::string& where() const { return where_; }
  std::vector<MappingProblem>& problems() { return problems_; }

  void Report(const toml::source_region& source, const std::string& what) {
    problems_.push_back(
        {static_cast<int>(source.begin.line), where_.empty() ? what : where_ + ": " + what});
  }

  void ReportAt(std::string_view key, const std::string& what) {
    const toml::node* node = table_.get(key);
    Report(node == nullptr ? table_.source() : node->source(), std::string(key) + " " + what);
  }

 private:
  std::optional<std::string> TextOf(const toml::node& node, std::string_view key) {
    if (const auto* text = node.as_string()) return text->get();
    Report(node.source(), std::string(key) + " must be a text");
    return std::nullopt;
  }

  const toml::table& table_;
  const std::string where_;
  std::vector<MappingProblem>& problems_;
};

// column = "x", template = "{x}: {y}" or constant = "z": exactly one of them.
TextTemplate ReadText(TableReader& reader) {
  const int ways = reader.Has("column") + reader.Has("template") + reader.Has("constant");
  if (ways != 1)
    reader.Report(reader.table().source(), "needs one of column, template and constant");
  if (reader.Has("column")) return TextTemplate::OfColumn(reader.Column("column"));
  if (reader.Has("template")) return reader.Template("template").value_or(TextTemplate());
  std::string constant;
  for (char c : reader.Text("constant").value_or("")) {
    constant += (c == '{' || c == '}') ? std::string(2, c) : std::string(1, c);
  }
  std::string problem;
  return TextTemplate::Parse(constant, problem).value_or(TextTemplate());
}

void ReadValues(TableReader& reader, FieldRule& rule) {
  const toml::node* node = reader.table().get("values");
  if (node == nullptr) return;
  const toml::table* table = node->as_table();
  if (table == nullptr)
    return reader.ReportAt("values", "must be a table, as in { \"1\" = \"FATAL\" }");
  TableReader values(*table, reader.where() + " values", reader.problems());
  for (const auto& [key, value] : *table) {
    std::optional<std::string> text = values.Text(key.str());
    if (!text) continue;
    const bool is_new = rule.values.try_emplace(FoldText(key.str()), std::move(*text)).second;
    if (!is_new) values.Report(key.source(), "lists \"" + Printable(key.str()) + "\" twice");
  }
}

FieldRule ReadField(TableReader& reader) {
  reader.AllowOnly({"column", "template", "constant", "values", "otherwise", "words"});
  FieldRule rule;
  rule.text = ReadText(reader);
  ReadValues(reader, rule);
  rule.otherwise = reader.Text("otherwise");
  if (reader.Has("words")) {
    const auto* words = reader.table().get("words")->as_integer();
    if (words == nullptr || words->get() < 1 || words->get() > kWordsMax) {
      reader.ReportAt("words", "must be a whole number from 1 to " + std::to_string(kWordsMax));
    } else {
      rule.words_max = static_cast<size_t>(words->get());
    }
  }
  return rule;
}

std::vector<DateFormat> ReadFormats(TableReader& reader) {
  std::vector<DateFormat> formats;
  for (const std::string& pattern : reader.Texts("formats")) {
    std::string problem;
    std::optional<DateFormat> format = DateFormat::Parse(pattern, problem);
    if (!format) {
      reader.ReportAt("formats", "\"" + Printable(pattern) + "\" " + problem);
      continue;
    }
    formats.push_back(std::move(*format));
  }
  return formats;
}

// Two orders of day and month in one table cannot be told apart, unless only the year is kept.
void CheckMistakable(TableReader& reader, const PeriodRule& rule) {
  if (rule.precision == PeriodPrecision::kYear) return;
  for (const DateFormat& first : rule.formats) {
    for (const DateFormat& second : rule.formats) {
      if (&second <= &first || !first.IsMistakenFor(second)) continue;
      reader.ReportAt("formats", "\"" + first.pattern() + "\" and \"" + second.pattern() +
                                     "\" read the same text as two dates; keep the one this table "
                                     "uses, or set precision = \"year\"");
    }
  }
}

PeriodRule ReadPeriod(TableReader& reader) {
  reader.AllowOnly({"column", "template", "constant", "formats", "precision", "otherwise"});
  PeriodRule rule;
  rule.text = ReadText(reader);
  rule.formats = ReadFormats(reader);
  rule.otherwise = reader.Text("otherwise");
  if (!rule.formats.empty() && reader.Has("constant")) {
    reader.ReportAt("constant", "is a period already, such as 2024-Q1, and needs no formats");
  }
  const std::string precision = reader.Text("precision").value_or("month");
  if (precision == "quarter") {
    rule.precision = PeriodPrecision::kQuarter;
  } else if (precision == "year") {
    rule.precision = PeriodPrecision::kYear;
  } else if (precision != "month") {
    reader.ReportAt("precision", "must be month, quarter or year");
  }
  CheckMistakable(reader, rule);
  return rule;
}

// A field written as a bare text is a template.
template <class Rule, class Read>
std::optional<Rule> ReadRule(TableReader& fields, std::string_view key, Read read) {
  const toml::node* node = fields.table().get(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* table = node->as_table()) {
    TableReader reader(*table, std::string(key), fields.problems());
    return read(reader);
  }
  if (!node->is_string()) {
    fields.ReportAt(key, "must be a text, or a table with column, template or constant");
    return std::nullopt;
  }
  Rule rule;
  rule.text = fields.Template(key).value_or(TextTemplate());
  return rule;
}

// Constants, listed values and `otherwise` of an enumeration have to be names of it.
void CheckNames(TableReader& fields, TargetField field, const FieldRule& rule) {
  const Names names = EnumNames(field);
  if (names.empty()) return;
  std::vector<std::string> results;
  if (rule.text.Columns().empty()) results.push_back(rule.text.Fill({}));
  for (const auto& [value, result] : rule.values) results.push_back(result);
  if (rule.otherwise) results.push_back(*rule.otherwise);
  const std::string_view key = kTargetFieldNames[static_cast<size_t>(field)];
  for (const std::string& result : results) {
    learning::v1::Learning ignored;
    if (SetField(ignored, field, result)) continue;
    fields.problems().push_back(
        {static_cast<int>(fields.table().get(key)->source().begin.line),
         std::string(key) + ": \"" + Printable(result) + "\" is not one of " + Listed(names)});
  }
}

void ReadFields(TableReader& reader, Mapping& mapping) {
  Names known(kTargetFieldNames.begin(), kTargetFieldNames.end());
  known.push_back("period");
  reader.AllowOnly(known);
  for (size_t i = 0; i < kTargetFieldNames.size(); ++i) {
    const auto field = static_cast<TargetField>(i);
    std::optional<FieldRule> rule = ReadRule<FieldRule>(reader, kTargetFieldNames[i], ReadField);
    if (!rule) continue;
    CheckNames(reader, field, *rule);
    mapping.fields.emplace(field, std::move(*rule));
  }
  mapping.period = ReadRule<PeriodRule>(reader, "period", ReadPeriod);
  if (!reader.Has("kind")) reader.Report(reader.table().source(), "needs kind");
  if (!reader.Has("what_happened") && !reader.Has("learning")) {
    reader.Report(reader.table().source(), "needs what_happened or learning");
  }
}

CodeRule ReadCode(TableReader& reader) {
  reader.AllowOnly({"system", "version", "column", "display", "separator"});
  CodeRule rule;
  rule.system = reader.NeededText("system");
  rule.version = reader.NeededText("version");
  rule.column = reader.Column("column");
  if (reader.Has("display")) rule.display_column = reader.Column("display");
  rule.separator = reader.Text("separator").value_or("");
  return rule;
}

SeedRule ReadSeed(TableReader& reader) {
  static const Names kKinds = {"patient",  "relative", "staff",           "reporter", "dob",
                               "postcode", "phone",    "hospital_number", "other"};
  reader.AllowOnly({"kind", "columns", "separator"});
  SeedRule rule;
  rule.kind = reader.NeededText("kind");
  if (!rule.kind.empty() && std::find(kKinds.begin(), kKinds.end(), rule.kind) == kKinds.end()) {
    reader.ReportAt("kind", "must be one of " + Listed(kKinds));
  }
  if (!reader.Has("columns")) reader.Report(reader.table().source(), "needs columns");
  for (const std::string& column : reader.Texts("columns"))
    rule.columns.push_back(CollapseSpaces(column));
  rule.separator = reader.Text("separator").value_or("");
  return rule;
}

template <class Rule, class Read>
void ReadList(TableReader& root, std::string_view key, Read read, std::vector<Rule>& rules) {
  const toml::node* node = root.table().get(key);
  if (node == nullptr) return;
  const toml::array* list = node->as_array();
  if (list == nullptr) return root.ReportAt(key, "must be written [[" + std::string(key) + "]]");
  for (const toml::node& element : *list) {
    const toml::table* table = element.as_table();
    if (table == nullptr) {
      root.ReportAt(key, "must be written [[" + std::string(key) + "]]");
      continue;
    }
    TableReader reader(*table, std::string(key), root.problems());
    rules.push_back(read(reader));
  }
}

void ReadTable(TableReader& root, Mapping& mapping) {
  const std::string format = root.Text("format").value_or("csv");
  if (format == "jsonl") mapping.format = TableFormat::kJsonl;
  if (format != "csv" && format != "jsonl") root.ReportAt("format", "must be csv or jsonl");
  const std::string encoding = root.Text("encoding").value_or("utf-8");
  if (encoding == "windows-1252") mapping.encoding = Encoding::kWindows1252;
  if (encoding != "utf-8" && encoding != "windows-1252") {
    root.ReportAt("encoding", "must be utf-8 or windows-1252");
  }
  const std::string delimiter = root.Text("delimiter").value_or(",");
  if (delimiter == "tab") {
    mapping.delimiter = '\t';
  } else if (delimiter.size() == 1 &&
             std::string_view("\"\r\n").find(delimiter) == std::string_view::npos) {
    mapping.delimiter = delimiter[0];
  } else {
    root.ReportAt("delimiter", "must be one character, or \"tab\"");
  }
  mapping.array_separator = root.Text("array_separator").value_or(mapping.array_separator);
  for (std::string_view key : {"delimiter", "encoding"}) {
    if (mapping.format == TableFormat::kJsonl && root.Has(key))
      root.ReportAt(key, "is for csv only");
  }
}

void ReadDeleted(TableReader& root, Mapping& mapping) {
  if (!root.Has("deleted")) return;
  const toml::table* table = root.table().get("deleted")->as_table();
  if (table == nullptr) return root.ReportAt("deleted", "must be a table with column and values");
  TableReader reader(*table, "deleted", root.problems());
  reader.AllowOnly({"column", "values"});
  DeletedRule rule;
  rule.column = reader.Column("column");
  if (!reader.Has("values")) reader.Report(table->source(), "needs values");
  for (const std::string& value : reader.Texts("values")) rule.values.push_back(FoldText(value));
  mapping.deleted = std::move(rule);
}

void ReadRoot(TableReader& root, Mapping& mapping) {
  root.AllowOnly({"format", "encoding", "delimiter", "array_separator", "reference", "revision",
                  "deleted", "fields", "codes", "seeds"});
  ReadTable(root, mapping);
  mapping.reference = root.Template("reference");
  mapping.revision = root.Template("revision");
  ReadDeleted(root, mapping);
  const toml::node* fields = root.table().get("fields");
  if (fields == nullptr || !fields->is_table()) {
    root.ReportAt("fields", "must be a section, written [fields]");
  } else {
    TableReader reader(*fields->as_table(), "fields", root.problems());
    ReadFields(reader, mapping);
  }
  ReadList(root, "codes", ReadCode, mapping.codes);
  ReadList(root, "seeds", ReadSeed, mapping.seeds);
}

}  // namespace

std::vector<std::string> Mapping::Columns() const {
  std::set<std::string> columns;
  const auto add = [&](const TextTemplate& text) {
    for (std::string& column : text.Columns()) columns.insert(std::move(column));
  };
  if (reference) add(*reference);
  if (revision) add(*revision);
  if (deleted) columns.insert(deleted->column);
  for (const auto& [field, rule] : fields) add(rule.text);
  if (period) add(period->text);
  for (const CodeRule& rule : codes) {
    columns.insert(rule.column);
    if (!rule.display_column.empty()) columns.insert(rule.display_column);
  }
  for (const SeedRule& rule : seeds) columns.insert(rule.columns.begin(), rule.columns.end());
  return {columns.begin(), columns.end()};
}

std::string MappingResult::Report(std::string_view origin_name) const {
  std::string text;
  for (const MappingProblem& problem : problems) {
    text += origin_name;
    if (problem.line > 0) text += ":" + std::to_string(problem.line);
    text += ": " + problem.message + "\n";
  }
  return text;
}

MappingResult ParseMapping(std::string_view toml_text) {
  MappingResult result;
  if (toml_text.size() > kMappingBytesMax) {
    result.problems.push_back({0, "the mapping is larger than 1 MiB"});
    return result;
  }
  const toml::parse_result parsed = toml::parse(toml_text);
  if (!parsed) {
    result.problems.push_back({static_cast<int>(parsed.error().source().begin.line),
                               "not valid TOML: " + Printable(parsed.error().description())});
    return result;
  }
  Mapping mapping;
  TableReader root(parsed.table(), "", result.problems);
  ReadRoot(root, mapping);
  std::stable_sort(
      result.problems.begin(), result.problems.end(),
      [](const MappingProblem& a, const MappingProblem& b) { return a.line < b.line; });
  if (result.problems.empty()) result.mapping = std::move(mapping);
  return result;
}

}  // namespace candour::intake

#include "config/load.h"

// clang-format off: in this order.
#include "config/toml_mended.h"
#include <toml++/toml.h>
// clang-format on

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "config/options_table.h"

namespace candour::config {
namespace {

// What somebody typed, made safe to print: no control characters, not endless.
std::string Printable(std::string_view text) {
  constexpr size_t kShownMax = 60;
  std::string out;
  for (char c : text.substr(0, kShownMax)) {
    out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '?' : c;
  }
  if (text.size() > kShownMax) out += "...";
  return out;
}

int LineOf(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

std::string_view TypeName(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

using Problems = std::vector<Problem>;

// Puts one node of the file into one field of the options, or says why not.
class ValueReader {
 public:
  ValueReader(const toml::node& node, NodeOptions& options, Problems& problems, std::string name)
      : node_(node), options_(options), problems_(problems), name_(std::move(name)) {}

  void operator()(const IntegerOption& option) {
    if (!node_.is_integer())
      return Refuse("must be a whole number, not " + std::string(TypeName(node_)));
    const int64_t value = node_.as_integer()->get();
    if (value < option.min || value > option.max) {
      return Refuse("must be from " + std::to_string(option.min) + " to " +
                    std::to_string(option.max) + ", not " + std::to_string(value));
    }
    option.field(options_) = value;
  }

  void operator()(const TextOption& option) {
    if (const std::optional<std::string> value = Text(node_)) {
      if (std::string reason = option.check(*value); !reason.empty()) return Refuse(reason);
      option.field(options_) = *value;
    }
  }

  void operator()(const PathOption& option) {
    if (const std::optional<std::string> value = Text(node_)) option.field(options_) = *value;
  }

  void operator()(const ChoiceOption& option) {
    const std::optional<std::string> value = Text(node_);
    if (!value) return;
    if (std::find(option.choices.begin(), option.choices.end(), *value) == option.choices.end()) {
      std::string wanted;
      for (std::string_view choice : option.choices)
        wanted += (wanted.empty() ? "" : ", ") + std::string(choice);
      return Refuse("must be one of " + wanted + "; not \"" + Printable(*value) + "\"");
    }
    option.field(options_) = *value;
  }

  void operator()(const WordsOption& option) {
    const toml::array* list = List("a list of words");
    if (list == nullptr) return;
    std::vector<std::string> words;
    for (const toml::node& element : *list) {
      if (std::optional<std::string> word = Text(element)) words.push_back(std::move(*word));
    }
    option.field(options_) = std::move(words);
  }

  void operator()(const LocalIdsOption& option) {
    const toml::array* list = List("a list of tables with name and pattern");
    if (list == nullptr) return;
    std::vector<LocalId> ids;
    for (const toml::node& element : *list) ids.push_back(ReadLocalId(element));
    option.field(options_) = std::move(ids);
  }

 private:
  void Refuse(const std::string& reason) { RefuseAt(node_, reason); }

  void RefuseAt(const toml::node& node, const std::string& reason) {
    problems_.push_back({LineOf(node.source()), name_ + " " + reason});
  }

  std::optional<std::string> Text(const toml::node& node) {
    if (!node.is_string()) {
      RefuseAt(node, "must be a text, not " + std::string(TypeName(node)));
      return std::nullopt;
    }
    const std::string& value = node.as_string()->get();
    if (value.size() > kTextBytesMax) {
      RefuseAt(node, "must be at most " + std::to_string(kTextBytesMax) + " bytes long");
      return std::nullopt;
    }
    if (value.find('\0') != std::string::npos) {
      RefuseAt(node, "must not contain a zero character");
      return std::nullopt;
    }
    return value;
  }

  const toml::array* List(std::string_view wanted) {
    const toml::array* list = node_.as_array();
    if (list == nullptr) {
      Refuse("must be " + std::string(wanted) + ", not " + std::string(TypeName(node_)));
    } else if (list->size() > kListEntriesMax) {
      Refuse("must have at most " + std::to_string(kListEntriesMax) + " entries");
      return nullptr;
    }
    return list;
  }

  LocalId ReadLocalId(const toml::node& element) {
    LocalId id;
    const toml::table* table = element.as_table();
    if (table == nullptr) {
      RefuseAt(element,
               "must hold tables with name and pattern, not " + std::string(TypeName(element)));
      return id;
    }
    for (const auto& [key, value] : *table) {
      std::string* field = key == "name" ? &id.name : key == "pattern" ? &id.pattern : nullptr;
      if (field == nullptr) {
        RefuseAt(value, "does not know \"" + Printable(key.str()) +
                            "\"; an entry has a name and a pattern");
      } else if (std::optional<std::string> text = Text(value)) {
        *field = std::move(*text);
        if (field->empty())
          RefuseAt(value, "has an entry whose " + std::string(key.str()) + " is empty");
      }
    }
    for (std::string_view needed : {"name", "pattern"}) {
      if (!table->contains(needed))
        RefuseAt(element, "has an entry without " + std::string(needed));
    }
    return id;
  }

  const toml::node& node_;
  NodeOptions& options_;
  Problems& problems_;
  const std::string name_;
};

std::string Suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view nearest = NearestName(word, known);
  return nearest.empty() ? std::string() : "; did you mean \"" + std::string(nearest) + "\"?";
}

// The section that has an option of this name, for an option written under the wrong heading.
std::string SectionHint(std::string_view key, std::string_view section) {
  for (const OptionRow& row : OptionRows()) {
    if (row.key == key && row.section != section) {
      return "; it belongs in [" + std::string(row.section) + "]";
    }
  }
  return {};
}

void ReadSection(const toml::table& table, std::string_view section, NodeOptions& options,
                 Problems& problems) {
  std::vector<std::string_view> known;
  for (const OptionRow& row : OptionRows()) {
    if (row.section == section) known.push_back(row.key);
  }
  for (const auto& [key, node] : table) {
    const auto rows = OptionRows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& candidate) {
      return candidate.section == section && candidate.key == key.str();
    });
    if (row == rows.end()) {
      std::string hint = Suggestion(key.str(), known);
      if (hint.empty()) hint = SectionHint(key.str(), section);
      problems.push_back({LineOf(key.source()), "[" + std::string(section) + "] has no option \"" +
                                                    Printable(key.str()) + "\"" + hint});
      continue;
    }
    const std::string name = std::string(section) + "." + std::string(row->key);
    std::visit(ValueReader(node, options, problems, name), row->kind);
  }
}

void ReadRoot(const toml::table& root, NodeOptions& options, Problems& problems) {
  std::vector<std::string_view> known;
  for (const SectionRow& section : SectionRows()) known.push_back(section.name);
  for (const auto& [key, node] : root) {
    const bool is_known = std::find(known.begin(), known.end(), key.str()) != known.end();
    if (!is_known) {
      std::string hint = Suggestion(key.str(), known);
      if (hint.empty()) hint = SectionHint(key.str(), "");
      const std::string_view what = node.is_table() ? "section" : "option";
      problems.push_back({LineOf(key.source()), "unknown " + std::string(what) + " \"" +
                                                    Printable(key.str()) + "\"" + hint});
    } else if (const toml::table* table = node.as_table()) {
      ReadSection(*table, key.str(), options, problems);
    } else {
      problems.push_back({LineOf(key.source()), std::string(key.str()) +
                                                    " must be a section, written [" +
                                                    std::string(key.str()) + "]"});
    }
  }
}

}  // namespace

std::string LoadResult::Report() const {
  std::string text;
  for (const Problem& problem : problems) {
    text += origin_name;
    if (problem.line > 0) text += ":" + std::to_string(problem.line);
    text += ": " + problem.message + "\n";
  }
  return text;
}

LoadResult Load(std::string_view toml_text, std::string origin_name) {
  LoadResult result;
  result.origin_name = std::move(origin_name);
  if (toml_text.size() > kConfigBytesMax) {
    result.problems.push_back(
        {0, "the file is larger than " + std::to_string(kConfigBytesMax) + " bytes"});
    return result;
  }
  const toml::parse_result parsed = toml::parse(toml_text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    result.problems.push_back(
        {LineOf(error.source()), "not valid TOML: " + Printable(error.description())});
    return result;
  }
  NodeOptions options;
  ReadRoot(parsed.table(), options, result.problems);
  std::stable_sort(result.problems.begin(), result.problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  if (result.problems.empty()) result.options = std::move(options);
  return result;
}

}  // namespace candour::config

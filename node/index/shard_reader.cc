#include "node/index/shard_reader.h"

#include "crypto/encoding.h"

namespace candour::index {
namespace {

constexpr size_t kCachedStatementsMax = 64;
constexpr size_t kExpansionMax = 200;  // Stems that one prefix may stand for, commonest first.

void BindValue(Statement& statement, int place, const SqlValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    statement.Bind(place, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    statement.BindText(place, *text);
  } else {
    statement.BindBlob(place, std::get<BlobValue>(value).bytes);
  }
}

std::string Questions(size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ",?";
  return out;
}

SqlValue ValueOf(const Filter& filter) {
  if (filter.field != Field::kNetwork && filter.field != Field::kMember) return filter.value;
  // A name nobody translated is no id: it compares with nothing.
  return BlobValue{crypto::HexDecode(filter.value).value_or("?")};
}

void AddScope(const Scope& scope, Conditions& out) {
  std::string sources;
  const auto allow = [&](bool allowed, Source source) {
    if (!allowed) return;
    if (!sources.empty()) sources += ',';
    sources += std::to_string(static_cast<int>(source));
  };
  allow(scope.items, Source::kItem);
  allow(scope.records, Source::kRecord);
  allow(scope.drafts, Source::kDraft);
  out.sql = "d.source IN (" + sources + ")";
  if (!scope.networks) return;
  out.sql += " AND (d.source <> " + std::to_string(static_cast<int>(Source::kItem)) +
             " OR d.network IN (" + Questions(scope.networks->size()) + "))";
  for (const NetworkId& network : *scope.networks) out.values.push_back(BlobValue{network.str()});
}

// The text a prefix ends before: the next string that does not begin with it.
std::string After(std::string_view prefix) { return std::string(prefix) + "\xff"; }

}  // namespace

Conditions ConditionsOf(const Scope& scope, const std::vector<Filter>& filters) {
  Conditions out;
  AddScope(scope, out);
  for (size_t field = 0; field < kFields; ++field) {
    for (const bool excluded : {false, true}) {
      size_t count = 0;
      for (const Filter& filter : filters) {
        if (static_cast<size_t>(filter.field) != field || filter.excluded != excluded) continue;
        out.values.push_back(ValueOf(filter));
        ++count;
      }
      if (count == 0) continue;
      out.sql += std::string(" AND d.") + FieldName(static_cast<Field>(field)) +
                 (excluded ? " NOT IN (" : " IN (") + Questions(count) + ")";
    }
  }
  return out;
}

Result<std::unique_ptr<ShardReader>> ShardReader::Open(const std::string& path) {
  std::unique_ptr<ShardReader> reader(new ShardReader());
  Result<std::unique_ptr<Database>> database = Database::Open(path, OpenMode::kRead);
  if (!database) return Fail(database.error());
  reader->database_ = *std::move(database);
  Status s = reader->database_->Execute("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;");
  if (!s) return Fail(s.error());
  Result<std::unique_ptr<Tokenizer>> tokenizer = Tokenizer::Create(reader->database_->raw());
  if (!tokenizer) return Fail(tokenizer.error());
  reader->tokenizer_ = *std::move(tokenizer);
  return reader;
}

Result<Statement*> ShardReader::Cached(const std::string& sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return &known->second;
  if (statements_.size() >= kCachedStatementsMax) statements_.clear();
  Result<Statement> statement = database_->Prepare(sql);
  if (!statement) return Fail(statement.error());
  return &statements_.emplace(sql, *std::move(statement)).first->second;
}

Result<std::vector<std::string>> ShardReader::Expand(std::string_view prefix) {
  std::vector<std::string> out;
  Result<Statement*> ask = Cached(
      "SELECT stem, sum(docs) AS n FROM word WHERE word >= ?1 AND word < ?2"
      " GROUP BY stem ORDER BY n DESC LIMIT ?3");
  if (!ask) return Fail(ask.error());
  Statement& statement = **ask;
  statement.BindText(1, prefix);
  statement.BindText(2, After(prefix));
  statement.Bind(3, static_cast<int64_t>(kExpansionMax));
  Result<bool> row = statement.Step();
  for (; row && *row; row = statement.Step()) out.emplace_back(statement.Blob(0));
  if (!row) return Fail(row.error());
  return out;
}

Result<Statement*> ShardReader::Ask(const std::optional<Node>& text, const Conditions& where,
                                    const std::string& columns, const std::string& order) {
  std::string sql = "SELECT " + columns;
  Match match;
  if (text) {
    Result<Match> compiled = CompileMatch(
        *text, *tokenizer_, [this](std::string_view prefix) { return Expand(prefix); });
    if (!compiled) return Fail(compiled.error());
    if (compiled->outcome != Match::Outcome::kExpression) return nullptr;
    match = *std::move(compiled);
    sql += " FROM text t CROSS JOIN doc d ON d.id = t.rowid WHERE t.text MATCH ? AND ";
  } else {
    sql += " FROM doc d WHERE ";
  }
  Result<Statement*> ask = Cached(sql + where.sql + order);
  if (!ask) return ask;
  int place = 1;
  if (text) (*ask)->BindText(place++, match.expression);
  for (const SqlValue& value : where.values) BindValue(**ask, place++, value);
  return ask;
}

Result<std::vector<ShardHit>> ShardReader::Top(const std::optional<Node>& text,
                                               const Conditions& where, size_t max) {
  std::vector<ShardHit> out;
  const std::string limit = " LIMIT " + std::to_string(max);
  Result<Statement*> ask =
      text ? Ask(text, where, "d.key, d.work, d.day, t.rank", " ORDER BY t.rank" + limit)
           : Ask(text, where, "d.key, d.work, d.day, 0.0", " ORDER BY d.day DESC, d.key" + limit);
  if (!ask) return Fail(ask.error());
  if (*ask == nullptr) return out;
  Statement& statement = **ask;
  Result<bool> row = statement.Step();
  for (; row && *row; row = statement.Step()) {
    out.push_back({.key = std::string(statement.Blob(0)),
                   .work = std::string(statement.Blob(1)),
                   .rank = statement.Real(3),
                   .day = statement.Integer(2)});
  }
  if (!row) return Fail(row.error());
  return out;
}

Result<uint64_t> ShardReader::Count(const std::optional<Node>& text, const Conditions& where) {
  Result<Statement*> ask = Ask(text, where, "count(*)", "");
  if (!ask) return Fail(ask.error());
  if (*ask == nullptr) return 0;
  const Result<bool> row = (*ask)->Step();
  if (!row) return Fail(row.error());
  const auto count = static_cast<uint64_t>((*ask)->Integer(0));
  (*ask)->Reset();
  return count;
}

Status ShardReader::EachFacet(const std::optional<Node>& text, const Conditions& where,
                              const std::function<void(const FacetRow&)>& row) {
  Result<Statement*> ask =
      Ask(text, where, "d.kind, d.setting, d.specialty, d.network, d.member, d.work", "");
  if (!ask) return Fail(ask.error());
  if (*ask == nullptr) return {};
  Statement& statement = **ask;
  Result<bool> there = statement.Step();
  for (; there && *there; there = statement.Step()) {
    FacetRow facets;
    for (size_t i = 0; i < kFields; ++i) facets.values[i] = statement.Blob(static_cast<int>(i));
    facets.work = statement.Blob(static_cast<int>(kFields));
    row(facets);
  }
  if (!there) return Fail(there.error());
  return {};
}

Result<std::vector<std::string>> ShardReader::OfWork(const std::string& work,
                                                     const Conditions& where) {
  std::vector<std::string> out;
  Result<Statement*> ask = Cached("SELECT d.key FROM doc d WHERE d.work = ? AND " + where.sql);
  if (!ask) return Fail(ask.error());
  Statement& statement = **ask;
  statement.BindBlob(1, work);
  int place = 2;
  for (const SqlValue& value : where.values) BindValue(statement, place++, value);
  Result<bool> row = statement.Step();
  for (; row && *row; row = statement.Step()) out.emplace_back(statement.Blob(0));
  if (!row) return Fail(row.error());
  return out;
}

}  // namespace candour::index

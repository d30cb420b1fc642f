#include "node/index/words.h"

#include <set>
#include <utility>

namespace candour::index {
namespace {

constexpr size_t kNumbersMax = 50'000;  // Some 4 MB.

}  // namespace

std::string EncodeNumbers(const std::vector<int64_t>& ascending) {
  std::string out;
  int64_t last = 0;
  for (const int64_t number : ascending) {
    uint64_t step = static_cast<uint64_t>(number - last);
    last = number;
    while (step >= 0x80) {
      out += static_cast<char>(step | 0x80);
      step >>= 7;
    }
    out += static_cast<char>(step);
  }
  return out;
}

std::vector<int64_t> DecodeNumbers(std::string_view raw) {
  std::vector<int64_t> out;
  uint64_t last = 0;
  uint64_t step = 0;
  unsigned shift = 0;
  for (const char c : raw) {
    const auto byte = static_cast<uint8_t>(c);
    if (shift < 64) step |= static_cast<uint64_t>(byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) != 0) continue;
    last += std::exchange(step, 0);
    shift = 0;
    out.push_back(static_cast<int64_t>(last));
  }
  return out;
}

Result<std::unique_ptr<WordBook>> WordBook::Create(Database& database) {
  std::unique_ptr<WordBook> book(new WordBook(database));
  const std::pair<Statement*, const char*> statements[] = {
      {&book->find_, "SELECT id FROM word WHERE word = ?1"},
      {&book->add_, "INSERT INTO word(word, stem, docs) VALUES(?1, ?2, 0)"},
      {&book->stem_, "SELECT stem FROM word WHERE id = ?1"},
      {&book->count_, "UPDATE word SET docs = docs + ?2 WHERE id = ?1"},
      {&book->drop_, "DELETE FROM word WHERE id = ?1 AND docs <= 0"}};
  for (const auto& [statement, sql] : statements) {
    Result<Statement> prepared = database.Prepare(sql);
    if (!prepared) return Fail(prepared.error());
    *statement = *std::move(prepared);
  }
  return book;
}

Result<int64_t> WordBook::NumberOf(const Token& token) {
  const auto known = numbers_.find(token.word);
  if (known != numbers_.end()) return known->second;
  find_.BindText(1, token.word);
  const Result<bool> found = find_.Step();
  if (!found) return Fail(found.error());
  int64_t number = 0;
  if (*found) {
    number = find_.Integer(0);
    find_.Reset();
  } else {
    add_.BindText(1, token.word);
    add_.BindText(2, token.stem);
    if (Status s = add_.Run(); !s) return Fail(s.error());
    number = database_.LastId();
  }
  numbers_.emplace(token.word, number);
  return number;
}

Result<std::vector<int64_t>> WordBook::Use(const std::vector<Token>& tokens) {
  std::set<int64_t> unique;
  for (const Token& token : tokens) {
    const Result<int64_t> number = NumberOf(token);
    if (!number) return Fail(number.error());
    unique.insert(*number);
  }
  for (const int64_t number : unique) ++deltas_[number];
  return std::vector<int64_t>(unique.begin(), unique.end());
}

Result<std::vector<std::string>> WordBook::Release(const std::vector<int64_t>& words) {
  std::set<std::string> stems;
  for (const int64_t number : words) {
    stem_.Bind(1, number);
    const Result<bool> found = stem_.Step();
    if (!found) return Fail(found.error());
    if (!*found) continue;
    stems.emplace(stem_.Blob(0));
    stem_.Reset();
    --deltas_[number];
  }
  return std::vector<std::string>(stems.begin(), stems.end());
}

Status WordBook::Flush() {
  bool dropped = false;
  for (const auto& [number, delta] : deltas_) {
    if (delta == 0) continue;
    count_.Bind(1, number);
    count_.Bind(2, delta);
    if (Status s = count_.Run(); !s) return s;
    if (delta > 0) continue;
    drop_.Bind(1, number);
    if (Status s = drop_.Run(); !s) return s;
    dropped = true;
  }
  deltas_.clear();
  // Numbers of dropped words must not be given out again; and what is kept is bounded.
  if (dropped || numbers_.size() > kNumbersMax) numbers_.clear();
  return {};
}

void WordBook::Forget() {
  numbers_.clear();
  deltas_.clear();
}

}  // namespace candour::index

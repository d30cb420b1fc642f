#include "node/learning/word_list.h"

#include "crypto/encoding.h"

namespace candour {
namespace {

using storage::LocalFamily;

constexpr char kPrefix[] = "word/";

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters, digits and every byte of a longer character.
bool InsideWord(char c) {
  return (c >= '0' && c <= '9') || (Lower(c) >= 'a' && Lower(c) <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool StandsAt(std::string_view text, size_t at, std::string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (Lower(text[at + i]) != word[i]) return false;
  }
  const size_t end = at + word.size();
  const bool begins = at == 0 || !InsideWord(text[at - 1]) || !InsideWord(word.front());
  const bool ends = end == text.size() || !InsideWord(text[end]) || !InsideWord(word.back());
  return begins && ends;
}

}  // namespace

WordList LoadWords(const storage::Reader& store) {
  WordList words;
  store.Scan(LocalFamily::kMeta, kPrefix, "", [&](std::string_view, std::string_view value) {
    node::v1::LocalWord word;
    if (word.ParseFromString(std::string(value))) words.push_back(std::move(word));
    return words.size() < kWordsMax;
  });
  return words;
}

Result<std::string> FoldWord(std::string_view word) {
  std::string folded;
  for (const char c : word) folded.push_back(Lower(c));
  const size_t first = folded.find_first_not_of(" \t\r\n");
  const size_t last = folded.find_last_not_of(" \t\r\n");
  folded = first == std::string::npos ? std::string() : folded.substr(first, last - first + 1);
  if (folded.size() < 2 || folded.size() > kWordBytesMax || !crypto::IsUtf8(folded)) {
    return Fail(ErrorCode::kInvalid, "WORD_INVALID",
                "a word of the list has 2 to 100 bytes of UTF-8");
  }
  return folded;
}

storage::LocalWrite PutWord(const node::v1::LocalWord& word) {
  storage::LocalWrite write{LocalFamily::kMeta, kPrefix + word.word(), std::nullopt};
  if (word.use() != node::v1::WORD_USE_FORGET) write.value = word.SerializeAsString();
  return write;
}

std::vector<size_t> FindWord(std::string_view text, std::string_view word) {
  std::vector<size_t> places;
  if (word.empty()) return places;
  for (size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!StandsAt(text, at, word)) continue;
    places.push_back(at);
    at += word.size() - 1;
  }
  return places;
}

}  // namespace candour

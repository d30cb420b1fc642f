// This node's own words (docs/privacy.md section 2): some are never an identifier here, others
// always are. Rows "word/..." of family meta, written by reviewers and read by every later scan.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "candour/node/v1/review.pb.h"
#include "federation/base/result.h"
#include "node/storage/local_rows.h"

namespace candour {

using WordList = std::vector<node::v1::LocalWord>;

inline constexpr size_t kWordBytesMax = 100;
inline constexpr size_t kWordsMax = 5000;

// In order of the words.
WordList LoadWords(const storage::Reader& store);

// In small letters and without spaces around it; kInvalid when it is empty, too long, no UTF-8, or
// shorter than 2 characters.
Result<std::string> FoldWord(std::string_view word);

// The write that puts it on the list, or takes it off (WORD_USE_FORGET).
storage::LocalWrite PutWord(const node::v1::LocalWord& word);

// Where `word` (folded) stands in `text` as whole words, in any case: offsets of its first bytes.
std::vector<size_t> FindWord(std::string_view text, std::string_view word);

}  // namespace candour

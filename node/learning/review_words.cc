// This node's own words: read and changed by reviewers.
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/review_handlers.h"
#include "node/learning/word_list.h"

namespace candour {

Result<node::v1::ListWordsResponse> ReviewHandlers::ListWords(const Principal& who,
                                                              const node::v1::ListWordsRequest&) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  node::v1::ListWordsResponse response;
  for (auto& word : LoadWords(*services_.turns.Snapshot())) {
    *response.add_words() = std::move(word);
  }
  return response;
}

Result<node::v1::SetWordResponse> ReviewHandlers::SetWord(const Principal& who,
                                                          const node::v1::SetWordRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  auto folded = FoldWord(request.word());
  if (!folded) return Fail(folded.error());
  if (request.use() != node::v1::WORD_USE_KEEP && request.use() != node::v1::WORD_USE_MASK &&
      request.use() != node::v1::WORD_USE_FORGET) {
    return Fail(ErrorCode::kInvalid, "USE_INVALID", "a word can be kept, masked or forgotten");
  }
  node::v1::SetWordResponse response;
  auto status = services_.turns.Run([&](const storage::Reader& store,
                                        Now now) -> Result<LocalTurn> {
    if (request.use() != node::v1::WORD_USE_FORGET && LoadWords(store).size() >= kWordsMax) {
      return Fail(ErrorCode::kFull, "WORDS_FULL", "the word list holds 5,000; forget some first");
    }
    auto& word = *response.mutable_word();
    word.set_word(*folded);
    word.set_use(request.use());
    word.set_type(request.use() == node::v1::WORD_USE_MASK ? request.type() : "");
    word.set_user(who.user);
    word.set_at(now.wall);
    LocalTurn turn;
    turn.writes.push_back(PutWord(word));
    const char* use = request.use() == node::v1::WORD_USE_KEEP   ? "keep"
                      : request.use() == node::v1::WORD_USE_MASK ? "mask"
                                                                 : "forget";
    AddAudit(store, who, {"review.word", "", std::string(use) + " 1 word"}, now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return response;
}

}  // namespace candour

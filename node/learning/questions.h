// Rows of questions: what members ask in the feeds that are held here, what this node said, what it
// paid, and, at a hub, the notes that members left.
//
// Everything but the answers of this node follows from the feeds: the ledger is a view of them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candour/node/v1/stored.pb.h"
#include "federation/query/aggregation.h"
#include "federation/query/budget.h"
#include "node/learning/turn_texts.h"
#include "node/storage/local_rows.h"

namespace candour {

// Notes about questions among the bodies of a turn, kept as rows "found/" for TakeFound. In the
// batch that brings the bodies: none is missed.
void AddFoundRows(const WriteSet& writes, TurnTexts& texts, storage::LocalWrites& local);
struct FoundNote {
  FeedId feed;
  uint64_t index = 0;
};
// In the order of their keys, from behind `after`.
std::vector<FoundNote> LoadFound(const storage::Reader& store,
                                 const std::optional<FoundNote>& after, size_t max);
storage::LocalWrite DropFound(const FoundNote& found);
// The note in the body there; empty when it was withdrawn or is no such body.
std::optional<Bytes> NoteAt(const storage::Reader& store, const FoundNote& found);

struct QuestionKey {
  NetworkId network;
  crypto::Hash plan;
  auto operator<=>(const QuestionKey&) const = default;
};
std::optional<node::v1::StoredQuestion> LoadQuestion(const storage::Reader& store,
                                                     const QuestionKey& key);
storage::LocalWrite PutQuestion(const QuestionKey& key, const node::v1::StoredQuestion& question);
// Every question of every network, by key.
std::vector<std::pair<QuestionKey, node::v1::StoredQuestion>> LoadQuestions(
    const storage::Reader& store);

// What this node has signed as an aggregator of a question.
query::StoredAggregation LoadAggregation(const storage::Reader& store, const QuestionKey& key);
storage::LocalWrites PutAggregation(const QuestionKey& key, const query::StoredAggregation& stored);

// Questions with something left to do.
std::vector<QuestionKey> LoadOpen(const storage::Reader& store);
storage::LocalWrite PutOpen(const QuestionKey& key);
storage::LocalWrite DropOpen(const QuestionKey& key);

std::vector<query::Charge> LoadCharges(const storage::Reader& store);
storage::LocalWrite PutCharge(const query::Charge& charge);

// Notes that members left here: "mail/" || plan || place. The place of a note is its kind and its
// member.
struct Mail {
  Bytes place;
  Bytes note;
};
std::vector<Mail> LoadMail(const storage::Reader& store, const crypto::Hash& plan,
                           std::string_view after, size_t max);
size_t CountMail(const storage::Reader& store, const crypto::Hash& plan);
std::optional<Bytes> MailAt(const storage::Reader& store, const crypto::Hash& plan,
                            std::string_view place);
storage::LocalWrite PutMail(const crypto::Hash& plan, const Mail& mail);
storage::LocalWrite DropMail(const crypto::Hash& plan, std::string_view place);

}  // namespace candour

#include "node/learning/questions.h"

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::Reader;

constexpr std::string_view kFound = "found/";
constexpr std::string_view kQuestion = "question/";
constexpr std::string_view kOpen = "open/";
constexpr std::string_view kCharge = "charge/";
constexpr std::string_view kAggregation = "aggregation/";
constexpr std::string_view kMail = "mail/";

// Both texts begin so; a body that holds it is worth parsing.
constexpr std::string_view kTextsBeginWith = "candour/";

std::string Key(std::string_view prefix, std::string_view rest) {
  return std::string(prefix).append(rest);
}

std::string RowOf(const QuestionKey& key) {
  return key.network.str() + std::string(key.plan.view());
}

std::optional<QuestionKey> KeyOf(std::string_view row) {
  if (row.size() != NetworkId::kSize + 32) return std::nullopt;
  const auto network = NetworkId::From(row.substr(0, NetworkId::kSize));
  const auto plan = crypto::Hash::From(row.substr(NetworkId::kSize));
  if (!network || !plan) return std::nullopt;
  return QuestionKey{*network, *plan};
}

std::string RowOf(const FoundNote& found) { return found.feed.str() + crypto::U64(found.index); }

bool IsQueryBody(BytesView body) {
  if (body.find(kTextsBeginWith) == BytesView::npos) return false;
  learning::v1::Body parsed;
  return parsed.ParseFromString(std::string(body)) && parsed.has_query();
}

}  // namespace

void AddFoundRows(const WriteSet& writes, TurnTexts& texts, storage::LocalWrites& local) {
  for (const Write& write : writes) {
    const auto* put = std::get_if<PutBody>(&write);
    if (put == nullptr || put->blob.size() % kBlobBlockBytes != 0) continue;
    if (texts.Of(put->blob) != nullptr) continue;  // Learning asks nothing.
    const auto opened =
        DecodeBlob(put->blob, static_cast<uint16_t>(put->blob.size() / kBlobBlockBytes));
    if (!opened || !IsQueryBody(opened->body)) continue;
    local.push_back({LocalFamily::kMeta, Key(kFound, RowOf(FoundNote{put->feed, put->index})), ""});
  }
}

std::vector<FoundNote> LoadFound(const Reader& store, const std::optional<FoundNote>& after,
                                 size_t max) {
  std::vector<FoundNote> found;
  const std::string start = after ? Key(kFound, RowOf(*after)) + '\0' : std::string();
  store.Scan(LocalFamily::kMeta, kFound, start, [&](std::string_view key, std::string_view) {
    const std::string_view row = key.substr(kFound.size());
    if (const auto feed = FeedId::From(row.substr(0, FeedId::kSize));
        feed && row.size() == FeedId::kSize + 8) {
      found.push_back({*feed, crypto::GetU64(row, FeedId::kSize)});
    }
    return found.size() < max;
  });
  return found;
}

LocalWrite DropFound(const FoundNote& found) {
  return {LocalFamily::kMeta, Key(kFound, RowOf(found)), std::nullopt};
}

std::optional<Bytes> NoteAt(const Reader& store, const FoundNote& found) {
  const auto leaf = DecodeLeaf(store.Leaves(found.feed, found.index, 1));
  const auto blob = store.Body(found.feed, found.index);
  if (!leaf || !blob || store.RetractionOf(found.feed, found.index)) return std::nullopt;
  const auto opened = CheckBlob(*leaf, *blob);
  learning::v1::Body body;
  if (!opened || !body.ParseFromString(std::string(opened->body)) || !body.has_query()) {
    return std::nullopt;
  }
  return body.query().note();
}

std::optional<node::v1::StoredQuestion> LoadQuestion(const Reader& store, const QuestionKey& key) {
  const auto bytes = store.Get(LocalFamily::kMeta, Key(kQuestion, RowOf(key)));
  node::v1::StoredQuestion row;
  if (!bytes || !row.ParseFromString(*bytes)) return std::nullopt;
  return row;
}

LocalWrite PutQuestion(const QuestionKey& key, const node::v1::StoredQuestion& question) {
  return {LocalFamily::kMeta, Key(kQuestion, RowOf(key)), question.SerializeAsString()};
}

std::vector<std::pair<QuestionKey, node::v1::StoredQuestion>> LoadQuestions(const Reader& store) {
  std::vector<std::pair<QuestionKey, node::v1::StoredQuestion>> questions;
  store.Scan(LocalFamily::kMeta, kQuestion, "", [&](std::string_view key, std::string_view value) {
    const auto place = KeyOf(key.substr(kQuestion.size()));
    node::v1::StoredQuestion row;
    if (place && row.ParseFromString(std::string(value))) {
      questions.emplace_back(*place, std::move(row));
    }
    return true;
  });
  return questions;
}

query::StoredAggregation LoadAggregation(const Reader& store, const QuestionKey& key) {
  const std::string prefix = Key(kAggregation, RowOf(key));
  const auto note = [&](char step) {
    return store.Get(LocalFamily::kMeta, prefix + step).value_or(std::string());
  };
  return {.roster = note('1'), .agreed = note('2'), .sum = note('3')};
}

storage::LocalWrites PutAggregation(const QuestionKey& key,
                                    const query::StoredAggregation& stored) {
  const std::string prefix = Key(kAggregation, RowOf(key));
  storage::LocalWrites writes;
  for (const auto& [step, note] : {std::pair{'1', &stored.roster}, std::pair{'2', &stored.agreed},
                                   std::pair{'3', &stored.sum}}) {
    if (!note->empty()) writes.push_back({LocalFamily::kMeta, prefix + step, *note});
  }
  return writes;
}

std::vector<QuestionKey> LoadOpen(const Reader& store) {
  std::vector<QuestionKey> open;
  store.Scan(LocalFamily::kMeta, kOpen, "", [&](std::string_view key, std::string_view) {
    if (const auto place = KeyOf(key.substr(kOpen.size()))) open.push_back(*place);
    return true;
  });
  return open;
}

LocalWrite PutOpen(const QuestionKey& key) {
  return {LocalFamily::kMeta, Key(kOpen, RowOf(key)), ""};
}
LocalWrite DropOpen(const QuestionKey& key) {
  return {LocalFamily::kMeta, Key(kOpen, RowOf(key)), std::nullopt};
}

std::vector<query::Charge> LoadCharges(const Reader& store) {
  std::vector<query::Charge> charges;
  store.Scan(LocalFamily::kMeta, kCharge, "", [&](std::string_view key, std::string_view value) {
    const std::string_view row = key.substr(kCharge.size());
    node::v1::StoredCharge stored;
    if (row.size() != 4 + 32 || !stored.ParseFromString(std::string(value))) return true;
    const auto plan = crypto::Hash::From(row.substr(4));
    const auto network = NetworkId::From(stored.network_id());
    if (plan && network) {
      charges.push_back({.plan = *plan,
                         .network = *network,
                         .quarter = static_cast<int32_t>(crypto::GetU32(row)),
                         .thousandths = stored.thousandths()});
    }
    return true;
  });
  return charges;
}

LocalWrite PutCharge(const query::Charge& charge) {
  node::v1::StoredCharge row;
  row.set_network_id(charge.network.str());
  row.set_thousandths(charge.thousandths);
  return {
      LocalFamily::kMeta,
      Key(kCharge, crypto::U32(static_cast<uint32_t>(charge.quarter)).append(charge.plan.view())),
      row.SerializeAsString()};
}

std::vector<Mail> LoadMail(const Reader& store, const crypto::Hash& plan, std::string_view after,
                           size_t max) {
  const std::string prefix = Key(kMail, plan.view());
  std::vector<Mail> mail;
  const std::string start = after.empty() ? std::string() : prefix + std::string(after) + '\0';
  store.Scan(LocalFamily::kMeta, prefix, start, [&](std::string_view key, std::string_view value) {
    mail.push_back({Bytes(key.substr(prefix.size())), Bytes(value)});
    return mail.size() < max;
  });
  return mail;
}

size_t CountMail(const Reader& store, const crypto::Hash& plan) {
  size_t count = 0;
  store.Scan(LocalFamily::kMeta, Key(kMail, plan.view()), "",
             [&](std::string_view, std::string_view) {
               ++count;
               return true;
             });
  return count;
}

std::optional<Bytes> MailAt(const Reader& store, const crypto::Hash& plan, std::string_view place) {
  return store.Get(LocalFamily::kMeta, Key(kMail, plan.view()).append(place));
}

LocalWrite DropMail(const crypto::Hash& plan, std::string_view place) {
  return {LocalFamily::kMeta, Key(kMail, plan.view()).append(place), std::nullopt};
}

LocalWrite PutMail(const crypto::Hash& plan, const Mail& mail) {
  return {LocalFamily::kMeta, Key(kMail, plan.view()).append(mail.place), mail.note};
}

}  // namespace candour

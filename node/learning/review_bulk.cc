// Many drafts at once: kept on this node by the machine alone, or approved after a sample was read.
#include <algorithm>
#include <map>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/learning/approval.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/draft_query.h"
#include "node/learning/requests.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredBatch;
using node::v1::StoredDraft;
using storage::LocalFamily;
using storage::Reader;
using Left = std::map<std::string, uint64_t>;

constexpr size_t kPerTurn = 200;
constexpr size_t kBatchMax = 5'000;
constexpr size_t kSampleMin = 5;
constexpr WallSeconds kBatchLife = 7 * kSecondsPerDay;

// Why the machine's word alone does not do for keeping it.
const char* CannotKeep(const Principal& who, const StoredDraft& draft) {
  if (draft.author() == who.user) return "written by you";
  if (draft.state() == node::v1::REPORT_STATE_RETURNED) return "returned";
  if (draft.quarantined()) return "quarantined";
  for (const auto& redaction : draft.redactions()) {
    if (redaction.state() == node::v1::REDACTION_STATE_FLAGGED) return "open flag";
  }
  return nullptr;
}

// Why it has to be read: anything that a rule or a person was not sure of, and any risk that asks
// for more than one reviewer.
const char* NeedsReading(const Services& services, const Reader& store, const Principal& who,
                         const StoredDraft& draft) {
  if (const char* reason = CannotKeep(who, draft)) return reason;
  for (const auto& redaction : draft.redactions()) {
    if (redaction.state() == node::v1::REDACTION_STATE_KEPT) return "flag";
  }
  if (draft.wrapped_key().empty()) return "original destroyed";
  if (!ReadyToApprove(draft)) return "fields missing";
  const Judgement judgement = Judge(services, store, draft, AnswersOf(draft));
  return NeededOf(judgement) == node::v1::REVIEW_NEEDED_ONE_REVIEWER ? nullptr : "risk";
}

template <class Response>
void ShowLeft(const Left& left, Response& response) {
  for (const auto& [reason, count] : left) {
    auto& row = *response.add_left_by_reason();
    row.set_reason(reason);
    row.set_count(count);
    response.set_left(response.left() + count);
  }
}

// The drafts of a query, in order of id; `take` says whether to go on.
void ScanDrafts(const Reader& store, const DraftQuery& query,
                const std::function<bool(const DraftId&, const StoredDraft&)>& take) {
  store.Scan(LocalFamily::kDraft, "", "", [&](std::string_view key, std::string_view value) {
    StoredDraft draft;
    const auto id = DraftId::From(key);
    if (!id || !draft.ParseFromString(std::string(value))) return true;
    return !query.Takes(draft.masked()) || take(*id, draft);
  });
}

// One batch a person: drawing anew forgets the one before.
std::string BatchKey(const Principal& who) { return "batch/" + who.user; }

std::string ShowBatch(const StoredBatch& batch) { return crypto::Crockford16Encode(batch.id()); }

void Draw(StoredBatch& batch, size_t sample) {
  std::vector<std::string> order(batch.drafts().begin(), batch.drafts().end());
  for (size_t i = 0; i < std::min(sample, order.size()); ++i) {
    const size_t left = order.size() - i;
    const size_t pick = i + crypto::GetU64(crypto::RandomBytes(8)) % left;
    std::swap(order[i], order[pick]);
    *batch.add_sample() = order[i];
  }
}

Result<StoredBatch> BatchOf(const Reader& store, const Principal& who, const std::string& id,
                            WallSeconds now) {
  const auto row = store.Get(LocalFamily::kMeta, BatchKey(who));
  StoredBatch batch;
  const bool whole = row && batch.ParseFromString(*row);
  if (!whole || ShowBatch(batch) != id || batch.drawn_at() + kBatchLife < now) {
    return Fail(ErrorCode::kNotFound, "NOT_FOUND",
                "batch " + id + " is not here; draw a sample with candour review approve-all");
  }
  return batch;
}

// Each of the sample has to have been approved by whoever asks, as the machine had left it.
Status SampleHolds(const Reader& store, const Principal& who, const StoredBatch& batch) {
  std::string unread;
  size_t failed = 0;
  for (const std::string& id : batch.sample()) {
    const auto record = LoadRecord(store, *RecordId::From(id));
    if (!record && LoadDraft(store, *DraftId::From(id))) {
      unread += " " + ShowId(*DraftId::From(id)).substr(0, 8);
    } else if (!record || record->approver() != who.user || record->corrected() ||
               record->kept_size() > 0) {
      ++failed;
    }
  }
  if (failed > 0) {
    return Fail(ErrorCode::kPolicy, "SAMPLE_FAILED",
                std::to_string(failed) +
                    " of the sample were not approved as the machine had masked them; read the "
                    "others one by one, or draw a larger sample");
  }
  if (unread.empty()) return {};
  return Fail(ErrorCode::kPolicy, "SAMPLE_UNREAD",
              "read and approve each of the sample first:" + unread);
}

// Approves what is still as harmless as it was when the sample was drawn.
LocalTurn ApproveSome(const Services& services, const Reader& store, const Principal& who,
                      const std::vector<std::string>& ids, Now now, Left& left) {
  LocalTurn turn;
  uint64_t approved = 0;
  for (const std::string& id : ids) {
    const auto draft = LoadDraft(store, *DraftId::From(id));
    if (!draft) continue;  // Of the sample, or decided by somebody meanwhile.
    const char* reason = NeedsReading(services, store, who, *draft);
    const auto scrubbed = RescanAll(services.anonymiser, draft->masked());
    if (reason == nullptr && !scrubbed) reason = "identifier left";
    if (reason != nullptr) {
      ++left[reason];
      continue;
    }
    AddApproval(who, *draft, *scrubbed, now.wall, turn.writes);
    ++approved;
  }
  AddAudit(store, who, {"review.approve-all", "", std::to_string(approved) + " drafts"}, now.wall,
           turn.writes);
  return turn;
}

}  // namespace

Result<node::v1::KeepResponse> ReviewHandlers::Keep(const Principal& who,
                                                    const node::v1::KeepRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  auto query = DraftQuery::Parse(request.query());
  if (!query) return Fail(query.error());
  std::vector<DraftId> ids;
  {
    auto snapshot = services_.turns.Snapshot();
    for (const auto& shown : request.ids()) {
      auto id = FindDraft(*snapshot, shown);
      if (!id) return Fail(id.error());
      ids.push_back(*id);
    }
    if (request.all() || !request.query().empty()) {
      ScanDrafts(*snapshot, *query, [&](const DraftId& id, const StoredDraft&) {
        ids.push_back(id);
        return true;
      });
    }
  }
  node::v1::KeepResponse response;
  Left left;
  for (size_t begin = 0; begin < ids.size(); begin += kPerTurn) {
    size_t end = std::min(ids.size(), begin + kPerTurn);
    auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
      LocalTurn turn;
      uint64_t kept = 0;
      for (size_t i = begin; i < end; ++i) {
        auto draft = LoadDraft(store, ids[i]);
        if (!draft) continue;  // Decided by somebody meanwhile.
        if (const char* reason = CannotKeep(who, *draft)) {
          ++left[reason];
          continue;
        }
        turn.writes.push_back(PutRecord(MakeRecord(*draft, node::v1::REPORT_STATE_KEPT, now.wall)));
        turn.writes.push_back(DropDraft(ids[i]));
        ++kept;
      }
      if (end == ids.size()) turn.after = LocalTurn::After::kSweep;
      AddAudit(store, who, {"review.keep", "", std::to_string(kept) + " drafts"}, now.wall,
               turn.writes);
      response.set_kept(response.kept() + kept);
      return turn;
    });
    if (!status) return Fail(status.error());
  }
  ShowLeft(left, response);
  return response;
}

Result<node::v1::ApproveBatchResponse> ReviewHandlers::ApproveBatch(
    const Principal& who, const node::v1::ApproveBatchRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideDraft); !ok) return Fail(ok.error());
  if (request.batch_id().empty()) return DrawBatch(who, request);
  node::v1::ApproveBatchResponse response;
  StoredBatch batch;
  {
    auto snapshot = services_.turns.Snapshot();
    auto found = BatchOf(*snapshot, who, request.batch_id(), services_.turns.Time().wall);
    if (!found) return Fail(found.error());
    batch = std::move(*found);
    if (auto read = SampleHolds(*snapshot, who, batch); !read) return Fail(read.error());
  }
  Left left;
  const std::vector<std::string> ids(batch.drafts().begin(), batch.drafts().end());
  for (size_t begin = 0; begin < ids.size(); begin += kPerTurn) {
    const size_t end = std::min(ids.size(), begin + kPerTurn);
    auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
      LocalTurn turn = ApproveSome(
          services_, store, who,
          {ids.begin() + static_cast<ptrdiff_t>(begin), ids.begin() + static_cast<ptrdiff_t>(end)},
          now, left);
      uint64_t approved = 0;
      for (const auto& write : turn.writes) approved += write.family == LocalFamily::kRecord;
      response.set_approved(response.approved() + approved);
      if (end == ids.size()) {
        turn.writes.push_back({LocalFamily::kMeta, BatchKey(who), std::nullopt});
      }
      turn.after = LocalTurn::After::kSweep;
      return turn;
    });
    if (!status) return Fail(status.error());
  }
  response.set_batch_id(request.batch_id());
  response.set_drafts(ids.size());
  ShowLeft(left, response);
  return response;
}

Result<node::v1::ApproveBatchResponse> ReviewHandlers::DrawBatch(
    const Principal& who, const node::v1::ApproveBatchRequest& request) {
  auto query = DraftQuery::Parse(request.query());
  if (!query) return Fail(query.error());
  StoredBatch batch;
  Left left;
  {
    auto snapshot = services_.turns.Snapshot();
    ScanDrafts(*snapshot, *query, [&](const DraftId& id, const StoredDraft& draft) {
      if (const char* reason = NeedsReading(services_, *snapshot, who, draft)) {
        ++left[reason];
      } else {
        *batch.add_drafts() = id.str();
      }
      return static_cast<size_t>(batch.drafts_size()) < kBatchMax;
    });
  }
  node::v1::ApproveBatchResponse response;
  response.set_drafts(static_cast<uint64_t>(batch.drafts_size()));
  ShowLeft(left, response);
  if (batch.drafts().empty()) return response;
  batch.set_user(who.user);
  batch.set_id(crypto::RandomBytes(16));
  Draw(batch, std::max<size_t>(kSampleMin, request.sample()));
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    batch.set_drawn_at(now.wall);
    LocalTurn turn;
    turn.writes.push_back({LocalFamily::kMeta, BatchKey(who), batch.SerializeAsString()});
    AddAudit(store, who,
             {"review.draw", "", std::to_string(batch.sample_size()) + " of " +
                                     std::to_string(batch.drafts_size()) + " drafts"},
             now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  response.set_batch_id(ShowBatch(batch));
  for (const std::string& id : batch.sample()) response.add_sample_ids(ShowId(*DraftId::From(id)));
  return response;
}

}  // namespace candour

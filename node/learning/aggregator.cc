#include "node/learning/aggregator.h"

#include "crypto/prg.h"
#include "crypto/random.h"
#include "node/learning/question_desk.h"

namespace candour {

using storage::Reader;

// What both sides have left at the hub so far.
struct Aggregator::Notes {
  Bytes own_roster, own_agreed, own_sum;
  Bytes peer_roster, peer_agreed;
};

Bytes PlaceOfSumNote(char step, const MemberId& member) { return Bytes("a") + step + member.str(); }

Aggregator::Work* Aggregator::WorkOn(const QuestionKey& key, const NetworkView& network,
                                     const query::SignedPlan& plan) {
  const auto known = works_.find(key);
  if (known != works_.end()) return &known->second;
  auto signer = SignerIn(services_, network);
  auto kex = ports_.kex_private(network.id);
  if (!signer || !kex) return nullptr;
  auto machine = query::Aggregation::Open({.plan = plan,
                                           .manifest = network.manifest->manifest,
                                           .self = network.self,
                                           .signer = *signer,
                                           .kex_private = *kex},
                                          LoadAggregation(*services_.turns.Snapshot(), key));
  if (!machine) return nullptr;
  return &works_.emplace(key, Work{.machine = std::move(*machine)}).first->second;
}

// Reports are read once; after that only the first page, where the notes of the two sides lie.
std::optional<Aggregator::Notes> Aggregator::FetchNotes(const QuestionKey& key,
                                                        const NetworkView& network,
                                                        const query::SignedPlan& plan, Work& work) {
  const std::vector<MemberId>& sides = plan.plan.aggregators;
  const MemberId peer = sides[0] == network.self ? sides[1] : sides[0];
  Notes notes;
  Bytes after;
  while (true) {
    const auto page = ports_.fetch({key.network, key.plan, after});
    if (!page) return std::nullopt;
    for (const HeldReport& held : page->reports) {
      if (held.place == PlaceOfSumNote('1', network.self)) notes.own_roster = held.note;
      if (held.place == PlaceOfSumNote('2', network.self)) notes.own_agreed = held.note;
      if (held.place == PlaceOfSumNote('3', network.self)) notes.own_sum = held.note;
      if (held.place == PlaceOfSumNote('1', peer)) notes.peer_roster = held.note;
      if (held.place == PlaceOfSumNote('2', peer)) notes.peer_agreed = held.note;
      if (work.filled || !held.place.starts_with('r')) continue;
      const auto report = query::OpenReport(held.note, plan, network.manifest->manifest);
      // A share that does not open, or came too late, is in no sum.
      if (report && report->report.answers()) (void)work.machine.Add(*report);
    }
    if (page->reports.empty()) work.filled = true;
    if (work.filled || page->reports.empty()) return notes;
    after = page->reports.back().place;
  }
}

bool Aggregator::Keep(const QuestionKey& key, const query::StoredAggregation& stored) {
  const Status done = services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes = PutAggregation(key, stored);
    return turn;
  });
  return done.has_value();
}

Aggregator::Progress Aggregator::Step(const QuestionKey& key, const NetworkView& network,
                                      const query::SignedPlan& plan) {
  if (!plan.plan.Expired(services_.turns.Time().wall)) return Progress::kNothing;
  Work* const work = WorkOn(key, network, plan);
  if (work == nullptr || work->finished) return Progress::kNothing;
  const auto notes = FetchNotes(key, network, plan, *work);
  if (!notes) return Progress::kWaits;
  const query::StoredAggregation before = work->machine.Stored();
  (void)work->machine.CloseRoster();
  if (!notes->peer_roster.empty()) (void)work->machine.Agree(notes->peer_roster);
  if (!notes->peer_agreed.empty() && !work->machine.Stored().agreed.empty()) {
    (void)work->machine.Release(notes->peer_agreed, crypto::RandomBytes(crypto::kPrgSeedBytes));
  }
  const query::StoredAggregation& now = work->machine.Stored();
  const bool more =
      now.roster != before.roster || now.agreed != before.agreed || now.sum != before.sum;
  if (more && !Keep(key, now)) {
    works_.erase(key);  // What is not stored was never said.
    return Progress::kWaits;
  }
  bool sent = false;
  for (const auto& [held, note] :
       {std::pair{&notes->own_roster, &now.roster}, std::pair{&notes->own_agreed, &now.agreed},
        std::pair{&notes->own_sum, &now.sum}}) {
    if (note->empty() || *held == *note) continue;
    sent = ports_.submit({key.network, key.plan, *note}).has_value() || sent;
  }
  work->finished = !now.sum.empty() && notes->own_sum == now.sum;
  if (work->finished) return Progress::kNothing;
  return more || sent ? Progress::kMoved : Progress::kWaits;
}

}  // namespace candour

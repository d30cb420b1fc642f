#include "node/outside.h"

#include <utility>
#include <variant>

#include "federation/feed/names.h"
#include "node/learning/rows.h"

namespace candour {

using observe::LogLevel;
using observe::LogValue;

Status RecordGuard(storage::GuardFile& file, const WriteGuard& guard,
                   const std::function<void()>& make_room) {
  const storage::GuardMark mark{.size = guard.size, .root = guard.root};
  Status recorded = file.Record(guard.feed, mark);
  if (recorded || recorded.error().code != ErrorCode::kFull) return recorded;
  make_room();
  return file.Record(guard.feed, mark);
}

Status Outside::Act(Action action) {
  return std::visit([this](auto& what) { return Do(what); }, action);
}

Status Outside::Do(const WriteGuard& guard) {
  return RecordGuard(parts_.guard, guard, parts_.make_room);
}

Status Outside::Do(const AskPeer& ask) {
  parts_.client.Ask(ask);
  return {};
}

Status Outside::Do(const OpenWatch& watch) {
  parts_.client.Watch(watch);
  return {};
}

Status Outside::Do(const DropPeer& drop) {
  parts_.client.Drop(drop);
  return {};
}

Status Outside::Do(AnswerPeer& answer) {
  parts_.desk.Answer(answer.call, std::move(answer.reply));
  return {};
}

Status Outside::Do(const SendHint& hint) {
  if (rpc::PeerServer* server = server_.load()) server->SendHint(hint.watcher, hint.hint);
  return {};
}

Status Outside::Do(const CloseWatcher& close) {
  if (rpc::PeerServer* server = server_.load()) server->CloseWatcher(close.watcher);
  return {};
}

Status Outside::Do(const StartSweep&) {
  parts_.sweep();
  return {};
}

Status Outside::Do(const DialHubs& dial) {
  parts_.client.SetHubs(dial);
  return {};
}

Status Outside::Do(const ManifestChanged& changed) {
  parts_.log.Write(LogLevel::kInfo, "manifest.changed",
                   {{"network", changed.network}, {"version", changed.version}});
  return {};
}

Status Outside::Do(const FeedGrew& grew) {
  parts_.log.Write(LogLevel::kDebug, "feed.grew",
                   {{"feed", grew.feed}, {"from", grew.from}, {"to", grew.to}});
  return {};
}

Status Outside::Do(const Recovered& recovered) {
  parts_.log.Write(LogLevel::kInfo, "network.recovered", {{"network", recovered.network}});
  if (parts_.recovered) parts_.recovered(recovered.network);
  return {};
}

Status Outside::Do(const Reported& reported) {
  parts_.log.Write(LogLevel::kInfo, "core.reported",
                   {{"what", LogValue::Identifier(reported.event)},
                    {"why", LogValue::Explanation({.code = ErrorCode::kInvalid,
                                                   .reason = "REPORTED",
                                                   .message = reported.message})}});
  return {};
}

void Outside::Complete(OwnKeys& keys) {
  keys.instance = parts_.keys.folder().InstanceIn(keys.network);
  const storage::GuardReport& report = parts_.guard.report();
  keys.guard = !report.present     ? GuardStanding::kAbsent
               : report.trusted() ? GuardStanding::kOurs
                                  : GuardStanding::kForeign;
  const auto& marks = parts_.guard.marks();
  const auto mark = marks.find(FeedIdOf(keys.network, keys.member, keys.epoch));
  if (mark == marks.end()) return;
  keys.guard_size = mark->second.size;
  keys.guard_root = mark->second.root;
}

std::vector<Event> Outside::Reopen() {
  parts_.client.HangUp("the node starts over from what is stored");
  for (const auto& [watcher, who] : parts_.desk.Watchers()) (void)Do(CloseWatcher{watcher});
  std::vector<Event> events;
  for (const auto& [network, membership] : LoadMemberships(parts_.latest())) {
    const auto member = MemberId::From(membership.member_id());
    Result<OwnKeys> keys = member ? parts_.keys.Own(network, *member, membership.epoch())
                                  : Fail(ErrorCode::kCorrupt, "MEMBERSHIP_CORRUPT",
                                         "network " + network.hex() + ": its row is damaged");
    if (!keys) {
      parts_.log.Write(LogLevel::kError, "network.closed",
                       {{"network", network}, {"why", LogValue::Explanation(keys.error())}});
      continue;
    }
    Complete(*keys);
    if (membership.leaving()) keys->intent = Intent::kLeaves;
    events.push_back(NetworkOpened{std::move(*keys)});
  }
  return events;
}

}  // namespace candour

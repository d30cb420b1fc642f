// A session and the hub it talks to, one word per action: what it asks is answered from the hub's
// store, or as the test says.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "federation/sync/peer_session.h"
#include "tests/unit/federation/sync/two_sides.h"

namespace candour::sync_test {

class SessionTalk : public TwoSides {
 public:
  SessionTalk() : chain(cast.network) {
    TurnBook book(node, now);
    EXPECT_TRUE(chain.Offer(cast.genesis, std::nullopt, book));
    node.Apply(book.TakeWrites());
    hub.Apply({PutManifest{{cast.network, 1, cast.genesis}}});
    SessionOptions options;
    options.network = cast.network;
    options.self = cast.members[1].id;
    options.hub = cast.members[0].id;
    options.own_feed = cast.FeedOf(1);
    options.identity.instance = sim::Draw(1, "instance");
    session.emplace(options, chain, calls);
  }

  template <class Act>
  std::string Turn(const Act& act) {
    TurnBook book(node, now);
    act(book);
    node.Apply(book.TakeWrites());
    for (const LogLine& line : book.news().log) log += line.event + " ";
    std::string words;
    for (SessionAction& action : session->TakeActions()) {
      if (std::holds_alternative<CaughtUp>(action)) {
        ++caught_up;
        continue;
      }
      if (auto* ask = std::get_if<AskHub>(&action)) {
        static const char* const kWords[] = {
"hello", "manifests", "heads", "leaves", "bodies", "push-head", "push-leaves",
            "push-bodies", "put-lines", "list-lines", "consistency", "proof", "propose",
            "list-proposals", "submit-report", "fetch-reports", "evidence"};
        words += kWords[ask->request.index()];
        asked.push_back(*ask);
      } else if (std::holds_alternative<WatchHub>(action)) {
        words += "watch";
      } else if (auto* leave = std::get_if<LeaveHub>(&action)) {
        words += "leave(" + leave->reason + ")";
      } else if (auto* seen = std::get_if<OwnHeadSeen>(&action)) {
        words += "own" + std::to_string(static_cast<int>(seen->verdict));
      }
      words += " ";
    }
    return words;
  }
  std::string Start() {
    return Turn([&](TurnBook& book) { session->Start(book); });
  }
  // The oldest open question gets this answer.
  std::string Say(const Result<Reply>& reply) {
    const uint64_t call = asked.front().call;
    asked.pop_front();
    return Turn([&](TurnBook& book) { session->OnReply(call, reply, book); });
  }
  // ... or what the hub's store says.
  std::string SayTruth() { return Say(Ask(asked.front().request)); }
  std::string Hint(const WatchHint& hint) {
    return Turn([&](TurnBook& book) { session->OnHint(hint, book); });
  }
  std::string Timer() {
    return Turn([&](TurnBook& book) { session->OnTimer(book); });
  }
  // Answers with the truth, and takes the turns that are wanted, until nothing is open.
  std::string Settle() {
    std::string words;
    while (!session->over()) {
      if (!asked.empty()) {
        words += SayTruth();
      } else if (session->Deadline() && *session->Deadline() <= now.instant) {
        words += Timer();
      } else {
        break;
      }
    }
    return words;
  }
  void Pass(Duration time) { now.instant = now.instant + time; }
  HelloReply GoodHello() const {
    return {kProtocolVersion, sim::Draw(1, "hub"), "boot", cast.network, 1, manifest.hash,
            now.wall};
  }

  ManifestChain chain;
  CallCounter calls;
  std::optional<PeerSession> session;
  std::deque<AskHub> asked;
  int caught_up = 0;
  std::string log;
};

}  // namespace candour::sync_test

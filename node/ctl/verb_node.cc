// candour init, status, peer, audit and version.
#include "candour/node/v1/node.pb.h"
#include "node/ctl/daemon_path.h"
#include "node/ctl/verbs.h"

#ifndef CANDOUR_VERSION
#define CANDOUR_VERSION "0.1.0"
#endif

namespace candour::ctl {
namespace {

struct NodeArguments {
  std::string directory;
  std::string name;
  std::string listen;
  std::string network;
  uint32_t page_size = 50;
  std::string page_token;
};

void Init(Session& session, const NodeArguments& arguments) {
  std::vector<std::string> words = {DaemonPath(session.options().program), "--init",
                                    arguments.directory, "--name", arguments.name};
  if (!arguments.listen.empty()) {
    words.push_back("--listen");
    words.push_back(arguments.listen);
  }
  ExecDaemon(session, std::move(words));
}

std::string StatusText(const node::v1::GetStatusResponse& answer) {
  std::string roles;
  for (const auto& role : answer.roles()) roles += (roles.empty() ? "" : ", ") + role;
  std::string text = Clean(answer.organisation()) + "  candour " + answer.version() +
                     "  health: " + answer.health() + "\n";
  text += "you are " + Clean(answer.user()) + " (" + roles + ")\n";
  text += "drafts " + std::to_string(answer.drafts()) + ", kept " + std::to_string(answer.kept()) +
          ", approved " + std::to_string(answer.approved()) + ", published " +
          std::to_string(answer.published()) + ", withdrawn " + std::to_string(answer.withdrawn()) +
          "\n";
  text += "entries of others " + std::to_string(answer.foreign_items()) + " in " +
          std::to_string(answer.networks()) + " network(s); peers " +
          std::to_string(answer.peers_connected()) + " of " + std::to_string(answer.peers()) +
          " connected\n";
  text += "search is " + std::to_string(answer.index_lag_seconds()).substr(0, 4) +
          " s behind; waiting for a signature " + std::to_string(answer.waiting_to_sign()) +
          "; sweeps to do " + std::to_string(answer.sweeps_pending()) + "\n";
  for (const auto& warning : answer.warnings()) text += "warning: " + Clean(warning) + "\n";
  return text;
}

void GetStatus(Session& session) {
  node::v1::GetStatusResponse answer;
  if (!session.Call("NodeService/GetStatus", node::v1::GetStatusRequest(), answer)) return;
  Table table({"organisation", "health", "drafts", "kept", "approved", "published", "withdrawn"});
  table.Add({answer.organisation(), answer.health(), std::to_string(answer.drafts()),
             std::to_string(answer.kept()), std::to_string(answer.approved()),
             std::to_string(answer.published()), std::to_string(answer.withdrawn())});
  session.Print(answer, table, StatusText(answer));
}

// "malformed 70, too many 3, paused"; "-" for a peer that behaves.
std::string Refused(const node::v1::Peer& peer) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (peer.calls_malformed() > 0) add("malformed " + std::to_string(peer.calls_malformed()));
  if (peer.calls_refused() > 0) add("too many " + std::to_string(peer.calls_refused()));
  if (peer.paused()) add("paused");
  if (peer.blamed() > 0) add("made up " + std::to_string(peer.blamed()));
  return text.empty() ? "-" : text;
}

template <class List>
void PrintPeers(Session& session, const google::protobuf::Message& answer, const List& peers) {
  Table table({"network", "organisation", "address", "state", "standing", "last sync", "pulled",
               "pushed", "roots agree", "refused", "last error"});
  for (const auto& peer : peers) {
    table.Add({peer.network(), peer.organisation(), peer.address(), peer.state(), peer.standing(),
               Moment(peer.last_sync()), std::to_string(peer.entries_pulled()),
               std::to_string(peer.entries_pushed()), peer.roots_agree() ? "yes" : "no",
               Refused(peer), peer.last_error()});
  }
  session.Print(answer, table, table.empty() ? "no peers\n" : "");
  for (const auto& peer : peers) {
    for (const auto& difference : peer.differences()) {
      session.Say(Clean(peer.organisation()) + ": " + Clean(difference));
    }
  }
}

void Peers(Session& session) {
  node::v1::ListPeersResponse answer;
  if (!session.Call("NodeService/ListPeers", node::v1::ListPeersRequest(), answer)) return;
  PrintPeers(session, answer, answer.peers());
}

void SyncNow(Session& session, const NodeArguments& arguments) {
  node::v1::SyncNowRequest request;
  request.set_network(arguments.network);
  node::v1::SyncNowResponse answer;
  if (!session.Call("NodeService/SyncNow", request, answer)) return;
  PrintPeers(session, answer, answer.peers());
}

void Quarantine(Session& session) {
  node::v1::ListQuarantineResponse answer;
  if (!session.Call("NodeService/ListQuarantine", node::v1::ListQuarantineRequest(), answer)) {
    return;
  }
  Table table({"network", "organisation", "entry", "reason", "brought by", "count"});
  for (const auto& row : answer.entries()) {
    table.Add({row.network(), row.organisation(), std::to_string(row.index()), row.reason(),
               row.carrier(), std::to_string(row.count())});
  }
  session.Print(answer, table, table.empty() ? "nothing is quarantined\n" : "");
}

void Audit(Session& session, const NodeArguments& arguments) {
  node::v1::ListAuditRequest request;
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  node::v1::ListAuditResponse answer;
  if (!session.Call("NodeService/ListAudit", request, answer)) return;
  Table table({"no", "when", "user", "typed by", "action", "object", "detail"});
  for (const auto& row : answer.entries()) {
    table.Add({std::to_string(row.sequence()), Moment(row.at()), row.user(), row.acting_as(),
               row.action(), row.object(), row.detail()});
  }
  session.Print(answer, table);
}

}  // namespace

void AddNodeVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<NodeArguments>();
  auto* init = app.add_subcommand("init", "make a new node's directory, configuration and keys");
  init->add_option("directory", arguments->directory, "where")->required();
  init->add_option("--name", arguments->name, "the organisation's name")->required();
  init->add_option("--listen", arguments->listen, "host:port for peers; empty: dial out only");
  init->callback([&session, arguments] { Init(session, *arguments); });
  app.add_subcommand("status", "how this node is")->callback([&session] { GetStatus(session); });
  auto* peer = app.add_subcommand("peer", "whom this node talks to");
  peer->require_subcommand(1);
  peer->add_subcommand("list", "all peers")->callback([&session] { Peers(session); });
  auto* sync = peer->add_subcommand("sync-now", "exchange everything now");
  sync->add_option("--network", arguments->network, "only there");
  sync->callback([&session, arguments] { SyncNow(session, *arguments); });
  peer->add_subcommand("quarantine", "what was refused, and why")->callback([&session] {
    Quarantine(session);
  });
  auto* audit = app.add_subcommand("audit", "who decided what, newest first");
  audit->add_option("--page-size", arguments->page_size, "1 to 200");
  audit->add_option("--page-token", arguments->page_token, "from the page before");
  audit->callback([&session, arguments] { Audit(session, *arguments); });
  app.add_subcommand("version", "the version of this command")->callback([&session] {
    session.PrintText("candour " CANDOUR_VERSION "\n");
  });
}

}  // namespace candour::ctl

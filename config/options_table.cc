#include "config/options_table.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace candour::config {
namespace {

#define CANDOUR_FIELD(path) \
  [](NodeOptions & options) -> auto& { return options.path; }

std::string CheckName(std::string_view value) {
  return value.empty() ? "must not be empty" : std::string();
}

std::string CheckAnything(std::string_view) { return {}; }

std::string CheckSocketName(std::string_view value) {
  // sockaddr_un holds 108 bytes with its folder, so the name itself has to stay short.
  if (value.empty() || value.size() > 32) return "must be a file name of 1 to 32 characters";
  if (value.find('/') != std::string_view::npos)
    return "must be a file name without a folder (see node.run_dir)";
  return {};
}

std::string CheckListenAddress(std::string_view value) {
  constexpr std::string_view kWanted =
      "must be \"host:port\" with a port from 1 to 65535, or empty to dial out only";
  if (value.empty()) return {};
  const size_t colon = value.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::string(kWanted);
  const std::string_view host = value.substr(0, colon);
  const std::string_view port = value.substr(colon + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || number < 1 || number > 65535) {
    return std::string(kWanted);
  }
  const bool bracketed = host.front() == '[' && host.back() == ']' && host.size() > 2;
  if (!bracketed && host.find(':') != std::string_view::npos) {
    return "must have an IPv6 address in brackets, as in \"[::1]:7443\"";
  }
  const bool has_space =
      std::any_of(host.begin(), host.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; });
  return has_space ? std::string(kWanted) : std::string();
}

const SectionRow kSections[] = {
    {"node",
     "Who this node is and where it keeps its files. Paths are relative to this file's folder."},
    {"listen", "Where it can be reached. A node that only dials out needs no peer address."},
    {"store", "The database of leaves, bodies, drafts and audit entries."},
    {"sync",
     "Exchange with other nodes. Whom to dial comes from the networks' manifests, not from here."},
    {"index", "The search index; it can be deleted at any time and is rebuilt from the store."},
    {"limits", "What one peer, one message, one draft or one imported row may cost."},
    {"review", "Drafts that wait for a reviewer."},
    {"anonymise",
     "What only this organisation knows about its own text. Worth more than any other setting."},
    {"query",
     "Questions that members of a network ask about counts. Every answer is noised here first."},
};

const OptionRow kOptions[] = {
    {"node", "name", "", "How this node calls itself in its own screens and logs.",
     TextOption{CANDOUR_FIELD(node.name), CheckName}},
    {"node", "organisation", "", "The organisation that runs it, as its own people know it.",
     TextOption{CANDOUR_FIELD(node.organisation), CheckAnything}},
    {"node", "data_dir", "", "Folder of the database, the index and the keys.",
     PathOption{CANDOUR_FIELD(node.data_dir)}},
    {"node", "backup_dir", "", "Folder of the backups that candour backup create takes.",
     PathOption{CANDOUR_FIELD(node.backup_dir)}},
    {"node", "run_dir", "", "Folder of the local sockets. Empty: the folder run inside data_dir.",
     PathOption{CANDOUR_FIELD(node.run_dir)}},
    {"node", "log_level", "", "How much is written to the log.",
     ChoiceOption{CANDOUR_FIELD(node.log_level), {"debug", "info", "warn", "error"}}},
    {"node", "log_format", "", "Lines for people or lines for programs.",
     ChoiceOption{CANDOUR_FIELD(node.log_format), {"text", "json"}}},

    {"listen", "peer", "", "host:port where other nodes connect. Empty: this node only dials out.",
     TextOption{CANDOUR_FIELD(listen.peer), CheckListenAddress}},
    {"listen", "edge", "",
     "Socket where a TLS edge in front of the node hands calls on (deploy/nginx). Whoever can open "
     "it can speak for any member, so its folder must be closed to all but the edge. Empty: none.",
     PathOption{CANDOUR_FIELD(listen.edge)}},
    {"listen", "socket", "", "Name of the local socket for the command line, in run_dir.",
     TextOption{CANDOUR_FIELD(listen.socket), CheckSocketName}},
    {"listen", "login_socket", "", "Name of the local socket that hands out sessions, in run_dir.",
     TextOption{CANDOUR_FIELD(listen.login_socket), CheckSocketName}},

    {"store", "write_buffer_mb", "MiB", "Memory for entries that are not yet in a table file.",
     IntegerOption{CANDOUR_FIELD(store.write_buffer_mb), 1, 1024}},
    {"store", "block_cache_mb", "MiB", "Memory for blocks read from disk.",
     IntegerOption{CANDOUR_FIELD(store.block_cache_mb), 1, 65'536}},
    {"store", "reserve_mb", "MiB",
     "Disk space kept back so that a full disk still allows withdrawals.",
     IntegerOption{CANDOUR_FIELD(store.reserve_mb), 0, 65'536}},

    {"sync", "batch_window_ms", "ms",
     "How long published entries are collected before they are signed together.",
     IntegerOption{CANDOUR_FIELD(sync.batch_window_ms), 0, 60'000}},
    {"sync", "dial_backoff_ms_max", "ms", "The longest pause between two attempts to reach a peer.",
     IntegerOption{CANDOUR_FIELD(sync.dial_backoff_ms_max), 100, 3'600'000}},
    {"sync", "reconcile_hours", "hours",
     "How often all heads are compared with a peer, not only the changed ones.",
     IntegerOption{CANDOUR_FIELD(sync.reconcile_hours), 1, 24}},

    {"index", "shards", "",
     "Parts of the text index. More make erasing cheaper and searching slower.",
     IntegerOption{CANDOUR_FIELD(index.shards), 1, 64}},
    {"index", "batch", "entries", "Entries indexed in one transaction.",
     IntegerOption{CANDOUR_FIELD(index.batch), 1, 10'000}},

    {"limits", "peer_in_flight", "calls", "Calls that one peer may have open at once.",
     IntegerOption{CANDOUR_FIELD(limits.peer_in_flight), 1, 1024}},
    {"limits", "message_bytes", "bytes", "The largest message that is accepted.",
     IntegerOption{CANDOUR_FIELD(limits.message_bytes), 65'536, 67'108'864}},
    {"limits", "draft_bytes", "bytes",
     "The largest draft; a body that travels holds at most 60 KiB.",
     IntegerOption{CANDOUR_FIELD(limits.draft_bytes), 1024, 61'440}},
    {"limits", "import_row_bytes", "bytes", "The longest row of an imported file.",
     IntegerOption{CANDOUR_FIELD(limits.import_row_bytes), 1024, 16'777'216}},

    {"review", "draft_days", "days", "An undecided draft's key is destroyed after this time.",
     IntegerOption{CANDOUR_FIELD(review.draft_days), 1, 3650}},
    {"review", "organisation_class", "organisations",
     "How many organisations of this one's type and region there are; fewer than 10 raise the risk "
     "of every text.",
     IntegerOption{CANDOUR_FIELD(review.organisation_class), 1, 100'000}},

    {"anonymise", "staff_directory", "",
     "File with one name of a member of staff a line. Empty: none.",
     PathOption{CANDOUR_FIELD(anonymise.staff_directory)}},
    {"anonymise", "keep_words", "",
     "Words that are never masked here, such as a ward's device names.",
     WordsOption{CANDOUR_FIELD(anonymise.keep_words)}},
    {"anonymise", "local_ids", "",
     "Formats of local identifiers, each with a name and a pattern (RE2 syntax).",
     LocalIdsOption{CANDOUR_FIELD(anonymise.local_ids)}},

    {"query", "answers", "",
     "automatic: by the rules below. approval: after a guardian or admin said yes "
     "(candour query approve). never: every question is declined.",
     ChoiceOption{CANDOUR_FIELD(query.answers), {"automatic", "approval", "never"}}},
    {"query", "counts", "",
     "reviewed: reports that were kept, approved or published. everything: drafts too.",
     ChoiceOption{CANDOUR_FIELD(query.counts), {"reviewed", "everything"}}},
    {"query", "networks", "", "Networks whose questions are answered. Empty: all of them.",
     WordsOption{CANDOUR_FIELD(query.networks)}},
    {"query", "purposes", "",
     "Purposes that are answered, as questions name them. Empty: safety-monitoring, improvement, "
     "investigation and planning.",
     WordsOption{CANDOUR_FIELD(query.purposes)}},
    {"query", "epsilon_max", "thousandths",
     "The most that one question may cost; more is answered by nobody here.",
     IntegerOption{CANDOUR_FIELD(query.epsilon_max), 10, 4000}},
    {"query", "budget", "thousandths",
     "What all questions together may ever cost about the reports of one quarter, in thousandths "
     "of epsilon.",
     IntegerOption{CANDOUR_FIELD(query.budget), 0, 100'000}},
    {"query", "network_budgets", "",
     "Less than that for one network: its name, \"=\" and thousandths, as in \"golden-vale=1000\".",
     WordsOption{CANDOUR_FIELD(query.network_budgets)}},
};

#undef CANDOUR_FIELD

}  // namespace

std::span<const OptionRow> OptionRows() { return kOptions; }

std::span<const SectionRow> SectionRows() { return kSections; }

void ResolvePaths(NodeOptions& options, std::string_view config_file) {
  const std::filesystem::path folder = std::filesystem::path(config_file).parent_path();
  if (options.node.run_dir.empty()) {
    options.node.run_dir = (std::filesystem::path(options.node.data_dir) / "run").string();
  }
  for (const OptionRow& row : OptionRows()) {
    const auto* path = std::get_if<PathOption>(&row.kind);
    if (path == nullptr) continue;
    std::string& value = path->field(options);
    if (!value.empty()) value = (folder / value).lexically_normal().string();
  }
}

}  // namespace candour::config

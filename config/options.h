// Every option of a node, as plain values.
//
// A default-constructed NodeOptions is a node's configuration when the file is empty: the
// initialisers below are the defaults, and there are no others. What each option means, its unit
// and its range stand in options_table.cc, from which both the loader (load.h) and the
// documentation (document.h) are made. Equal options compare equal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace candour::config {

// An identifier format of this organisation, such as its hospital numbers. `pattern` is RE2 syntax;
// the anonymiser compiles it and refuses to start on a bad one.
struct LocalId {
  std::string name;
  std::string pattern;
  bool operator==(const LocalId&) const = default;
};

struct NodeOptions {
  struct Node {
    std::string name = "candour";
    std::string organisation;
    std::string data_dir = "data";
    std::string backup_dir = "backups";
    std::string run_dir;  // Empty until ResolvePaths(): then data_dir/run.
    std::string log_level = "info";
    std::string log_format = "text";
    bool operator==(const Node&) const = default;
  };
  struct Listen {
    std::string peer;  // Empty: this node only dials out.
    std::string edge;  // Empty: no TLS edge stands in front.
    std::string socket = "candour.sock";
    std::string login_socket = "login.sock";
    bool operator==(const Listen&) const = default;
  };
  struct Store {
    int64_t write_buffer_mb = 8;
    int64_t block_cache_mb = 32;
    int64_t reserve_mb = 64;
    bool operator==(const Store&) const = default;
  };
  struct Sync {
    int64_t batch_window_ms = 250;
    int64_t dial_backoff_ms_max = 60'000;
    int64_t reconcile_hours = 24;
    bool operator==(const Sync&) const = default;
  };
  struct Index {
    int64_t shards = 4;
    int64_t batch = 500;
    bool operator==(const Index&) const = default;
  };
  struct Limits {
    int64_t peer_in_flight = 16;
    int64_t message_bytes = 4'194'304;
    int64_t draft_bytes = 61'440;
    int64_t import_row_bytes = 1'048'576;
    bool operator==(const Limits&) const = default;
  };
  struct Review {
    int64_t draft_days = 180;
    int64_t organisation_class = 229;
    bool operator==(const Review&) const = default;
  };
  struct Anonymise {
    std::string staff_directory;  // Empty: no directory.
    std::vector<std::string> keep_words;
    std::vector<LocalId> local_ids;
    bool operator==(const Anonymise&) const = default;
  };

  struct Query {
    std::string answers = "automatic";
    std::string counts = "reviewed";
    std::vector<std::string> networks;  // Empty: every network.
    std::vector<std::string> purposes;  // Empty: every purpose.
    int64_t epsilon_max = 1000;
    int64_t budget = 4000;
    std::vector<std::string> network_budgets;
    bool operator==(const Query&) const = default;
  };

  Node node;
  Listen listen;
  Store store;
  Sync sync;
  Index index;
  Limits limits;
  Review review;
  Anonymise anonymise;
  Query query;
  bool operator==(const NodeOptions&) const = default;
};

// Makes every path in `options` relative to the folder of `config_file` (absolute ones stay), and
// fills run_dir when it is empty. Purely lexical: no file is looked at.
void ResolvePaths(NodeOptions& options, std::string_view config_file);

}  // namespace candour::config

#include <algorithm>
#include <map>

#include "tests/tidy/rules.h"

namespace candour::tidy {
namespace {

using Prefixes = std::vector<std::string_view>;

// What one folder may include beside the C++ standard library. `anywhere` and `in_cc` are prefixes
// of angled includes; `system` allows the operating system's own headers.
struct FolderRule {
  std::string_view folder;
  Prefixes project;
  Prefixes anywhere;
  Prefixes in_cc;
  bool system = false;
};

// docs/architecture.md, "Who may include whom". A folder that is not listed may include nothing.
const FolderRule kFolderRules[] = {
    {"crypto", {"crypto/"}, {}, {"openssl/"}},
    {"config", {"config/"}, {"toml++/impl/"}, {"toml++/"}},
    {"federation/base", {"crypto/", "federation/base/"}, {}, {}},
    {"federation/port", {"crypto/", "federation/base/", "federation/port/"}, {}, {}},
    {"federation/feed",
     {"crypto/", "federation/base/", "federation/port/", "federation/feed/"},
     {},
     {}},
    {"federation/network",
     {"crypto/", "federation/base/", "federation/feed/", "federation/port/", "federation/network/"},
     {},
     {}},
    {"federation/sync",
     {"crypto/", "federation/base/", "federation/feed/", "federation/port/", "federation/network/",
      "federation/sync/"},
     {},
     {}},
    {"federation/query",
     {"crypto/", "federation/base/", "federation/feed/", "federation/port/", "federation/network/",
      "federation/query/"},
     {},
     {}},
    {"federation/core", {"crypto/", "federation/"}, {}, {}},
    {"node/observe",
     {"crypto/", "federation/base/", "node/observe/"},
     {},
     {"spdlog/", "fmt/"},
     true},
    {"node/anonymise", {"node/anonymise/"}, {}, {"re2/", "utf8proc.h"}},
    {"node/storage",
     {"crypto/", "federation/", "node/storage/", "node/observe/", "candour/"},
     {"rocksdb/"},
     {"google/protobuf/"},
     true},
    {"node/index",
     {"crypto/", "federation/", "node/index/", "node/storage/", "node/observe/", "candour/"},
     {"sqlite3.h"},
     {"re2/", "utf8proc.h", "google/protobuf/"},
     true},
    {"node/learning",
     {"config/", "crypto/", "federation/", "node/anonymise/", "node/storage/", "node/index/",
      "node/observe/", "node/learning/", "candour/"},
     {},
     {"toml++/", "google/protobuf/"}},
    {"node/rpc",
     {"crypto/", "federation/", "node/anonymise/", "node/storage/", "node/index/", "node/learning/",
      "node/observe/", "node/rpc/", "candour/"},
     {"grpcpp/", "grpc/", "google/"},
     {},
     true},
    {"node/http",
     {"crypto/", "federation/", "node/learning/", "node/observe/", "node/rpc/", "node/http/",
      "candour/"},
     {},
     {"boost/", "google/"},
     true},
    // Beside node.v1: what works without a node (candour anonymise, candour verify, candour
    // init).
    {"node/ctl",
     {"crypto/", "config/", "federation/", "node/anonymise/", "node/ctl/", "candour/"},
     {"grpcpp/", "grpc/", "google/", "CLI/"},
     {"utf8proc.h"},
     true},
    {"node",
     {"crypto/", "config/", "federation/", "node/", "candour/"},
     {"grpcpp/", "grpc/", "google/"},
     {"CLI/"},
     true},
};

bool StartsWithOne(std::string_view target, const Prefixes& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return target.starts_with(prefix); });
}

// tl::expected stands in for std::expected until the release compiler has it.
bool IsStandard(std::string_view target) {
  return target == "tl/expected.hpp" || target.find_first_of("/.") == std::string_view::npos;
}

bool IsSystem(std::string_view target) {
  constexpr std::string_view kFolders[] = {"sys/", "netinet/", "arpa/", "linux/", "net/"};
  if (!target.ends_with(".h")) return false;
  if (target.find('/') == std::string_view::npos) {
    return target != "utf8proc.h" && target != "sqlite3.h";
  }
  return std::any_of(std::begin(kFolders), std::end(kFolders),
                     [&](std::string_view folder) { return target.starts_with(folder); });
}

const FolderRule* RuleOf(std::string_view folder) {
  for (const FolderRule& rule : kFolderRules) {
    if (rule.folder == folder) return &rule;
  }
  return nullptr;
}

// The reason why `file` may not include this, or an empty text.
std::string RefusalOf(const SourceFile& file, const Include& include) {
  const std::string_view target = include.target;
  if (target.starts_with("./") || target.find("../") != std::string_view::npos) {
    return "is written from the project root";
  }
  if (target.starts_with("tests/") && !file.IsTest()) return "is for tests only";
  if (file.IsTest()) return {};
  const FolderRule* rule = RuleOf(file.Folder());
  if (rule == nullptr) return "has no row in the include table for " + file.Folder() + "/";
  if (!include.angled) {
    return StartsWithOne(target, rule->project) ? "" : "is not for " + file.Folder() + "/";
  }
  const bool allowed = IsStandard(target) || StartsWithOne(target, rule->anywhere) ||
                       (rule->system && IsSystem(target));
  if (allowed) return {};
  if (!StartsWithOne(target, rule->in_cc)) return "is not for " + file.Folder() + "/";
  return file.IsHeader() ? "belongs in a .cc file" : "";
}

struct CostlyHeader {
  std::string_view prefix;
  size_t files_max;
};
// RocksDB: the engine's two files, backups, two tests, of which one tampers with a database and one
// breaks its files, and two of the faulty disk of tests/faults.
constexpr CostlyHeader kCostlyHeaders[] = {{"grpcpp/", 15}, {"rocksdb/", 7}, {"boost/", 1}};

struct ForeignNamespace {
  std::string_view token;
  Prefixes folders;
};

}  // namespace

Violations CheckIncludes(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    for (const Include& include : IncludesOf(file)) {
      const std::string refusal = RefusalOf(file, include);
      if (refusal.empty()) continue;
      violations.push_back({file.path, include.line, include.target + " " + refusal});
    }
  }
  return violations;
}

Violations CheckCostlyHeaders(Files files) {
  Violations violations;
  for (const CostlyHeader& header : kCostlyHeaders) {
    std::vector<std::string> users;
    for (const SourceFile& file : files) {
      const std::vector<Include> includes = IncludesOf(file);
      const bool uses = std::any_of(includes.begin(), includes.end(), [&](const Include& include) {
        return include.angled && include.target.starts_with(header.prefix);
      });
      if (uses) users.push_back(file.path);
    }
    if (users.size() <= header.files_max) continue;
    std::string message = "<" + std::string(header.prefix) + "...> is included by " +
                          std::to_string(users.size()) + " files, at most " +
                          std::to_string(header.files_max) + ":";
    for (const std::string& user : users) message += " " + user;
    violations.push_back({users.front(), 0, message});
  }
  return violations;
}

Violations CheckForeignNamespaces(Files files) {
  static const std::vector<ForeignNamespace> kForeign = {
      {"rocksdb::", {"node/storage/", "tests/"}},
      {"grpc::", {"node/rpc/", "node/ctl/", "tests/", "node/app.", "node/main."}},
      {"spdlog::", {"node/observe/"}},
      {"fmt::", {"node/observe/"}},
      {"toml::", {"config/", "node/learning/"}},
      {"nlohmann::", {"tests/"}},
  };
  Violations violations;
  for (const SourceFile& file : files) {
    for (const ForeignNamespace& foreign : kForeign) {
      if (StartsWithOne(file.path, foreign.folders)) continue;
      const size_t at = FindToken(file.code, foreign.token);
      if (at == std::string::npos) continue;
      violations.push_back({file.path, LineAt(file.code, at),
                            std::string(foreign.token) + " is kept to its own folders"});
    }
  }
  return violations;
}

}  // namespace candour::tidy

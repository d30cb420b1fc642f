#include <algorithm>
#include <array>
#include <cctype>

#include "tests/tidy/rules.h"

namespace candour::tidy {
namespace {

struct Ban {
  std::string_view token;
  std::string_view reason;
};

void FindAll(const SourceFile& file, const Ban& ban, Violations& violations) {
  for (size_t at = FindToken(file.code, ban.token); at != std::string::npos;
       at = FindToken(file.code, ban.token, at + 1)) {
    violations.push_back({file.path, LineAt(file.code, at),
                          std::string(ban.token) + ": " + std::string(ban.reason)});
  }
}

constexpr std::string_view kAsArgument = "the core takes it as an argument";
constexpr std::string_view kUnordered = "its order is not the same everywhere; use a sorted one";
constexpr std::string_view kOneThread = "the core has one thread and no locks";
constexpr std::string_view kNoFiles = "the core knows no files";

constexpr Ban kImpureHeaders[] = {
    {"thread", kOneThread},        {"mutex", kOneThread},
    {"shared_mutex", kOneThread},  {"condition_variable", kOneThread},
    {"future", kOneThread},        {"atomic", kOneThread},
    {"stop_token", kOneThread},    {"semaphore", kOneThread},
    {"latch", kOneThread},         {"barrier", kOneThread},
    {"random", kAsArgument},       {"ctime", kAsArgument},
    {"fstream", kNoFiles},         {"iostream", kNoFiles},
    {"filesystem", kNoFiles},      {"csignal", kNoFiles},
    {"unordered_map", kUnordered}, {"unordered_set", kUnordered},
};

constexpr Ban kImpureTokens[] = {
    {"system_clock", kAsArgument},
    {"steady_clock", kAsArgument},
    {"high_resolution_clock", kAsArgument},
    {"gettimeofday", kAsArgument},
    {"clock_gettime", kAsArgument},
    {"std::time", kAsArgument},
    {"getenv", kAsArgument},
    {"rand", kAsArgument},
    {"random_device", kAsArgument},
    {"RandomBytes", kAsArgument},
    {"thread_local", kOneThread},
    {"fopen", kNoFiles},
    {"ifstream", kNoFiles},
    {"ofstream", kNoFiles},
    {"unordered_map", kUnordered},
    {"unordered_set", kUnordered},
};

constexpr std::string_view kNoSleep = "wait for the event itself, not for time to pass";
constexpr Ban kBannedEverywhere[] = {
    {"sleep", kNoSleep},
    {"sleep_for", kNoSleep},
    {"sleep_until", kNoSleep},
    {"usleep", kNoSleep},
    {"nanosleep", kNoSleep},
    {"std::regex", "RE2 in its own folders, plain code elsewhere"},
    {"std::format", "not in the release compiler's library"},
    {"gmock", "fakes are written by hand"},
    {"co_await", "no coroutines"},
    {"co_return", "no coroutines"},
};

constexpr std::string_view kNoThrow = "we throw nothing";
// RocksDB deletes what is no longer referred to on a thread of its own and tells nobody: the sweep
// has to look again, a bounded number of times.
constexpr std::string_view kMayPause = "node/storage/sweep.cc";
constexpr std::string_view kThrows = "it throws on bad input; use std::from_chars";
constexpr Ban kBannedInSources[] = {
    {"throw", kNoThrow},
    {"std::stoi", kThrows},
    {"std::stol", kThrows},
    {"std::stoul", kThrows},
    {"std::stoll", kThrows},
    {"std::stoull", kThrows},
    {"std::stod", kThrows},
    {"strtok", "it keeps state"},
    {"assert", "CANDOUR_CHECK stays on in release"},
};

constexpr std::array<std::string_view, 8> kBannedSuffixes = {
    "Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Misc", "Info"};
constexpr std::array<std::string_view, 8> kBannedStems = {"manager", "helper", "helpers", "util",
                                                          "utils",   "common", "misc",    "info"};

std::string_view WordAt(std::string_view code, size_t at) {
  while (at < code.size() && std::isspace(static_cast<unsigned char>(code[at]))) ++at;
  size_t end = at;
  while (end < code.size() &&
         (std::isalnum(static_cast<unsigned char>(code[end])) || code[end] == '_')) {
    ++end;
  }
  return code.substr(at, end - at);
}

void CheckTypeNames(const SourceFile& file, std::string_view keyword, Violations& violations) {
  const std::string_view code = file.code;
  for (size_t at = FindToken(code, keyword); at != std::string_view::npos;
       at = FindToken(code, keyword, at + 1)) {
    const std::string_view name = WordAt(code, at + keyword.size());
    bool banned = name.size() > 4 && name.ends_with("Data");
    for (std::string_view suffix : kBannedSuffixes) banned |= name.ends_with(suffix);
    if (!banned) continue;
    violations.push_back(
        {file.path, LineAt(code, at), std::string(name) + ": the name says nothing"});
  }
}

void CheckPathNames(const SourceFile& file, Violations& violations) {
  std::string_view rest = file.path;
  while (!rest.empty()) {
    const size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    part = part.substr(0, part.find('.'));
    const std::string_view last_word = part.substr(part.rfind('_') + 1);
    for (std::string_view stem : kBannedStems) {
      if (last_word == stem || part == "data") {
        violations.push_back({file.path, 0, std::string(part) + ": the name says nothing"});
        break;
      }
    }
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
}

// A named parameter of type bool that chooses between two behaviours. One called `ok` is a result
// handed over; overriding a library's virtual function is no choice of ours.
void CheckBoolParameters(const SourceFile& file, Violations& violations) {
  const std::string_view code = file.code;
  for (size_t at = FindToken(code, "bool"); at != std::string_view::npos;
       at = FindToken(code, "bool", at + 1)) {
    std::string_view before = code.substr(0, at);
    const auto trim = [&] {
      while (!before.empty() && std::isspace(static_cast<unsigned char>(before.back()))) {
        before.remove_suffix(1);
      }
    };
    trim();
    if (before.ends_with("const")) before.remove_suffix(5);
    trim();
    const bool opens = before.ends_with("(") || before.ends_with(",");
    const std::string_view name = WordAt(code, at + 4);
    if (!opens || name.empty() || name == "ok") continue;
    const std::string_view rest = code.substr(at, code.find_first_of(";{", at) - at);
    if (rest.find("override") != std::string_view::npos) continue;
    violations.push_back({file.path, LineAt(code, at), "bool parameter; use an enum of two names"});
  }
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

bool IsDigit(std::string_view text, size_t at) {
  return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]));
}

// One of these words with a number behind it.
bool NamesAnIssue(std::string_view line) {
  for (std::string_view word : {"issue #", "issue no. ", "bug #", "pull request #", "pr #", "(#",
                                "ticket #", "fixes #", "closes #", "see #"}) {
    for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
      if (IsDigit(line, at + word.size())) return true;
    }
  }
  return false;
}

bool NamesPlaceOfWork(std::string_view line) {
  // In two pieces, so that this file keeps its own rule.
  constexpr std::string_view kPlace =
      "/wo"
      "rk/";
  for (size_t at = line.find(kPlace); at != std::string_view::npos;
       at = line.find(kPlace, at + 1)) {
    const bool inside_a_path =
        at > 0 && (std::isalnum(static_cast<unsigned char>(line[at - 1])) || line[at - 1] == '.' ||
                   line[at - 1] == '}' || line[at - 1] == '_');
    if (!inside_a_path) return true;
  }
  return false;
}

}  // namespace

Violations CheckPurity(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!file.path.starts_with("federation/")) continue;
    for (const Include& include : IncludesOf(file)) {
      for (const Ban& ban : kImpureHeaders) {
        if (!include.angled || include.target != ban.token) continue;
        violations.push_back(
            {file.path, include.line, "<" + include.target + ">: " + std::string(ban.reason)});
      }
    }
    for (const Ban& ban : kImpureTokens) {
      Violations found;
      FindAll(file, ban, found);
      for (Violation& violation : found) {
        const std::string_view line = LinesOf(file.code)[violation.line - 1];
        if (!line.starts_with("#include")) violations.push_back(std::move(violation));
      }
    }
  }
  return violations;
}

Violations CheckBannedCalls(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!file.IsCpp()) continue;
    for (const Ban& ban : kBannedEverywhere) {
      if (ban.token == "sleep_for" && file.path == kMayPause) continue;
      FindAll(file, ban, violations);
    }
    if (file.IsTest()) continue;
    for (const Ban& ban : kBannedInSources) FindAll(file, ban, violations);
  }
  return violations;
}

Violations CheckNames(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!file.IsCpp()) continue;
    for (std::string_view keyword : {"class", "struct"}) CheckTypeNames(file, keyword, violations);
    CheckPathNames(file, violations);
  }
  return violations;
}

Violations CheckHeaders(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!file.IsHeader()) continue;
    if (file.code.find("#pragma once") == std::string::npos) {
      violations.push_back({file.path, 0, "no #pragma once"});
    }
    if (!file.text.starts_with("//")) {
      violations.push_back({file.path, 1, "a header opens with what the thing is"});
    }
    FindAll(file, {"using namespace", "a header gives its names to everybody"}, violations);
    if (!file.IsTest()) CheckBoolParameters(file, violations);
  }
  return violations;
}

Violations CheckText(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    int number = 0;
    for (std::string_view line : LinesOf(file.text)) {
      ++number;
      const std::string lower = Lower(line);
      if (lower.find("todo("
                     "soon)") != std::string::npos) {
        violations.push_back({file.path, number, "this has to be done before it is kept"});
      }
      if (NamesAnIssue(lower)) {
        violations.push_back({file.path, number, "an issue number means nothing to a reader"});
      }
      if (NamesPlaceOfWork(line)) {
        violations.push_back({file.path, number, "a path of one machine"});
      }
    }
  }
  return violations;
}

}  // namespace candour::tidy

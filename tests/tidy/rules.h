// The rules of the house that a program can check. Each takes files and gives what breaks it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source.h"

namespace candour::tidy {

struct Violation {
  std::string path;
  int line = 0;  // 0: the file as a whole.
  std::string message;
};
using Violations = std::vector<Violation>;
using Files = std::span<const SourceFile>;

// include_rules.cc: who may include whom (docs/architecture.md).
Violations CheckIncludes(Files files);
// How many files pay for an expensive header.
Violations CheckCostlyHeaders(Files files);
// Names of a library outside its folders.
Violations CheckForeignNamespaces(Files files);

// ban_rules.cc: what the code does not do.
Violations CheckPurity(Files files);       // Threads, clocks, randomness, files in federation/.
Violations CheckBannedCalls(Files files);  // Sleeping, throwing, std::regex, gmock ...
Violations CheckNames(Files files);        // Manager, Helper, Util ...
Violations CheckHeaders(Files files);      // #pragma once, using namespace, bool parameters.
Violations CheckText(Files files);         // Issue numbers, places of work, what blocks a release.

// size_rules.cc: budgets.
Violations CheckSizes(Files files);
struct FunctionSpan {
  int first_line = 0;
  int last_line = 0;
};
std::vector<FunctionSpan> FunctionsOf(const SourceFile& file);

// coverage_rules.cc: every .cc has a test of the same stem (its own or that of the header it
// includes first), or a reason.
struct Untested {
  std::string_view path;
  std::string_view reason;
};
Violations CheckTestFiles(Files files, std::span<const Untested> untested);

}  // namespace candour::tidy

// What every verb shares: the global options, the connection, the output and the exit code.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "node/ctl/display.h"
#include "node/ctl/node_client.h"

namespace candour::ctl {

enum ExitCode : int {
  kDone = 0,
  kFailed = 1,  // And nothing changed.
  kUsage = 2,
  kNotFound = 3,  // Or not visible.
  kNotPermitted = 4,
  kRefusedByPolicy = 5,
  kConflict = 6,
  kPartlyDone = 7,
  kNoNode = 8,
  kSafetyCheck = 9,
};
ExitCode ExitCodeOf(const Error& error);

enum class Format { kTable, kJson, kCsv };

struct Options {
  NodeAddress node;
  Format format = Format::kTable;
  std::string get;      // Print this one field of the answer's JSON, e.g. "hits[0].name".
  std::string program;  // argv[0]: candourd is looked for beside it.
};

class Session {
 public:
  // Reads the environment: CANDOUR_NODE, NO_COLOR, COLUMNS.
  explicit Session(Options& options) : options_(options) {}

  const Options& options() const { return options_; }
  int exit_code() const { return exit_code_; }
  void Exit(ExitCode code) { exit_code_ = code; }

  // Connects on first use; on failure reports it and gives null.
  NodeClient* Node();

  // True when it worked; else the error is on stderr and the exit code set.
  bool Call(const std::string& method, const google::protobuf::Message& request,
            google::protobuf::Message& response);

  // "error: ..." on stderr with the reason, and the exit code.
  void Report(const Error& error);

  // The answer in the format asked for. `table` is used for table and csv; `text`, when not empty,
  // in place of the table on a terminal.
  void Print(const google::protobuf::Message& answer, const Table& table,
             const std::string& text = "");
  void PrintText(const std::string& text);  // stdout
  void Say(const std::string& text);        // stderr
  size_t Width() const;

 private:
  Options& options_;
  std::unique_ptr<NodeClient> client_;
  int exit_code_ = kDone;
};

// The JSON of a message as every -o json prints it.
std::string ToJson(const google::protobuf::Message& message);
// One field of that JSON by its path; empty when it is not there. Strings come without quotes.
Result<std::string> JsonField(const std::string& json, const std::string& path);

}  // namespace candour::ctl

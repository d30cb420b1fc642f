#include "node/ctl/session.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "crypto/encoding.h"

namespace candour::ctl {

ExitCode ExitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNotFound:
      return kNotFound;
    case ErrorCode::kDenied:
      return kNotPermitted;
    case ErrorCode::kPolicy:
      return kRefusedByPolicy;
    case ErrorCode::kConflict:
      return kConflict;
    case ErrorCode::kUnavailable:
      return error.reason == "NODE_UNREACHABLE" ? kNoNode : kFailed;
    case ErrorCode::kCorrupt:
      return kSafetyCheck;
    case ErrorCode::kInvalid:
    case ErrorCode::kFull:
      return kFailed;
  }
  return kFailed;
}

NodeClient* Session::Node() {
  if (client_) return client_.get();
  auto client = NodeClient::Connect(options_.node);
  if (!client) {
    Report(client.error());
    return nullptr;
  }
  client_ = std::move(*client);
  return client_.get();
}

bool Session::Call(const std::string& method, const google::protobuf::Message& request,
                   google::protobuf::Message& response) {
  NodeClient* node = Node();
  if (node == nullptr) return false;
  auto status = node->Call(method, request, response);
  if (!status) Report(status.error());
  return status.has_value();
}

void Session::Report(const Error& error) {
  Say("error: " + CleanLines(error.message) + " [" + Clean(error.reason) + "]");
  exit_code_ = ExitCodeOf(error);
}

void Session::Print(const google::protobuf::Message& answer, const Table& table,
                    const std::string& text) {
  if (!options_.get.empty()) {
    auto field = JsonField(ToJson(answer), options_.get);
    if (!field) {
      Report(field.error());
      return;
    }
    PrintText(Clean(*field) + "\n");
    return;
  }
  switch (options_.format) {
    case Format::kJson:
      PrintText(ToJson(answer) + "\n");
      return;
    case Format::kCsv:
      PrintText(table.AsCsv());
      return;
    case Format::kTable:
      PrintText(text.empty() ? table.AsText(Width()) : text);
      return;
  }
}

void Session::PrintText(const std::string& text) { std::cout << text << std::flush; }
void Session::Say(const std::string& text) { std::cerr << text << "\n" << std::flush; }

size_t Session::Width() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  auto number = crypto::ParseDecimal(columns != nullptr ? columns : "");
  return number && *number > 20 && *number < 1000 ? static_cast<size_t>(*number) : 160;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string json;
  auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : "{}";
}

Result<std::string> JsonField(const std::string& json, const std::string& path) {
  google::protobuf::Value root;
  Error absent{ErrorCode::kNotFound, "FIELD_ABSENT", "the answer has no " + path};
  if (!google::protobuf::util::JsonStringToMessage(json, &root).ok()) return Fail(absent);
  const google::protobuf::Value* at = &root;
  for (size_t begin = 0; begin < path.size();) {
    if (path[begin] == '.') ++begin;
    if (path[begin] == '[') {
      size_t end = path.find(']', begin);
      auto index = crypto::ParseDecimal(
          std::string_view(path).substr(begin + 1, end == std::string::npos ? 0 : end - begin - 1));
      if (!index || *index >= static_cast<uint64_t>(at->list_value().values_size())) {
        return Fail(absent);
      }
      at = &at->list_value().values(static_cast<int>(*index));
      begin = end + 1;
      continue;
    }
    size_t end = path.find_first_of(".[", begin);
    std::string name = path.substr(begin, end == std::string::npos ? end : end - begin);
    auto field = at->struct_value().fields().find(name);
    if (field == at->struct_value().fields().end()) return Fail(absent);
    at = &field->second;
    begin = end == std::string::npos ? path.size() : end;
  }
  if (at->kind_case() == google::protobuf::Value::kStringValue) return at->string_value();
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(*at, &text);
  return text;
}

}  // namespace candour::ctl

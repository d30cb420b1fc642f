#include "node/ctl/session.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/node.pb.h"

namespace candour::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Error Of(ErrorCode code, const std::string& reason = "X") { return {code, reason, "message"}; }

TEST(Session, GivesEveryErrorItsExitCode) {
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kInvalid)), 1);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kFull)), 1);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kNotFound)), 3);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kDenied)), 4);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kPolicy)), 5);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kConflict)), 6);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kUnavailable)), 1);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kUnavailable, "NODE_UNREACHABLE")), 8);
  EXPECT_EQ(ExitCodeOf(Of(ErrorCode::kCorrupt)), 9);
}

TEST(Session, ReportsAnErrorWithoutItsControlCharacters) {
  Options options;
  Session session(options);
  testing::internal::CaptureStderr();

  session.Report({ErrorCode::kPolicy, "SOME_REASON", "no \x1b[31m way"});

  EXPECT_EQ(testing::internal::GetCapturedStderr(), "error: no  way [SOME_REASON]\n");
  EXPECT_EQ(session.exit_code(), 5);
}

TEST(Session, SaysThatNoNodeIsThere) {
  Options options;
  options.node.path = "/nonexistent";
  Session session(options);
  testing::internal::CaptureStderr();

  EXPECT_EQ(session.Node(), nullptr);

  EXPECT_NE(testing::internal::GetCapturedStderr().find("/nonexistent"), std::string::npos);
  EXPECT_EQ(session.exit_code(), 8);
}

std::string Field(const std::string& path) {
  const std::string json =
      R"({"total": "2", "flag": true, "hits": [{"name": "a", "networks": ["x", "y"]},
          {"name": "b"}]})";
  const auto field = JsonField(json, path);
  return field ? *field : field.error().reason;
}

TEST(Session, FindsOneFieldOfAnAnswer) {
  EXPECT_EQ(Field("total"), "2");
  EXPECT_EQ(Field("flag"), "true");
  EXPECT_EQ(Field("hits[0].name"), "a");
  EXPECT_EQ(Field("hits[1].name"), "b");
  EXPECT_EQ(Field("hits[0].networks[1]"), "y");
  EXPECT_EQ(Field("hits[0].networks"), R"(["x","y"])");
}

TEST(Session, SaysThatAFieldIsNotThereWhateverIsWrongWithItsPath) {
  for (const char* path : {"nothing", "hits[2].name", "hits[0].nothing", "hits[x]", "hits[",
                           "hits[]", "hits[0", "total.more", "total[0]", "hits.name", "..", "["}) {
    EXPECT_EQ(Field(path), "FIELD_ABSENT") << path;
  }
}

TEST(Session, PrintsOneFieldOfTheAnswerWhenAskedTo) {
  Options options;
  options.get = "title";
  Session session(options);
  node::v1::DraftSummary answer;
  answer.set_title("a\x1b[31m title");
  testing::internal::CaptureStdout();

  session.Print(answer, Table({"t"}));

  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a title\n");
}

TEST(Session, PrintsTheSameAnswerAsTableTextCsvOrJson) {
  node::v1::DraftSummary answer;
  answer.set_title("a, b");
  Table table({"title"});
  table.Add({"a, b"});
  const auto printed = [&](Format format, const std::string& text) {
    Options options;
    options.format = format;
    Session session(options);
    testing::internal::CaptureStdout();
    session.Print(answer, table, text);
    return testing::internal::GetCapturedStdout();
  };

  EXPECT_EQ(printed(Format::kTable, ""), "title\na, b\n");
  EXPECT_EQ(printed(Format::kTable, "as text\n"), "as text\n");
  EXPECT_EQ(printed(Format::kCsv, "as text\n"), "title\r\n\"a, b\"\r\n");
  EXPECT_EQ(JsonField(printed(Format::kJson, "as text\n"), "title").value(), "a, b");
}

// Every field set, one element in every list, so that every key there is stands in the JSON.
void FillAll(Message& message) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FillAll(field->is_repeated() ? *reflection->AddMessage(&message, field)
                                   : *reflection->MutableMessage(&message, field));
    }
  }
}

void Keys(const google::protobuf::Value& value, const std::string& at,
          std::set<std::string>& out) {
  for (const auto& [name, below] : value.struct_value().fields()) {
    out.insert(at + name);
    Keys(below, at + name + ".", out);
  }
  for (const auto& element : value.list_value().values()) Keys(element, at, out);
}

std::string KeysOf(Message&& message) {
  FillAll(message);
  google::protobuf::Value root;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(ToJson(message), &root).ok());
  std::set<std::string> keys;
  Keys(root, "", keys);
  std::string out;
  for (const auto& key : keys) out += key + "\n";
  return out;
}

// Scripts read these: a key may be added, and none may be renamed or taken away.
TEST(Json, OfAStatusHasThePromisedKeys) {
  EXPECT_EQ(KeysOf(node::v1::GetStatusResponse()), R"(approved
drafts
foreignItems
health
indexLagSeconds
kept
networks
nodeId
organisation
peers
peersConnected
published
roles
sweepsPending
uptimeSeconds
user
version
waitingToSign
warnings
withdrawn
)");
}

TEST(Json, OfASearchHasThePromisedKeys) {
  EXPECT_EQ(KeysOf(node::v1::SearchLearningResponse()), R"(hits
hits.day
hits.kind
hits.local
hits.name
hits.networks
hits.organisation
hits.setting
hits.snippet
hits.title
hits.verified
hits.withdrawn
hits.withdrawn.day
hits.withdrawn.reason
lagSeconds
nextPageToken
total
)");
}

constexpr char kLearningKeys[] = R"(etag
learning
learning.actions
learning.actions.due
learning.actions.id
learning.actions.measure
learning.actions.ownerType
learning.actions.strength
learning.actions.text
learning.ageBand
learning.codes
learning.codes.code
learning.codes.display
learning.codes.system
learning.codes.version
learning.degreeOfHarm
learning.factors
learning.factors.codes
learning.factors.codes.code
learning.factors.codes.display
learning.factors.codes.system
learning.factors.codes.version
learning.factors.seips
learning.factors.text
learning.kind
learning.learning
learning.links
learning.links.title
learning.links.url
learning.patientInvolvement
learning.period
learning.process
learning.reviewBy
learning.setting
learning.sex
learning.signOff
learning.signOff.month
learning.signOff.reviewerRole
learning.signOff.rulesVersion
learning.source
learning.specialty
learning.title
learning.whatHappened
name
organisation
placements
placements.day
placements.feedId
placements.index
placements.name
placements.network
placements.organisation
placements.seenBy
placements.size
placements.state
placements.verified
placements.withdrawn
placements.withdrawn.day
placements.withdrawn.reason
recordId
response
response.adaptation
response.after
response.before
response.judgement
response.kind
response.measure
response.started
response.target
response.target.actionId
response.target.itemId
response.target.leafHash
response.target.memberId
response.target.networkId
response.text
response.unit
state
)";

TEST(Json, OfOnePieceOfLearningHasThePromisedKeys) {
  EXPECT_EQ(KeysOf(node::v1::GetLearningResponse()), kLearningKeys);
}

TEST(Json, WritesFieldsThatAreZeroOrEmpty) {
  const std::string json = ToJson(node::v1::SearchLearningResponse());

  EXPECT_EQ(JsonField(json, "total").value(), "0");
  EXPECT_EQ(JsonField(json, "hits").value(), "[]");
}

}  // namespace
}  // namespace candour::ctl

#include "node/learning/requests.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Requests : public NodeTest {
 protected:
  void Answer(const Principal& who, const std::string& id, const std::string& text) {
    node::v1::DraftSummary response;
    response.set_id(text);
    storage::LocalWrites writes;
    Remember(who, id, kStart, response, writes);
    if (!writes.empty()) node.Put(writes);
  }
  std::string Replay(const Principal& who, const std::string& id, WallSeconds now = kStart) {
    node::v1::DraftSummary response;
    return Replayed(node.store(), who, id, now, response) ? response.id() : "-";
  }
};

TEST_F(Requests, GiveTheFirstAnswerAgain) {
  Answer(Author(), "id-1", "first");

  EXPECT_EQ(Replay(Author(), "id-1"), "first");
  EXPECT_EQ(Replay(Author(), "id-2"), "-");
}

TEST_F(Requests, OfOtherUsersAreOthers) {
  Answer(Author(), "id-1", "first");

  EXPECT_EQ(Replay(Reviewer(), "id-1"), "-");
}

TEST_F(Requests, AreForgottenAfterADay) {
  Answer(Author(), "id-1", "first");

  EXPECT_EQ(Replay(Author(), "id-1", kStart + kRequestRemembered - 1), "first");
  EXPECT_EQ(Replay(Author(), "id-1", kStart + kRequestRemembered), "-");
}

TEST_F(Requests, WithoutAnIdAreNeverRemembered) {
  Answer(Author(), "", "first");

  EXPECT_EQ(Replay(Author(), ""), "-");
}

TEST(RequestId, IsUpTo64PrintableCharacters) {
  EXPECT_TRUE(CheckRequestId(""));
  EXPECT_TRUE(CheckRequestId("3f0c8a9e-77aa-4b1d-9f10-0a1b2c3d4e5f"));
  EXPECT_TRUE(CheckRequestId(std::string(64, 'x')));
  EXPECT_FALSE(CheckRequestId(std::string(65, 'x')));
  EXPECT_FALSE(CheckRequestId("two words"));
  EXPECT_FALSE(CheckRequestId("bell\a"));
  EXPECT_FALSE(CheckRequestId("caf\xc3\xa9"));
}

}  // namespace
}  // namespace candour::service_test

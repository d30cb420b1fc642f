#include <gtest/gtest.h>

#include "node/rpc/convert.h"

namespace candour::rpc {
namespace {

const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const crypto::Hash kPlan = *crypto::Hash::From(std::string(32, 'p'));

template <class Wire, class Value>
auto Travel(const Value& value) {
  Wire out;
  ToWire(value, out);
  Wire in;
  EXPECT_TRUE(in.ParseFromString(out.SerializeAsString()));
  return FromWire(in);
}

TEST(ConvertReports, CarriesANoteThereAndSaysThatItIsSettled) {
  const auto asked =
      Travel<wire::SubmitReportRequest>(SubmitReportRequest{kNetwork, kPlan, "a note"});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->network, kNetwork);
  EXPECT_EQ(asked->plan, kPlan);
  EXPECT_EQ(asked->note, "a note");
  const auto answered = Travel<wire::SubmitReportResponse>(SubmitReportReply{true});
  ASSERT_TRUE(answered);
  EXPECT_TRUE(answered->settled);
}

TEST(ConvertReports, CarriesNotesBackInOrder) {
  const auto asked = Travel<wire::FetchReportsRequest>(FetchReportsRequest{kNetwork, kPlan, "b"});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->after, "b");
  FetchReportsReply reply;
  reply.reports = {{"c", "third"}, {"d", "fourth"}};
  const auto answered = Travel<wire::FetchReportsResponse>(reply);
  ASSERT_TRUE(answered);
  ASSERT_EQ(answered->reports.size(), 2u);
  EXPECT_EQ(answered->reports[1].place, "d");
  EXPECT_EQ(answered->reports[1].note, "fourth");
}

TEST(ConvertReports, RefusesWhatIsTooLongOrTooMany) {
  wire::SubmitReportRequest submit;
  submit.set_network_id(kNetwork.str());
  submit.set_plan_sha256(std::string(31, 'p'));
  EXPECT_FALSE(FromWire(submit));
  submit.set_plan_sha256(std::string(32, 'p'));
  submit.set_note(std::string(kReportBytesMax + 1, 'x'));
  EXPECT_FALSE(FromWire(submit));
  wire::FetchReportsResponse page;
  for (size_t i = 0; i <= kReportsPerPageMax; ++i) page.add_reports();
  EXPECT_FALSE(FromWire(page));
}

}  // namespace
}  // namespace candour::rpc

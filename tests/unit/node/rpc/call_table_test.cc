#include "node/rpc/call_table.h"

#include <gtest/gtest.h>

#include <future>

namespace candour::rpc {
namespace {

using std::chrono::milliseconds;

class Probe final : public OpenCall {
 public:
  void End(Reason reason) override { ended_.set_value(reason); }
  std::future<Reason> Ended() { return ended_.get_future(); }

 private:
  std::promise<Reason> ended_;
};

TEST(CallTable, EndsACallAtItsDeadline) {
  CallTable table;
  const auto late = std::make_shared<Probe>();
  const auto soon = std::make_shared<Probe>();
  auto late_ended = late->Ended();
  auto soon_ended = soon->Ended();
  table.Add(late, std::chrono::hours(1));
  table.Add(soon, milliseconds(1));

  EXPECT_EQ(soon_ended.get(), OpenCall::Reason::kDeadline);
  EXPECT_EQ(late_ended.wait_for(milliseconds(0)), std::future_status::timeout);
}

TEST(CallTable, ForgetsACallThatIsDone) {
  CallTable table;
  const auto call = std::make_shared<Probe>();
  auto ended = call->Ended();
  const uint64_t id = table.Add(call, std::chrono::hours(1));
  table.Remove(id);
  table.Stop();
  EXPECT_EQ(call.use_count(), 1);
  EXPECT_EQ(ended.wait_for(milliseconds(0)), std::future_status::timeout);
}

TEST(CallTable, EndsWhatIsOpenAndTakesNoMoreWhenItStops) {
  CallTable table;
  const auto call = std::make_shared<Probe>();
  auto ended = call->Ended();
  EXPECT_NE(table.Add(call, std::chrono::hours(1)), 0u);
  table.Stop();
  EXPECT_EQ(ended.get(), OpenCall::Reason::kStopping);
  EXPECT_EQ(table.Add(std::make_shared<Probe>(), std::chrono::hours(1)), 0u);
}

}  // namespace
}  // namespace candour::rpc

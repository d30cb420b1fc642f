#include "node/learning/retries.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

const QuestionKey kOne{*NetworkId::From(std::string(16, 'n')),
                       *crypto::Hash::From(std::string(32, '1'))};
const QuestionKey kOther{*NetworkId::From(std::string(16, 'n')),
                         *crypto::Hash::From(std::string(32, '2'))};

Instant At(int64_t milliseconds) { return Instant{Duration{milliseconds}}; }

TEST(Retries, ComeSoonAtFirstAndThenLessOften) {
  Retries retries;
  EXPECT_EQ(retries.Next(At(0)), std::nullopt);

  retries.Failed(kOne, At(0));
  EXPECT_EQ(retries.Next(At(0)), At(20));
  retries.Failed(kOne, At(20));
  EXPECT_EQ(retries.Next(At(20)), At(60));
  Instant now = At(20);
  for (int i = 0; i < 20; ++i) {
    now = *retries.Next(now);
    retries.Failed(kOne, now);
  }
  EXPECT_EQ(retries.Next(now), now + Duration{1'000});
}

TEST(Retries, WaitNoLongerForTryingEarly) {
  Retries retries;
  for (int i = 0; i < 20; ++i) retries.Failed(kOne, At(i));
  EXPECT_EQ(retries.Next(At(19)), At(20));
}

TEST(Retries, KnowTheFirstThatIsDueAndForgetWhatIsDone) {
  Retries retries;
  retries.Failed(kOne, At(100));
  retries.Failed(kOther, At(50));
  EXPECT_EQ(retries.Next(At(50)), At(70));
  EXPECT_EQ(retries.Next(At(70)), At(120));  // What is due now is not waited for.

  retries.Done(kOther);
  EXPECT_EQ(retries.Next(At(50)), At(120));
  retries.Keep(std::vector<QuestionKey>{kOther});
  EXPECT_EQ(retries.Next(At(50)), std::nullopt);
}

}  // namespace
}  // namespace candour

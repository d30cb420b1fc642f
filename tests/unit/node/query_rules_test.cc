#include "node/query_rules.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

TEST(QueryRulesOf, AnEmptyConfigurationAnswersByTheRules) {
  const auto rules = RulesOf({});
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->answers, QueryRules::Answers::kAutomatic);
  EXPECT_EQ(rules->budget, 4000u);
  EXPECT_TRUE(rules->networks.empty());
}

TEST(QueryRulesOf, ReadsEveryOption) {
  config::NodeOptions::Query options;
  options.answers = "approval";
  options.networks = {"golden-vale"};
  options.purposes = {"planning"};
  options.epsilon_max = 500;
  options.budget = 2000;
  options.network_budgets = {"golden-vale=1500", "Far Coast=0"};
  const auto rules = RulesOf(options);
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->answers, QueryRules::Answers::kAfterApproval);
  EXPECT_EQ(rules->networks, options.networks);
  EXPECT_EQ(rules->purposes, options.purposes);
  EXPECT_EQ(rules->epsilon_max, 500u);
  EXPECT_EQ(rules->network_budgets.at("golden-vale"), 1500u);
  EXPECT_EQ(rules->network_budgets.at("Far Coast"), 0u);
  options.answers = "never";
  EXPECT_EQ(RulesOf(options)->answers, QueryRules::Answers::kNever);
}

TEST(QueryRulesOf, NamesABudgetThatCannotBeRead) {
  for (const char* entry : {"golden-vale", "=100", "golden-vale=much", "golden-vale=4001"}) {
    config::NodeOptions::Query options;
    options.network_budgets = {entry};
    const auto rules = RulesOf(options);
    ASSERT_FALSE(rules) << entry;
    EXPECT_NE(rules.error().message.find(entry), std::string::npos);
  }
}

}  // namespace
}  // namespace candour

#include "node/query_rules.h"

#include "crypto/encoding.h"

namespace candour {

Result<QueryRules> RulesOf(const config::NodeOptions::Query& options) {
  QueryRules rules;
  rules.answers = options.answers == "approval" ? QueryRules::Answers::kAfterApproval
                  : options.answers == "never"  ? QueryRules::Answers::kNever
                                                : QueryRules::Answers::kAutomatic;
  rules.networks = options.networks;
  rules.purposes = options.purposes;
  rules.epsilon_max = static_cast<uint32_t>(options.epsilon_max);
  rules.budget = static_cast<uint32_t>(options.budget);
  for (const std::string& entry : options.network_budgets) {
    const size_t equals = entry.rfind('=');
    const auto share = equals == std::string::npos
                           ? std::nullopt
                           : crypto::ParseDecimal(std::string_view(entry).substr(equals + 1));
    if (!share || equals == 0 || *share > rules.budget) {
      return Fail(ErrorCode::kInvalid, "NETWORK_BUDGET",
                  "query.network_budgets: \"" + entry +
                      "\" is not a network, \"=\" and at most query.budget thousandths");
    }
    rules.network_budgets[entry.substr(0, equals)] = static_cast<uint32_t>(*share);
  }
  return rules;
}

}  // namespace candour

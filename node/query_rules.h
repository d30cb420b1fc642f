// The owner's rules for questions, from the configuration.
#pragma once

#include "config/options.h"
#include "node/learning/question_desk.h"

namespace candour {

// kInvalid names the entry of query.network_budgets that cannot be read.
Result<QueryRules> RulesOf(const config::NodeOptions::Query& options);

}  // namespace candour

// A Learning as people read and write it: words for enumerations, fields in order, field=value
// pairs.
#pragma once

#include <string>
#include <vector>

#include "candour/learning/v1/body.pb.h"
#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/review.pb.h"
#include "federation/base/result.h"

namespace candour::ctl {

std::string AgeWord(learning::v1::AgeBand band);  // "60-74", "90+"
std::string SexWord(learning::v1::Sex sex);
std::string KindWord(learning::v1::LearningKind kind);  // "near miss"
std::string StateWord(node::v1::ReportState state);     // "published"
std::string HarmWord(learning::v1::DegreeOfHarm harm);

// Sets one field by its name on the command line ("kind", "title", "what", "learning", "setting",
// "period", "specialty", "harm", "process", "action", "review-by"). kInvalid names the field and
// what it takes.
Status SetField(learning::v1::Learning& learning, const std::string& name,
                const std::string& value);
// "name=value" pairs.
Status SetFields(learning::v1::Learning& learning, const std::vector<std::string>& pairs);

// The fields that are set, with their names in words, in reading order.
std::vector<std::pair<std::string, std::string>> FieldLines(const learning::v1::Learning& learning);

// How a record would travel and how many are like it, in lines.
std::string ReleaseText(const node::v1::Release& release);

// Who has confirmed a withdrawal, and who is silent since when.
std::string ReceiptText(const node::v1::GetWithdrawalResponse& answer);

}  // namespace candour::ctl

// Questions and their answers as a terminal shows them.
#pragma once

#include <string>
#include <vector>

#include "candour/node/v1/query.pb.h"
#include "node/ctl/display.h"

namespace candour::ctl {

std::string Thousandths(uint32_t epsilon);  // 1500 -> "1.500"

std::vector<std::string> LedgerColumns();
std::vector<std::string> LedgerRow(const node::v1::Question& question);

// The cells alone, for tables and CSV. A cell that is not shown says "*".
Table AnswerTable(const node::v1::GetAnswerResponse& answer);
// What was asked, who answered, the cells, and how to read them.
std::string AnswerText(const node::v1::GetAnswerResponse& answer, size_t width);
// The same with a bar for each cell, its 95 % interval drawn into it.
std::string AnswerChart(const node::v1::GetAnswerResponse& answer, size_t width);

// Published learning: its exact counts, how much of what is held they cover, and what rose.
Table PublishedTable(const node::v1::CountPublishedResponse& counts);
std::string PublishedText(const node::v1::CountPublishedResponse& counts, size_t width);
std::string PublishedChart(const node::v1::CountPublishedResponse& counts, size_t width);

}  // namespace candour::ctl

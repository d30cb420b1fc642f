#include "node/ctl/answer_text.h"

#include <algorithm>
#include <cstdio>

namespace candour::ctl {
namespace {

using node::v1::AnswerCell;
using node::v1::GetAnswerResponse;

std::string StateWord(const node::v1::Question& question) {
  switch (question.state()) {
    case node::v1::QUESTION_STATE_ANSWERED:
      return "answered";
    case node::v1::QUESTION_STATE_EXPIRED:
      return "no answer";
    default:
      return question.waits_for_owner() ? "waits for you" : "open";
  }
}

std::string Window(const node::v1::Question& question) {
  return question.first() == question.last() ? question.first()
                                             : question.first() + ".." + question.last();
}

std::string Replies(const node::v1::Question& question) {
  if (question.state() != node::v1::QUESTION_STATE_ANSWERED) return "-";
  const uint32_t all = question.answered() + question.declined() + question.silent();
  return std::to_string(question.answered()) + " of " + std::to_string(all);
}

std::string Count(const AnswerCell& cell) {
  return cell.shown() ? std::to_string(cell.count()) : "*";
}

std::string Interval(const AnswerCell& cell) {
  if (!cell.shown()) return "";
  return std::to_string(cell.low()) + " to " + std::to_string(cell.high());
}

std::string Tenths(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", number);
  return text;
}

std::string Head(const GetAnswerResponse& answer) {
  const auto& question = answer.question();
  std::string text = "question " + question.name().substr(0, 8) + ": " + question.cube() + " of " +
                     Window(question) + " in " + Clean(question.network()) + ", asked by " +
                     Clean(question.asker()) + " for " + question.purpose() + ", epsilon " +
                     Thousandths(question.epsilon_thousandths()) + ", tier " +
                     std::to_string(question.tier()) + "\n";
  for (const auto& member : answer.members()) {
    if (member.outcome() == "ANSWERED") continue;
    text += "  " + Clean(member.name()) + ": " + member.outcome() +
            (member.words().empty() ? "" : " (" + Clean(member.words()) + ")") + "\n";
  }
  return text;
}

std::string Foot(const GetAnswerResponse& answer, size_t width) {
  std::string text;
  if (answer.cells_size() > 0) {
    text += "summed over " + std::to_string(answer.organisations()) +
            " organisations; 95 of 100 counts are within " + Tenths(answer.error95()) +
            " of the truth; rounded to 5\n";
  }
  if (answer.suppressed() > 0) {
    text += std::to_string(answer.suppressed()) + " cell(s) are not shown (*): too small a sum\n";
  }
  for (const auto& signal : answer.signals()) text += "rising: " + Clean(signal) + "\n";
  for (const std::string& part : {answer.note(), answer.seen_by()}) {
    if (part.empty()) continue;
    for (const std::string& line : Wrap(CleanLines(part), width)) text += line + "\n";
  }
  return text;
}

// One line of a chart.
struct Line {
  std::string label;
  std::string count;
  int64_t value = 0;
  int64_t high = 0;  // the upper end of its interval; `value` where it has none
  bool shown = true;
};

std::string Bar(const Line& line, double scale, size_t width) {
  if (!line.shown) return "*";
  const auto at = [&](int64_t count) {
    return std::min(static_cast<size_t>(std::max<double>(static_cast<double>(count), 0) * scale),
                    width);
  };
  std::string bar(at(line.value), '#');
  const size_t high = at(line.high);
  if (high > bar.size()) bar += std::string(high - bar.size(), '-');
  return bar;
}

std::string Bars(const std::vector<Line>& lines, size_t width) {
  size_t label_width = 0;
  int64_t top = 1;
  for (const Line& line : lines) {
    label_width = std::max(label_width, DisplayWidth(line.label));
    if (line.shown) top = std::max(top, line.high);
  }
  label_width = std::min(label_width, width / 2);
  const size_t room = width > label_width + 10 ? width - label_width - 10 : 10;
  const double scale = static_cast<double>(room) / static_cast<double>(top);
  std::string text;
  for (const Line& line : lines) {
    text += Fit(line.label, label_width) + " " + Fit(line.count, 7) + " " + Bar(line, scale, room) +
            "\n";
  }
  return text;
}

template <class Labels>
std::string LabelOf(const Labels& labels) {
  std::string label;
  for (const auto& word : labels) label += (label.empty() ? "" : ", ") + Clean(word);
  return label;
}

std::string PublishedHead(const node::v1::CountPublishedResponse& counts) {
  return "published learning, " + counts.cube() + ", " + counts.first() +
         (counts.first() == counts.last() ? "" : ".." + counts.last()) + "\n";
}

std::string PublishedFoot(const node::v1::CountPublishedResponse& counts, size_t width) {
  std::string text;
  for (const auto& network : counts.networks()) {
    text += Clean(network.network()) + ": ";
    if (!network.note().empty()) {
      text += Clean(network.note()) + "\n";
      continue;
    }
    text += std::to_string(network.counted()) + " counted here of " +
            std::to_string(network.in_cube()) + " in this cube and " +
            std::to_string(network.items()) + " held\n";
  }
  for (const auto& signal : counts.signals()) text += "rising: " + Clean(signal) + "\n";
  for (const std::string& line : Wrap(CleanLines(counts.note()), width)) text += line + "\n";
  return text;
}

}  // namespace

std::string Thousandths(uint32_t epsilon) {
  char text[32];
  std::snprintf(text, sizeof text, "%u.%03u", epsilon / 1000, epsilon % 1000);
  return text;
}

std::vector<std::string> LedgerColumns() {
  return {"question", "day",     "network", "asker", "purpose",  "cube",
          "period",   "epsilon", "tier",    "state", "answered", "this node"};
}

std::vector<std::string> LedgerRow(const node::v1::Question& question) {
  std::string own = question.own_outcome();
  if (question.own_cost() > 0) own += ", cost " + Thousandths(question.own_cost());
  return {question.name().substr(0, 8),
          Day(question.received_at()),
          question.network(),
          question.asker(),
          question.purpose(),
          question.cube(),
          Window(question),
          Thousandths(question.epsilon_thousandths()),
          std::to_string(question.tier()),
          StateWord(question),
          Replies(question),
          own};
}

Table AnswerTable(const GetAnswerResponse& answer) {
  std::vector<std::string> header(answer.columns().begin(), answer.columns().end());
  header.insert(header.end(), {"count", "95 % interval"});
  Table table(header);
  for (const auto& cell : answer.cells()) {
    std::vector<std::string> row(cell.labels().begin(), cell.labels().end());
    row.insert(row.end(), {Count(cell), Interval(cell)});
    table.Add(std::move(row));
  }
  return table;
}

std::string AnswerText(const GetAnswerResponse& answer, size_t width) {
  std::string text = Head(answer);
  if (answer.cells_size() > 0) text += AnswerTable(answer).AsText(width);
  return text + Foot(answer, width);
}

std::string AnswerChart(const GetAnswerResponse& answer, size_t width) {
  std::vector<Line> lines;
  for (const auto& cell : answer.cells()) {
    lines.push_back({.label = LabelOf(cell.labels()),
                     .count = Count(cell),
                     .value = cell.count(),
                     .high = cell.high(),
                     .shown = cell.shown()});
  }
  return Head(answer) + Bars(lines, width) + Foot(answer, width);
}

Table PublishedTable(const node::v1::CountPublishedResponse& counts) {
  std::vector<std::string> header(counts.columns().begin(), counts.columns().end());
  header.emplace_back("count");
  Table table(header);
  for (const auto& cell : counts.cells()) {
    std::vector<std::string> row(cell.labels().begin(), cell.labels().end());
    row.push_back(std::to_string(cell.count()));
    table.Add(std::move(row));
  }
  return table;
}

std::string PublishedText(const node::v1::CountPublishedResponse& counts, size_t width) {
  node::v1::CountPublishedResponse shown = counts;
  shown.clear_cells();
  for (const auto& cell : counts.cells()) {
    if (cell.count() > 0) *shown.add_cells() = cell;
  }
  std::string text = PublishedHead(counts);
  if (shown.cells_size() > 0) text += PublishedTable(shown).AsText(width);
  if (shown.cells_size() < counts.cells_size()) text += "what is not listed is 0\n";
  return text + PublishedFoot(counts, width);
}

std::string PublishedChart(const node::v1::CountPublishedResponse& counts, size_t width) {
  std::vector<Line> lines;
  for (const auto& cell : counts.cells()) {
    const auto count = static_cast<int64_t>(cell.count());
    lines.push_back({.label = LabelOf(cell.labels()),
                     .count = std::to_string(count),
                     .value = count,
                     .high = count});
  }
  return PublishedHead(counts) + Bars(lines, width) + PublishedFoot(counts, width);
}

}  // namespace candour::ctl

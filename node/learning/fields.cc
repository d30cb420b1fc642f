#include "node/learning/fields.h"

#include <algorithm>
#include <array>

namespace candour {
namespace {

using learning::v1::Learning;

void VisitCode(const std::string& name, learning::v1::Code& code, const FieldVisitor& visit) {
  visit(name + ".system", FieldKind::kVerbatim, *code.mutable_system());
  visit(name + ".version", FieldKind::kVerbatim, *code.mutable_version());
  visit(name + ".code", FieldKind::kVerbatim, *code.mutable_code());
  visit(name + ".display", FieldKind::kText, *code.mutable_display());
}

std::string At(const char* list, int index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

void VisitFactors(Learning& learning, const FieldVisitor& visit) {
  for (int i = 0; i < learning.factors_size(); ++i) {
    auto& factor = *learning.mutable_factors(i);
    std::string name = At("factors", i);
    visit(name + ".text", FieldKind::kText, *factor.mutable_text());
    for (int j = 0; j < factor.codes_size(); ++j) {
      VisitCode(name + "." + At("codes", j), *factor.mutable_codes(j), visit);
    }
  }
}

void VisitActions(Learning& learning, const FieldVisitor& visit) {
  for (int i = 0; i < learning.actions_size(); ++i) {
    auto& action = *learning.mutable_actions(i);
    std::string name = At("actions", i);
    visit(name + ".id", FieldKind::kStructured, *action.mutable_id());
    visit(name + ".text", FieldKind::kText, *action.mutable_text());
    visit(name + ".owner_type", FieldKind::kText, *action.mutable_owner_type());
    visit(name + ".due", FieldKind::kStructured, *action.mutable_due());
    visit(name + ".measure", FieldKind::kText, *action.mutable_measure());
  }
}

bool Digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "a1", "act-12": too short for a number that identifies anybody.
bool IsActionId(std::string_view id) {
  size_t digits = 0;
  for (const char c : id) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    if (!digit && !letter) return false;
    digits += digit ? 1 : 0;
  }
  return id.size() <= 12 && digits <= 5;
}

}  // namespace

void VisitText(Learning& learning, const FieldVisitor& visit_all) {
  FieldVisitor visit = [&](std::string_view name, FieldKind kind, std::string& value) {
    if (!value.empty()) visit_all(name, kind, value);
  };
  visit("title", FieldKind::kText, *learning.mutable_title());
  visit("what_happened", FieldKind::kText, *learning.mutable_what_happened());
  visit("learning", FieldKind::kText, *learning.mutable_learning());
  VisitFactors(learning, visit);
  VisitActions(learning, visit);
  visit("specialty", FieldKind::kText, *learning.mutable_specialty());
  visit("setting", FieldKind::kText, *learning.mutable_setting());
  visit("process", FieldKind::kText, *learning.mutable_process());
  visit("period", FieldKind::kStructured, *learning.mutable_period());
  visit("patient_involvement", FieldKind::kText, *learning.mutable_patient_involvement());
  visit("review_by", FieldKind::kStructured, *learning.mutable_review_by());
  for (int i = 0; i < learning.links_size(); ++i) {
    visit(At("links", i) + ".url", FieldKind::kVerbatim, *learning.mutable_links(i)->mutable_url());
    visit(At("links", i) + ".title", FieldKind::kText, *learning.mutable_links(i)->mutable_title());
  }
  for (int i = 0; i < learning.codes_size(); ++i) {
    VisitCode(At("codes", i), *learning.mutable_codes(i), visit);
  }
}

std::string* FindField(Learning& learning, std::string_view name) {
  // The plain fields exist even while they are empty.
  const std::array<std::pair<std::string_view, std::string*>, 9> plain{{
      {"title", learning.mutable_title()},
      {"what_happened", learning.mutable_what_happened()},
      {"learning", learning.mutable_learning()},
      {"specialty", learning.mutable_specialty()},
      {"setting", learning.mutable_setting()},
      {"process", learning.mutable_process()},
      {"period", learning.mutable_period()},
      {"patient_involvement", learning.mutable_patient_involvement()},
      {"review_by", learning.mutable_review_by()},
  }};
  for (const auto& [known, value] : plain) {
    if (known == name) return value;
  }
  std::string* found = nullptr;
  VisitText(learning, [&](std::string_view field, FieldKind, std::string& value) {
    if (field == name) found = &value;
  });
  return found;
}

std::vector<std::string> MissingFields(const Learning& learning) {
  std::vector<std::string> missing;
  if (learning.kind() == learning::v1::LEARNING_KIND_UNSPECIFIED) missing.push_back("kind");
  if (learning.title().empty()) missing.push_back("title");
  if (learning.what_happened().empty() && learning.learning().empty()) {
    missing.push_back("what_happened or learning");
  }
  if (learning.setting().empty()) missing.push_back("setting");
  if (learning.period().empty()) missing.push_back("period");
  return missing;
}

bool IsPeriod(std::string_view period) {
  if (period.size() < 4 || !Digits(period.substr(0, 4))) return false;
  if (period.size() == 4) return true;
  if (period.size() != 7 || period[4] != '-') return false;
  if (period[5] == 'Q') return period[6] >= '1' && period[6] <= '4';
  int month = Digits(period.substr(5)) ? (period[5] - '0') * 10 + period[6] - '0' : 0;
  return month >= 1 && month <= 12;
}

std::vector<std::string> MalformedFields(const Learning& learning) {
  std::vector<std::string> problems;
  auto check = [&](const std::string& name, const std::string& value) {
    if (!value.empty() && !IsPeriod(value)) {
      problems.push_back(name + " must be a year, a month or a quarter: 2025, 2025-04 or 2025-Q2");
    }
  };
  check("period", learning.period());
  check("review_by", learning.review_by());
  for (int i = 0; i < learning.actions_size(); ++i) {
    check(At("actions", i) + ".due", learning.actions(i).due());
    if (!IsActionId(learning.actions(i).id())) {
      problems.push_back(At("actions", i) +
                         ".id must be at most 12 letters, digits and hyphens, as in a1");
    }
  }
  return problems;
}

}  // namespace candour

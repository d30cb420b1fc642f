#include "node/ctl/learning_text.h"

#include <algorithm>
#include <charconv>

#include "node/anonymise/generalise.h"

#include "node/ctl/display.h"

namespace candour::ctl {
namespace {

// "LEARNING_KIND_NEAR_MISS" without its prefix, in words.
std::string Words(const std::string& name, std::string_view prefix) {
  std::string words = name.substr(std::min(prefix.size(), name.size()));
  for (char& c : words) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = ' ';
  }
  return words;
}

std::string Token(std::string_view prefix, std::string_view value) {
  std::string token(prefix);
  for (char c : value) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    token.push_back(c == ' ' || c == '-' ? '_' : c);
  }
  return token;
}

Status SetKind(learning::v1::Learning& learning, const std::string& value) {
  learning::v1::LearningKind kind;
  if (!learning::v1::LearningKind_Parse(Token("LEARNING_KIND_", value), &kind)) {
    return Fail(ErrorCode::kInvalid, "KIND_UNKNOWN",
                "kind must be incident, near-miss, good-practice, investigation, solution, alert, "
                "patient-story, resource, concern-theme, call or framework-note");
  }
  learning.set_kind(kind);
  return {};
}

Status SetHarm(learning::v1::Learning& learning, const std::string& value) {
  learning::v1::DegreeOfHarm harm;
  if (!learning::v1::DegreeOfHarm_Parse(Token("DEGREE_OF_HARM_", value), &harm)) {
    return Fail(ErrorCode::kInvalid, "HARM_UNKNOWN",
                "harm must be none, low, moderate, severe or fatal");
  }
  learning.set_degree_of_harm(harm);
  return {};
}

// An age in years, or a band as it is shown.
Status SetAge(learning::v1::Learning& learning, std::string value) {
  uint32_t years = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), years);
  if (error == std::errc() && end == value.data() + value.size()) {
    value = anonymise::AgeBand(years, anonymise::Audience::kMembers);
  }
  learning::v1::AgeBand band;
  if (!learning::v1::AgeBand_Parse(Token("AGE_BAND_", value == "90+" ? "90-over" : value), &band)) {
    return Fail(ErrorCode::kInvalid, "AGE_UNKNOWN",
                "age must be years, or 0-17, 18-29, 30-44, 45-59, 60-74, 75-89 or 90+");
  }
  learning.set_age_band(band);
  return {};
}

Status SetSex(learning::v1::Learning& learning, const std::string& value) {
  learning::v1::Sex sex;
  if (!learning::v1::Sex_Parse(Token("SEX_", value), &sex)) {
    return Fail(ErrorCode::kInvalid, "SEX_UNKNOWN", "sex must be female, male or other");
  }
  learning.set_sex(sex);
  return {};
}

}  // namespace

std::string AgeWord(learning::v1::AgeBand band) {
  std::string words = Words(learning::v1::AgeBand_Name(band), "AGE_BAND_");
  if (const size_t space = words.find(' '); space != std::string::npos) {
    words = words.ends_with("over") ? words.substr(0, space) + "+" : words.replace(space, 1, "-");
  }
  return words;
}
std::string SexWord(learning::v1::Sex sex) {
  return Words(learning::v1::Sex_Name(sex), "SEX_");
}
std::string KindWord(learning::v1::LearningKind kind) {
  return Words(learning::v1::LearningKind_Name(kind), "LEARNING_KIND_");
}
std::string StateWord(node::v1::ReportState state) {
  return Words(node::v1::ReportState_Name(state), "REPORT_STATE_");
}
std::string HarmWord(learning::v1::DegreeOfHarm harm) {
  return Words(learning::v1::DegreeOfHarm_Name(harm), "DEGREE_OF_HARM_");
}

Status SetField(learning::v1::Learning& learning, const std::string& name,
                const std::string& value) {
  if (name == "kind") return SetKind(learning, value);
  if (name == "harm") return SetHarm(learning, value);
  if (name == "age") return SetAge(learning, value);
  if (name == "sex") return SetSex(learning, value);
  if (name == "title") {
    learning.set_title(value);
  } else if (name == "what" || name == "what_happened") {
    learning.set_what_happened(value);
  } else if (name == "learning") {
    learning.set_learning(value);
  } else if (name == "setting") {
    learning.set_setting(value);
  } else if (name == "period") {
    learning.set_period(value);
  } else if (name == "specialty") {
    learning.set_specialty(value);
  } else if (name == "process") {
    learning.set_process(value);
  } else if (name == "review-by") {
    learning.set_review_by(value);
  } else if (name == "action") {
    auto& action = *learning.add_actions();
    action.set_id("a" + std::to_string(learning.actions_size()));
    action.set_text(value);
  } else {
    return Fail(ErrorCode::kInvalid, "FIELD_UNKNOWN",
                "there is no field " + name +
                    "; fields are kind, title, what, learning, setting, period, specialty, harm, "
                    "process, age, sex, action, review-by");
  }
  return {};
}

Status SetFields(learning::v1::Learning& learning, const std::vector<std::string>& pairs) {
  for (const auto& pair : pairs) {
    size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      return Fail(ErrorCode::kInvalid, "PAIR_MALFORMED", "write field=value, not " + pair);
    }
    auto set = SetField(learning, pair.substr(0, equals), pair.substr(equals + 1));
    if (!set) return set;
  }
  return {};
}

std::string ReleaseText(const node::v1::Release& release) {
  if (release.like_needed() == 0) return "like records: not counted, no patient in this kind\n";
  std::string text = "like records: " + std::to_string(release.like_records()) +
                     " as it stands, " + std::to_string(release.like_released()) +
                     " as it would travel, " + std::to_string(release.like_needed()) + " needed\n";
  if (release.few_records()) {
    text += "  fewer than 200 records are held here, so the least is told\n";
  }
  for (const auto& step : release.steps()) text += "  travels with: " + step + "\n";
  return text;
}

std::vector<std::pair<std::string, std::string>> FieldLines(
    const learning::v1::Learning& learning) {
  std::vector<std::pair<std::string, std::string>> lines;
  auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) lines.emplace_back(name, value);
  };
  if (learning.kind() != 0) add("kind", KindWord(learning.kind()));
  add("title", learning.title());
  add("what happened", learning.what_happened());
  add("learning", learning.learning());
  for (const auto& factor : learning.factors()) {
    std::string text = Words(learning::v1::SeipsClass_Name(factor.seips()), "SEIPS_CLASS_");
    add("contributory factor", factor.text().empty() ? text : text + ": " + factor.text());
  }
  for (const auto& action : learning.actions()) add("action", action.text());
  add("setting", learning.setting());
  add("specialty", learning.specialty());
  if (learning.degree_of_harm() != 0) add("degree of harm", HarmWord(learning.degree_of_harm()));
  add("process", learning.process());
  add("period", learning.period());
  if (learning.age_band() != 0) add("age", AgeWord(learning.age_band()));
  if (learning.sex() != 0) add("sex", SexWord(learning.sex()));
  for (const auto& code : learning.codes()) {
    add("code", code.system() + " " + code.version() + ": " + code.code() +
                    (code.display().empty() ? "" : " (" + code.display() + ")"));
  }
  for (const auto& link : learning.links()) add("link", link.url());
  if (learning.has_sign_off()) {
    add("reviewed", "by a " + learning.sign_off().reviewer_role() + " in " +
                        learning.sign_off().month() + ", rules " +
                        learning.sign_off().rules_version());
  }
  return lines;
}

std::string ReceiptText(const node::v1::GetWithdrawalResponse& answer) {
  std::string text = Clean(answer.name()) + ": withdrawn on " + Day(answer.withdrawn().day()) +
                     ", " + Clean(answer.withdrawn().reason()) +
                     (answer.by_governors() ? ", by the governors\n" : "\n");
  for (const auto& row : answer.confirmations()) {
    text += "  " + Clean(row.organisation()) + " (" + Clean(row.network()) + "): ";
    if (row.confirmed_at() != 0) {
      text += "confirmed " + Moment(row.confirmed_at());
    } else {
      text += row.last_heard() == 0 ? "silent, never heard"
                                    : "silent since " + Moment(row.last_heard());
    }
    text += row.self() ? " (this node)\n" : "\n";
  }
  return text + (answer.complete() ? "every member has confirmed\n"
                                   : "not complete: a silent member may still hold it\n");
}

}  // namespace candour::ctl

#include "node/learning/release.h"

#include <algorithm>
#include <array>
#include <vector>

#include "node/learning/fields.h"
#include "node/learning/like_tally.h"

namespace candour {
namespace {

using learning::v1::Learning;
using node::v1::Release;
using storage::Reader;

// How much each step takes away from a reader: the sum decides which form is the cheapest.
struct Level {
  int steps = 0;  // 0: as given.
  int cost = 0;
};
constexpr std::array<Level, 3> kPeriods = {{{0, 0}, {1, 1}, {2, 3}}};      // Quarter, year.
constexpr std::array<Level, 3> kSpecialties = {{{0, 0}, {1, 2}, {2, 5}}};  // Group, none.
constexpr std::array<Level, 2> kAges = {{{0, 0}, {1, 3}}};
constexpr std::array<Level, 2> kSexes = {{{0, 0}, {1, 2}}};

struct Form {
  int period = 0;
  int specialty = 0;
  int age = 0;
  int sex = 0;
  bool setting = true;
  bool process = true;
  int cost = 0;
};

bool SamePeriod(const LikeCell& own, const LikeCell& other, int steps) {
  if (steps >= 2) return YearOf(own.period) == YearOf(other.period);
  if (steps == 1) return QuarterOf(own.period) == QuarterOf(other.period);
  return own.period == other.period;
}

// What a record does not say, or no longer says, tells it from nobody.
bool Alike(const LikeCell& own, const LikeCell& other, const Form& form) {
  if (!SamePeriod(own, other, form.period)) return false;
  if (form.age == 0 && own.age_band != 0 && own.age_band != other.age_band) return false;
  if (form.sex == 0 && own.sex != 0 && own.sex != other.sex) return false;
  if (!own.specialty_given || form.specialty == 2) return true;
  return form.specialty == 1 ? own.group == other.group : own.specialty == other.specialty;
}

uint64_t CountAlike(const std::vector<LikeCount>& cells, const LikeCell& own, const Form& form) {
  uint64_t alike = 0;
  for (const LikeCount& other : cells) {
    if (Alike(own, other.cell, form)) alike += other.count;
  }
  return alike;
}

// Every form that keeps setting and process, the cheapest first.
const std::vector<Form>& FineForms() {
  static const std::vector<Form> kForms = [] {
    std::vector<Form> forms;
    for (const Level& period : kPeriods) {
      for (const Level& specialty : kSpecialties) {
        for (const Level& age : kAges) {
          for (const Level& sex : kSexes) {
            forms.push_back({.period = period.steps,
                             .specialty = specialty.steps,
                             .age = age.steps,
                             .sex = sex.steps,
                             .cost = period.cost + specialty.cost + age.cost + sex.cost});
          }
        }
      }
    }
    std::stable_sort(forms.begin(), forms.end(),
                     [](const Form& a, const Form& b) { return a.cost < b.cost; });
    return forms;
  }();
  return kForms;
}

// A step that changes nothing is not taken: dropping an age that was never given.
bool Pointless(const Form& form, const Learning& learning, const LikeCell& own) {
  const bool quarter = QuarterOf(own.period) != own.period;
  const bool year = YearOf(own.period) != own.period;
  return (form.age > 0 && own.age_band == 0) || (form.sex > 0 && own.sex == 0) ||
         (form.period == 1 && !quarter) || (form.period == 2 && !year) ||
         (form.specialty > 0 && learning.specialty().empty()) ||
         (form.specialty == 1 && own.group == kNoGroup);
}

void Describe(const Form& form, const Learning& learning, const LikeCell& own, Release& release) {
  const auto say = [&](bool changed, const char* step) {
    if (changed) release.add_steps(step);
  };
  release.set_period(form.period == 3   ? std::string()
                     : form.period == 2 ? YearOf(own.period)
                     : form.period == 1 ? QuarterOf(own.period)
                                        : own.period);
  if (release.period() != own.period) {
    release.add_steps(release.period().empty() ? "no period" : "period " + release.period());
  }
  if (form.specialty == 0) release.set_specialty(learning.specialty());
  if (form.specialty == 1) release.set_specialty(std::string(SpecialtyGroupName(own.group)));
  say(form.specialty == 1, "specialty as its group");
  say(form.specialty == 2 && own.specialty_given, "no specialty");
  if (form.age == 0) release.set_age_band(learning.age_band());
  say(form.age > 0 && own.age_band != 0, "no age");
  if (form.sex == 0) release.set_sex(learning.sex());
  say(form.sex > 0 && own.sex != 0, "no sex");
  if (form.process) release.set_process(learning.process());
  say(!form.process && !learning.process().empty(), "no process");
  if (form.setting) release.set_setting(learning.setting());
  say(!form.setting && !learning.setting().empty(), "no setting");
}

// Beyond the fine forms: the year in its setting, the year alone, nothing at all.
Form CoarseForm(const Reader& store, const LikeCell& own, uint64_t records_held, uint64_t needed,
                uint64_t& alike) {
  Form form{.period = 2, .specialty = 2, .age = 1, .sex = 1, .process = false};
  alike = LikeInSetting(store, own);
  if (alike >= needed) return form;
  form.setting = false;
  alike = LikeInYear(store, own);
  if (alike >= needed) return form;
  form.period = 3;
  alike = records_held;
  return form;
}

}  // namespace

bool HasPatient(learning::v1::LearningKind kind) {
  using namespace learning::v1;
  return kind != LEARNING_KIND_GOOD_PRACTICE && kind != LEARNING_KIND_SOLUTION &&
         kind != LEARNING_KIND_ALERT && kind != LEARNING_KIND_RESOURCE &&
         kind != LEARNING_KIND_CALL && kind != LEARNING_KIND_FRAMEWORK_NOTE;
}

anonymise::Subject SubjectOf(const Learning& learning) {
  const char group = SpecialtyGroup(learning.specialty());
  const bool maternity_death =
      group == 'm' && learning.degree_of_harm() == learning::v1::DEGREE_OF_HARM_FATAL;
  if (learning.age_band() == learning::v1::AGE_BAND_0_17 || group == 'c' || maternity_death) {
    return anonymise::Subject::kSensitive;
  }
  Learning copy = learning;
  bool sensitive = false;
  VisitText(copy, [&](std::string_view, FieldKind kind, std::string& text) {
    sensitive |= kind == FieldKind::kText && anonymise::TellsOfSensitiveSubject(text);
  });
  return sensitive ? anonymise::Subject::kSensitive : anonymise::Subject::kOrdinary;
}

Release ChooseRelease(const Reader& store, const Learning& learning, uint64_t records_held) {
  const LikeCell own = CellOf(learning);
  Release release;
  Form form;
  if (!HasPatient(learning.kind())) {
    Describe(form, learning, own, release);
    return release;
  }
  const std::vector<LikeCount> cells = LikeCellsOf(store, own);
  release.set_like_needed(
      anonymise::LeastLikeRecords(anonymise::Audience::kMembers, SubjectOf(learning)));
  release.set_like_records(CountAlike(cells, own, form));
  uint64_t alike = release.like_records();
  if (records_held < kFewRecordsHeld) {
    release.set_few_records(true);
    form = {.period = 2, .age = 1, .sex = 1};
    alike = CountAlike(cells, own, form);
  } else if (alike < release.like_needed()) {
    const auto enough = std::find_if(FineForms().begin(), FineForms().end(), [&](const Form& fine) {
      if (Pointless(fine, learning, own)) return false;
      alike = CountAlike(cells, own, fine);
      return alike >= release.like_needed();
    });
    form = enough != FineForms().end()
               ? *enough
               : CoarseForm(store, own, records_held, release.like_needed(), alike);
  }
  release.set_like_released(alike);
  Describe(form, learning, own, release);
  return release;
}

Learning Coarsen(Learning learning, const Release& release) {
  const bool narrowed = learning.period() != release.period() && release.period().size() <= 4;
  learning.set_period(release.period());
  learning.set_specialty(release.specialty());
  learning.set_setting(release.setting());
  learning.set_process(release.process());
  learning.set_age_band(release.age_band());
  learning.set_sex(release.sex());
  const bool no_age = release.few_records() ||
                      std::find(release.steps().begin(), release.steps().end(), "no age") !=
                          release.steps().end();
  VisitText(learning, [&](std::string_view, FieldKind kind, std::string& text) {
    if (kind != FieldKind::kText) return;
    text = anonymise::BlurAges(text, no_age ? anonymise::AgeGrain::kNone
                                            : anonymise::AgeGrain::kBand);
    if (narrowed || release.few_records()) text = anonymise::BlurDates(text);
  });
  return learning;
}

}  // namespace candour

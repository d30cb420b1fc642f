#include "node/anonymise/venue_cues.h"

#include <algorithm>
#include <iterator>

namespace candour::anonymise {
namespace {

// Both hold words parted and enclosed by spaces.
struct Pair {
  std::string_view before;
  std::string_view prepositions;
};

constexpr Pair kTied[] = {
    {" lives live living lived resides residing stays staying ", " in at on near by "},
    {" works work working worked employed employee employees job ", " at for by "},
    {" resident residents tenant tenants inpatient pupil student ", " of at in "},
    {" registered ", " with at "},
    {" gp gps surgery practice school college nursery employer is ", " at "},
    {" goes ", " to "},
    {" carers carer staff manager teacher owner matron receptionist pharmacist ",
     " at from frm of "},
    {" home visited seen ", " in at "},
    {" here speaking calling ringing ", " from frm "},
    {" wandering crash rta rtc accident collision ", " near in at on "},
};
constexpr Pair kMoved[] = {
    {" transferred moved returned discharged admitted conveyed taken sent referred repatriated ",
     " to from "},
    {" back transfer discharge admission referral referrals called ", " to from "},
    {" letter call phone summary report email feedback nurse nurses hca sho porter ", " from at "},
    {" collected comes came dispensed delivered arrived ordered prescribed ", " from to at "},
    {" found fell fall collapsed arrested assaulted injured ", " on in at near outside "},
};
constexpr Pair kWard[] = {
    {" fell fall left stayed bed beds nurse nurses staff shift working worked patient patients pt "
     "pts seen reviewed chart found died incident hca night nights ",
     " on from "},
    {" moved transferred returned admitted sent taken handed transfer discharged stepped ",
     " to from onto "},
};

bool Holds(std::string_view words, std::string_view word) {
  if (word.empty()) return false;
  for (size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
    if (words[at - 1] == ' ' && words[at + word.size()] == ' ') return true;
  }
  return false;
}

constexpr size_t kPrepositionMax = 4;

template <size_t N>
bool Stands(const Pair (&pairs)[N], std::string_view before, std::string_view preposition) {
  return std::any_of(std::begin(pairs), std::end(pairs), [&](const Pair& pair) {
    return Holds(pair.prepositions, preposition) && Holds(pair.before, before);
  });
}

// The preposition before `first` and the word before that, without an article.
struct Lead {
  std::string_view before;
  std::string_view preposition;
};

Lead LeadOf(const Document& document, size_t first) {
  if (first < 1 || document.Gap(first - 1) != " ") return {};
  size_t at = first - 1;
  if (document.LowerAt(at) == "the" && at > 0 && document.Gap(at - 1) == " ") --at;
  std::string_view before;
  if (at > 0 && document.Gap(at - 1) == " ") before = document.LowerAt(at - 1);
  return {before, document.LowerAt(at)};
}

}  // namespace

VenueCue VenueCueBefore(const Document& document, size_t first) {
  bool at_work =
      first > 0 && document.Gap(first - 1) == " (" && document.LowerAt(first - 1) == "work";
  if (at_work) return VenueCue::kTies;
  const Lead lead = LeadOf(document, first);
  if (lead.preposition.empty() || lead.preposition.size() > kPrepositionMax) return VenueCue::kNone;
  if (Stands(kTied, lead.before, lead.preposition)) return VenueCue::kTies;
  return Stands(kMoved, lead.before, lead.preposition) ? VenueCue::kMoves : VenueCue::kNone;
}

bool WardCueBefore(const Document& document, size_t first) {
  const Lead lead = LeadOf(document, first);
  if (lead.preposition.size() > kPrepositionMax) return false;
  return Stands(kWard, lead.before, lead.preposition);
}

}  // namespace candour::anonymise

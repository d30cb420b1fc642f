#include "node/anonymise/cues.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr size_t kWordsMax = 12;

// Bits of what one word says.
enum WordSays : uint16_t {
  kNumberWord = 1 << 0,
  kRecordWord = 1 << 1,
  kSerialWord = 1 << 2,
  kStaffWord = 1 << 3,
  kLoginWord = 1 << 4,
  kHostWord = 1 << 5,
  kTelephoneWord = 1 << 6,
  kCallWord = 1 << 7,
  kFiller = 1 << 8,
  kLead = 1 << 9,
};

struct WordList {
  WordSays says;
  std::string_view words;  // With blanks between them.
};

constexpr auto kLists = std::to_array<WordList>({
    {kNumberWord,
     "no nos number numbers num nr nbr ref refs reference references id ids identifier "
     "rhif case unit barcode combination combo passcode"},
    // What has a number of its own in a service's books, without a word for it.
    {kRecordWord,
     "log job ticket seal report entry register claim licence license lic case order "
     "sample spec specimen accession consignment docket sticker crn mrn cad cdlin incident datix "
     "wristband band specimen card account passport policy booking script prescription "
     "chart result request referral complaint folder file casenote casenotes notes "
     "tracking crime voucher receipt permit warrant certificate tube pot pathway "
     "histology cot cabinet crew crews property valuables locker bag"},
    {kSerialWord,
     "serial serials sn tag asset imei ebme fridge pump logger incubator transmitter "
     "wheelchair frame hoist monitor mattress tablet laptop trolley machine driver "
     "cabinet defib handset inventory equipment"},
    {kStaffWord,
     "gmc gphc nmc hcpc gdc pin collar smartcard payroll esr badge registrant goc "
     "warrant pcso callsign nimc prescriber"},
    // By what somebody is known to a computer.
    {kLoginWord, "user usr username login logon userid uid operator"},
    // Computers, and what they print and queue on.
    {kHostWord,
     "host hostname queue station workstation printer worklist server gateway terminal "
     "pc node port aet aetitle desktop"},
    // What nothing but a telephone has the number of.
    {kTelephoneWord,
     "ext extn extension exts extns extensions bleep bleeps blp pager page pg paged dect tel phone "
     "mobile mob "
     "fax bleeped via dial dialled hunt switch switchboard vocera baton handset "
     "whatsapp text texted telephone landline deskphone phones"},
    {kCallWord,
     "line ring rang rings ringing call called calls calling phoned phoning contact "
     "contacted contactable contacts told informed spoke speak reach reached available "
     "desk answered advised manager alerted escalated message"},
    // May stand between a word that leads to a number and the number.
    {kFiller,
     "is was as given recorded shown quoted reads read of the on a me us him her in to "
     "s name label says said under being or and it between sheet"},
    // Stands right before the number that somebody was called on.
    {kLead, "on via to from was using is given between"},
});

using WordTable = std::unordered_map<std::string_view, uint16_t>;

const WordTable& Words() {
  static const WordTable* const kTable = [] {
    auto* table = new WordTable();
    for (const WordList& list : kLists) {
      std::string_view words = list.words;
      while (!words.empty()) {
        const size_t end = std::min(words.find(' '), words.size());
        (*table)[words.substr(0, end)] |= list.says;
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
    return table;
  }();
  return *kTable;
}

uint16_t Says(std::string_view word) {
  auto found = Words().find(word);
  return found == Words().end() ? 0 : found->second;
}

// A sentence ends in this gap, unless an abbreviation stands before it.
bool Ends(const Document& document, size_t before, std::string_view gap) {
  if (gap.find_first_of(";!?\n\t") != gap.npos) return true;
  if (gap.find(". ") == gap.npos) return false;
  const Token& token = document.tokens()[before];
  std::string_view word = document.Lower(token);
  const bool label = (Says(word) & (kNumberWord | kTelephoneWord)) != 0 || token.Is(kIdLabel);
  return !(token.IsWord() && token.size() <= 4 && label) || word == "unit" || word == "case";
}

// "c/n", "h/n"
bool IsShort(const Document& document, size_t k) {
  return document.LowerAt(k) == "n" && k > 0 && document.Gap(k - 1) == "/";
}

bool IsNhs(const Document& document, size_t k) {
  std::string_view word = document.LowerAt(k);
  return word == "nhs" || word == "chi" || word == "hcn" ||
         (word == "c" && k > 0 && document.LowerAt(k - 1) == "h");
}

// "lock code", "the code for it is", but "SNOMED code", "error code" and a code alone.
bool IsCodeOfOurs(const Document& document, size_t k, const Cue& place) {
  if (document.LowerAt(k) != "code") return false;
  if (place.led && (k == 0 || document.LowerAt(k - 1) == "the")) return true;
  if (k == 0 || document.Gap(k - 1) != " ") return false;
  constexpr auto kSystems =
      std::to_array<std::string_view>({"ct", "icd", "icd10", "10", "opcs", "read", "error", "fault",
                                       "d", "colour", "dx", "a", "the", "this", "practice"});
  std::string_view before = document.LowerAt(k - 1);
  return !IsThing(before) && !IsOneOf(kSystems, before);
}

// "log on as", "signed in as"
bool LogsOn(const Document& document, size_t k) {
  std::string_view word = document.LowerAt(k);
  std::string_view next = document.LowerAt(k + 1);
  return (word.starts_with("log") || word == "signed") && (next == "on" || next == "in");
}

// What the word `k` leads to, where nothing but fillers stand behind it if `near`.
Cue Read(const Document& document, size_t k, bool near, const Cue& place) {
  Cue cue = place;
  cue.near = near;
  std::string_view word = document.LowerAt(k);
  const uint16_t says = Says(word);
  const bool ordered = word == "order" || word == "orders";
  if (IsThing(word) && !ordered && word != "code") {
    cue.kind = CueKind::kThing;
  } else if (IsNhs(document, k)) {
    cue.kind = CueKind::kNhs;
  } else if (says & kTelephoneWord) {
    cue.kind = CueKind::kCall;
    cue.firm = near || place.aside;
  } else if ((says & kCallWord) && (place.led || place.aside || near)) {
    cue.kind = CueKind::kCall;
  } else if (near && ((says & kLoginWord) || LogsOn(document, k))) {
    cue.kind = CueKind::kStaff;
    cue.login = true;
  } else if ((says & kHostWord) && near) {
    cue.kind = CueKind::kHost;
  } else if (says & kStaffWord) {
    cue.kind = CueKind::kStaff;
  } else if ((says & kSerialWord) && near) {
    cue.kind = CueKind::kSerial;
  } else if ((says & kNumberWord) || IsShort(document, k) || IsCodeOfOurs(document, k, place) ||
             ((says & kRecordWord) && near)) {
    std::string_view before = k > 0 ? document.LowerAt(k - 1) : std::string_view();
    cue.kind = IsThing(before) || IsSpot(before) ? CueKind::kThing : CueKind::kRecord;
    cue.firm = (says & kNumberWord) != 0;
    cue.ordered = ordered;
  }
  return cue;
}

}  // namespace

Cue CueBefore(const Document& document, size_t i) {
  if (i == 0) return {};
  std::string_view gap = document.Gap(i - 1);
  Cue place;
  place.led = gap.size() <= 2 && (Says(document.LowerAt(i - 1)) & kLead) != 0;
  place.aside = gap == ", " || gap.find('(') != gap.npos || gap == ": ";
  bool near = true;
  for (size_t back = 1; back <= kWordsMax && back <= i; ++back) {
    const size_t k = i - back;
    gap = document.Gap(k);
    if (Ends(document, k, gap)) break;
    if (near && gap.find('#') != gap.npos) return {.kind = CueKind::kRecord, .near = true};
    Cue cue = Read(document, k, near, place);
    if (cue.kind == CueKind::kCall && !cue.firm && place.aside) {
      // "bleeped the on call SHO (2218)"
      for (size_t more = 1; more <= 3 && more <= k; ++more) {
        cue.firm = cue.firm || document.LowerAt(k - more).starts_with("bleep");
      }
    }
    if (cue.kind != CueKind::kNone) return cue;
    near = near && (Says(document.LowerAt(k)) & kFiller) != 0 && gap.size() <= 3;
  }
  // "the lead on 5044"
  if (place.led && document.LowerAt(i - 1) == "on") return {.kind = CueKind::kCall, .led = true};
  return {};
}

}  // namespace candour::anonymise

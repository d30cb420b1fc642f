// Values announced by a label: record, report, staff and serial numbers. The value is masked, the
// label and anything that learning needs (model, lot, batch) stays.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>

#include "node/anonymise/detectors.h"
#include "node/anonymise/explained.h"

namespace candour::anonymise {
namespace {

constexpr Rule kLocal = {"id.labelled", "Announced as a record, report or reference number."};
constexpr Rule kAccess = {"id.access-code", "Announced as a door or key-safe code."};
constexpr Rule kStaff = {"staff.labelled", "Announced as a staff registration or card number."};
constexpr Rule kSerial = {"device.serial", "Announced as a serial or asset number."};
constexpr Rule kNational = {"nino.labelled", "Announced as a National Insurance number."};
constexpr Rule kPlate = {"vehicle.labelled", "Announced as a vehicle registration."};

// What follows a label before its value.
constexpr std::string_view kTail =
    R"((?:[^a-z0-9\n]{0,3}(?:numbers?|nos?|num|nr\b|n0\b|id|identifier|ref|reference|code|tag|)"
    R"(uuid|)"
    R"(enquiry|query|form|registration\b|reg\b|pin\b|#))*)"
    R"((?: for (?:the |his |her |their )?(?:flat|door|house|gate|safe|lock|)"
    R"(building|property|home))?)"
    R"([^a-z0-9\n]{0,6}(?:which |that )?(?:(?:is|was|reads|as|of|being|)"
    R"((?:entered|quoted|recorded|given|written|shown|noted|stated) as)[ :=("'][^a-z0-9\n]{0,2})?)"
    R"((?:[^a-z0-9]{0,3}\n[^a-z0-9]{0,4})?)";
// "serialNumber", "sampleId": keys of forms, in lower case.
constexpr std::string_view kGluedTail = R"((?:number|num|no|id|ref|code|tag|pin)\b)";

struct Family {
  std::string_view labels;
  SpanType type;
  const Rule* rule;
  size_t least;  // Shortest value, in characters.
};

constexpr std::array<Family, 6> kFamilies = {{
    {R"((?:serial(?: no\.?| number)?(?: is| was)?(?: (?:printed|written|marked|engraved|stamped))?)"
     R"( on (?:the |its )?(?:box|label|casing|case|plate|back)(?: of it)?|)"
     R"(serial(?: no\.?| number)?(?: is| was)? (?:printed|written|marked|engraved|stamped) on it|)"
     R"(serial|s/n|sn|asset|ebme|tag no|tag number|asset tag|tagged|alarm id|alarm no|)"
     R"(pendant|equipment (?:no|number|id|ref)|device (?:no|number|id|serial)|)"
     R"(medical physics|clinical engineering|med phys|inventory|imei|equip(?:ment)? no))",
     SpanType::kDeviceSerial, &kSerial, 3},
    {R"((?:gmc|nmc|nmc pin|pin|hcpc|gdc|gphc|goc|smart ?card|payroll|employee|staff|)"
     R"(assignment|esr|registration no|)"
     R"(registration number|prescriber|pc|police officer|officer|sgt|constable|collar|warrant|)"
     R"(shoulder|badge|crew|callsign|call sign|c/sign))",
     SpanType::kStaffId, &kStaff, 4},
    {R"((?:key[ _-]{0,2}safe|keysafe|key code|box code|safe code|)"
     R"(lock code|padlock|)"
     R"(door code|entry code|gate code|access code|alarm code|pass ?code|keypad|lock ?box))",
     SpanType::kLocalId, &kAccess, 3},
    {R"((?:ni|nino|n\.i\.?|national insurance))", SpanType::kNino, &kNational, 6},
    {R"((?:vehicle reg(?:istration)?|car reg(?:istration)?|reg(?:istration)? plate|)"
     R"(number plate|vrm|vrn|reg|fleet))",
     SpanType::kVehicle, &kPlate, 4},
    {R"((?:h/n|hn|identifier|ir1|pmr|hosp(?:ital)?|mrn|m\.r\.n\.?|pas|patient|pt|unit|case ?note|)"
     R"(casenotes?|case|record|)"
     R"(district|rio|systmone|emis|epr|cerner|)"
     R"(lorenzo|ref|reference|our ref|your ref|datix|ulysses|incident|report|event|inc|ed|a&e|)"
     R"(ae|attendance|cad|log|job|run|ending in|ending|)"
     R"(pcr|epcr|steis|sirs|psii|lfpse|nrls|sui|si|accession|specimen|sample|lab|laboratory|)"
     R"(request|histology|pathology|radiology|)"
     R"(x-?ray|episode|spell|encounter|fin|visit|prison|nomis|noms|crime|police|complaint|)"
     R"(pals|legal|claim|inquest|coroner'?s?|)"
     R"(safeguarding|mash|dols|referral|mars|ward ref|recording|call|cctv|voicemail|ticket|)"
     R"(web|form|document|doc|file|folder|)"
     R"(study|trial|subject|participant|barcode|wristband|donor|donation|passport|)"
     R"(driving licen[cs]e|licen[cs]e|policy|)"
     R"(bank account|account|sort code|tracking|booking|ubrn|exemption|certificate|chi|id|)"
     R"(number|no))",
     SpanType::kLocalId, &kLocal, 3},
}};

// Labels that need a word such as "no" or "ref" after them, because they are everyday words.
constexpr std::array<std::string_view, 51> kEveryday = {
    "patient",  "pt",        "unit",       "case",      "record",  "district", "report",
    "event",    "crew",      "ed",         "ae",        "a&e",     "log",      "job",
    "run",      "sample",    "lab",        "request",   "visit",   "police",   "legal",
    "call",     "form",      "document",   "doc",       "file",    "study",    "trial",
    "staff",    "web",       "attendance", "episode",   "spell",   "prison",   "unit",
    "badge",    "policy",    "si",         "complaint", "claim",   "referral", "hospital",
    "incident", "pathology", "radiology",  "fin",       "subject", "ward ref", "id",
    "number",   "no"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z'); }

// Numbers of things that are no person's and no record's.
bool IsThingNumber(std::string_view before) {
  constexpr std::array<std::string_view, 41> kThings = {
      "order",    "product",     "lot",     "batch",  "model",   "version", "part",
      "room",     "bed",         "bay",     "ward",   "theatre", "catalog", "catalogue",
      "purchase", "invoice",     "item",    "snomed", "concept", "gtin",    "sku",
      "stock",    "requisition", "article", "code",   "page",    "stage",   "grade",
      "category", "figure",      "unit",    "expiry", "size",    "total",   "large",
      "small",    "the",         "of",      "cat",    "pip",     "isbn"};
  while (!before.empty() && !IsAlnum(before.back())) before.remove_suffix(1);
  size_t at = before.size();
  while (at > 0 && before[at - 1] >= 'a' && before[at - 1] <= 'z') --at;
  std::string_view word = before.substr(at);
  if (word.size() > 3 && word.ends_with("s")) word.remove_suffix(1);
  return std::find(kThings.begin(), kThings.end(), word) != kThings.end();
}

// "reg on 6417": no prefix of a number.
bool IsSmallWord(std::string_view word) {
  constexpr std::array<std::string_view, 14> kSmall = {
      "on", "at", "in", "to", "by", "of", "is", "or", "no", "for", "and", "was", "the", "with"};
  return std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
}

bool IsEveryday(std::string_view label) {
  return std::find(kEveryday.begin(), kEveryday.end(), label) != kEveryday.end();
}

// "r 4 0 7 7 1 2": the end of a value read out character by character, or 0.
size_t SpelledEnd(std::string_view lower, size_t at) {
  size_t p = at + 1;
  size_t digits = 0;
  while (p + 1 < lower.size() && lower[p] == ' ' && IsDigit(lower[p + 1]) &&
         (p + 2 == lower.size() || !IsAlnum(lower[p + 2]))) {
    p += 2;
    ++digits;
  }
  return digits >= 4 ? p : 0;
}

// Digits with points between them, five and more.
bool DottedNumber(std::string_view lower, size_t at) {
  size_t digits = 0;
  size_t points = 0;
  for (; at < lower.size() && (IsDigit(lower[at]) || lower[at] == '.'); ++at) {
    digits += IsDigit(lower[at]) ? 1 : 0;
    points += lower[at] == '.' ? 1 : 0;
  }
  return digits >= 5 && points >= 2;
}

// "1000 44 812.", "K 22 01 86", "G0511 24 118 402": groups of two digits and more, up to the end of
// a clause. Returns the end of the last, or `p` when the groups do not end one.
size_t GroupsEnd(std::string_view lower, size_t at, size_t p) {
  constexpr size_t kDigitsMax = 13;
  size_t digits = 0;
  for (size_t k = at; k < p; ++k) digits += IsDigit(lower[k]) ? 1 : 0;
  size_t groups = 0;
  size_t end = p;
  while (end + 2 < lower.size() && lower[end] == ' ' && IsDigit(lower[end + 1])) {
    size_t stop = end + 1;
    while (stop < lower.size() && IsDigit(lower[stop])) ++stop;
    if (stop - end < 3 || stop - end > 5 || (stop < lower.size() && IsAlnum(lower[stop]))) return p;
    digits += stop - end - 1;
    ++groups;
    end = stop;
  }
  if (groups < 2 || digits < 5 || digits > kDigitsMax) return p;
  bool decimal = end + 1 < lower.size() && lower[end] == '.' && IsDigit(lower[end + 1]);
  bool ends = end == lower.size() || std::string_view(".,;)\n<\"").find(lower[end]) != lower.npos ||
              lower.substr(end, 2) == "  ";
  return ends && !decimal ? end : p;
}

// End of the value at `at` in lower case text: letters and digits with single - / . \ inside, and
// one space where a short prefix or digit groups ask for it.
size_t ValueEnd(std::string_view lower, size_t at) {
  if (const size_t spelled = SpelledEnd(lower, at)) return spelled;
  size_t p = at;
  while (p < lower.size() && p - at < 40) {
    if (IsAlnum(lower[p])) {
      ++p;
    } else if (std::string_view("-/._\\,").find(lower[p]) != std::string_view::npos && p > at &&
               p + 1 < lower.size() && IsAlnum(lower[p + 1])) {
      if ((lower[p] == ',' || lower[p] == '.') && !(IsDigit(lower[p + 1]) || lower[p] == '.'))
        break;
      if (lower[p] == ',' && p - at > 3) break;
      ++p;
    } else if (lower[p] == ' ' && p + 1 < lower.size() && IsDigit(lower[p + 1])) {
      bool prefix = p - at <= 4 && !IsDigit(lower[p - 1]) && !IsSmallWord(lower.substr(at, p - at));
      size_t digits = 0;
      while (p + 1 + digits < lower.size() && IsDigit(lower[p + 1 + digits])) ++digits;
      size_t after = p + 1 + digits;
      bool whole = after >= lower.size() || !IsAlnum(lower[after]);
      bool middle = digits == 2 && after + 5 < lower.size() && lower[after] == ' ' &&
                    std::all_of(lower.begin() + static_cast<long>(after) + 1,
                                lower.begin() + static_cast<long>(after) + 6, IsDigit);
      bool group = IsDigit(lower[p - 1]) && (digits >= 3 || middle) && whole;
      if (size_t torn = GroupsEnd(lower, at, p); torn > p) return torn;
      bool dotted = prefix && DottedNumber(lower, p + 1);  // "MEH 2.118.440"
      if (!(prefix && digits >= 3) && !group && !dotted) break;
      p += 1 + digits;
    } else {
      break;
    }
  }
  return p;
}

bool HasDigit(std::string_view value) { return std::any_of(value.begin(), value.end(), IsDigit); }

bool LooksLikeSomethingElse(const Document& document, size_t begin, size_t end) {
  std::string_view value = document.lower().substr(begin, end - begin);
  if (document.After(end, 24).find("not an nhs") != std::string_view::npos) return true;
  std::string_view after = document.After(end, 8);
  if (after.starts_with(" of ") && after.size() > 4 && IsDigit(after[4])) return false;
  if (after.starts_with(":") || after.starts_with("%") || after.starts_with(" mg") ||
      after.starts_with("hrs") || after.starts_with(" hours") || after.starts_with(" of ") ||
      after.starts_with(" x ")) {
    return value.size() <= 5;
  }
  return value.ends_with("hrs") || value.ends_with("mg") || value.ends_with("ml") ||
         value.ends_with("mls");
}

class LabelReader {
 public:
  LabelReader(const Document& document, Findings& out) : document_(document), out_(out) {}

  void Read() {
    const auto& tokens = document_.tokens();
    size_t floor = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].begin < floor || !(tokens[i].Is(kIdLabel) || IsKey(i))) continue;
      if (!DigitWithin(tokens[i].end)) continue;
      floor = std::max(floor, ReadAt(tokens[i].begin));
    }
  }

 private:
  static constexpr size_t kWindow = 80;

  struct Pattern {
    const Family* family;
    std::unique_ptr<RE2> re;
  };

  static const std::vector<Pattern>& Patterns() {
    static const auto* patterns = [] {
      auto* all = new std::vector<Pattern>();
      for (const Family& family : kFamilies) {
        std::string text = "(" + std::string(family.labels) + ")s?(?:(?:\\b|_)(" +
                           std::string(kTail) + ")|(" + std::string(kGluedTail) +
                           std::string(kTail) + "))";
        all->push_back({&family, std::make_unique<RE2>(text)});
      }
      return all;
    }();
    return *patterns;
  }

  // "serialNumber", "keySafeCode": one word that ends as the key of a form does.
  bool IsKey(size_t i) const {
    const Token& token = document_.tokens()[i];
    if (token.shape != Shape::kMixed && token.Is(kEnglish)) return false;
    std::string_view word = document_.Lower(token);
    constexpr std::array<std::string_view, 8> kEnds = {"number", "num",  "no",  "id",
                                                       "ref",    "code", "tag", "pin"};
    return token.IsWord() && word.size() > 4 &&
           std::any_of(kEnds.begin(), kEnds.end(),
                       [&](std::string_view end) { return word.ends_with(end); });
  }

  // A value has a digit; most words that may be labels have none near. Calls come in order.
  bool DigitWithin(size_t at) {
    std::string_view lower = document_.lower();
    if (next_digit_ < at)
      next_digit_ = std::min(lower.find_first_of("0123456789", at), lower.size());
    return next_digit_ < lower.size() && next_digit_ - at < kWindow;
  }

  // Returns where the value found ends, or 0.
  size_t ReadAt(size_t at) {
    std::string_view window = document_.After(at, kWindow);
    for (const Pattern& pattern : Patterns()) {
      re2::StringPiece input(window.data(), window.size());
      re2::StringPiece label;
      re2::StringPiece tail;
      re2::StringPiece glued;
      if (!RE2::Consume(&input, *pattern.re, &label, &tail, &glued)) continue;
      if (tail.data() == nullptr || (tail.empty() && !glued.empty())) tail = glued;
      size_t begin = at + static_cast<size_t>(input.data() - window.data());
      if (size_t end = Take(*pattern.family, {label.data(), label.size()},
                            {tail.data(), tail.size()}, begin);
          end != 0) {
        // "SN-2025-00471": the label is part of the number.
        bool joined = tail.size() == 1 && (tail[0] == '-' || tail[0] == '/') && !out_.empty() &&
                      out_.back().begin == begin;
        if (joined && document_.text()[at] >= 'A' && document_.text()[at] <= 'Z')
          out_.back().begin = at;
        return end;
      }
    }
    return 0;
  }

  // "Netherby Cottage Hosp 1615.", "X-RAY 30/04/2024 1755": a time or a day behind the word.
  bool IsTime(std::string_view label, size_t begin, size_t end) const {
    std::string_view value = document_.lower().substr(begin, end - begin);
    static const RE2 day(R"(\d\d?[/.]\d\d?[/.](?:\d\d|\d{4})(?: .*)?)");
    const bool place =
        label.starts_with("hosp") || label == "unit" || label == "officer" || label == "voicemail";
    return (place && IsClock(value)) ||
           RE2::FullMatch(re2::StringPiece(value.data(), value.size()), day);
  }

  size_t Take(const Family& family, std::string_view label, std::string_view tail, size_t begin) {
    bool named = tail.find_first_of("abcdefghijklmnopqrstuvwxyz#:") != tail.npos;
    if (tail.empty()) return 0;
    const size_t least = family.rule == &kAccess ? 3 : label.size() < 5 ? 5 : 4;
    if (tail.find('\n') != tail.npos && !named && !IsLongValue(begin, least)) return 0;
    bool generic = label == "id" || label == "number" || label == "no";
    if (generic) return TakeGeneric(family, begin);
    size_t plain_end = ValueEnd(document_.lower(), begin);
    if (!named && IsTime(label, begin, plain_end)) return 0;
    if (OfADay(plain_end) && plain_end > begin && HasDigit(document_.lower().substr(begin, 1)))
      return AddValue(family, begin, plain_end, 0.85);
    if (IsCrew(label, begin, plain_end)) return AddValue(family, begin, plain_end, 0.7);
    if (IsCallNumber(label, begin, plain_end)) return AddValue(family, begin, plain_end, 0.6);
    if (IsEveryday(label) && !named && !LongNumber(begin, plain_end) &&
        !IsFileNumber(label, begin, plain_end))
      return 0;
    if (IsEveryday(label) && !named && LooksLikeSomethingElse(document_, begin, plain_end))
      return 0;
    if (IsEveryday(label) && !named) return AddValue(family, begin, plain_end, 0.8);
    bool says_number = tail.find('n') != tail.npos || tail.find("ref") != tail.npos ||
                       tail.find("id") != tail.npos || tail.find("code") != tail.npos ||
                       tail.find('#') != tail.npos;
    if (IsEveryday(label) && !says_number && tail.find(':') == tail.npos) return 0;
    std::string_view lower = document_.lower();
    size_t end = ValueEnd(lower, begin);
    std::string_view value = lower.substr(begin, end - begin);
    if (value.size() < family.least || !HasDigit(value)) return 0;
    size_t digits = static_cast<size_t>(std::count_if(value.begin(), value.end(), IsDigit));
    if (IsEveryday(label) && digits < 3) return 0;
    if (digits < 2 || LooksLikeSomethingElse(document_, begin, end)) return 0;
    if (&family == &kFamilies[3] && value.size() < 6) return 0;
    if (label == "reg" && digits < 1) return 0;
    bool year =
        digits == 4 && value.size() == 4 && (value.starts_with("19") || value.starts_with("20"));
    bool form = label == "report" || label == "form" || tail.find("form") != tail.npos ||
                tail.find("quer") != tail.npos;
    if (form && value.size() == 4 && family.rule == &kLocal && (year || label == "form")) return 0;
    out_.push_back(
        {.begin = begin, .end = end, .type = family.type, .confidence = 0.93, .rule = family.rule});
    return end;
  }

  // Long enough to be the value of a label on the line before it.
  bool IsLongValue(size_t begin, size_t least) const {
    std::string_view value = document_.lower().substr(begin);
    value = value.substr(0, ValueEnd(document_.lower(), begin) - begin);
    auto digits = static_cast<size_t>(std::count_if(value.begin(), value.end(), IsDigit));
    bool pressure = value.find('/') != value.npos && value.size() <= 7;
    return digits >= least && !pressure;
  }

  size_t AddValue(const Family& family, size_t begin, size_t end, double confidence) {
    out_.push_back({.begin = begin,
                    .end = end,
                    .type = family.type,
                    .confidence = confidence,
                    .rule = family.rule});
    return end;
  }

  // "crew PTS4471", "Crew RP318"
  bool IsCrew(std::string_view label, size_t begin, size_t end) const {
    std::string_view value = document_.lower().substr(begin, end - begin);
    return label == "crew" && value.size() >= 4 && !IsDigit(value[0]) && IsDigit(value.back()) &&
           std::count_if(value.begin(), value.end(), IsDigit) >= 3;
  }

  // "log 0771", "acct ending 4471"
  bool IsCallNumber(std::string_view label, size_t begin, size_t end) const {
    if (label != "log" && label != "ending" && label != "ending in") return false;
    std::string_view value = document_.lower().substr(begin, end - begin);
    bool digits =
        value.size() >= 3 && value.size() <= 6 && std::all_of(value.begin(), value.end(), IsDigit);
    bool ending = label != "log";
    return digits && (ending || !LooksLikeSomethingElse(document_, begin, end));
  }

  // "log 518 of 3/11/24", as the police number their calls.
  bool OfADay(size_t end) const {
    std::string_view after = document_.After(end, 10);
    if (!after.starts_with(" of ") && !after.starts_with(" on ")) return false;
    return after.size() > 5 && IsDigit(after[4]) && after.find_first_of("/.-", 5) != after.npos;
  }

  // "case 24/551", "complaint 24-113"
  bool IsFileNumber(std::string_view label, size_t begin, size_t end) const {
    if (label != "case" && label != "complaint" && label != "claim" && label != "file" &&
        label != "incident" && label != "referral")
      return false;
    std::string_view value = document_.lower().substr(begin, end - begin);
    size_t mark = value.find_first_of("/-");
    bool marked = mark != value.npos && mark >= 2 && value.size() - mark > 3;
    bool figures = value.find_first_not_of("0123456789/-") == value.npos;
    bool years = value.size() >= 7 && value.substr(0, 2) == "20" && value.size() - mark <= 5;
    return marked && figures && !years && std::count_if(value.begin(), value.end(), IsDigit) >= 5;
  }

  // Six digits and more, whatever stands between them.
  bool LongNumber(size_t begin, size_t end) const {
    std::string_view value = document_.lower().substr(begin, end - begin);
    bool whole = value.find(' ') == value.npos || (!value.empty() && IsDigit(value[0]));
    return whole && std::count_if(value.begin(), value.end(), IsDigit) >= 6;
  }

  // "alarm id PA-77120", "tracker no 448120": any noun with its own number.
  size_t TakeGeneric(const Family& family, size_t begin) {
    std::string_view lower = document_.lower();
    size_t end = ValueEnd(lower, begin);
    std::string_view value = lower.substr(begin, end - begin);
    auto digits = std::count_if(value.begin(), value.end(), IsDigit);
    bool letters =
        std::any_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (digits < (letters ? 3 : 5) || LooksLikeSomethingElse(document_, begin, end)) return 0;
    std::string_view before = document_.Before(begin, 40);
    size_t label = before.find_last_of("abcdefghijklmnopqrstuvwxyz");
    if (label == before.npos) return 0;
    while (label > 0 && before[label - 1] >= 'a' && before[label - 1] <= 'z') --label;
    if (IsThingNumber(before.substr(0, label))) return 0;
    return AddValue(family, begin, end, 0.7);
  }

  const Document& document_;
  Findings& out_;
  size_t next_digit_ = 0;
};

}  // namespace

void FindLabelledIds(const Document& document, Findings& out) { LabelReader(document, out).Read(); }

}  // namespace candour::anonymise

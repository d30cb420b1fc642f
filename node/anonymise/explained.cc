#include "node/anonymise/explained.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace candour::anonymise {
// What of a device, a drug or a test comes in numbers.
bool HasFigures(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "size",     "gauge",       "french",    "fr",      "ch",       "band",
      "grade",    "stage",       "category",  "cat",     "class",    "type",
      "step",     "level",       "phase",     "cycle",   "section",  "s",
      "sec",      "regulation",  "reg",       "article", "schedule", "act",
      "icd",      "icd10",       "opcs",      "opcs4",   "hrg",      "din",
      "astm",     "htm",         "hbn",       "hsg",     "tn",       "ta",
      "ng",       "cg",          "qs",        "page",    "p",        "pp",
      "para",     "paragraph",   "table",     "figure",  "fig",      "policy",
      "protocol", "sop",         "bed",       "bay",     "room",     "theatre",
      "floor",    "about",       "around",    "nearly",  "over",     "approximately",
      "ck",       "cpk",         "bnp",       "dimer",   "ferritin", "trop",
      "troponin", "plt",         "platelets", "alt",     "ast",      "alp",
      "ggt",      "ldh",         "amylase",   "lipase",  "hcg",      "bhcg",
      "tsh",      "psa",         "wcc",       "urate",   "creat",    "creatinine",
      "glucose",  "cholesterol", "ige",       "vitamin", "to",       "of",
      "up",       "alert",       "alerts",    "drained", "weight",   "birthweight",
      "weighed",  "since",       "ebl",       "probnp",  "ntprobnp", "pbnp",
      "uo",       "qtc",         "dlp",       "vol",     "volume",   "output",
      "intake",   "losses",      "dose",      "total",   "balance",  "scored",
      "aged",     "sigma",       "fio2",      "peep",    "map",      "news",
      "news2",    "apgar",       "apgars",    "temp",    "bnf",      "crp",
      "pulse",    "sats",        "spo2",      "hr",      "rr",       "bp"};
  return kWords.contains(word);
}

bool IsThing(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "lot",      "lots",    "batch",    "batches",  "model",     "models",      "order",
      "orders",   "product", "products", "version",  "firmware",  "software",    "part",
      "gtin",     "snomed",  "sctid",    "concept",  "isbn",      "requisition", "invoice",
      "cat",      "item",    "expiry",   "exp",      "catalogue", "catalog",     "sku",
      "udi",      "pip",     "iso",      "iec",      "bs",        "en",          "nsn",
      "purchase", "po",      "release",  "dmd",      "ean",       "stock",       "delivery",
      "barcode",  "code",    "codes",    "sum",      "cost",      "population",  "article",
      "pmid",     "vmp",     "amp",      "vtm",      "vmpp",      "ampp",        "pl",
      "doi",      "error",   "build",    "guidance", "guideline", "guidelines"};
  return kWords.contains(word);
}

// What an ordinal counts: "the 5th metatarsal", "3rd dose".
bool IsCountedThing(std::string_view word) {
  constexpr std::array<std::string_view, 72> kHeads = {
      "metatarsal",  "metacarpal", "rib",      "ribs",       "toe",       "finger",  "digit",
      "floor",       "centile",    "centiles", "percentile", "attempt",   "dose",    "doses",
      "day",         "week",       "month",    "year",       "time",      "nerve",   "degree",
      "intercostal", "space",      "line",     "episode",    "admission", "cycle",   "edition",
      "patient",     "call",       "person",   "opinion",    "check",     "checker", "party",
      "trimester",   "stage",      "night",    "shift",      "hour",      "round",   "set",
      "bag",         "unit",       "one",      "visit",      "nurse",     "ray",     "birthday",
      "hand",        "class",      "aid",      "century",    "ventricle", "molar",   "ics",
      "part",        "cannula",    "fall",     "falls",      "incident",  "near",    "death",
      "case",        "complaint",  "ulcer",    "error",      "event",     "breach",  "arrest",
      "seizure",     "referral"};
  return IsOneOf(kHeads, word);
}

bool IsSpot(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "page",    "pages", "p",     "para",  "chapter", "room",     "bed",     "bay",   "ward",
      "theatre", "floor", "stage", "grade", "step",    "question", "figure",  "table", "section",
      "volume",  "issue", "size",  "level", "line",    "band",     "category"};
  return kWords.contains(word);
}

bool IsPublisher(std::string_view word) {
  constexpr auto kPublishers = std::to_array<std::string_view>(
      {"mhra", "npsa", "natpsa", "mda", "nice", "eu", "efn", "est", "nhse", "nhsi", "hsib", "cmo",
       "cem", "rrr0", "emea", "cqc"});
  return IsOneOf(kPublishers, word);
}

bool IsClock(std::string_view digits) {
  return digits.size() == 4 && digits.substr(0, 2) < "25" && digits.substr(2) < "60";
}

bool IsYear(std::string_view digits) {
  return digits.size() == 4 &&
         (digits.starts_with("19") || (digits.starts_with("20") && digits[2] < '4'));
}

bool IsMeasure(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "mg",       "ml",     "mls",     "mcg",    "microgram", "micrograms", "units",  "unit",
      "iu",       "g",      "gram",    "grams",  "kg",        "l",          "litres", "mmol",
      "umol",     "nmol",   "pmol",    "cells",  "copies",    "cfu",        "kcal",   "cal",
      "kj",       "pounds", "pence",   "gbp",    "steps",     "people",     "doses",  "dose",
      "patients", "pts",    "tablets", "tabs",   "capsules",  "records",    "bytes",  "hz",
      "rpm",      "miles",  "km",      "metres", "mm",        "cm",         "mmhg",   "kpa",
      "bpm",      "joules", "j",       "hours",  "hrs",       "h",          "hr",     "mins",
      "minutes",  "min",    "days"};
  return kWords.contains(word);
}

bool IsMeasured(const Document& document, size_t i) {
  const Token& token = document.tokens()[i];
  std::string_view word = document.Lower(token);
  size_t letters = word.find_first_not_of("0123456789");
  if (token.shape == Shape::kAlnum && letters != 0) {
    std::string_view unit = word.substr(letters);
    if (unit.size() == 3 && unit[0] == 'h' && letters <= 2) return true;  // "19h20"
    if (IsMeasure(unit) || unit == "kcals" || unit == "yo" || unit == "yr" || unit == "yrs" ||
        unit == "th" || unit == "st" || unit == "nd" || unit == "rd" || unit == "am" ||
        unit == "s" || unit == "pm" || unit == "x" || unit == "hourly" || unit == "fr" ||
        unit == "ch")
      return true;
  }
  std::string_view gap = document.Gap(i);
  if (gap.starts_with("%") || gap.starts_with(" %")) return true;
  return gap.size() <= 1 && IsMeasure(document.LowerAt(i + 1)) &&
         document.tokens()[i + 1].shape != Shape::kUpper;
}

bool CountsThings(const Document& document, size_t i) {
  const std::vector<Token>& tokens = document.tokens();
  if (tokens[i].shape != Shape::kNumber || i + 1 >= tokens.size() || document.Gap(i) != " ")
    return false;
  if (document.Text(tokens[i])[0] == '0') return false;
  const Token& next = tokens[i + 1];
  std::string_view word = document.Lower(next);
  constexpr auto kMany = std::to_array<std::string_view>(
      {"people", "staff", "men", "women", "children", "further", "more", "other", "extra"});
  const bool many = word.size() > 4 && word.ends_with("s") && !word.ends_with("ss");
  return next.shape == Shape::kLower && !next.Is(kFunction | kVerb) &&
         (many || IsOneOf(kMany, word));
}

bool ExplainedNumber(const Document& document, size_t first, size_t last, size_t words) {
  const std::vector<Token>& tokens = document.tokens();
  size_t begin = tokens[first].begin;
  std::string_view mark = document.Before(begin, 1);
  std::string_view gs1 = document.Before(begin, 4);  // "(01)": what a bar code's parts hold.
  if (gs1 == "(01)" || gs1 == "(10)" || gs1 == "(11)" || gs1 == "(17)") return true;
  if (document.Before(begin, 8).find("dm+d") != std::string_view::npos) return true;
  if (document.LowerAt(first).starts_with("0x")) return true;
  if (mark == ":" && first > 0 && document.LowerAt(first - 1) == "1") return true;  // "1:80000"
  if (first > 1 && document.LowerAt(first - 1) == "in" &&
      (document.LowerAt(first - 2) == "one" || document.LowerAt(first - 2) == "1"))
    return true;
  const bool use_by =
      first > 1 && document.LowerAt(first - 1) == "by" && document.LowerAt(first - 2) == "use";
  if (use_by || mark == "$" || mark == "+" || mark == "=") return true;
  if (IsMeasure(document.LowerAt(last + 1)) && document.Gap(last).size() <= 1) return true;
  size_t end = tokens[last].end;
  std::string_view after = document.After(end, 1);
  if (after == "%" || after == ":") return after == "%";
  bool named = false;  // A word of its own stands between: "lot 5517, trephine BM24-0091".
  for (size_t back = 1; back <= words && back <= first; ++back) {
    std::string_view gap = document.Gap(first - back);
    if (gap.find(':') != gap.npos && tokens[first - back].shape >= Shape::kNumber) return false;
    if (named && gap.find(',') != gap.npos && tokens[first - back].shape >= Shape::kNumber)
      return false;
    if (back == 1 && gap.find('|') != gap.npos && tokens[first - 1].shape >= Shape::kNumber)
      return false;  // "lot 230817D||GEM-0221": another cell's.
    named = named || (tokens[first - back].IsWord() && !tokens[first - back].Is(kFunction));
    if (gap.find_first_of(".;\n") != gap.npos && gap != ". ") return false;
    if (gap == ". " && document.LowerAt(first - back) != "no") return false;
    if (IsThing(document.LowerAt(first - back))) return true;
  }
  return false;
}

bool ExplainedByWordBefore(const Document& document, size_t first) {
  if (first == 0) return false;
  std::string_view gap = document.Gap(first - 1);
  if (gap.size() > 2 || gap.find_first_of(".;,()\n") != gap.npos) return false;
  const Token& before = document.tokens()[first - 1];
  if (HasFigures(document.Lower(before))) return true;
  if (before.Is(kIdLabel | kFunction)) return false;
  return before.Is(kDrug | kBrand) || (before.Is(kClinical) && !before.Is(kRole | kEnglishCommon));
}

}  // namespace candour::anonymise

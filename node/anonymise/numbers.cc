// NHS, CHI and H&C numbers, telephone numbers, extensions and bleeps (docs/privacy.md section 3).
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kNhsLabelled = {"nhs.labelled", "Announced as an NHS, CHI or H&C number."};
constexpr Rule kNhsChecked = {"nhs.modulus11", "Ten digits that pass the NHS number check."};
constexpr Rule kNhsUnchecked = {"nhs.unchecked",
                                "Ten digits grouped like an NHS number that fail its check."};
constexpr Rule kPhoneShape = {"phone.national",
                              "Digits in the shape of a United Kingdom telephone number."};
constexpr Rule kPhoneForeign = {"phone.international",
                                "Digits after an international dialling code."};
constexpr Rule kPhoneLabelled = {"phone.labelled", "Announced as a telephone number."};
constexpr Rule kExtension = {"phone.extension",
                             "Announced as an extension, bleep or handset number."};

constexpr Rule kHashed = {"id.hash", "A number behind a hash sign."};
constexpr Rule kLastDigits = {"id.last-digits", "Announced as the last digits of a number."};

constexpr size_t kGroupsMax = 16;

// Consecutive groups of digits with little between them.
struct DigitRun {
  std::string digits;
  std::array<size_t, kGroupsMax> group_end{};     // Offset in the text where each group ends.
  std::array<size_t, kGroupsMax> group_digits{};  // Digits up to and with that group.
  size_t groups = 0;
  size_t begin = 0;
  size_t first_token = 0;
};

// `slashes` are taken where the number begins with a dialling code: "01632/960123".
bool IsDigitGap(std::string_view gap, size_t slashes) {
  if (gap.size() > 4) return false;
  size_t newlines = 0;
  for (char c : gap) {
    if (c == '\n') ++newlines;
    if (c == '/' && gap.size() == 1 && slashes > 0) continue;
    if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '\n') return false;
  }
  return newlines <= 1 && gap != ". ";
}

DigitRun RunFrom(const Document& document, size_t first) {
  DigitRun run;
  run.begin = document.tokens()[first].begin;
  run.first_token = first;
  std::string_view start = document.Text(document.tokens()[first]);
  size_t slashes = start.starts_with("0") && start.size() >= 3 && start.size() <= 5 ? 1 : 0;
  for (size_t i = first; i < document.tokens().size() && run.groups < kGroupsMax; ++i) {
    const Token& token = document.tokens()[i];
    if (token.shape != Shape::kNumber || token.size() > 14) break;
    run.digits.append(document.Text(token));
    run.group_end[run.groups] = token.end;
    run.group_digits[run.groups] = run.digits.size();
    ++run.groups;
    if (!IsDigitGap(document.Gap(i), slashes)) break;
  }
  return run;
}

// The offset after the group that completes exactly `digits` digits, or 0.
size_t EndOf(const DigitRun& run, size_t digits) {
  for (size_t g = 0; g < run.groups; ++g) {
    if (run.group_digits[g] == digits) return run.group_end[g];
  }
  return 0;
}

// Text before `at`, back to the last digit, so that a label is not taken from another number.
std::string_view LabelBefore(const Document& document, size_t at, size_t most) {
  std::string_view before = document.Before(at, most);
  size_t digit = before.find_last_of("0123456789");
  // "NHS N0:" as an optical reader gives it.
  if (digit != std::string_view::npos && digit > 0 && before.substr(digit - 1, 2) == "n0") {
    digit = before.substr(0, digit).find_last_of("0123456789");
  }
  return digit == std::string_view::npos ? before : before.substr(digit + 1);
}

bool EndsWith(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

bool IsNhsLabel(std::string_view before) {
  static const RE2 pattern(
      R"((?:nhs|chi|h ?[&+] ?c|hcn|n\.h\.s\.?|h&amp;c)(?:[^a-z0-9]{0,3}(?:n(?:umber|um|o|0|br|)"
      R"(umbr|r)s?|id|identifier))?)"
      R"((?:[^a-z0-9]{0,6}on (?:the |his |her |their )?(?:form|label|wristband|notes|system|)"
      R"(request|chart|card|letter|sample|bottle|tube|prescription|bag|record))?)"
      R"([^a-z0-9]{0,6}(?:is|was|reads?|given as|recorded as|written as|printed as|as|of)?)"
      R"([^a-z0-9]{0,7}$)");
  return EndsWith(before, pattern);
}

// "NHS number quoted by the caller was 943 476 5919": the words announce a number, and no other
// number, sentence or thing comes between.
bool AnnouncesNhs(std::string_view before) {
  static const RE2 pattern(
      R"(\b(?:nhs|chi|h ?& ?c)[^a-z0-9]{0,2}(?:n(?:umber|um|o|r)s?|id|#)\b[^.;\n]{0,44}$)");
  return EndsWith(before, pattern);
}

bool IsNhsVeto(std::string_view before) {
  static const RE2 pattern(
      R"((?:order|product|snomed(?: ct)?|sctid|gtin|ean|barcode|catalogu?e?|cat|p\.?o|)"
      R"(purchase|invoice|batch|lot|model|)"
      R"(part|item|sku|requisition|concept|dm\+d|udi|isbn|nsn|pip|stock|delivery|consignment|)"
      R"(sample reference|code)s?)"
      R"([^a-z0-9]{0,3}(?:number|no|num|code|id|ref|reference|concept)?[^a-z0-9]{0,6}(?:is|)"
      R"(was)?[^a-z0-9]{0,3}$)");
  return EndsWith(before, pattern);
}

bool IsPhoneLabel(std::string_view before) {
  static const RE2 pattern(
      R"((?:tel|telephone|phone|ph|mobile|mob|cell|contact|landline|fax|ring|rang|call|called|)"
      R"(text|texted|phoned|whatsapp|dial|dialled|dialling|ringing|rung|phoning|calling)"
      R"(|callback|call back)(?:[^a-z0-9]{0,3}(?:number|num|no|n0|on|us on|me on|him on|)"
      R"(her on|them on|is|details))*[^a-z0-9]{0,6}(?:is|was|given as|-)?[^a-z0-9]{0,3}$)");
  return EndsWith(before, pattern);
}

bool IsExtensionLabel(std::string_view before) {
  static const RE2 pattern(
      R"((?:^|[^a-z])(?:ext|extn|extension|bleep|bleeped|bleeping|blp|pager|paged|dect|vocera|)"
      R"(baton|internal|speed ?dial|)"
      R"((?:ring|rang|rung|call|called|phoned) (?:the )?(?:labs?|ward|switch(?:board)?|pharmacy|)"
      R"(theatres?|path(?:ology)?|blood bank|x-?ray|porters|reception|site office|control)|)"
      R"((?:bleep|bleeped|paged|page|dect) (?:the )?(?:[a-z&/]{2,14} ){1,3}(?:on|via|shows?)))"
      R"((?:[^a-z0-9]{0,3}(?:number|num|no|on|is|was|phone|holder|given as|shown as))*)"
      R"([^a-z0-9]{0,7}$)");
  return EndsWith(before, pattern);
}

// "portering desk", "ward office": where a department answers its extension.
bool IsDeskLabel(std::string_view before) {
  static const RE2 pattern(
      R"((?:^|[^a-z])(?:(?:porter(?:s|ing)?|bed(?:s| management)?|site|ward|pharmacy|)"
      R"(nurs(?:es?|ing)|security|estates|facilities|domestics?|housekeeping|catering|transport|)"
      R"(records|radiology|imaging|x-?ray|ct|mri|theatres?|path(?:ology)?|labs?|laboratory|)"
      R"(blood bank|a&e|ed|opd|outpatients?|clinic|admissions?|discharge|appointments?|bookings?|)"
      R"(triage|maternity|therapy|physio|hospital|trust|main|front)'?s?'? )"
      R"((?:desk|switchboard|office|reception|station)|switchboard)[:,]? ?(?:on |is )?$)");
  return EndsWith(before, pattern);
}

bool IsHelpline(std::string_view digits) {
  constexpr std::array<std::string_view, 16> kKept = {
      "999", "111", "112",  "101",    "105",      "119",    "2222", "3333",
      "222", "333", "0800", "116123", "08001111", "116000", "4444", "1471"};
  return std::find(kKept.begin(), kKept.end(), digits) != kKept.end();
}

class NumberReader {
 public:
  NumberReader(const Document& document, Findings& out) : document_(document), out_(out) {}

  void Read() {
    const auto& tokens = document_.tokens();
    for (size_t i = 0; i < tokens.size();) {
      size_t next = tokens[i].shape == Shape::kNumber ? ReadAt(i) : i;
      if (tokens[i].shape == Shape::kAlnum) ShortExtension(tokens[i]);
      i = std::max(next, i + 1);
    }
  }

 private:
  // Returns the first token after what was found, or `first` when nothing was.
  size_t ReadAt(size_t first) {
    DigitRun run = RunFrom(document_, first);
    size_t end = CommaPhone(first);
    if (end == 0) end = Phone(run);
    if (end == 0) end = Nhs(run);
    if (end == 0) end = Extension(run);
    return end == 0 ? first : document_.TokenAtOrAfter(end);
  }

  size_t Add(size_t begin, size_t end, SpanType type, double confidence, const Rule& rule) {
    out_.push_back(
        {.begin = begin, .end = end, .type = type, .confidence = confidence, .rule = &rule});
    return end;
  }

  // "07700, 900, 118": a mobile number read out with commas, eleven digits and no more.
  size_t CommaPhone(size_t first) {
    const auto& tokens = document_.tokens();
    if (!document_.Text(tokens[first]).starts_with("07") || tokens[first].size() > 5) return 0;
    size_t digits = tokens[first].size();
    size_t last = first;
    while (last + 1 < tokens.size() && digits < 11 &&
           (document_.Gap(last) == ", " || document_.Gap(last) == ". ") &&
           tokens[last + 1].shape == Shape::kNumber && tokens[last + 1].size() > 1)
      digits += tokens[++last].size();
    if (digits != 11 || last == first) return 0;
    return Add(tokens[first].begin, tokens[last].end, SpanType::kPhone, 0.9, kPhoneShape);
  }

  // "x3307", and "x21" right behind a telephone number.
  void ShortExtension(const Token& token) {
    std::string_view word = document_.Lower(token);
    size_t phone = OverExtensionLabel(token.begin + 1);
    bool behind = phone <= token.begin && word.size() > 2;
    if (((word.size() < 4 || word.size() > 6) && !behind) || word[0] != 'x') return;
    if (word.find_first_not_of("0123456789", 1) != word.npos || IsHelpline(word.substr(1))) return;
    Add(behind ? phone : token.begin, token.end, SpanType::kPhone, 0.8, kExtension);
  }

  // "0117 496 0226 ext 3108": where the label of an extension at `at` begins when it stands right
  // behind a telephone number, else `at`.
  size_t OverExtensionLabel(size_t at) const {
    if (out_.empty() || out_.back().type != SpanType::kPhone || out_.back().end > at) return at;
    size_t from = out_.back().end;
    if (at - from > 14) return at;
    static const RE2 label(R"([ ,;(/-]*(?:ext|extn|extension|xtn|xt|x)[.:]?(?: no\.?)?[ :]*)");
    std::string_view between = document_.lower().substr(from, at - from);
    if (!RE2::FullMatch(re2::StringPiece(between.data(), between.size()), label)) return at;
    return from + between.find_first_of("ex");
  }

  size_t Nhs(const DigitRun& run) {
    if (run.digits.size() < 9) return 0;
    std::string_view before = LabelBefore(document_, run.begin, 40);
    bool announced = !IsNhsVeto(before) && AnnouncesNhs(LabelBefore(document_, run.begin, 64));
    if (IsNhsLabel(before) || announced || FollowsNhs(run.begin)) {
      for (size_t digits : {10, 9, 11}) {
        if (size_t end = EndOf(run, digits); end != 0) {
          return Add(run.begin, end, SpanType::kNhsNumber, 0.99, kNhsLabelled);
        }
      }
    }
    size_t end = EndOf(run, 10);
    bool single = run.groups > 0 && run.group_digits[0] == 10;
    bool grouped =
        run.groups >= 3 && run.group_digits[0] == 3 && run.group_digits[1] == 6 && end != 0;
    if (end == 0) return 0;
    bool passes = PassesModulus11(std::string_view(run.digits).substr(0, 10));
    bool vetoed =
        IsNhsVeto(before) || document_.After(end, 24).find("not an nhs") != std::string_view::npos;
    if (vetoed) {
      return passes ? Add(run.begin, end, SpanType::kNhsNumber, 0.1, kNhsUnchecked) : end;
    }
    bool odd = run.digits.size() == 10 && run.groups <= 4 && run.group_digits[0] < 7 &&
               std::string_view("4679").find(run.digits[0]) != std::string_view::npos;
    if (passes && odd && !grouped) {
      return Add(run.begin, end, SpanType::kNhsNumber, 0.6, kNhsChecked);  // "943 4 765919"
    }
    if (passes && (single || grouped || run.groups == 10)) {
      return Add(run.begin, end, SpanType::kNhsNumber, 0.97, kNhsChecked);
    }
    // "typed 469 812 6344 for NHS number", "612 440 9173 (NHS No."
    std::string_view behind = document_.After(end, 20);
    const size_t label =
        std::min({behind.find("nhs n"), behind.find("(chi)"), behind.find("| chi")});
    const bool announced_behind =
        label != std::string_view::npos &&
        behind.substr(0, label).find_first_of(".;\n0123456789") == std::string_view::npos;
    if (announced_behind) return Add(run.begin, end, SpanType::kNhsNumber, 0.9, kNhsLabelled);
    if (!single && !grouped) return 0;
    const bool pointed =
        document_.text().substr(run.begin, end - run.begin).find('.') != std::string_view::npos;
    // "Depot card for 612 440 9173": in the groups such numbers are written in, and of somebody.
    if (grouped &&
        (before.ends_with("for ") || before.ends_with("patient ") || before.ends_with("pt ")))
      return Add(run.begin, end, SpanType::kNhsNumber, 0.6, kNhsUnchecked);
    return Add(run.begin, end, SpanType::kNhsNumber, grouped && !pointed ? 0.55 : 0.3,
               kNhsUnchecked);
  }

  // "NHS numbers 943 476 5919 and ...": the label holds for the numbers that follow.
  bool FollowsNhs(size_t at) const {
    if (out_.empty() || out_.back().type != SpanType::kNhsNumber || out_.back().end > at)
      return false;
    if (out_.back().rule != &kNhsLabelled || at - out_.back().end > 6) return false;
    std::string_view between = document_.lower().substr(out_.back().end, at - out_.back().end);
    return between == " and " || between == ", " || between == " / " || between == "/" ||
           between == " & " || between == " or ";
  }

  size_t Phone(const DigitRun& run) {
    std::string_view text = document_.text();
    size_t begin = run.begin;
    if (begin > 0 && text[begin - 1] == '(') --begin;
    bool plus = begin > 0 && text[begin - 1] == '+';
    if (plus) --begin;
    std::string_view digits = run.digits;
    size_t country = digits.starts_with("0044") ? 4 : plus && digits.starts_with("44") ? 2 : 0;
    if (country > 0) {
      size_t zero = digits.size() > country && digits[country] == '0' ? 1 : 0;
      for (size_t national : {10, 9}) {
        if (size_t end = EndOf(run, country + zero + national); end != 0) {
          return Add(begin, end, SpanType::kPhone, 0.99, kPhoneForeign);
        }
      }
    }
    if (plus && country == 0 && run.digits.size() >= 8) {
      size_t end = run.group_end[run.groups - 1];
      return Add(begin, end, SpanType::kPhone, 0.9, kPhoneForeign);
    }
    if (digits.size() < 4) return 0;  // Too few for any label.
    bool labelled = IsPhoneLabel(LabelBefore(document_, begin, 40));
    if (size_t end = NationalPhone(run, labelled); end != 0) {
      return Add(begin, end, SpanType::kPhone, labelled ? 0.99 : 0.95, kPhoneShape);
    }
    return labelled ? LabelledPhone(run, begin) : 0;
  }

  size_t NationalPhone(const DigitRun& run, bool labelled) {
    if (run.digits.size() < 10 || run.digits[0] != '0' || run.digits[1] == '0') return 0;
    std::string_view before = LabelBefore(document_, run.begin, 40);
    if (IsNhsLabel(before) || IsNhsVeto(before)) return 0;
    size_t first_group = run.group_digits[0];
    bool digit_by_digit = first_group == 1 && run.groups >= 10;
    if (first_group < 3 && !labelled && !digit_by_digit && !OddlySpaced(run)) return 0;
    for (size_t digits : {11, 10}) {
      size_t end = EndOf(run, digits);
      if (end == 0) continue;
      bool mobile = run.digits[1] == '7';
      if (digits == 10 && (mobile || (!labelled && run.groups == 1))) {
        bool nhs = PassesModulus11(std::string_view(run.digits).substr(0, 10));
        if (nhs || mobile) continue;
      }
      return end;
    }
    return 0;
  }

  // "01 632 960552", "0 7700 900 123": eleven digits and no more, beginning as a dialling code
  // does.
  static bool OddlySpaced(const DigitRun& run) {
    std::string_view digits = run.digits;
    if (digits.size() != 11 || run.groups > 5) return false;
    return ((digits[1] == '1' || digits[1] == '7') && digits[2] != '0') ||
           (digits[1] == '2' &&
            std::string_view("03489").find(digits[2]) != std::string_view::npos);
  }

  size_t LabelledPhone(const DigitRun& run, size_t begin) {
    size_t groups = run.groups;
    if (IsHelpline(std::string_view(run.digits).substr(0, run.group_digits[0]))) return 0;
    size_t most = run.digits.starts_with("00") ? 15 : 12;
    while (groups > 0 && run.group_digits[groups - 1] > most) --groups;
    if (groups == 1 && run.group_digits[0] == 4) return FourDigits(run);
    if (groups == 0 || run.group_digits[groups - 1] < 5) return 0;
    std::string_view digits = std::string_view(run.digits).substr(0, run.group_digits[groups - 1]);
    if (IsHelpline(digits)) return 0;
    if (digits.size() == 10 && digits[0] != '0' && PassesModulus11(digits)) return 0;
    std::string_view gap = document_.Before(begin, 1);
    if (gap == "/") return 0;
    return Add(begin, run.group_end[groups - 1], SpanType::kPhone, 0.9, kPhoneLabelled);
  }

  // "I rang 2417": an extension, unless it can be a time of day.
  size_t FourDigits(const DigitRun& run) {
    std::string_view digits = run.digits;
    bool clock = digits.substr(0, 2) < "24" && digits.substr(2, 2) < "60";
    bool year = digits.starts_with("19") || digits.starts_with("20");
    if (clock || year || IsHelpline(digits.substr(0, 4))) return 0;
    return Add(run.begin, run.group_end[0], SpanType::kPhone, 0.6, kPhoneLabelled);
  }

  size_t Extension(const DigitRun& run) {
    size_t again = AnotherExtension(run.begin);
    // Fewer than three digits are one behind a slash or behind a telephone number and "ext" only.
    if (run.digits.size() < 3 && again != 1 && OverExtensionLabel(run.begin) == run.begin) return 0;
    bool labelled = again > 0 || IsExtensionLabel(LabelBefore(document_, run.begin, 40)) ||
                    BleepInBrackets(run);
    if (!labelled && IsDesk(run))
      return Add(run.begin, run.group_end[0], SpanType::kPhone, 0.8, kExtension);
    if (!labelled) return Hashed(run) != 0 ? run.group_end[0] : LastDigits(run);
    // "ext 4432/3"; "01632 960 214 ext 6".
    const size_t begin = OverExtensionLabel(run.begin);
    if ((again == 1 || begin != run.begin) && run.group_digits[0] < 3) {
      return Add(begin, run.group_end[0], SpanType::kPhone, 0.8, kExtension);
    }
    size_t end = 0;
    size_t digits = 0;
    for (size_t g = 0; g < run.groups && run.group_digits[g] <= 6; ++g) {
      if (run.group_digits[g] >= 3) {
        end = run.group_end[g];
        digits = run.group_digits[g];
      }
    }
    if (end == 0) return 0;
    // "bleep 6604 17.48": the second group is the hour of a time.
    std::string_view after = document_.After(end, 3);
    const bool clock = after.size() > 2 && (after[0] == ':' || after[0] == '.') &&
                       after[1] >= '0' && after[1] <= '5' && after[2] >= '0' && after[2] <= '9';
    if (clock && run.group_digits[0] >= 3) {
      end = run.group_end[0];
      digits = run.group_digits[0];
    }
    if (IsHelpline(std::string_view(run.digits).substr(0, digits))) return 0;
    return Add(begin, end, SpanType::kPhone, 0.95, kExtension);
  }

  // "portering desk 5555.", neither a time of day nor a year nor a measure.
  bool IsDesk(const DigitRun& run) const {
    std::string_view digits = run.digits;
    if (run.groups != 1 || digits.size() < 3 || digits.size() > 6 || IsHelpline(digits))
      return false;
    bool clock = digits.size() == 4 && digits.substr(0, 2) < "24" && digits.substr(2, 2) < "60";
    bool year = digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    std::string_view after = document_.After(run.group_end[0], 5);
    bool ends = after.empty() || after[0] == '\n' || after[0] == ')' || after[0] == ';' ||
                ((after[0] == '.' || after[0] == ',') &&
                 (after.size() == 1 || after[1] == ' ' || after[1] == '\n')) ||
                after == " and " || after == " but " || after == " who ";
    return ends && !clock && !year && IsDeskLabel(LabelBefore(document_, run.begin, 40));
  }

  // "ext 4432 or 4433", "bleeped 4432, no reply, then 4433": 2, or 1 right behind a slash.
  size_t AnotherExtension(size_t at) const {
    if (out_.empty() || out_.back().rule != &kExtension || out_.back().end >= at) return 0;
    if (at - out_.back().end > 28) return 0;
    std::string_view between = document_.lower().substr(out_.back().end, at - out_.back().end);
    if (between == "/") return 1;
    static const RE2 pattern(R"([ ,]*(?:and |but )?(?:no (?:reply|answer|response))?[ ,]*(?:and )?)"
                             R"((?:then|or|and|&|/)[ ]*)"
                             R"((?:on |ext |bleep )?)");
    return RE2::FullMatch(re2::StringPiece(between.data(), between.size()), pattern) ? 2 : 0;
  }

  // "bleeped the med reg (4432)", unless it can be a time of day.
  bool BleepInBrackets(const DigitRun& run) const {
    std::string_view digits = run.digits;
    if (run.group_digits[0] != 4 || document_.Before(run.begin, 1) != "(") return false;
    bool clock = digits.substr(0, 2) < "24" && digits.substr(2, 2) < "60";
    std::string_view before = LabelBefore(document_, run.begin, 40);
    return !clock && before.find("bleep") != before.npos;
  }

  // "#6231": no count is written so.
  size_t Hashed(const DigitRun& run) {
    bool number = run.group_digits[0] >= 4 && run.group_digits[0] <= 6;
    std::string_view before = document_.Before(run.begin, 12);
    if (!number || !before.ends_with("#")) return 0;
    for (std::string_view thing : {"lot", "part", "model", "batch", "item", "size", "device"}) {
      if (before.find(thing) != before.npos) return 0;
    }
    return Add(run.begin, run.group_end[0], SpanType::kLocalId, 0.6, kHashed);
  }

  // "the last four digits of the NHS number, 5919"
  size_t LastDigits(const DigitRun& run) {
    if (run.group_digits[0] < 3 || run.group_digits[0] > 6) return 0;
    std::string_view after = document_.After(run.group_end[0], 10);
    if (after.starts_with(" keysafe") || after.starts_with(" key safe") ||
        after.starts_with(" key-safe")) {
      return Add(run.begin, run.group_end[0], SpanType::kLocalId, 0.8, kLastDigits);
    }
    if (run.group_digits[0] > 4) return 0;
    static const RE2 pattern(
        R"((?:last|final|first) (?:three|four|3|4) (?:digits?|numbers?|figures)[^0-9.;]{0,40}$)");
    std::string_view before = document_.Before(run.begin, 64);
    if (!EndsWith(before, pattern)) return 0;
    return Add(run.begin, run.group_end[0], SpanType::kLocalId, 0.8, kLastDigits);
  }

  const Document& document_;
  Findings& out_;
};

}  // namespace

bool PassesModulus11(std::string_view digits) {
  if (digits.size() != 10) return false;
  int sum = 0;
  for (size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(10 - i);
  int check = 11 - sum % 11;
  if (check == 11) check = 0;
  bool all_same = digits.find_first_not_of(digits[0]) == std::string_view::npos;
  return check != 10 && check == digits[9] - '0' && !all_same;
}

void FindNumbers(const Document& document, Findings& out) { NumberReader(document, out).Read(); }

}  // namespace candour::anonymise

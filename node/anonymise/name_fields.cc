// Form fields that hold a name ("Patient name: ..."), greetings and sign-offs.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kField = {"person.field", "The value of a field that holds a name."};
constexpr Rule kSpeaker = {"person.speaker", "Who speaks, in a record of messages."};
constexpr Rule kGreeting = {"person.greeting", "A name in a greeting."};
constexpr Rule kSignOff = {"person.sign-off", "A name under a sign-off."};

constexpr size_t kFieldWordsMax = 6;

bool EndsValue(std::string_view word) {
  constexpr std::array<std::string_view, 28> kWords = {
      "dob",   "nhs",   "hosp",         "hospital", "mrn",      "address",  "addr",
      "tel",   "phone", "mobile",       "age",      "sex",      "gender",   "ward",
      "date",  "time",  "no",           "number",   "email",    "postcode", "role",
      "grade", "band",  "relationship", "bed",      "incident", "d",        "chi"};
  return IsOneOf(kWords, word);
}

bool SaysNobody(std::string_view word) {
  constexpr std::array<std::string_view, 18> kWords = {
      "unknown", "none", "not",     "n",        "nil", "anonymous", "withheld", "see", "as",
      "same",    "tbc",  "various", "redacted", "all", "ward",      "yes",      "no",  "to"};
  return IsOneOf(kWords, word);
}

class FieldReader {
 public:
  FieldReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    ReadSpeakers();
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      if (!sense_.At(i).IsWord()) continue;
      if (sense_.At(i).Is(kNameLabel) && AsLabel(i)) ReadField(i);
      if (sense_.At(i).Is(kGreetingWord)) Greeting(i);
      if (sense_.At(i).Is(kSignOffWord)) SignOff(i);
    }
  }

 private:
  // "Keisha: can you swap?" / "Jan: sorry": what stands before the colon on two lines or more, or
  // is a name, speaks.
  void ReadSpeakers() {
    std::unordered_map<std::string_view, size_t> seen;
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      if (Speaks(i)) ++seen[document_.LowerAt(i)];
    }
    for (size_t i = 0; i + 1 < sense_.count() && !seen.empty(); ++i) {
      if (!Speaks(i) || sense_.Covered(i) || sense_.At(i).Is(kWeekday)) continue;
      const Token& token = sense_.At(i);
      bool name = sense_.StrongForename(i) || (token.Is(kForenameCommon) && !token.Is(kMonth));
      const bool stamped = i > 0 && document_.Gap(i - 1) == "] ";
      bool repeats =
          seen[document_.LowerAt(i)] >= 2 && (seen.size() >= 2 || stamped) && !token.Is(kClinical);
      if (name || repeats) AddPerson(sense_, out_, i, i, name ? 0.85 : 0.6, kSpeaker);
    }
    for (size_t i = 1; i + 1 < sense_.count(); ++i) {
      if (StampedLast(i)) AddPerson(sense_, out_, i, i, 0.6, kSpeaker);
    }
  }

  // "[02/06, 22:21] Deputy Mgr Winsome: ring me": the last of several words behind a stamp.
  bool StampedLast(size_t i) const {
    const Token& token = sense_.At(i);
    constexpr WordClasses kNobody = kRole | kRelation | kGeneric | kWardHead | kOrgHead |
                                    kClinical | kFunction | kIdLabel | kDrug | kBrand;
    if (!token.Capital() || !document_.Gap(i).starts_with(": ") || token.Is(kNobody)) return false;
    size_t first = i;
    while (first > 0 && i - first < 3 && document_.Gap(first - 1) == " " &&
           sense_.At(first - 1).Capital())
      --first;
    return first < i && first > 0 && document_.Gap(first - 1).ends_with("] ") && !sense_.Covered(i);
  }

  // One word, first of its line or after a bracketed time, and a colon.
  bool Speaks(size_t i) const {
    const Token& token = sense_.At(i);
    if (!token.IsWord() || token.size() < 2 || !document_.Gap(i).starts_with(": ")) return false;
    std::string_view word = document_.Lower(token);
    if (word == "int" || word == "interviewer" || word == "res" || word == "chair" ||
        word == "answer" || word == "question" || word == "panel")
      return false;
    bool stamped = i > 0 && document_.Gap(i - 1) == "] ";
    if (!token.starts_line && !stamped) return false;
    return !token.Is(kNameLabel | kIdLabel | kFunction | kRole | kRelation | kTitle | kDrug);
  }

  // "Name:", "name =", and "NAME BRIGHT, Brenda" where a form has lost its colons.
  bool AsLabel(size_t i) const {
    std::string_view gap = document_.Gap(i);
    std::string_view word = document_.LowerAt(i);
    size_t mark = gap.find_first_not_of(" ()s*");
    if (mark != gap.npos && (gap[mark] == ':' || gap[mark] == '=') && gap.size() <= 6) return true;
    if (mark != gap.npos && gap[mark] == '"' && gap.find(':') != gap.npos && gap.size() <= 6)
      return true;
    if (word == "name" && document_.LowerAt(i + 1) == "is" && gap == " ") return true;
    if (word == "name" && i > 0 && document_.LowerAt(i - 1) == "preferred" && gap == " ")
      return sense_.At(i + 1).shape != Shape::kLower;
    bool plain_name = word == "name" || word == "surname" || word == "forename";
    bool column = i > 0 && document_.Gap(i - 1).ends_with("  ");
    bool label_case = sense_.At(i).shape == Shape::kUpper || sense_.At(i).starts_line || column;
    if (plain_name && NextLine(i)) return true;
    return plain_name && label_case && gap == " " && sense_.At(i + 1).shape != Shape::kLower;
  }

  // "Surname" in one cell of a table and its value in the next.
  bool NextLine(size_t label) const {
    std::string_view gap = document_.Gap(label);
    if ((gap != "\n" && gap != ":\n" && gap != "\n\n") || !sense_.At(label).starts_line)
      return false;
    const Token& value = sense_.At(label + 1);
    bool name = value.Capital() || value.shape == Shape::kUpper;
    bool other = value.Is(kNameLabel | kIdLabel | kFunction | kClinical | kGreetingWord);
    std::string_view after = document_.Gap(label + 1);
    return name && !other && (after.empty() || after[0] == '\n' || after == " " || after == ", ");
  }

  void ReadField(size_t label) {
    size_t first = label + 1;
    if (document_.LowerAt(first) == "is") ++first;
    while (first < sense_.count() && first - label < 3 && sense_.At(first).Is(kTitle) &&
           !sense_.At(first).Is(kSurnameCommon))
      ++first;
    if (first >= sense_.count() || SaysNobody(document_.LowerAt(first))) return;
    bool sex = sense_.At(first).size() == 1 && first + 1 < sense_.count() &&
               sense_.At(first + 1).shape >= Shape::kNumber;  // "Pt: F 67y"
    if (sex) return;
    if (document_.Gap(label).find('\n') != std::string_view::npos && !NextLine(label)) return;
    std::string_view label_word = document_.LowerAt(label);
    bool firm = label_word == "name" || label_word == "names" || label_word == "surname" ||
                label_word == "forename" || label_word == "forenames";
    size_t end = first;
    if (InitialsOnly(first)) return AddPerson(sense_, out_, first, first, 0.7, kField);
    while (end < sense_.count() && end - first < kFieldWordsMax && InValue(first, end, firm)) {
      ++end;
      std::string_view gap = document_.Gap(end - 1);
      if (gap.find_first_of("\n;|:(/\t<\"") != gap.npos || gap.find(" - ") != gap.npos ||
          gap.find(". ") != gap.npos) {
        bool initial = gap.starts_with(". ") && sense_.Initial(end - 1);
        if (!initial) break;
      }
      if (gap.size() > 3 || gap.find(",") != gap.npos) {
        bool reversed =
            (gap == ", " || gap == ",  ") && end < sense_.count() && sense_.At(end).Is(kForename);
        if (!reversed) break;
      }
    }
    if (end == first) return;
    if (end == first + 1 && TornSurname(end)) ++end;
    AddPerson(sense_, out_, first, end - 1, firm ? 0.95 : 0.85, kField);
  }

  // "Patient: Bridget" and on the next line, alone, "Hegarty".
  bool TornSurname(size_t i) const {
    if (i + 1 >= sense_.count() || document_.Gap(i - 1) != "\n") return false;
    constexpr WordClasses kOther = kRole | kRelation | kNameLabel | kIdLabel | kClinical | kStreet |
                                   kWardHead | kOrgHead | kGeneric | kFunction | kVerb | kDrug |
                                   kSignOffWord | kGreetingWord | kMonth | kWeekday | kTitle;
    const Token& token = sense_.At(i);
    bool name = token.Is(kSurname) || !token.Is(kEnglishCommon);
    return name && token.Capital() && document_.Gap(i).starts_with("\n") && !token.Is(kOther) &&
           !sense_.Covered(i);
  }

  // "Verified: PJK."
  bool InitialsOnly(size_t i) const {
    const Token& token = sense_.At(i);
    std::string_view gap = document_.Gap(i);
    bool ends = gap.empty() || gap.find_first_of(".,;\n)") != gap.npos;
    return ends && token.shape == Shape::kUpper && (token.size() == 2 || token.size() == 3) &&
           !token.Is(kClinical | kRole | kEnglishCommon | kTitle | kBrand) && !sense_.Covered(i);
  }

  bool InValue(size_t first, size_t i, bool firm) const {
    const Token& token = sense_.At(i);
    if (!token.IsWord()) return false;
    std::string_view word = document_.Lower(token);
    bool label_next = document_.Gap(i).starts_with(":") ||
                      (token.Is(kIdLabel) && token.shape == Shape::kUpper && token.size() < 4 &&
                       document_.Gap(i).find('(') == std::string_view::npos &&
                       i + 1 < sense_.count() && sense_.At(i + 1).shape >= Shape::kNumber);
    bool column = i > first && token.Is(kNameLabel) && !token.Is(kForename | kSurname);
    if (label_next || column || EndsValue(word)) return false;
    if (token.Is(kParticle)) return true;
    bool initial = token.size() == 1 && token.shape == Shape::kUpper;
    if (initial) return true;
    if (token.Is(kFunction | kRelation | kModal)) return false;
    if (token.Is(kRole | kWardHead | kOrgHead) && !(token.Is(kSurnameCommon) && i > first))
      return false;
    if (token.line_case == LineCase::kOrdinary && token.shape == Shape::kLower) return false;
    bool after_initial = i > first && sense_.Initial(i - 1) && token.ProperCase();
    bool name = token.Is(kForename | kSurname) || sense_.Unknown(i) || after_initial;
    if (firm)
      return name || (token.shape != Shape::kLower && !token.Is(kClinical)) ||
             !token.Is(kEnglish | kClinical);
    if (!name || (token.Is(kClinical) && token.shape == Shape::kUpper)) return false;
    if (token.Is(kMonth | kWeekday | kDrug | kCountry)) return false;
    if (token.line_case != LineCase::kOrdinary && token.Is(kEnglish) && i == first &&
        !token.Is(kForename))
      return false;
    return true;
  }

  // "Hi Jo,", "Dear Mark"
  void Greeting(size_t i) {
    if (document_.Gap(i) != " " || !NameHere(i + 1)) return;
    size_t first = i + 1;
    size_t last = sense_.Extend(first);
    std::string_view gap = document_.Gap(last);
    bool ends = gap.empty() || gap[0] == ',' || gap[0] == '\n' || gap[0] == '-' || gap[0] == '.' ||
                gap.starts_with(" -") || gap == " ";
    if (ends) AddPerson(sense_, out_, first, last, 0.85, kGreeting);
    size_t second = last + 2;  // "Hi Jo and Sam,"
    if (second < sense_.count() && document_.LowerAt(last + 1) == "and" && NameHere(second)) {
      AddPerson(sense_, out_, second, sense_.Extend(second), 0.85, kGreeting);
    }
  }

  bool NameHere(size_t i) const {
    if (i >= sense_.count() || sense_.Covered(i)) return false;
    const Token& token = sense_.At(i);
    if (token.Is(kTitle | kFunction | kRole | kRelation | kWeekday) || !token.IsWord())
      return false;
    std::string_view word = document_.Lower(token);
    if (word == "team" || word == "colleagues" || word == "colleague" || word == "both" ||
        word == "everyone")
      return false;
    if (token.shape == Shape::kLower)
      return token.Is(kForename) && !sense_.At(i).Is(kVerb | kFunction);
    return token.Capital() || token.Is(kForename);
  }

  // "Thanks,\nJo", "Kind regards\nPriya Patel"
  void SignOff(size_t i) {
    size_t end = i;
    if (document_.LowerAt(i + 1) == "you") end = i + 1;
    if (end + 1 >= sense_.count()) return;
    std::string_view gap = document_.Gap(end);
    bool line = gap.find('\n') != gap.npos;
    std::string_view after_name = document_.Gap(end + 1);
    bool alone = gap == " " && sense_.At(end + 1).ProperCase() &&
                 (after_name.empty() || after_name[0] == '\n' || end + 2 == sense_.count()) &&
                 !sense_.At(end + 1).Is(kEnglishCommon | kClinical);  // "Thx Kwabs"
    if (alone && NameHere(end + 1)) return AddPerson(sense_, out_, end + 1, end + 1, 0.7, kSignOff);
    bool comma = gap.starts_with(",") || gap.starts_with(" -") || gap.starts_with(".");
    if ((!line && !comma) || gap.size() > 6) return;
    const Token& token = sense_.At(end + 1);
    std::string_view next = document_.Gap(end + 1);
    bool own_line = line && token.Capital() && (next.empty() || next[0] == '\n') &&
                    !token.Is(kClinical | kOrgHead | kCue | kGeneric);
    bool last_word = comma && end + 2 == sense_.count() && sense_.Unknown(end + 1) &&
                     token.size() > 3;  // "ta, zolani"
    if (last_word) return AddPerson(sense_, out_, end + 1, end + 1, 0.6, kSignOff);
    const bool initial = line && sense_.Initial(end + 1) && end + 2 < sense_.count() &&
                         (next == ". " || next == " " || next == ".") && NameHere(end + 2) &&
                         sense_.At(end + 2).Capital();  // "Yours sincerely\nH. Llewelyn"
    if (initial) {
      AddPerson(sense_, out_, end + 1, sense_.Extend(end + 2), 0.8, kSignOff);
      return;
    }
    if (!NameHere(end + 1)) return;
    bool everyday = token.Is(kEnglishCommon) && !token.Is(kForename | kSurname) && !own_line;
    if (everyday || (!line && !token.Is(kForename))) return;
    size_t last = sense_.Extend(end + 1);
    std::string_view after = document_.Gap(last);
    if (!line && !after.empty() && after[0] == ' ' && last + 1 < sense_.count()) return;
    AddPerson(sense_, out_, end + 1, last, 0.88, kSignOff);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindNameFields(NameSense& sense, Findings& out) { FieldReader(sense, out).Read(); }

}  // namespace candour::anonymise

// Names told by the words around them: "told will in the library", "seen by mark the porter",
// "SCRUB ROSE A", "notes by TB", "gave his name as Wellington Figueira", "Tan RN" at the end.
#include <algorithm>
#include <array>

#include "node/anonymise/name_reader.h"

namespace candour::anonymise {
namespace {

constexpr Rule kTold = {"person.told-to", "Somebody who is told, asked, named or seen."};
constexpr Rule kPost = {"person.at-post", "A name or letters beside somebody's post."};

constexpr WordClasses kNobody = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                kWardHead | kOrgHead | kWeekday | kStreet | kEponym | kIdLabel |
                                kFunction | kCountry;

class ToldReader : private NameReader {
 public:
  using NameReader::NameReader;

  void Read() {
    for (size_t i = 0; i < sense_.count(); ++i) {
      const Token& token = sense_.At(i);
      if (!token.IsWord() || sense_.Covered(i)) continue;
      if (token.line_case == LineCase::kUpper) {
        if (token.shape == Shape::kUpper) Shouted(i);
      } else if (token.shape == Shape::kLower) {
        Small(i);
      } else if (token.shape == Shape::kUpper) {
        Letters(i);
      } else {
        Capital(i);
      }
    }
  }

 private:
  void Add(size_t first, size_t last, const Rule& rule) {
    AddPerson(sense_, out_, first, last, 0.57, rule);
  }

  // A capital that may be the second word of a name.
  bool Part(size_t i) const {
    return Has(i) && sense_.At(i).Capital() && sense_.At(i).size() > 2 &&
           !sense_.At(i).Is(kNobody) && !sense_.At(i).starts_sentence;
  }

  // "told will in equipment", "seen by mark the porter", "went to see ron at 17"
  void Small(size_t i) {
    const Token& token = sense_.At(i);
    if (i == 0 || token.size() < 3 || !token.Is(kForename | kAmbiguousForename) ||
        token.Is(kRelation | kRole) || Gap(i) != " ")
      return;
    // "hamza warsame, will carter.", "mr will hopewell"
    const bool more = Behind(i, ", ") && sense_.Covered(i - 1) && sense_.At(i - 1).IsWord() &&
                      sense_.At(i - 1).shape == Shape::kLower && Has(i + 1) &&
                      (sense_.Unknown(i + 1) || sense_.At(i + 1).Is(kSurname)) &&
                      !sense_.At(i + 1).Is(kFunction | kVerb) &&
                      Gap(i + 1).find_first_of(".,;") == 0;
    if (more) return Add(i, i + 1, kTold);
    const bool titled = Behind(i, " ") && sense_.At(i - 1).Is(kTitle) && Has(i + 1) &&
                        sense_.Covered(i + 1) && sense_.At(i + 1).IsWord();
    if (titled) return Add(i, i, kTold);
    if (!Behind(i, " ")) return;
    constexpr std::array<std::string_view, 10> kTells = {
        "told", "asked", "rang", "phoned", "ring", "ask", "tell", "see", "bleeped", "rung"};
    constexpr std::array<std::string_view, 6> kWhere = {"in", "from", "at", "who", "that", "the"};
    std::string_view next = Word(i + 1);
    const bool told = IsOneOf(kTells, Word(i - 1)) && IsOneOf(kWhere, next) &&
                      (next != "the" || sense_.At(std::min(i + 2, sense_.count() - 1)).Is(kRole)) &&
                      (!token.Is(kModal) || next != "that");
    const bool by =
        Word(i - 1) == "by" && Has(i + 2) && next == "the" && sense_.At(i + 2).Is(kRole);
    const bool named = Word(i - 1) == "called" && i > 1 &&
                       (sense_.At(i - 2).Is(kRole) || Word(i - 2) == "someone");
    if (told || by || named) return Add(i, i, kTold);
    // "jun hca & me", "gaz rmn" at the end
    constexpr std::array<std::string_view, 5> kPosts = {"hca", "rmn", "rn", "odp", "hcsw"};
    if (IsOneOf(kPosts, next) && (sense_.At(i).starts_sentence || Behind(i, ". ")))
      Add(i, i, kPost);
  }

  // "notes by TB", "Action: TB / pharmacy", "In attendance: HB, RK"
  void Letters(size_t i) {
    const Token& token = sense_.At(i);
    // "not signed. JPV/sh": who dictated and who typed, at the end.
    const bool typed = token.size() < 4 && Gap(i) == "/" && i + 2 == sense_.count() &&
                       sense_.At(i + 1).shape == Shape::kLower && sense_.At(i + 1).size() == 2 &&
                       i > 0 && Gap(i - 1).find_first_of(".\n") == 0;
    if (typed) return Add(i, i + 1, kPost);
    if (token.size() != 2 || token.Is(kFunction | kRole)) return;
    // "Case 3 (BA, 61 M)", "DC's wife"
    const bool aged = Behind(i, " (") && Gap(i) == ", " && Has(i + 2) &&
                      sense_.At(i + 1).shape == Shape::kNumber && sense_.At(i + 1).size() == 2 &&
                      (Word(i + 2) == "m" || Word(i + 2) == "f");
    const bool whose =
        token.possessive && Has(i + 1) && sense_.At(i + 1).Is(kRelation) && !token.Is(kClinical);
    if (aged || whose) return Add(i, i, kPost);
    const bool notes = i > 1 && Behind(i, " ") && Word(i - 1) == "by" &&
                       (Word(i - 2) == "notes" || Word(i - 2) == "minutes");
    const bool action = i > 0 && Gap(i - 1).size() < 3 && Word(i - 1) == "action" &&
                        (Gap(i) == " / " || Gap(i) == "/" || Gap(i).starts_with("."));
    const bool there = Behind(i, ": ") &&
                       (Word(i - 1) == "attendance" || Word(i - 1) == "present") && Gap(i) == ", ";
    const bool other = !token.Is(kClinical) || (Has(i + 1) && !sense_.At(i + 1).Is(kClinical));
    if (notes || (action && other) || there) Add(i, i, kPost);
  }

  void Capital(size_t i) {
    const Token& token = sense_.At(i);
    if (token.size() < 2) return;
    const bool name = sense_.Unknown(i) || token.Is(kForename | kAmbiguousForename | kSurname);
    // "(Kelly and April)"
    const bool both = i > 1 && Behind(i, " ") && Word(i - 1) == "and" && sense_.Covered(i - 2) &&
                      sense_.At(i - 2).Is(kForename) && Gap(i).starts_with(")") &&
                      token.Is(kForename | kAmbiguousForename);
    if (both) return Add(i, i, kTold);
    if (!name || token.Is(kRole | kTitle | kDrug)) return;
    const bool pair = Gap(i) == " " && Part(i + 1);
    // "giving his name as Wellington Figueira"
    const bool as = i > 1 && Behind(i, " ") && Word(i - 1) == "as" && Word(i - 2) == "name";
    if (as) return Add(i, pair ? i + 1 : i, kTold);
    // "The nurse, Shiny Kuriakose, had rung", "S/N Delroya Chambers to reflect"
    const bool post =
        pair && i > 0 && sense_.At(i - 1).Is(kRole) && Behind(i, ", ") && Gap(i + 1) == ", ";
    const bool staff = pair && i > 1 && Behind(i, " ") && Word(i - 1) == "n" &&
                       Word(i - 2) == "s" && Gap(i - 2) == "/";
    if (post || staff) return Add(i, i + 1, kPost);
    // "Officers Bell and Ms Campbell-Grant"
    const bool officers = i > 0 && Behind(i, " ") && Word(i - 1) == "officers" && Gap(i) == " " &&
                          Word(i + 1) == "and" && token.Is(kSurname);
    if (officers) return Add(i, i, kPost);
    // "Will Haddock summarised", "Present: Anne-Marie Sugden (chair), Vikesh Lad, Dawn Petty"
    const bool acts = pair && Gap(i + 1) == " " && Has(i + 2) &&
                      sense_.At(i + 2).shape == Shape::kLower && Word(i + 2).ends_with("ed") &&
                      token.Is(kForename | kAmbiguousForename);
    const bool listed = pair && Behind(i, ", ") && Gap(i + 1) == ", " && i > 0 &&
                        (sense_.Covered(i - 1) || Gap(i - 1).find(')') != std::string_view::npos) &&
                        Has(i + 2) && sense_.Covered(i + 2) && sense_.At(i + 2).Capital();
    if (acts || listed) return Add(i, i + 1, kTold);
    // "Askew family have been seen", "Tan RN" at the end
    const bool family = Gap(i) == " " && Word(i + 1) == "family" && token.Is(kSurname) &&
                        !token.Is(kEnglishCommon | kFunction);
    const bool end = Gap(i) == " " && i + 2 == sense_.count() &&
                     (Word(i + 1) == "rn" || Word(i + 1) == "hca" || Word(i + 1) == "sn");
    if (family || (end && !token.Is(kFunction))) return Add(i, i, kPost);
    // "Will H to ask.", "Zayn M bed 2", "Tyrese B | 7824"
    const bool initial = Gap(i) == " " && Has(i + 1) && sense_.Initial(i + 1) &&
                         !sense_.Covered(i + 1) && Has(i + 2);
    const bool forename = token.Is(kForename | kAmbiguousForename) || sense_.Unknown(i);
    const bool told = initial && forename &&
                      ((Gap(i + 1) == " " && (Word(i + 2) == "to" || Word(i + 2) == "bed")) ||
                       (Gap(i + 1) == " | " && token.starts_line));
    if (told && !token.Is(kClinical)) Add(i, i + 1, kTold);
  }

  // "SCRUB ABENA SARPONG, CIRC TOM", "BMS R DOHERTY HCPC", "BED 9 FATHIMA R - HICKMAN"
  void Shouted(size_t i) {
    const Token& token = sense_.At(i);
    constexpr std::array<std::string_view, 6> kTeam = {"scrub",  "circ",    "anaes",
                                                       "runner", "surgeon", "operator"};
    const bool forename = token.size() > 2 && token.Is(kForename | kAmbiguousForename) &&
                          !token.Is(kFunction | kRole);
    const bool initial = Has(i + 1) && Gap(i) == " " && sense_.Initial(i + 1) && Word(i + 1) != "a";
    if (forename && Behind(i, " ") && IsOneOf(kTeam, Word(i - 1)))
      return Add(i, Has(i + 1) && Gap(i) == " " && sense_.Initial(i + 1) ? i + 1 : i, kPost);
    constexpr std::array<std::string_view, 6> kBooks = {"hcpc", "nmc", "gmc", "pin", "gphc", "gdc"};
    const bool letter = token.size() == 1 && Gap(i) == " " && Has(i + 2) && Behind(i, " ") &&
                        sense_.At(i + 1).size() > 3 && IsOneOf(kBooks, Word(i + 2)) &&
                        (sense_.Unknown(i + 1) || sense_.At(i + 1).Is(kSurname));
    if (letter) return Add(i, i + 1, kPost);
    const bool bed = forename && initial && Gap(i + 1) == " - " && i > 1 && Behind(i, " ") &&
                     sense_.At(i - 1).shape == Shape::kNumber && Word(i - 2) == "bed";
    if (bed) Add(i, i + 1, kTold);
  }
};

}  // namespace

void FindTold(NameSense& sense, Findings& out) { ToldReader(sense, out).Read(); }

}  // namespace candour::anonymise

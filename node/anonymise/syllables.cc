// Given names of two syllables with a hyphen between, as Korean and Chinese names are written in
// English, with the surname before or behind: "Jun-ho Baek", "Park Ji-woo", "TSANG Wing-yan"; and
// surnames in which an optical reader saw figures, behind what was found of the name.
#include <array>
#include <unordered_set>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {
namespace {

constexpr Rule kSyllables = {"person.syllables", "A given name of two syllables with a hyphen."};
constexpr Rule kMisread = {"person.misread", "A name in which a reader saw figures."};

// Of given names in Korean, Mandarin and Cantonese, as they are romanised.
bool IsSyllable(std::string_view word) {
  static const std::unordered_set<std::string_view> kAll = {
      "ji",    "jin",   "jun",   "min",   "soo",   "su",   "young", "hyun",   "hee",   "ho",
      "won",   "woo",   "seo",   "yeon",  "kyung", "sung", "seung", "tae",    "dong",  "chul",
      "hwa",   "eun",   "mi",    "na",    "ra",    "rin",  "bin",   "chan",   "gyu",   "hye",
      "jae",   "jong",  "kwang", "mei",   "ling",  "wei",  "wen",   "xin",    "yan",   "yi",
      "ying",  "yu",    "zhen",  "hui",   "hua",   "jie",  "lei",   "li",     "long",  "ming",
      "ning",  "peng",  "ping",  "qi",    "rong",  "shan", "tao",   "ting",   "xia",   "xiao",
      "xue",   "yang",  "kei",   "kit",   "kwok",  "man",  "sze",   "tsz",    "wai",   "wing",
      "yee",   "yin",   "chi",   "chun",  "fai",   "hang", "hin",   "hoi",    "ka",    "kar",
      "lok",   "lun",   "pui",   "siu",   "joon",  "joo",  "ju",    "kyu",    "kyo",   "hoon",
      "hun",   "sook",  "suk",   "yong",  "yoon",  "yun",  "ye",    "yeong",  "ah",    "a",
      "in",    "il",    "myung", "nam",   "sang",  "shin", "sik",   "hyuk",   "hyeon", "jeong",
      "jung",  "mo",    "bo",    "da",    "do",    "ga",   "gi",    "kyeong", "lan",   "fang",
      "fen",   "feng",  "guo",   "hai",   "hong",  "jia",  "jian",  "jing",   "juan",  "jun",
      "kai",   "lian",  "lin",   "liang", "mei",   "qing", "rui",   "shu",    "ting",  "wan",
      "xiang", "xiu",   "yao",   "yuan",  "yue",   "zhi",  "zhong", "lai",    "lam",   "mui",
      "sau",   "shuk",  "suet",  "suk",   "wah",   "yuet", "yuk",   "yung",   "keung", "kin",
      "kuen",  "leung", "ngai",  "tak",   "tin"};
  return kAll.contains(word);
}

class SyllableReader {
 public:
  SyllableReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

  void Read() {
    for (size_t i = 0; i + 1 < sense_.count(); ++i) {
      if (Given(i)) {
        Whole(i);
      } else if (sense_.Covered(i) || sense_.Initial(i)) {
        Misread(i);
      } else if (sense_.At(i).shape == Shape::kAlnum && document_.Gap(i) == " " &&
                 sense_.Covered(i + 1) && sense_.At(i + 1).Capital() &&
                 sense_.At(i + 1).Is(kSurname | kForename)) {
        std::string_view word = document_.Text(sense_.At(i));  // "Gi1l Askew"
        const bool ones = word.find_first_of("023456789") == word.npos && word.size() > 3;
        if (ones && word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'a')
          AddPerson(sense_, out_, i, i + 1, 0.6, kMisread);
      }
    }
  }

 private:
  bool Free(size_t i) const { return i < sense_.count() && !sense_.Covered(i); }

  // "Jun-ho", "Wing-Yan": a capital, and the second no small word that English joins so.
  bool Given(size_t i) const {
    if (document_.Gap(i) != "-") return false;
    const Token& first = sense_.At(i);
    const Token& second = sense_.At(i + 1);
    if (!first.Capital() || !second.IsWord() || second.size() < 2 || first.size() < 2) return false;
    if (document_.Gap(i + 1) == "-" || (i > 0 && document_.Gap(i - 1) == "-")) return false;
    constexpr std::array<std::string_view, 6> kJoined = {"in", "do", "a", "man", "long", "hang"};
    return IsSyllable(document_.LowerAt(i)) && IsSyllable(document_.LowerAt(i + 1)) &&
           !(second.shape == Shape::kLower && IsOneOf(kJoined, document_.LowerAt(i + 1)));
  }

  bool Surname(size_t i) const {
    constexpr WordClasses kNobody = kRole | kTitle | kRelation | kClinical | kDrug | kBrand |
                                    kWardHead | kOrgHead | kWeekday | kMonth | kFunction | kModal |
                                    kIdLabel | kCue;
    const Token& token = sense_.At(i);
    const bool named = !sense_.Covered(i) || token.Is(kSurname | kForename) || token.classes == 0;
    return named && (token.Capital() || token.shape == Shape::kUpper) && token.size() > 1 &&
           token.size() < 12 &&
           (!token.Is(kNobody) ||
            (token.Is(kSurnameCommon) && !token.Is(kRole | kTitle | kRelation))) &&
           !sense_.EponymFrame(i);
  }

  void Whole(size_t i) {
    size_t first = i;
    size_t last = i + 1;
    const bool behind = document_.Gap(last) == " " && last + 1 < sense_.count() &&
                        Surname(last + 1) && !sense_.At(last).possessive;
    const bool before = i > 0 && document_.Gap(i - 1) == " " && Surname(i - 1) &&
                        (!sense_.At(i - 1).starts_sentence || sense_.At(i - 1).Is(kSurname) ||
                         sense_.Unknown(i - 1));
    if (before) {
      --first;
    } else if (behind) {
      ++last;
    }
    AddPerson(sense_, out_, first, last, 0.7, kSyllables);
  }

  // "Bridget Mulvihi11", "T. Hargr3ave", "J Eckersal1"
  void Misread(size_t i) {
    std::string_view gap = document_.Gap(i);
    const bool initial = sense_.Initial(i) && !sense_.Covered(i);
    if ((gap != " " && !(gap == ". " && sense_.Initial(i))) || !Free(i + 1)) return;
    const Token& name = sense_.At(i);
    if (!initial && !(name.Capital() && name.Is(kForename | kSurname))) return;
    const Token& next = sense_.At(i + 1);
    std::string_view word = document_.Text(next);
    size_t small = 0;
    size_t figures = 0;
    for (char c : word) {
      small += c >= 'a' && c <= 'z' ? 1 : 0;
      figures += c >= '0' && c <= '9' ? 1 : 0;
    }
    const bool capital = word[0] >= 'A' && word[0] <= 'Z';
    // "Gi11", "Va1e": in a short word nothing but a 1 for an l.
    const bool ones = word.find_first_of("023456789") == word.npos;
    if (next.shape == Shape::kAlnum && capital && small >= (ones ? 1u : 4u) && figures > 0 &&
        figures < 3)
      AddPerson(sense_, out_, i, i + 1, 0.6, kMisread);
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace

void FindSyllables(NameSense& sense, Findings& out) { SyllableReader(sense, out).Read(); }

}  // namespace candour::anonymise

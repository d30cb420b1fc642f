// What is known about a single word: one hash table over every list, built once, then read-only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/anonymise/gazetteer.h"

namespace candour::anonymise {

using WordClasses = uint64_t;

// Bits of WordClasses.
enum WordClass : WordClasses {
  kForename = WordClasses{1} << 0,
  kForenameCommon = WordClasses{1} << 1,
  kSurname = WordClasses{1} << 2,
  kSurnameCommon = WordClasses{1} << 3,
  kEnglish = WordClasses{1} << 4,
  kEnglishCommon = WordClasses{1} << 5,
  kDrug = WordClasses{1} << 6,
  kPlace = WordClasses{1} << 7,
  kPlaceHead = WordClasses{1} << 8,  // First word of a place of several words.
  kTitle = WordClasses{1} << 9,      // Mr, Dr, Sister ...
  kRole = WordClasses{1} << 10,      // nurse, HCA, porter ...
  kRelation = WordClasses{1} << 11,  // daughter, NOK ...
  kParticle = WordClasses{1} << 12,  // de, van, bin ...
  kStreet = WordClasses{1} << 13,
  kOrgHead = WordClasses{1} << 14,   // hospital, surgery ...
  kWardHead = WordClasses{1} << 15,  // ward, suite, unit ...
  kMonth = WordClasses{1} << 16,
  kWeekday = WordClasses{1} << 17,
  kVerb = WordClasses{1} << 18,  // What a person does: said, fell, reported ...
  kEponym = WordClasses{1} << 19,
  kEponymHead = WordClasses{1} << 20,  // disease, syndrome, catheter ...
  kClinical = WordClasses{1} << 21,    // Clinical words and abbreviations, whatever their case.
  kBrand = WordClasses{1} << 22,       // Devices, companies, software.
  kFunction = WordClasses{1} << 23,    // the, of, with ...
  kGeneric = WordClasses{1} << 24,     // Modifiers that name nobody: general, acute, stroke ...
  kDirection = WordClasses{1} << 25,
  kModal = WordClasses{1} << 26,    // will, may ...
  kCountry = WordClasses{1} << 27,  // Countries, languages, faiths, firms: not people.
  kCue = WordClasses{1} << 28,      // by, with, informed ...: a person often follows.
  kIdLabel = WordClasses{1} << 29,  // First word of a label that announces an identifier.
  kAmbiguousForename = WordClasses{1}
                       << 30,  // Also an everyday word even where it begins a sentence.
  kPlacePhrase = WordClasses{1} << 31,
  kNameLabel = WordClasses{1} << 32,  // Ends a label whose value is a name.
  kGreetingWord = WordClasses{1} << 33,
  kSignOffWord = WordClasses{1} << 34,
  kUnitWord = WordClasses{1} << 35,   // flat, caravan, plot ...
  kHouseWord = WordClasses{1} << 36,  // house, cottage, farm ...
  kLooseStreet =
      WordClasses{1} << 37,           // Street types that are everyday words: way, close, hill ...
  kFirmCue = WordClasses{1} << 38,    // Cues that almost always precede a person.
  kTies = WordClasses{1} << 39,       // in, from, near ...: ties a place to someone.
  kWardPlant = WordClasses{1} << 40,  // Trees, flowers and animals that wards are named after.
  kDateCue = WordClasses{1} << 41,    // on, dated, since ...: a day in digits may follow.
  kHospital = WordClasses{1} << 42,   // Hospitals by the names people call them, places as well.
  kNetwork = WordClasses{1} << 43,    // Social networks and words for accounts.
  kFirmEnd = WordClasses{1} << 44,    // What only firms' names end in: llp, cabs ...
  kVenueEnd =
      WordClasses{1} << 45,  // What names of houses and services end in, and much else does.
};

class Lexicon {
 public:
  explicit Lexicon(const Gazetteer& gazetteer);
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  // `word` in lower case ASCII without apostrophes; zero when unknown.
  WordClasses Find(std::string_view word) const;

 private:
  struct Slot {
    uint32_t offset = 0;
    uint16_t length = 0;  // Zero marks an empty slot.
    uint16_t tag = 0;
    WordClasses classes = 0;
  };

  void AddFrontCoded(std::string_view list, WordClasses every, WordClasses common);
  void AddVocabulary(std::string_view lines);
  void Add(std::string_view word, WordClasses classes);
  void Clear(std::string_view word, WordClasses classes);
  void Grow();

  std::string arena_;
  std::vector<Slot> slots_;
  size_t used_ = 0;
};

}  // namespace candour::anonymise

#include "node/anonymise/lexicon.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace candour::anonymise {
namespace {

constexpr size_t kFirstSlots = size_t{1} << 19;

uint64_t Hash(std::string_view word) {
  uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char c : word) h = (h ^ c) * 0x100000001b3u;
  return h ^ (h >> 29);
}

constexpr std::array<std::pair<std::string_view, WordClasses>, 44> kClassNames = {{
    {"title", kTitle},
    {"role", kRole},
    {"relation", kRelation},
    {"particle", kParticle},
    {"street", kStreet},
    {"orghead", kOrgHead},
    {"wardhead", kWardHead},
    {"month", kMonth},
    {"weekday", kWeekday},
    {"verb", kVerb},
    {"eponym", kEponym},
    {"eponymhead", kEponymHead},
    {"clinical", kClinical},
    {"brand", kBrand},
    {"function", kFunction},
    {"generic", kGeneric},
    {"direction", kDirection},
    {"modal", kModal},
    {"country", kCountry},
    {"company", kBrand | kCountry},
    {"nobody", kCountry},
    {"onlyname", kForename | kForenameCommon},
    {"namelabel", kNameLabel},
    {"greeting", kGreetingWord},
    {"signoff", kSignOffWord},
    {"unitword", kUnitWord},
    {"houseword", kHouseWord},
    {"loosestreet", kLooseStreet},
    {"firmcue", kFirmCue},
    {"ties", kTies},
    {"wardplant", kWardPlant},
    {"datecue", kDateCue},
    {"cue", kCue},
    {"idlabel", kIdLabel},
    {"ambiguous", kAmbiguousForename},
    {"forename", kForename | kForenameCommon},
    {"familyname", kSurname | kSurnameCommon},
    {"surname", kSurname | kSurnameCommon},
    {"place", kPlace},
    {"hospital", kPlace | kHospital},
    {"network", kNetwork},
    {"english", kEnglish},
    {"firmend", kFirmEnd},
    {"venueend", kVenueEnd},
}};

WordClasses ClassNamed(std::string_view name) {
  for (const auto& [known, bit] : kClassNames) {
    if (known == name) return bit;
  }
  return 0;
}

// Takes the part of `rest` before `stop` off its front.
std::string_view TakeUntil(std::string_view& rest, char stop) {
  size_t at = std::min(rest.find(stop), rest.size());
  std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return taken;
}

}  // namespace

Lexicon::Lexicon(const Gazetteer& gazetteer) : slots_(kFirstSlots) {
  arena_.reserve(size_t{2} << 20);
  AddFrontCoded(gazetteer.english, kEnglish, kEnglishCommon);
  AddFrontCoded(gazetteer.forenames, kForename, kForenameCommon);
  AddFrontCoded(gazetteer.surnames, kSurname, kSurnameCommon);
  AddFrontCoded(gazetteer.places, kPlace, 0);
  AddFrontCoded(gazetteer.drugs, kDrug, 0);
  AddVocabulary(gazetteer.vocabulary);
  AddVocabulary(gazetteer.names);
}

void Lexicon::AddFrontCoded(std::string_view list, WordClasses every, WordClasses common) {
  std::string word;
  while (!list.empty()) {
    std::string_view line = TakeUntil(list, '\n');
    if (line.empty()) continue;
    bool is_common = line[0] >= 'A' && line[0] <= 'Z';
    size_t shared = static_cast<size_t>(line[0] - (is_common ? 'A' : 'a'));
    word.resize(std::min(shared, word.size()));
    word.append(line.substr(1));
    Add(word, every | (is_common ? common : 0));
  }
}

void Lexicon::AddVocabulary(std::string_view lines) {
  std::string spaced;
  while (!lines.empty()) {
    std::string_view line = TakeUntil(lines, '\n');
    if (line.empty() || line[0] == '#') continue;
    std::string_view name = TakeUntil(line, ':');
    WordClasses classes = ClassNamed(name);
    // Forenames that a large dictionary also holds as words, but that are never used so here.
    WordClasses cleared = name == "onlyname" ? kEnglish | kEnglishCommon : 0;
    while (!line.empty()) {
      std::string_view word = TakeUntil(line, ' ');
      if (word.empty()) continue;
      spaced.assign(word);
      std::replace(spaced.begin(), spaced.end(), '_', ' ');
      Add(spaced, classes);
      if (cleared != 0) Clear(spaced, cleared);
    }
  }
}

void Lexicon::Add(std::string_view word, WordClasses classes) {
  if (word.empty() || word.size() > 0xffff) return;
  if (size_t space = word.find(' '); space != std::string_view::npos) {
    Add(word.substr(0, space), kPlaceHead);
    classes = kPlacePhrase | (classes & kHospital);
  }
  if ((used_ + 1) * 2 > slots_.size()) Grow();
  uint64_t hash = Hash(word);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].length != 0) {
    Slot& slot = slots_[at];
    if (std::string_view(arena_).substr(slot.offset, slot.length) == word) {
      slot.classes |= classes;
      return;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  slots_[at] = {.offset = static_cast<uint32_t>(arena_.size()),
                .length = static_cast<uint16_t>(word.size()),
                .tag = static_cast<uint16_t>(hash >> 48),
                .classes = classes};
  arena_.append(word);
  ++used_;
}

void Lexicon::Clear(std::string_view word, WordClasses classes) {
  for (size_t at = Hash(word) & (slots_.size() - 1); slots_[at].length != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    Slot& slot = slots_[at];
    if (std::string_view(arena_).substr(slot.offset, slot.length) == word) slot.classes &= ~classes;
  }
}

void Lexicon::Grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.length == 0) continue;
    uint64_t hash = Hash(std::string_view(arena_).substr(slot.offset, slot.length));
    size_t at = hash & (slots_.size() - 1);
    while (slots_[at].length != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

WordClasses Lexicon::Find(std::string_view word) const {
  if (word.empty() || word.size() > 64) return 0;
  uint64_t hash = Hash(word);
  uint16_t tag = static_cast<uint16_t>(hash >> 48);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].length != 0) {
    const Slot& slot = slots_[at];
    if (slot.tag == tag && slot.length == word.size() &&
        std::memcmp(arena_.data() + slot.offset, word.data(), word.size()) == 0) {
      return slot.classes;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  return 0;
}

}  // namespace candour::anonymise

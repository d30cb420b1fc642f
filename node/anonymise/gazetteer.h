// The word lists, compiled in byte for byte from node/anonymise/gazetteer/*.txt (see SOURCES.md
// there).
//
// english, forenames, surnames, places and drugs are front coded: one entry a line, sorted; the
// first character says how many characters the entry shares with the one before (a = 0, b = 1,
// ...), the rest is what follows. A capital first character marks an entry of the list's common
// class. vocabulary and names hold lines of "class: word word ...", where "_" inside a word stands
// for a space.
#pragma once

#include <string_view>

namespace candour::anonymise {

struct Gazetteer {
  std::string_view english;
  std::string_view forenames;
  std::string_view surnames;
  std::string_view places;
  std::string_view drugs;
  std::string_view vocabulary;
  std::string_view names;
};

Gazetteer CompiledGazetteer();

}  // namespace candour::anonymise

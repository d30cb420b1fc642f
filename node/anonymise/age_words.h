// Words that tell an age from a measure.
#pragma once

#include <string_view>

namespace candour::anonymise {

// "sats", "hb", "weight": what a number of about ninety is of, where it is no age.
bool IsMeasuredThing(std::string_view word);

// "lives", "frail", "dnacpr": what is said of somebody right behind the age.
bool IsSaidOfSomebody(std::string_view word);

}  // namespace candour::anonymise

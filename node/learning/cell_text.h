// What a cell of somebody's table says, without the accidents of the program that wrote it.
//
// All functions take UTF-8 and give UTF-8, and none changes a narrative beyond the space around it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candour::intake {

// Without surrounding space (no-break spaces too), and without the ="..." that spreadsheets write
// around a text to keep its zeros. Anything else that begins with "=" is a text like any other;
// nothing is ever calculated.
std::string CleanCell(std::string_view cell);

// Every run of white space as one space, none at the ends.
std::string CollapseSpaces(std::string_view text);

// For comparing: collapsed, ASCII letters in lower case, typographic quotes, hyphens and dashes as
// ASCII.
std::string FoldText(std::string_view text);

// One spelling for a reference that is written in several: no space, ASCII hyphens, upper case.
// "2016 - 0143" is "2016-0143"; "2018-0352A" stays another reference than "2018-0352".
std::string CanonicalReference(std::string_view reference);

// The first words of a text, with "..." when there are more.
std::string FirstWords(std::string_view text, size_t words_max);

// The parts between separators, cleaned, without empty ones. An empty separator gives the whole.
std::vector<std::string> SplitCell(std::string_view cell, std::string_view separator);

// Empty when a byte has no character in Windows-1252.
std::optional<std::string> FromWindows1252(std::string_view bytes);

}  // namespace candour::intake

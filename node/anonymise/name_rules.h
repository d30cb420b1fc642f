// The rules about people, in the order FindPeople runs them.
#pragma once

#include "node/anonymise/name_sense.h"
#include "node/anonymise/people.h"

namespace candour::anonymise {

void FindSeeds(NameSense& sense, const PeopleContext& context, Findings& out);
// In a table's column of names.
void FindNameCells(NameSense& sense, const Tables& tables, Findings& out);
void FindNameFields(NameSense& sense, Findings& out);  // "Patient name: ...", "Thanks,\n..."
// By the little that stands around them: "pt is JPW", a last line that holds nothing else.
void FindLoneNames(NameSense& sense, Findings& out);
void FindRolePairs(NameSense& sense, Findings& out);   // After FindTitled.
void FindTitled(NameSense& sense, Findings& out);      // "Mrs ...", "physio ...", "seen by ..."
void FindPairs(NameSense& sense, Findings& out);       // Forename and surname, surname and initial.
void FindAsides(NameSense& sense, Findings& out);      // "Dawn (bank nurse)", "it's Sam from".
void FindBearers(NameSense& sense, Findings& out);     // By the numbers that follow, by beds.
void FindSignatures(NameSense& sense, Findings& out);  // Letters that sign, names in quotes.
void FindSingles(NameSense& sense, Findings& out);     // One name alone, initials.
void FindOpenings(NameSense& sense, Findings& out);    // Capitals told by what is said of them.
void FindPlainNames(NameSense& sense, Findings& out);  // Where capitals say nothing.
// Names beside ranks, other names and what people do, in the same lines.
void FindPlainCompany(NameSense& sense, Findings& out);
// By where they stand, whatever they are: beside names, behind relations, before ages.
void FindStrangers(NameSense& sense, Findings& out);
void FindSyllables(NameSense& sense, Findings& out);    // "Jun-ho Baek".
void FindEntries(NameSense& sense, Findings& out);      // By their place in lists and messages.
void FindTold(NameSense& sense, Findings& out);         // By the words around them.
void FindHinted(NameSense& sense, Findings& out);       // By one hint that only people have.
void FindCompletions(NameSense& sense, Findings& out);  // The rest of what was found in part.
void FindPlaceParts(NameSense& sense, Findings& out);   // Of wards, services and addresses.
void FindNumberParts(NameSense& sense, Findings& out);  // The rest of a number: "M" of "0417 M".
void Propagate(NameSense& sense, Findings& out);        // Names found elsewhere in the same text.
void FindVenues(NameSense& sense, Findings& out);       // Places nothing else names.
void FindLeftAges(NameSense& sense, Findings& out);     // Beside the names found before.
// Days without a year that none of the readers before took, by the days beside them.
void FindLeftDays(NameSense& sense, Findings& out);
// Numbers and codes that the readers before left and nothing explains.
void FindUnexplained(NameSense& sense, Findings& out);
void SweepNumbers(NameSense& sense, Findings& out);            // Numbers and days, mostly flags.
void SweepResidue(NameSense& sense, Findings& out);            // Flags only: words.
void FindNumbersAgain(const NameSense& sense, Findings& out);  // Masked elsewhere in the text.

}  // namespace candour::anonymise

#include "node/anonymise/people.h"

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {

namespace {

// "Quelli-" and on the next line "mar": a name goes on over a hyphen at a line's end.
void OverTornLines(const Document& document, Findings& out) {
  std::string_view text = document.text();
  auto small = [&](size_t at) { return at < text.size() && text[at] >= 'a' && text[at] <= 'z'; };
  for (Finding& finding : out) {
    size_t rest = finding.end + (text.substr(finding.end, 2) == "-\n" ? 2 : 1);
    bool torn = finding.type == SpanType::kPerson && finding.masked() && small(rest) &&
                text[finding.end] == '-' &&
                document.OriginalBegin(rest) > document.OriginalBegin(finding.end) + 1;
    if (!torn) continue;
    finding.end = rest;
    while (small(finding.end)) ++finding.end;
  }
}

}  // namespace

void FindPeople(const Document& document, const PeopleContext& context, Findings& out) {
  NameSense sense(document, out);
  FindSeeds(sense, context, out);
  FindNameCells(sense, context.tables, out);
  FindNameFields(sense, out);
  FindLoneNames(sense, out);
  FindTitled(sense, out);
  FindRolePairs(sense, out);
  FindPairs(sense, out);
  FindAsides(sense, out);
  FindBearers(sense, out);
  FindSignatures(sense, out);
  FindSingles(sense, out);
  FindOpenings(sense, out);
  FindPlainNames(sense, out);
  FindPlainCompany(sense, out);
  FindStrangers(sense, out);
  FindSyllables(sense, out);
  FindHinted(sense, out);
  FindEntries(sense, out);
  FindTold(sense, out);
  OverTornLines(document, out);
  FindCompletions(sense, out);
  FindPlaceParts(sense, out);
  Propagate(sense, out);
  FindVenues(sense, out);
  FindLeftAges(sense, out);
  FindLeftDays(sense, out);
  FindUnexplained(sense, out);
  SweepNumbers(sense, out);
  SweepResidue(sense, out);
  FindCompletions(sense, out);  // Also of what was found since.
  FindPlaceParts(sense, out);
  FindNumberParts(sense, out);
  FindNumbersAgain(sense, out);
}

}  // namespace candour::anonymise

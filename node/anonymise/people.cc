#include "node/anonymise/people.h"

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {

void FindPeople(const Document& document, const PeopleContext& context, Findings& out) {
  NameSense sense(document, out);
  FindSeeds(sense, context, out);
  FindNameFields(sense, out);
  FindTitled(sense, out);
  FindPairs(sense, out);
  FindAsides(sense, out);
  FindSingles(sense, out);
  FindOpenings(sense, out);
  FindPlainNames(sense, out);
  FindPlainCompany(sense, out);
  Propagate(sense, out);
  FindVenues(sense, out);
  SweepNumbers(sense, out);
  SweepResidue(sense, out);
}

}  // namespace candour::anonymise

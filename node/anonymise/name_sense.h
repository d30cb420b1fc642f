// What makes a word look like a name, shared by every rule about people.
#pragma once

#include <vector>

#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

class NameSense {
 public:
  // `structured` are the findings so far: words inside them are no names. Both must outlive this.
  NameSense(const Document& document, const Findings& structured);

  const Document& document() const { return document_; }
  const Token& At(size_t i) const { return document_.tokens()[i]; }
  size_t count() const { return document_.tokens().size(); }
  bool Covered(size_t i) const { return covered_[i] != 0; }
  void Cover(size_t first, size_t last);

  // Names that are nothing else.
  bool StrongForename(size_t i) const;
  bool StrongSurname(size_t i) const;
  // Known neither as an English word nor as anything clinical.
  bool Unknown(size_t i) const;
  // Never part of a name: a function word, a role, an abbreviation, a month ...
  bool NeverName(size_t i) const;
  bool Initial(size_t i) const;  // A single capital letter.
  // Letters with points between them that stand for no name: "H.C.A.", "N.O.K."
  bool IsAbbreviation(size_t first, size_t last) const;
  // A capital mid-sentence, or at a sentence start followed by what only a person does.
  bool HumanVerbAfter(size_t i) const;
  // "Mark photographed a mark", "DAWN WITNESSED IT": any verb in "-ed" with its object behind it.
  bool PastVerbAfter(size_t i) const;
  bool PersonBefore(size_t i) const;  // A role, a relation or a cue such as "by" comes before.
  // "Parkinson's disease", "Foley catheter", "has Crohn's": the word is an eponym here.
  bool EponymFrame(size_t i) const;
  // A brand here: nothing else, or followed by another part of a device's name.
  bool BrandHere(size_t i) const;
  // Token i and i + 1 stand together as parts of one name do.
  bool Joined(size_t i) const;

  // Extends a name that begins at `first` over what follows; returns its last token.
  size_t ExtendCapitals(size_t first) const;
  size_t ExtendPlain(size_t first) const;  // Where capitals say nothing.
  size_t Extend(size_t first) const;
  // `Jordan "Jaz" Pickles`, "Robert (Bob) Tranter": the surname behind a forename's nickname, or
  // `i` where none stands.
  size_t OverNickname(size_t i) const;
  // "al-Khafaji": where the name begins whose last part is at `first`.
  size_t OverParticle(size_t first) const;
  // "helen p &": a small letter after a small name, at a clause's end.
  bool SmallInitialAfter(size_t i) const;

 private:
  const Document& document_;
  std::vector<uint8_t> covered_;
};

// Adds a person from token `first` to token `last` and covers it.
void AddPerson(NameSense& sense, Findings& out, size_t first, size_t last, double confidence,
               const Rule& rule);

}  // namespace candour::anonymise

// What the labels of forms, tables and notes announce: "NHS No", "D.O.B.", "asset tag", "Nurse".
#pragma once

#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

enum class Announced : uint8_t {
  kNhs,
  kBirth,
  kDay,
  kAge,
  kRecord,
  kStaff,
  kInsurance,
  kPlate,
  kSerial,
  kPhone,
  kExtension,
  kPostcode,
  kEmail,
  // In the heads of tables only; in running text other rules read them.
  kName,
  kAddress,
  kWard,
  kOrganisation,
  kPlace,
  kOther,  // A column that holds nothing of anybody: "Bed", "Time", "Harm".
};

constexpr uint32_t Bit(Announced announced) { return uint32_t{1} << static_cast<int>(announced); }

// One label may announce several things: "Staff" a name at the head of a column, "Staff no." a
// number.
struct Label {
  uint32_t all = 0;   // Bit() of each.
  uint32_t firm = 0;  // Of those it announces without "no." or "ref" behind it.
  size_t end = 0;     // The token after its last word.
};

// The longest label that begins at token `i`; without any bits when none does.
Label LabelAt(const Document& document, size_t i);

// The token after the words between a label and its value that begin at token `i`: "no.", "ref",
// "recorded as". `numbered` becomes true where one of them says that a number follows.
size_t OverLabelTail(const Document& document, size_t i, bool& numbered);

}  // namespace candour::anonymise

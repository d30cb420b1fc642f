// The finders of docs/privacy.md section 2, in the order they run. Each reads the document and adds
// to the findings; none removes any. All are linear in the text.
#pragma once

#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

struct Tables;

void FindWeb(const Document& document, Findings& out);      // E-mail, URL, IP address.
void FindNumbers(const Document& document, Findings& out);  // NHS numbers and telephones.
void FindDates(const Document& document, Findings& out);
// Days in a list or range before a date, and dates with spaces between their digits. FindDates
// calls it; its own findings begin at `first` in `out`.
void FindMoreDays(const Document& document, size_t first, Findings& out);
void FindRareDays(const Document& document, Findings& out);  // "27 xii", "2 Mawrth", in words.
void FindCuedDays(const Document& document, Findings& out);  // "MDT of 12/12", "24/12 20:15".
// Of two numbers with a stroke between them that begin at token `i`. "Raised on 3/7 by the nurse":
// a day, where a duration has a noun behind it.
bool DoneOn(const Document& document, size_t i);
bool AtHead(const Document& document, size_t i);  // "When: 6/6, 11.25", "2/3 referred by".
bool HasDay(std::string_view word);               // "the list of 25.02", "the rota of 3.11".
int NumberOf(std::string_view digits);            // -1 when it is none, or too large.
bool IsDayMonth(int a, int b);                    // In either order.
bool IsDuration(int day, int month);  // 2/7, 10/7, 3/12: days and months as prescriptions count.
// A score is never above what it is out of: "30/8" is a day where nothing says otherwise.
bool OverTheTop(const Document& document, size_t i, int day, int month);
bool ScoreBefore(const Document& document, size_t i);  // "GCS", "BP", "vision".
void FindAges(const Document& document, Findings& out);
void FindBareAges(const Document& document, Findings& out);     // "Bed 9 - 93, hip #". Behind it.
void FindCodes(const Document& document, Findings& out);        // Shapes that need no label.
void FindLabelledIds(const Document& document, Findings& out);  // "Datix WEB1234", "s/n 0913".
void FindAnnounced(const Document& document, Findings& out);    // Any label, any notation.
void FindAccessCodes(const Document& document, Findings& out);  // "gate is 1361".
void FindHosts(const Document& document, Findings& out);        // Computers and accounts.
// In tables (columns.h), by the heads of their columns.
void FindCells(const Document& document, const Tables& tables, Findings& out);
// What the finders before left: long numbers and codes that nothing explains. Runs after them.
void FindUnlabelledIds(const Document& document, Findings& out);
// Lengthens the numbers found so far over what is joined to them, or torn off them. Runs last.
void ExtendIds(const Document& document, Findings& out);
void FindCallSigns(const Document& document, Findings& out);
void FindCoordinates(const Document& document, Findings& out);
void FindAddresses(const Document& document, const Lexicon& lexicon, Findings& out);
void FindHomes(const Document& document, Findings& out);          // Houses by their names.
void FindOrganisations(const Document& document, Findings& out);  // Also wards.
void FindUnits(const Document& document, Findings& out);          // Wards without the word.
// Firms by the tails of their names, and hospitals named after the place behind the word.
void FindFirms(const Document& document, Findings& out);
// "Tigh na Mara Care Home", "Dunmore and Sons": with small words inside.
void FindLinkedOrganisations(const Document& document, Findings& out);
// Addresses and organisations where capitals say nothing.
void FindPlainAddresses(const Document& document, Findings& out);
void FindPlainOrganisations(const Document& document, Findings& out);
void FindLocations(const Document& document, const Lexicon& lexicon, Findings& out);

// Of a known area and in capitals.
bool IsPostcode(std::string_view outward, std::string_view inward);

// The modulus 11 check of NHS, CHI and H&C numbers; `digits` is ten ASCII digits.
bool PassesModulus11(std::string_view digits);

}  // namespace candour::anonymise

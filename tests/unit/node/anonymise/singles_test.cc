#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(SingleName, CountsInMidSentenceAndWhereItActs) {
  ExpectMasked({
      {"then Priya noticed", "PERSON[Priya]"},
      {"Gibson moved cells.", "PERSON[Gibson]"},
      {"the note that Okafor wrote", "PERSON[Okafor]"},
      {"Gibbo told me to", "PERSON[Gibbo]"},
      {"gave Elsie T's tablets", "PERSON[Elsie T]"},
      {"Faith (team lead) reviewed", "PERSON[Faith]"},
      {"Will will relabel it", "PERSON[Will]"},
      {"June was told at once", "PERSON[June]"},
  });
}

TEST(SingleName, InitialsCountBesideWhatAPersonDoes) {
  ExpectMasked({
      {"that TH left the ward", "PERSON[TH]"},
      {"PK to chase bloods", "PERSON[PK]"},
      {"signed J.S. later", "PERSON[J.S]"},
      {"no bed. kt to update them", "PERSON[kt]"},
  });
}

TEST(SingleName, WordsMonthsAndRolesStay) {
  ExpectKept({"Will review.", "May be late.", "in June and July", "Mark on heel.", "a Hope clinic",
              "Reg (on call) aware", "Rose to 39.1", "AF on ECG", "Dawn raid", "US done",
              "Grace period over", "Bill paid."});
}

}  // namespace
}  // namespace candour::anonymise

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Date, IsFoundInEveryUsualForm) {
  EXPECT_EQ(Masked("seen 14/11/2024"), "DATE[14/11/2024]");
  EXPECT_EQ(Masked("seen 14.11.24"), "DATE[14.11.24]");
  EXPECT_EQ(Masked("seen 14-11-2024"), "DATE[14-11-2024]");
  EXPECT_EQ(Masked("at 2024-11-14T03:15"), "DATE[2024-11-14]");
  EXPECT_EQ(Masked("the 14th of March 2024"), "DATE[the 14th of March 2024]");
  EXPECT_EQ(Masked("on July 21st, 2021."), "DATE[July 21st, 2021]");
  EXPECT_EQ(Masked("on 23rd of October."), "DATE[23rd of October]");
  EXPECT_EQ(Masked("on 14Mar24"), "DATE[14Mar24]");
  EXPECT_EQ(Masked("on 14/3 at night"), "DATE[14/3]");
  EXPECT_EQ(Masked("since Tues 14th"), "DATE[Tues 14th]");
  EXPECT_EQ(Masked("reviewed on the 14th."), "DATE[the 14th]");
}

TEST(Date, DictatedDaysAreRead) {
  EXPECT_EQ(Masked("seen on the fourteenth of march twenty twenty four"),
            "DATE[the fourteenth of march twenty twenty four]");
  EXPECT_EQ(Masked("born third of the fourth nineteen fifty"),
            "DOB[third of the fourth nineteen fifty]");
}

TEST(Date, BirthIsToldFromOtherDays) {
  EXPECT_EQ(Masked("DOB 12/03/1941"), "DOB[12/03/1941]");
  EXPECT_EQ(Masked("born on 1 May 1950"), "DOB[1 May 1950]");
  EXPECT_EQ(Masked("D.O.B: l5/O8/1979"), "DOB[l5/O8/1979]");
}

TEST(Date, DurationsScoresPressuresAndVersionsStay) {
  for (std::string_view text :
       {"abx for 2/7", "3/12 history", "review in 1/52", "5/7 course", "BP 120/80", "NEWS 3/20",
        "24/7 cover", "fracture of L3/4", "software version 4.2.19", "in March 2024",
        "last Tuesday", "spring 2025", "the 5th metatarsal",
        "the second of two doses may have failed"}) {
    EXPECT_EQ(Masked(text), "") << text;
  }
}

TEST(Date, PlaceholderKeepsTheQuarter) {
  auto outcome = PlainAnonymiser().Run("seen 09/04/2025", {});

  ASSERT_TRUE(outcome.has_value());
  ASSERT_EQ(outcome->spans.size(), 1u);
  EXPECT_EQ(outcome->spans[0].placeholder, "[DATE: Q2 2025]");
}

TEST(Age, OnlyNinetyAndMoreIsMasked) {
  EXPECT_EQ(Masked("a 93-year-old man"), "AGE_90_PLUS[93-year-old]");
  EXPECT_EQ(Masked("aged 104 and frail"), "AGE_90_PLUS[104]");
  EXPECT_EQ(Masked("a ninety two year old lady"), "AGE_90_PLUS[ninety two year old]");
  EXPECT_EQ(Masked("a 89-year-old man, HR 96, sats 94"), "");
  EXPECT_EQ(Masked("saturations of 93 on air"), "");
}

TEST(Dates, OfLogsRangesAndWeeks) {
  EXPECT_EQ(Masked("6/5 Reviewed by the team."), "DATE[6/5]");
  EXPECT_EQ(Masked("06.05: reviewed by the team."), "DATE[06.05]");
  EXPECT_EQ(Masked("unwell 14/3-16/3 with it"), "DATE[14/3-16/3]");
  EXPECT_EQ(Masked("in the week of 6/5 it failed"), "DATE[6/5]");
  EXPECT_EQ(Masked("on 14 th March it failed"), "DATE[14 th March]");
  ExpectKept({"power 3/5 on the left", "vision 6/5 and 6/9", "for 5/7 then 2/52"});
}

TEST(Dates, TornOrMisreadOrOutOfEleven) {
  ExpectMasked({
      {"stopped it. 14\n/ 05 / 2024", "DATE[14\n/ 05 / 2024]"},
      {"It was on l7/O3/2O24 that", "DATE[l7/O3/2O24]"},
      {"Seen 2023 Nov 14 by the team", "DATE[2023 Nov 14]"},
      {"found at home 6/11. Reviewed", "DATE[6/11]"},
      {"and on Thursday the ninth two of us", "DATE[Thursday the ninth]"},
  });
  ExpectKept({"GCS 9/11.", "pain 3/10."});
}

TEST(Dates, OfPicturesInDayAndMonth) {
  ExpectMasked({
      {"Missed 5 doses. CTPA 2/10 = bilateral PE", "DATE[2/10]"},
      {"CXR 14/3 clear", "DATE[14/3]"},
  });
  ExpectKept({"MRI 2/52 ago", "GCS 9/15 then", "CT 3/7 later"});
}

TEST(Dates, OfTextsInOddMarks) {
  ExpectMasked({
      {"Given at 0215 on 15|03|25.", "DATE[15|03|25]"},
      {"dated Jan. 8, 2024, sat unread", "DATE[Jan. 8, 2024]"},
      {"by them on 25th of Oct. 2024 and", "DATE[25th of Oct. 2024]"},
      {"unlabelled from the list of 25.02.", "DATE[25.02]"},
      {"was moved from 9/5 to 6/5 and", "DATE[9/5 to 6/5]"},
      {"Only one of us can start it. 7/7.", "DATE[7/7]"},
      {"on 27_05_24 again", "DATE[27_05_24]"},
  });
  ExpectKept({"Antibiotics for 7/7. Then home."});
}

}  // namespace
}  // namespace candour::anonymise

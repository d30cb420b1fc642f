// The work grows with the text and no faster, whatever the text: counted as instructions are not,
// but as time of the processor against the same text at a quarter of its length, so that the speed
// of the machine and its other work cancel out.
#include <ctime>
#include <iostream>

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

constexpr size_t kShort = size_t{64} << 10;
constexpr size_t kLong = 4 * kShort;
// Four times the work for four times the text; quadratic work would be sixteen times.
constexpr double kGrowthMax = 9;

double Seconds(std::string_view text) {
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
  EXPECT_TRUE(PlainAnonymiser().Run(text, {}).has_value());
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
  return static_cast<double>(after.tv_sec - before.tv_sec) +
         static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9;
}

std::string Repeated(std::string_view piece, size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

// The least growth of a few tries: other work on the machine can only add.
double Growth(std::string_view piece) {
  std::string small = Repeated(piece, kShort);
  std::string large = Repeated(piece, kLong);
  double least = 1e9;
  for (int tries = 0; tries < 4 && least > kGrowthMax; ++tries) {
    double base = std::max(Seconds(small), 5e-4);
    least = std::min(least, Seconds(large) / base);
  }
  return least;
}

const std::vector<std::string_view> kPieces = {"a",
                                               "7",
                                               " ",
                                               "\n",
                                               ",",
                                               ".",
                                               "&amp;amp;",
                                               "a b c d ",
                                               "1 / 2 ",
                                               "O ' ",
                                               "\n  x",
                                               "x     ,",
                                               "rnlicl1 ",
                                               "9 4 ",
                                               "drx byX ",
                                               "Mark (bank ",
                                               "Croft 6, Old Lane, ",
                                               "Pen-y-Graig ",
                                               "7F, ",
                                               "Renal Unit ",
                                               "Ysgol y Bont ",
                                               "K.O'D. ",
                                               "DEATH OF ANN ",
                                               "Zorvani 'Zor' ",
                                               "Present: a, ",
                                               "&",
                                               "<p>",
                                               "<",
                                               "a@",
                                               "a@b.",
                                               "a%40",
                                               "NHS no ",
                                               "Name,Ward\n",
                                               "a | b\n",
                                               "Nurse\n",
                                               "DOB | ",
                                               "A 1 B 2 ",
                                               "Dr ",
                                               "Dr. Dr. ",
                                               "Mary Smith ",
                                               "Mary Smith, ",
                                               "J. ",
                                               "A",
                                               "Ann-",
                                               "O'",
                                               "1/2/",
                                               "12 High Road, ",
                                               "Ward ",
                                               "North Hospital ",
                                               "St ",
                                               "2024-01-",
                                               "14th, ",
                                               "no ",
                                               "1234 ",
                                               "lives at ",
                                               "works for zel ",
                                               "bleeped the ",
                                               "ext 4432/",
                                               "a:b:",
                                               "The Limes rang ",
                                               "al-",
                                               "at Aa Bb ",
                                               "6/5 ",
                                               "49.12345, ",
                                               "///a.b.",
                                               "from CG to ",
                                               "GB29 NWBK ",
                                               "a (at) ",
                                               "postcode L S ",
                                               "A095 425 ",
                                               "Jo \"Jo\" ",
                                               "no 1 ",
                                               "Name: ",
                                               "Jo: hello\n",
                                               "oh seven ",
                                               "since the twelfth ",
                                               "l e one five ",
                                               "4/6, 5/6 and 6/6, ",
                                               "MRN K 22 33 44 ",
                                               "2024/011/",
                                               "insta a.b",
                                               "Zorvani and ",
                                               "case no A 447/ 8812 and ",
                                               "XQ 99 12 ",
                                               "lab_01_",
                                               "24:IM:78",
                                               "on 4 4 1 7 ",
                                               "0114, 496 ",
                                               "Bravo Hotel 33 ",
                                               "27 xii ",
                                               "2 Ion ",
                                               "user ",
                                               "CA 9 K, ",
                                               "flat 3, house, ",
                                               "at X's ",
                                               "dot at ",
                                               "http://",
                                               "www.",
                                               "\\\\",
                                               "Xyqzor ",
                                               "March ",
                                               "\"",
                                               "(",
                                               "1 . 2 . ",
                                               "O0l1",
                                               "LS7 9",
                                               "ref A1-",
                                               "\xc3\xa9",
                                               "e\xcc\x81",
                                               "\xf0\x9f\x98\x80"};

TEST(Linear, WorkGrowsNoFasterThanTheText) {
  double worst = 0;
  std::string_view worst_piece;
  for (std::string_view piece : kPieces) {
    double growth = Growth(piece);
    EXPECT_LT(growth, kGrowthMax) << "'" << piece << "'";
    if (growth > worst) worst_piece = piece;
    worst = std::max(worst, growth);
  }
  std::cout << "[summary] anonymiser growth: " << kPieces.size()
            << " repeated pieces, four times the text costs at most " << worst << " times ('"
            << worst_piece << "')\n";
}

TEST(Linear, ManyDifferentNamesCostNoMoreEach) {
  auto names = [](size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
      std::string word;
      for (size_t n = i * 7919 + 26; n > 0; n /= 26)
        word.push_back(static_cast<char>('a' + n % 26));
      text += "Mr Z" + word + " met. ";
    }
    return text;
  };
  std::string small = names(4000);
  std::string large = names(16000);
  double least = 1e9;
  for (int tries = 0; tries < 4 && least > kGrowthMax; ++tries)
    least = std::min(least, Seconds(large) / std::max(Seconds(small), 5e-4));
  EXPECT_LT(least, kGrowthMax);
}

}  // namespace
}  // namespace candour::anonymise

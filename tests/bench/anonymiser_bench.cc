// The anonymiser on one core: how fast it reads, starts, and stands up to text made to hurt it.
#include <unistd.h>

#include "node/anonymise/anonymise.h"
#include "tests/bench/bench.h"
#include "tests/bench/measure.h"

namespace candour::bench {
namespace {

constexpr char kReport[] =
    "Mrs Jane Whitfield, DOB 12/03/1947, NHS number 943 476 5919, was moved from ward 7 to "
    "theatre at 14:20 on 3 May 2025. The infusion pump (serial SN-44812) alarmed twice; Staff "
    "Nurse Okafor silenced it and called Dr P. Lindqvist on 020 7946 0018. Her daughter Ruth, of "
    "14 Brook Lane, Harrowgate HG1 5AB, had asked about the dose of warfarin 3 mg the day before. "
    "No harm came of it, but the handover sheet did not show that the line had been changed. ";

std::string Repeated(const std::string& text, size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += text;
  out.resize(bytes);
  return out;
}

Result<double> Seconds(const anonymise::Anonymiser& anonymiser, const std::string& text) {
  const Stopwatch watch;
  auto outcome = anonymiser.Run(text, {});
  if (!outcome) return Fail(ErrorCode::kInvalid, "ANONYMISER", outcome.error());
  return watch.Seconds();
}

}  // namespace

Status AnonymiserBench(const Setup& setup, Report& report) {
  const double before = ResidentMb(::getpid());
  const Stopwatch start;
  auto anonymiser = anonymise::Anonymiser::Create({});
  if (!anonymiser) return Fail(ErrorCode::kInvalid, "ANONYMISER", anonymiser.error());
  report.Add("anonymiser.start", start.Seconds(), "s");

  const size_t megabyte = 1 << 20;
  const size_t bytes = setup.Of(2 * megabyte, megabyte / 32);
  std::vector<double> rates;
  for (int round = 0; round < 3; ++round) {
    // Reports of a usual length, one after the other.
    double seconds = 0;
    size_t done = 0;
    for (; done < bytes; done += 4096) {
      auto took = Seconds(**anonymiser, Repeated(kReport, 4096));
      if (!took) return Fail(took.error());
      seconds += *took;
    }
    rates.push_back(static_cast<double>(done) / double(megabyte) / seconds);
  }
  report.Add("anonymiser.speed", Median(rates), "MB/s", {{"text_bytes", "4096"}});
  auto draft = Seconds(**anonymiser, Repeated(kReport, 2048));
  if (!draft) return Fail(draft.error());
  report.Add("anonymiser.draft_of_2KB", 1000 * *draft, "ms");
  const size_t hostile = setup.Of(megabyte, megabyte / 32);
  const std::pair<const char*, std::string> texts[] = {
      {"digits", "1234567890 "}, {"capitals", "Aa Bb Cc "},   {"at signs", "a@b.c@"},
      {"dashes", "1-2-3-"},      {"one word", "abcdefghij"},  {"labels", "NHS no: "},
      {"quotes", "\"'\"' "},     {"titles", "Dr Mr Mrs Ms "}, {"reports", kReport}};
  for (const auto& [name, text] : texts) {
    auto took = Seconds(**anonymiser, Repeated(text, hostile));
    if (!took) return Fail(took.error());
    report.Add("anonymiser.hostile", *took, "s",
               {{"text", name}, {"text_bytes", std::to_string(hostile)}});
  }
  report.Add("anonymiser.memory", ResidentMb(::getpid()) - before, "MB");
  return {};
}

}  // namespace candour::bench

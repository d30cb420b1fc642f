// candour_kill --times N --seed S: the kill loop as a program. Progress every ten seconds, one
// summary at the end. Exit code 0 when nothing was lost and nothing signed twice, else 1; 2: usage.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string_view>

#include "crypto/encoding.h"
#include "tests/kill/kill_loop.h"

namespace {

int Usage() {
  std::cerr << "usage: candour_kill [--times N] [--seed S]\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  candour::e2e::KillPlan plan;
  plan.kills = 100;
  plan.seed = std::random_device{}();
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    const auto value = candour::crypto::ParseDecimal(i + 1 < argc ? argv[i + 1] : "");
    if (!value || (flag != "--times" && flag != "--seed")) return Usage();
    (flag == "--times" ? plan.kills : plan.seed) = *value;
  }
  std::cout << "candour_kill --times " << plan.kills << " --seed " << plan.seed << std::endl;
  plan.progress = [](const std::string& text) { std::cout << text << std::endl; };
  const candour::e2e::KillReport report = candour::e2e::RunKills(plan);
  std::cout << "[summary] kill loop, seed " << plan.seed << ": " << report.Text() << std::endl;
  return report.clean() && !testing::UnitTest::GetInstance()->Failed() ? 0 : 1;
}

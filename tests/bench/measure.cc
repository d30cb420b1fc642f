#include "tests/bench/measure.h"

#include <poll.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

namespace candour::bench {
namespace {

double StatusMb(pid_t pid, const std::string& field) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  std::string line;
  while (std::getline(in, line)) {
    if (!line.starts_with(field + ":")) continue;
    double kilobytes = 0;
    std::istringstream(line.substr(field.size() + 1)) >> kilobytes;
    return kilobytes / 1024;
  }
  return 0;
}

}  // namespace

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  return values[static_cast<size_t>(std::lround(place))];
}

double RatePerSecond(double seconds, const std::function<void()>& work) {
  const Stopwatch watch;
  uint64_t times = 0;
  while (watch.Seconds() < seconds) {
    work();
    ++times;
  }
  return static_cast<double>(times) / watch.Seconds();
}

double CpuSeconds(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

double ResidentMb(pid_t pid) { return StatusMb(pid, "VmRSS"); }
double PeakResidentMb(pid_t pid) { return StatusMb(pid, "VmHWM"); }

bool Await(double seconds, const std::function<bool()>& ready, int glance_ms) {
  const Stopwatch watch;
  while (!ready()) {
    if (watch.Seconds() > seconds) return false;
    ::poll(nullptr, 0, glance_ms);
  }
  return true;
}

}  // namespace candour::bench

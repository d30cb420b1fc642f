// Clocks, medians and what the kernel says about a process.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <vector>

namespace candour::bench {

// Seconds of wall time since it was made.
class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// The value below which `share` (0 to 1) of them lie; 0 when there are none.
double Percentile(std::vector<double> values, double share);
inline double Median(std::vector<double> values) { return Percentile(std::move(values), 0.5); }

// Runs `work` until `seconds` have passed, and gives how often per second it ran.
double RatePerSecond(double seconds, const std::function<void()>& work);

// CPU seconds that all threads of a process have used. Zero when it is gone.
double CpuSeconds(pid_t pid);
// Resident memory in MB, now and at its highest.
double ResidentMb(pid_t pid);
double PeakResidentMb(pid_t pid);

// Asks every few milliseconds, at most `seconds` long; what `ready` gave last.
bool Await(double seconds, const std::function<bool()>& ready, int glance_ms = 4);

}  // namespace candour::bench

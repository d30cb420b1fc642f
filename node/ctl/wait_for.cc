#include "node/ctl/wait_for.h"

#include <poll.h>

namespace candour::ctl {

bool WaitFor(double seconds, const std::function<bool()>& ready) {
  auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!ready()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    ::poll(nullptr, 0, 100);
  }
  return true;
}

}  // namespace candour::ctl

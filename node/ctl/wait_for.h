// Asks again until an answer will do or the time is over: for states that other nodes bring about.
#pragma once

#include <chrono>
#include <functional>

namespace candour::ctl {

// Calls `ready` at once and then every 100 ms until it gives true or `seconds` have passed; what it
// gave last. Zero seconds: once.
bool WaitFor(double seconds, const std::function<bool()>& ready);

}  // namespace candour::ctl

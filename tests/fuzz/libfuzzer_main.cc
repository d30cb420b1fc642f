// One program a target: the build names it in FUZZ_TARGET.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  candour::fuzz::FUZZ_TARGET.run({reinterpret_cast<const char*>(data), size});
  return 0;
}

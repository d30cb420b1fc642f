// Who and what the contracts of a store speak of.
#pragma once

#include "federation/base/ids.h"

namespace candour {

template <class T>
T IdOf(uint8_t first, uint8_t last = 0) {
  T id;
  id.bytes.front() = first;
  id.bytes.back() = last;
  return id;
}

// 0xff in front: keys must not be compared as signed characters, nor end a scan early.
inline const NetworkId kNorth = IdOf<NetworkId>(0x01);
inline const NetworkId kSouth = IdOf<NetworkId>(0xff);
inline const FeedId kA = IdOf<FeedId>(0x0a);
inline const FeedId kB = IdOf<FeedId>(0x0b);
inline const FeedId kLast = IdOf<FeedId>(0xff, 0xff);

}  // namespace candour

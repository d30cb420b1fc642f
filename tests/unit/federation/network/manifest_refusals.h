// Cases in which a manifest's text is changed and must be refused for one reason.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "federation/network/manifest.h"

namespace candour::testing {

inline constexpr char kBad[] = "MANIFEST_MALFORMED";
inline constexpr char kNew[] = "MANIFEST_UPGRADE";

using Change = std::function<std::string(const std::string&)>;

struct Refusal {
  std::string what;
  std::string reason;
  std::string says;  // Part of the message.
  Change change;
};

// `text` itself must be accepted.
void ExpectRefused(const std::string& text, const std::vector<Refusal>& cases);

Change Swap(std::string from, std::string to);
// The first line that starts so is replaced by `to`, or stands there twice.
Change SetLine(std::string start, std::string to);
Change Twice(std::string start);
// Applied to the values, then formatted: the lines stay in order.
Change Edit(std::function<void(Manifest&)> edit);

}  // namespace candour::testing

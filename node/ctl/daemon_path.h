// Where candourd is: beside this program, or wherever PATH says.
#pragma once

#include <string>

namespace candour::ctl {

// `program` is argv[0]; the running program's own path is preferred.
std::string DaemonPath(const std::string& program);
std::string OwnPath(const std::string& program);

}  // namespace candour::ctl

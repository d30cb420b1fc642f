// The demo's sample reports and their mapping, built in from deploy/.
#pragma once

namespace candour::ctl {

extern const char kDemoSamples[];
extern const char kDemoMapping[];

}  // namespace candour::ctl

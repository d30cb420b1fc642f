// The whole command line: global options, all verbs, and the exit code.
#pragma once

namespace candour::ctl {

int RunProgram(int argc, char** argv);

}  // namespace candour::ctl

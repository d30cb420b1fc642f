// The `candour` command.
#include "node/ctl/program.h"

int main(int argc, char** argv) { return candour::ctl::RunProgram(argc, argv); }

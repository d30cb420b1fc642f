// Reading a story, telling it again, and comparing.
#include <cstdio>
#include <fstream>
#include <string>

#include "tests/sim/script.h"

namespace candour::sim {
namespace {

constexpr char kPrompt[] = "> ";

// The file with what the simulator answers now.
std::string Retell(std::istream& in) {
  Script script;
  std::string told;
  bool in_answer = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kPrompt)) {
      told += line + "\n";
      for (const std::string& answer : script.Run(line.substr(2))) told += answer + "\n";
      in_answer = true;
    } else if (line.empty() || line.starts_with("#")) {
      told += line + "\n";
      in_answer = false;
    } else if (!in_answer) {
      told += line + "\n";
    }
  }
  return told;
}

void PrintFirstDifference(const std::string& before, const std::string& now) {
  size_t line = 1;
  size_t at = 0;
  while (at < before.size() && at < now.size() && before[at] == now[at]) {
    if (before[at++] == '\n') ++line;
  }
  const auto tail = [&](const std::string& text) {
    const size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return begin < text.size() ? text.substr(begin, text.find('\n', begin) - begin) : "";
  };
  std::printf("line %zu\n  the file says: %s\n  it is now:     %s\n", line, tail(before).c_str(),
              tail(now).c_str());
}

}  // namespace

int RunScenario(const std::string& path, Transcript transcript) {
  std::ifstream in(path);
  const std::string before((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (before.empty()) return std::printf("%s cannot be read\n", path.c_str()), 2;
  in.clear();
  in.seekg(0);
  const std::string now = Retell(in);
  if (transcript == Transcript::kWrite) {
    std::ofstream(path, std::ios::trunc) << now;
    return 0;
  }
  if (now == before && now.find("\n? ") == std::string::npos) return 0;
  std::printf("%s tells another story\n", path.c_str());
  PrintFirstDifference(before, now);
  return 1;
}

}  // namespace candour::sim

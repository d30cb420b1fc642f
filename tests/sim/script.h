// Stories: a file of commands and of what the simulator answered to them.
//
//   # free text
//   > command words
//   what it answered, line by line
//
// The reader runs the commands and compares the answers. The commands are in script.cc.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/sim/world.h"

namespace candour::sim {

enum class Transcript { kCompare, kWrite };
// 0 when the file says what happened; kWrite makes it say so.
int RunScenario(const std::string& path, Transcript transcript);

class Script {
 public:
  // The lines it answers; "? why" when it is no command.
  std::vector<std::string> Run(const std::string& command);

 private:
  using Words = std::vector<std::string>;
  using Lines = std::vector<std::string>;
  struct Command {
    const char* name;
    size_t words_min;  // Besides the name.
    void (Script::*run)(const Words&, Lines&);
  };
  static const Command kCommands[];

  size_t NodeOf(const std::string& name) const;
  ItemId ItemOf(const std::string& node, const std::string& label) const;

  void Cast(const Words& words, Lines& out);
  void Start(const Words& words, Lines& out);
  void Stop(const Words& words, Lines& out);
  void Publish(const Words& words, Lines& out);
  void Revise(const Words& words, Lines& out);
  void Retract(const Words& words, Lines& out);
  void Pass(const Words& words, Lines& out);
  void Cut(const Words& words, Lines& out);
  void Mend(const Words& words, Lines& out);
  void Admit(const Words& words, Lines& out);
  void Renew(const Words& words, Lines& out);
  void Remove(const Words& words, Lines& out);
  void Rotate(const Words& words, Lines& out);
  void TwoTexts(const Words& words, Lines& out);
  void Settle(const Words& words, Lines& out);
  void Manifests(const Words& words, Lines& out);
  void BackUp(const Words& words, Lines& out);
  void Restore(const Words& words, Lines& out);
  void Wipe(const Words& words, Lines& out);
  void Swap(const Words& words, Lines& out);
  void Clone(const Words& words, Lines& out);
  void Clock(const Words& words, Lines& out);
  void Slow(const Words& words, Lines& out);
  void Act(const Words& words, Lines& out);
  void Sync(const Words& words, Lines& out);
  void Show(const Words& words, Lines& out);
  void Status(const Words& words, Lines& out);
  void Log(const Words& words, Lines& out);
  void Seen(const Words& words, Lines& out);
  void Check(const Words& words, Lines& out);

  std::unique_ptr<World> world_;
};

}  // namespace candour::sim

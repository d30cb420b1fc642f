#include "tests/sim/script.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "federation/network/standing.h"

namespace candour::sim {
namespace {

using Lines = std::vector<std::string>;

std::vector<std::string> SplitWords(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// "90s", "10m", "3h", "90d".
std::optional<Duration> ParseDuration(const std::string& text) {
  char* end = nullptr;
  const int64_t number = std::strtoll(text.c_str(), &end, 10);
  switch (*end) {
    case 's':
      return std::chrono::seconds(number);
    case 'm':
      return std::chrono::minutes(number);
    case 'h':
      return std::chrono::hours(number);
    case 'd':
      return std::chrono::hours(24 * number);
    default:
      return std::nullopt;
  }
}

}  // namespace

const Script::Command Script::kCommands[] = {
    {"cast", 1, &Script::Cast},        // N [hubs=2] [joins=K] [hostility=KIND] [hostile-hub=1] ...
    {"start", 0, &Script::Start},      // [NAME]
    {"stop", 1, &Script::Stop},        // NAME
    {"publish", 2, &Script::Publish},  // NAME LABEL
    {"revise", 2, &Script::Revise},    // NAME LABEL
    {"retract", 2, &Script::Retract},  // NAME LABEL
    {"pass", 1, &Script::Pass},        // TIME
    {"cut", 1, &Script::Cut},          // NAME: reaches nobody
    {"mend", 1, &Script::Mend},        // NAME
    {"admit", 1, &Script::Admit},      // NAME
    {"renew", 0, &Script::Renew},
    {"backup", 1, &Script::BackUp},       // NAME
    {"remove", 2, &Script::Remove},       // NAME AT|other [SIZE]: cut as AT has its feed
    {"rotate", 2, &Script::Rotate},       // NAME AT [SIZE]: new keys, the old feed cut there
    {"two-texts", 1, &Script::TwoTexts},  // NAME: is given one of them, the hubs the other
    {"settle", 1, &Script::Settle},       // first | second
    {"manifests", 0, &Script::Manifests},
    {"restore", 1, &Script::Restore},  // NAME [guard]
    {"wipe", 1, &Script::Wipe},        // NAME
    {"swap", 2, &Script::Swap},        // NAME NAME
    {"clone", 1, &Script::Clone},      // NAME: the last of the cast becomes its double
    {"clock", 2, &Script::Clock},      // NAME TIME
    {"slow", 1, &Script::Slow},        // TIME: every message may take so long
    {"act", 0, &Script::Act},          // [TIMES]: the hostile node
    {"sync", 0, &Script::Sync},
    {"show", 1, &Script::Show},      // NAME [EPOCH]: its feed
    {"status", 1, &Script::Status},  // NAME: may it sign
    {"log", 1, &Script::Log},        // NAME: what it reported so far
    {"seen", 1, &Script::Seen},      // NAME: who has cosigned its newest head
    {"check", 0, &Script::Check},
};

Lines Script::Run(const std::string& text) {
  Words words = SplitWords(text);
  if (words.empty()) return {"? an empty command"};
  const std::string name = words.front();
  words.erase(words.begin());
  for (const Command& command : kCommands) {
    if (name != command.name) continue;
    if (words.size() < command.words_min) return {"? " + name + " needs more words"};
    if (!world_ && name != "cast") return {"? cast comes first"};
    Lines out;
    (this->*command.run)(words, out);
    if (world_ && world_->truth_.violation() && name != "check") {
      out.push_back("! " + world_->truth_.violation()->checker);
    }
    return out;
  }
  return {"? no command " + name};
}

size_t Script::NodeOf(const std::string& name) const {
  for (size_t i = 0; i < world_->cast_.members.size(); ++i) {
    if (world_->cast_.members[i].name == name) return i;
  }
  return 0;
}

ItemId Script::ItemOf(const std::string& node, const std::string& label) const {
  return DrawId<ItemId>(world_->plan_.seed, node + " " + label);
}

void Script::Cast(const Words& words, Lines& out) {
  Plan plan{.seed = 1, .mutation = Mutation::kNone};
  plan.nodes = std::strtoull(words[0].c_str(), nullptr, 10);
  plan.delay_max_ms = 20;
  plan.active_ms = uint64_t{1} << 50;
  plan.oracle = 1;
  for (size_t i = 1; i < words.size(); ++i) {
    const size_t equals = words[i].find('=');
    const auto kind = HostilityFrom(words[i].substr(equals + 1));
    if (words[i].starts_with("hostility=") && kind) {
      plan.hostility = static_cast<uint64_t>(*kind);
    } else if (!ChangePlan(words[i], plan)) {
      out.push_back("? no knob " + words[i]);
    }
  }
  world_ = std::make_unique<World>(plan, Trace::kQuiet);
  std::string names;
  for (const CastMember& member : world_->cast_.members) names += member.name + " ";
  out.push_back(names.substr(0, names.size() - 1));
  if (plan.hostility) {
    out.push_back(world_->cast_.members[plan.hostile()].name + " is a " +
                  HostilityName(plan.hostile_kind()));
  }
}

void Script::Start(const Words& words, Lines&) {
  for (size_t i = 0; i < world_->nodes_.size(); ++i) {
    if (words.empty() || NodeOf(words[0]) == i) world_->Start(i);
  }
  world_->RunFor(std::chrono::seconds(30));
}

void Script::Stop(const Words& words, Lines&) {
  world_->Crash(NodeOf(words[0]), std::chrono::hours(24 * 365 * 20));
}

void Script::Publish(const Words& words, Lines& out) {
  const size_t node = NodeOf(words[0]);
  const auto done = world_->Publish(node, words[0] + " " + words[1]);
  if (!done) out.push_back("refused: " + done.error().reason);
}

void Script::Revise(const Words& words, Lines&) {
  world_->Revise(NodeOf(words[0]), ItemOf(words[0], words[1]));
}

void Script::Retract(const Words& words, Lines& out) {
  const auto done = world_->Retract(NodeOf(words[0]), ItemOf(words[0], words[1]));
  if (!done) out.push_back("refused: " + done.error().reason);
}

void Script::Pass(const Words& words, Lines& out) {
  const auto length = ParseDuration(words[0]);
  if (!length) return out.push_back("? no time " + words[0]);
  world_->RunFor(*length);
}

void Script::Cut(const Words& words, Lines&) { world_->cut_off_.insert(NodeOf(words[0])); }
void Script::Mend(const Words& words, Lines&) { world_->cut_off_.erase(NodeOf(words[0])); }
void Script::Admit(const Words& words, Lines&) { world_->Admit(NodeOf(words[0])); }
void Script::Renew(const Words&, Lines&) { world_->RenewManifest(); }
void Script::BackUp(const Words& words, Lines&) { world_->BackUp(NodeOf(words[0])); }
void Script::Wipe(const Words& words, Lines&) { world_->Wipe(NodeOf(words[0])); }

void Script::Remove(const Words& words, Lines&) {
  const bool other = words[1] == "other" && world_->hostile_;
  world_->Remove(NodeOf(words[0]),
                 other ? world_->hostile_->shadow() : world_->nodes_[NodeOf(words[1])].store,
                 words.size() > 2 ? std::strtoull(words[2].c_str(), nullptr, 10) : ~uint64_t{0},
                  Undone::kShown);
}

void Script::Rotate(const Words& words, Lines&) {
  world_->Rotate(NodeOf(words[0]), NodeOf(words[1]),
                 words.size() > 2 ? std::strtoull(words[2].c_str(), nullptr, 10) : ~uint64_t{0});
}

void Script::TwoTexts(const Words& words, Lines&) { world_->SignTwoTexts(NodeOf(words[0])); }
void Script::Settle(const Words& words, Lines&) { world_->Settle(words[0] == "first"); }

// What is in force where, and the newest version that is held.
void Script::Manifests(const Words&, Lines& out) {
  for (size_t i = 0; i < world_->nodes_.size(); ++i) {
    const Node& node = world_->nodes_[i];
    if (!node.up()) continue;
    const auto in_force = node.core->ManifestOf(world_->cast_.network);
    const uint64_t held = node.store.NewestManifest(world_->cast_.network);
    std::string line = world_->cast_.members[i].name + ": version ";
    line += std::to_string(in_force ? in_force->manifest.version : 0);
    if (node.store.Manifest(world_->cast_.network, held | kOtherText) &&
        in_force->manifest.version < held) {
      line += ", version " + std::to_string(held) + " is disputed";
    }
    out.push_back(line);
  }
}

void Script::Restore(const Words& words, Lines&) {
  world_->Restore(NodeOf(words[0]), words.size() > 1 && words[1] == "guard");
}

void Script::Swap(const Words& words, Lines&) {
  world_->SwapDisks(NodeOf(words[0]), NodeOf(words[1]));
}

void Script::Clone(const Words& words, Lines&) { world_->Clone(NodeOf(words[0])); }

void Script::Clock(const Words& words, Lines& out) {
  const auto offset = ParseDuration(words[1]);
  if (!offset) return out.push_back("? no time " + words[1]);
  world_->nodes_[NodeOf(words[0])].clock_offset = offset->count() / 1000;
}

void Script::Slow(const Words& words, Lines& out) {
  const auto delay = ParseDuration(words[0]);
  if (!delay) return out.push_back("? no time " + words[0]);
  world_->plan_.delay_max_ms = static_cast<uint64_t>(delay->count());
}

void Script::Act(const Words& words, Lines&) {
  const uint64_t times = words.empty() ? 1 : std::strtoull(words[0].c_str(), nullptr, 10);
  for (uint64_t i = 0; i < times; ++i) {
    world_->hostile_->Act();
    world_->RunFor(std::chrono::seconds(30));
  }
}

void Script::Sync(const Words&, Lines&) {
  for (size_t i = 0; i < world_->nodes_.size(); ++i) {
    if (world_->nodes_[i].up()) (void)world_->Handle(i, SyncRequested{});
  }
  world_->RunFor(std::chrono::minutes(5));
}

void Script::Show(const Words& words, Lines& out) {
  const size_t author = NodeOf(words[0]);
  const CastMember& member = world_->cast_.members[author];
  const uint32_t epoch =
      words.size() > 1 ? std::strtoul(words[1].c_str(), nullptr, 10) : member.epoch;
  const FeedId feed = FeedIdOf(world_->cast_.network, member.id, epoch);
  for (size_t i = 0; i < world_->nodes_.size(); ++i) {
    const Node& node = world_->nodes_[i];
    if (!node.admitted) continue;
    const auto state = node.store.Feed(feed);
    const auto manifest = OpenStored(world_->manifests_.back());
    const FeedKey* key = manifest->manifest.FindFeed(feed);
    uint64_t bodies = 0;
    for (uint64_t index = 0; state && index < state->size; ++index) {
      bodies += node.store.Body(feed, index).has_value();
    }
    std::string line = world_->cast_.members[i].name + ": ";
    line += std::to_string(state ? state->size : 0) + " entries, " + std::to_string(bodies) +
            " bodies, " + std::to_string(node.store.Retractions(feed).size()) + " withdrawn";
    if (key) {
      line += ", " + std::string(StandingName(
                         StandingOf(manifest->manifest, *key, state, world_->NowAt(i).wall)));
    }
    out.push_back(node.up() ? line : line + " (down)");
  }
}

void Script::Status(const Words& words, Lines& out) {
  const Node& node = world_->nodes_[NodeOf(words[0])];
  if (!node.up()) return out.push_back("down");
  const std::string blocked = node.core->SigningBlocked(world_->cast_.network);
  out.push_back(blocked.empty() ? "signs" : "does not sign: " + blocked);
}

void Script::Log(const Words& words, Lines& out) {
  for (const auto& [event, count] : world_->nodes_[NodeOf(words[0])].log) {
    out.push_back(event + " " + std::to_string(count));
  }
}

void Script::Seen(const Words& words, Lines& out) {
  const size_t node = NodeOf(words[0]);
  const FeedId feed = world_->cast_.FeedOf(node);
  const auto state = world_->nodes_[node].store.Feed(feed);
  std::string names;
  for (const CosignatureRow& row : world_->nodes_[node].store.Cosignatures(feed)) {
    for (const CastMember& member : world_->cast_.members) {
      if (member.id == row.member && state && row.size == state->size) names += " " + member.name;
    }
  }
  out.push_back("seen by" + names);
}

void Script::Check(const Words&, Lines& out) {
  world_->truth_.OnHealed(world_->HonestStores(), world_->plan_.hubs);
  const auto& violation = world_->truth_.violation();
  out.push_back(violation ? violation->checker + ": " + violation->what : "all is well");
}

}  // namespace candour::sim

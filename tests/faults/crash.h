// What a disk holds after the power fails at any point of a journal.
//
// Strict: the bytes of a file are safe once it was synced, its name once its folder was synced, and
// nothing else is. Of the rest a crash keeps what the caller says: everything, nothing, or a first
// part of each file's new bytes and of the changes of names, drawn from a seed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/faults/journal.h"

namespace candour::faults {

struct Crash {
  enum class Keeps : uint8_t { kEverything, kSynced, kSomeOf };
  // What stands where the missing bytes of a log would be: nothing, or its length is kept and they
  // are zeros or noise. Other files end there: RocksDB opens no manifest with noise in it.
  enum class Gap : uint8_t { kEnd, kZeros, kNoise };
  Keeps keeps = Keeps::kEverything;
  Gap gap = Gap::kEnd;
  uint64_t seed = 0;
  // How many bytes of the newest write arrived, whatever else is kept.
  std::optional<size_t> cut = {};
};

// Files by path; folders end with '/'.
class Image {
 public:
  // Makes all of it below `folder`, which is emptied first.
  void WriteTo(const std::string& folder) const;
  // Equal keys, equal images.
  const std::string& key() const { return key_; }

 private:
  friend class CrashModel;
  std::map<std::string, std::string> files_;
  std::string key_;
};

class CrashModel {
 public:
  CrashModel();
  // What stands below `folder` already, all of it synced.
  void Load(const std::string& folder);
  void Apply(const Operation& operation);
  Image After(const Crash& crash) const;
  // Whether anything is not safe yet.
  bool Unsafe() const;
  size_t last_write_bytes() const { return last_write_bytes_; }  // 0: the last was no write.
  std::string last_write_path() const;

 private:
  struct File {
    std::string bytes;
    size_t synced = 0;
    std::vector<std::pair<size_t, size_t>> lost;  // Synced in vain, from one offset to another.
  };
  using Names = std::map<std::string, uint64_t>;
  // Names below one folder that appear and disappear together.
  struct Change {
    uint64_t folder = 0;
    std::string gone;
    std::string come;
    uint64_t node = 0;
  };
  struct Place {
    uint64_t folder = 0;
    std::string name;
  };

  Place Find(const std::string& path) const;
  void Note(Change change);
  static void Make(const Change& change, std::map<uint64_t, Names>& folders);
  std::string Kept(uint64_t number, const File& file, const Crash& crash, std::string& key) const;
  void Collect(const std::map<uint64_t, Names>& folders, uint64_t folder, const std::string& path,
               const Crash& crash, Image& image) const;

  std::map<uint64_t, File> files_;       // By node.
  std::map<uint64_t, Names> live_;       // Folders by node.
  std::map<uint64_t, Names> safe_;
  std::vector<Change> pending_;
  std::map<uint64_t, uint64_t> nodes_;   // Of the journal's files.
  uint64_t last_node_ = 0;               // 0 is the root.
  uint64_t last_write_ = 0;              // The node of the newest write.
  size_t last_write_bytes_ = 0;
};

}  // namespace candour::faults

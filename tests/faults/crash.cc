#include "tests/faults/crash.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "crypto/check.h"
#include "tests/sim/random.h"

namespace candour::faults {
namespace {

using Kind = Operation::Kind;

sim::Random RandomOf(const Crash& crash, uint64_t number) {
  return sim::Random(crash.seed).Split("file " + std::to_string(number));
}

}  // namespace

void Image::WriteTo(const std::string& folder) const {
  std::error_code failed;
  std::filesystem::remove_all(folder, failed);
  std::filesystem::create_directories(folder);
  for (const auto& [path, bytes] : files_) {
    if (path.ends_with('/')) {
      std::filesystem::create_directory(folder + "/" + path.substr(0, path.size() - 1));
      continue;
    }
    std::ofstream file(folder + "/" + path, std::ios::binary);
    file << bytes;
    crypto::Check(file.good(), "an image could not be written");
  }
}

CrashModel::CrashModel() {
  live_[0];
  safe_[0];
}

void CrashModel::Load(const std::string& folder) {
  std::map<std::string, bool> entries;  // In order: folders before what is in them.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    entries[entry.path().string().substr(folder.size() + 1)] = entry.is_directory();
  }
  for (const auto& [path, is_folder] : entries) {
    const Place place = Find(path);
    const uint64_t node = ++last_node_;
    if (is_folder) {
      live_[node];
      safe_[node];
    } else {
      std::ifstream in(folder + "/" + path, std::ios::binary);
      File& file = files_[node];
      file.bytes.assign(std::istreambuf_iterator<char>(in), {});
      file.synced = file.bytes.size();
    }
    live_[place.folder][place.name] = node;
    safe_[place.folder][place.name] = node;
  }
}

CrashModel::Place CrashModel::Find(const std::string& path) const {
  Place place{0, path};
  for (size_t slash = place.name.find('/'); slash != std::string::npos;
       slash = place.name.find('/')) {
    place.folder = live_.at(place.folder).at(place.name.substr(0, slash));
    place.name = place.name.substr(slash + 1);
  }
  return place;
}

void CrashModel::Make(const Change& change, std::map<uint64_t, Names>& folders) {
  Names& names = folders[change.folder];
  if (!change.gone.empty()) names.erase(change.gone);
  if (!change.come.empty()) names[change.come] = change.node;
}

void CrashModel::Note(Change change) {
  Make(change, live_);
  pending_.push_back(std::move(change));
}

void CrashModel::Apply(const Operation& operation) {
  last_write_bytes_ = 0;
  switch (operation.kind) {
    case Kind::kCreate:
    case Kind::kMakeFolder: {
      const Place place = Find(operation.path);
      const uint64_t node = ++last_node_;
      if (operation.kind == Kind::kCreate) {
        files_[node];
        nodes_[operation.file] = node;
      } else {
        live_[node];
        safe_[node];
      }
      return Note({place.folder, "", place.name, node});
    }
    case Kind::kAppend:
      last_write_ = nodes_.at(operation.file);
      last_write_bytes_ = operation.bytes.size();
      files_.at(last_write_).bytes += operation.bytes;
      return;
    case Kind::kSync:
    case Kind::kSyncFailed: {
      File& file = files_.at(nodes_.at(operation.file));
      if (operation.kind == Kind::kSyncFailed && file.synced < file.bytes.size()) {
        file.lost.emplace_back(file.synced, file.bytes.size());
      }
      file.synced = file.bytes.size();
      return;
    }
    case Kind::kRename: {
      const Place from = Find(operation.path);
      const Place to = Find(operation.to);
      crypto::Check(from.folder == to.folder, "a rename across folders");
      return Note({from.folder, from.name, to.name, live_.at(from.folder).at(from.name)});
    }
    case Kind::kRemove: {
      const Place place = Find(operation.path);
      return Note({place.folder, place.name, "", 0});
    }
    case Kind::kSyncFolder: {
      const uint64_t folder =
          operation.path.empty() ? 0 : live_.at(Find(operation.path).folder)
                                           .at(Find(operation.path).name);
      std::vector<Change> later;
      for (Change& change : pending_) {
        if (change.folder == folder) {
          Make(change, safe_);
        } else {
          later.push_back(std::move(change));
        }
      }
      pending_ = std::move(later);
      return;
    }
  }
}

bool CrashModel::Unsafe() const {
  return !pending_.empty() || std::any_of(files_.begin(), files_.end(), [](const auto& entry) {
    return entry.second.synced < entry.second.bytes.size();
  });
}

std::string CrashModel::last_write_path() const {
  for (const auto& [folder, names] : live_) {
    for (const auto& [name, node] : names) {
      if (node == last_write_) return name;
    }
  }
  return "";
}

std::string CrashModel::Kept(uint64_t number, const File& file, const Crash& crash,
                             std::string& key) const {
  sim::Random random = RandomOf(crash, number);
  const size_t size = file.bytes.size();
  size_t kept = size;
  if (crash.keeps == Crash::Keeps::kSynced) kept = file.synced;
  if (crash.keeps == Crash::Keeps::kSomeOf) kept = random.Between(file.synced, size);
  if (crash.cut && number == last_write_) {
    kept = std::max(file.synced, size - last_write_bytes_ + *crash.cut);
  }
  std::string bytes = file.bytes.substr(0, kept);
  key += std::to_string(number) + ":" + std::to_string(kept) + ";";
  // A process that is killed leaves the cache of the system, from which nothing is lost.
  if (crash.keeps != Crash::Keeps::kEverything) {
    for (const auto& [from, to] : file.lost) {
      const size_t end = std::min(to, bytes.size());
      if (from < end) std::fill(bytes.begin() + from, bytes.begin() + end, '\0');
    }
    key += std::to_string(file.lost.size()) + ";";
  }
  if (crash.gap == Crash::Gap::kEnd || kept == size) return bytes;
  key += std::to_string(static_cast<int>(crash.gap)) + "," + std::to_string(crash.seed) + ";";
  for (; kept < size; ++kept) {
    bytes += crash.gap == Crash::Gap::kZeros ? '\0' : static_cast<char>(random.Next());
  }
  return bytes;
}

void CrashModel::Collect(const std::map<uint64_t, Names>& folders, uint64_t folder,
                         const std::string& path, const Crash& crash, Image& image) const {
  for (const auto& [name, node] : folders.at(folder)) {
    image.key_ += path + name + "=";
    if (const auto file = files_.find(node); file != files_.end()) {
      Crash ends = crash;
      if (!name.ends_with(".log")) ends.gap = Crash::Gap::kEnd;
      image.files_[path + name] = Kept(node, file->second, ends, image.key_);
    } else {
      image.files_[path + name + "/"];
      Collect(folders, node, path + name + "/", crash, image);
    }
  }
}

Image CrashModel::After(const Crash& crash) const {
  Image image;
  size_t made = pending_.size();
  if (crash.keeps == Crash::Keeps::kSynced) made = 0;
  if (crash.keeps == Crash::Keeps::kSomeOf) {
    made = sim::Random(crash.seed).Split("names").Between(0, made);
  }
  std::map<uint64_t, Names> folders = safe_;
  for (size_t i = 0; i < made; ++i) Make(pending_[i], folders);
  Collect(folders, 0, "", crash, image);
  return image;
}

}  // namespace candour::faults

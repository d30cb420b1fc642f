// What a damaged disk hands back: rows of the store and the guard file.
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

#include "node/storage/guard_file.h"
#include "node/storage/row_encoding.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

using namespace storage;

template <class Decode, class Encode>
void Reread(std::string_view bytes, Decode decode, Encode encode) {
  if (const auto row = decode(bytes)) FUZZ_CHECK(encode(*row) == bytes);
}

// The first 40 bytes are the key.
void RunRow(std::string_view bytes) {
  constexpr size_t kKeyBytes = 40;
  if (bytes.size() < kKeyBytes) return;
  const std::string_view key = bytes.substr(0, kKeyBytes);
  const std::string_view value = bytes.substr(kKeyBytes);
  const auto feed = *FeedId::From(key.substr(0, 16));
  const auto item = *ItemId::From(key.substr(16, 16));
  Reread(value, DecodeCounters, EncodeCounters);
  Reread(
      value, [&](auto raw) { return DecodeFeed(feed, raw); }, EncodeFeed);
  Reread(
      value, [&](auto raw) { return DecodeChain(feed, item, raw); }, EncodeChain);
  for (const size_t length : {16u, 24u, 32u, 40u}) {
    const std::string_view part = key.substr(0, length);
    Reread(
        value, [&](auto raw) { return DecodeRetraction(part, raw); }, EncodeRetraction);
    Reread(
        value, [&](auto raw) { return DecodeCosignature(part, raw); }, EncodeCosignature);
    Reread(
        value, [&](auto raw) { return DecodeStaged(part, raw); }, EncodeStaged);
    Reread(
        value, [&](auto raw) { return DecodeQuarantine(part, raw); }, EncodeQuarantine);
    Reread(
        value, [&](auto raw) { return DecodeChange(part, raw); }, EncodeChange);
  }
}

std::vector<std::string> RowSeeds() {
  const std::string key(40, 'k');
  FeedState state;
  state.network = *NetworkId::From(std::string(16, 'n'));
  state.member = *MemberId::From(std::string(16, 'm'));
  state.size = 3;
  state.frontier = {crypto::Sha256("a"), crypto::Sha256("b")};
  return {key + EncodeCounters({.turn = 1, .change = 2, .feed_change = 3}), key + EncodeFeed(state),
          key + EncodeStaged({})};
}

class ScratchFile {
 public:
  ScratchFile() {
    path_ = "/tmp/fuzz-guard-XXXXXX";
    const int file = mkstemp(path_.data());
    FUZZ_CHECK(file >= 0);
    close(file);
  }
  ~ScratchFile() { unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What loads has only marks that it would have written; the file itself is never changed by
// loading.
void RunGuard(std::string_view bytes) {
  static const ScratchFile scratch;
  std::ofstream(scratch.path(), std::ios::binary | std::ios::trunc) << bytes;
  const auto guard = GuardFile::Load(scratch.path(), crypto::Sha256("machine"));
  if (guard) FUZZ_CHECK(guard->report().present);
  if (!guard) FUZZ_CHECK(guard.error().code == ErrorCode::kCorrupt);
}

// The file names its own inode, so the corpus has one that was written once.
std::vector<std::string> GuardSeeds() { return {}; }

}  // namespace

const Target kStoredRow = {"stored_row", RunRow, RowSeeds};
const Target kGuardFile = {"guard_file", RunGuard, GuardSeeds};

}  // namespace candour::fuzz

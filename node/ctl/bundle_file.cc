#include "node/ctl/bundle_file.h"

#include <chrono>
#include <utility>

#include "crypto/encoding.h"

namespace candour::ctl {
namespace {

constexpr size_t kHeaderBytes = 5;

tl::unexpected<Error> Damaged(const std::string& what) {
  return Fail(ErrorCode::kInvalid, "BUNDLE_DAMAGED", what + "; ask for another copy");
}

Now WallOnly() {
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {{}, std::chrono::duration_cast<std::chrono::seconds>(wall).count()};
}

}  // namespace

Result<BundleFile> BundleFile::Open(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Fail(ErrorCode::kNotFound, "FILE_UNREADABLE", path + " cannot be read");
  }
  std::string line(kBundleFirstLine.size(), '\0');
  in.read(line.data(), static_cast<std::streamsize>(line.size()));
  if (line != kBundleFirstLine) return Damaged(path + " is not a bundle");
  return BundleFile(std::move(in));
}

Result<std::string> BundleFile::Next() {
  std::string record(kHeaderBytes, '\0');
  in_.read(record.data(), kHeaderBytes);
  if (in_.gcount() == 0) return std::string();
  if (in_.gcount() != kHeaderBytes) return Damaged("the bundle ends in the middle of a record");
  const size_t size = kHeaderBytes + crypto::GetU32(record, 1);
  if (size > kBundleRecordBytesMax) return Damaged("the bundle has a record that is too long");
  record.resize(size);
  const auto rest = static_cast<std::streamsize>(size - kHeaderBytes);
  in_.read(record.data() + kHeaderBytes, rest);
  if (in_.gcount() != rest) return Damaged("the bundle ends in the middle of a record");
  return record;
}

Result<BundleSummary> VerifyBundle(const std::string& path,
                                   const std::optional<crypto::Hash>& genesis) {
  auto file = BundleFile::Open(path);
  if (!file) return Fail(file.error());
  BundleCheck check(genesis);
  while (true) {
    auto bytes = file->Next();
    if (!bytes) return Fail(bytes.error());
    if (bytes->empty()) break;
    BytesView rest = *bytes;
    auto record = NextRecord(rest);
    if (!record) return Fail(record.error());
    if (Status taken = check.Take(**record, WallOnly()); !taken) return Fail(taken.error());
  }
  BundleSummary summary = check.Summary();
  if (summary.manifests == 0) return Damaged("the bundle is empty");
  return summary;
}

}  // namespace candour::ctl

#include "federation/query/share.h"

#include <bit>

#include "crypto/check.h"
#include "crypto/encoding.h"
#include "crypto/hpke.h"
#include "crypto/prg.h"
#include "federation/query/cube.h"

namespace candour::query {
namespace {

constexpr std::string_view kShareFirstLine = "candour/share/v1\n";

const KexKey* KexOf(const Manifest& manifest, const MemberId& member) {
  for (const KexKey& key : manifest.kex) {
    if (key.member == member) return &key;
  }
  return nullptr;
}

Sum StreamOf(std::string_view seed, size_t cells) {
  crypto::Prg prg(seed);
  Sum stream(cells);
  for (uint64_t& word : stream) word = prg.Word();
  return stream;
}

std::string Pack(std::span<const uint64_t> words) {
  std::string bytes;
  bytes.reserve(words.size() * sizeof(uint64_t));
  for (uint64_t word : words) crypto::PutU64(bytes, word);
  return bytes;
}

struct Sealing {
  Side side;
  std::string_view ephemeral;
  std::string_view plaintext;
};

Result<std::string> SealFor(const SignedPlan& plan, const Manifest& manifest,
                            const MemberId& member, const Sealing& sealing) {
  const size_t position = sealing.side == Side::kA ? 0 : 1;
  const KexKey* key = plan.plan.aggregators.size() == 2
                          ? KexOf(manifest, plan.plan.aggregators[position])
                          : nullptr;
  if (key != nullptr) {
    crypto::Outcome<std::string> sealed = crypto::HpkeSeal(
        key->public_key, sealing.ephemeral, {.info = ShareBinding(plan.hash, member, sealing.side)},
        sealing.plaintext);
    if (sealed) return std::move(*sealed);
  }
  return Fail(ErrorCode::kInvalid, "SHARE_KEY",
              "an aggregator of the plan has no key that a share can be sealed for in network " +
                  manifest.name);
}

}  // namespace

std::string ShareBinding(const crypto::Hash& plan, const MemberId& member, Side side) {
  std::string info(kShareFirstLine);
  info += plan.view();
  info += member.view();
  info += static_cast<char>(side);
  return info;
}

Result<Report> MakeShares(const SignedPlan& plan, const Manifest& manifest, const MemberId& member,
                          std::span<const int64_t> counts, const ShareSeeds& seeds) {
  Sum share_a = StreamOf(seeds.share, counts.size());
  for (size_t i = 0; i < counts.size(); ++i) {
    share_a[i] = std::bit_cast<uint64_t>(counts[i]) - share_a[i];
  }
  std::string plain_a = Pack(share_a);
  Result<std::string> sealed_a =
      SealFor(plan, manifest, member,
              {.side = Side::kA, .ephemeral = seeds.ephemeral_a, .plaintext = plain_a});
  crypto::Wipe(plain_a);
  if (!sealed_a) return Fail(sealed_a.error());
  Result<std::string> sealed_b =
      SealFor(plan, manifest, member,
              {.side = Side::kB, .ephemeral = seeds.ephemeral_b, .plaintext = seeds.share});
  if (!sealed_b) return Fail(sealed_b.error());
  return Report{.plan = plan.hash,
                .member = member,
                .share_a = std::move(*sealed_a),
                .share_b = std::move(*sealed_b)};
}

Result<Sum> OpenShare(const SignedPlan& plan, const Report& report, Side side,
                      std::string_view kex_private) {
  const auto refuse = [&](std::string_view why) {
    return Fail(ErrorCode::kDenied, "SHARE_NOT_OPENED",
                "the share of member " + report.member.hex() + ": " + std::string(why));
  };
  const Cube* cube = FindCube(plan.plan.cube, plan.plan.cube_version);
  if (cube == nullptr || !cube->Covers(plan.plan.window)) return refuse("the cube is not known");
  const size_t cells = cube->Cells(plan.plan.window);
  const std::string& sealed = side == Side::kA ? report.share_a : report.share_b;
  crypto::Outcome<std::string> opened =
      crypto::HpkeOpen(kex_private, {.info = ShareBinding(plan.hash, report.member, side)}, sealed);
  if (!opened) return refuse(opened.error());
  if (side == Side::kB) {
    if (opened->size() != crypto::kPrgSeedBytes) return refuse("it is no seed");
    Sum stream = StreamOf(*opened, cells);
    crypto::Wipe(*opened);
    return stream;
  }
  if (opened->size() != cells * sizeof(uint64_t)) return refuse("it has another size");
  Sum share(cells);
  for (size_t i = 0; i < cells; ++i) share[i] = crypto::GetU64(*opened, i * sizeof(uint64_t));
  return share;
}

void AddTo(Sum& sum, std::span<const uint64_t> share) {
  crypto::Check(sum.size() == share.size(), "sums of tables of different sizes");
  for (size_t i = 0; i < sum.size(); ++i) sum[i] += share[i];
}

std::vector<int64_t> Joined(std::span<const uint64_t> a, std::span<const uint64_t> b) {
  crypto::Check(a.size() == b.size(), "sums of tables of different sizes");
  std::vector<int64_t> cells;
  cells.reserve(a.size());
  for (size_t i = 0; i < a.size(); ++i) cells.push_back(std::bit_cast<int64_t>(a[i] + b[i]));
  return cells;
}

}  // namespace candour::query

#include "federation/query/plan.h"

#include <algorithm>

#include "federation/network/manifest_values.h"
#include "federation/query/noise.h"
#include "federation/query/text_reader.h"

namespace candour::query {
namespace {

constexpr std::string_view kMalformed = "PLAN_MALFORMED";

std::string FormatAggregators(const Plan& plan) {
  std::string out;
  for (const MemberId& member : plan.aggregators) out += "aggregator " + member.hex() + "\n";
  return out;
}

Window ReadWindow(TextReader& reader) {
  const std::optional<Period> first = ParsePeriod(reader.Value());
  const std::optional<Period> last = ParsePeriod(reader.Value());
  if (!first || !last || first->unit != last->unit || last->index < first->index) {
    reader.Refuse("no window of whole months or quarters");
    return {};
  }
  return {.unit = first->unit, .first = first->index, .last = last->index};
}

WallSeconds ReadDay(TextReader& reader) {
  const std::optional<WallSeconds> day = ParseDay(reader.Value());
  if (!day) reader.Refuse("no day");
  return day.value_or(0);
}

void ReadAggregators(TextReader& reader, Plan& plan) {
  while (reader.At("aggregator")) plan.aggregators.push_back(reader.Id<MemberId>());
  const std::vector<MemberId>& members = plan.aggregators;
  if (plan.tier == Tier::kNodesNoise) {
    if (!members.empty()) reader.Refuse("only tier 1 has aggregators");
    return;
  }
  const bool two = members.size() == 2 && members[0] != members[1];
  const bool apart = std::find(members.begin(), members.end(), plan.asker) == members.end();
  if (!two || !apart) {
    reader.Refuse("tier 1 has two aggregators, neither of them the asker");
  }
}

void CheckTimes(TextReader& reader, const Plan& plan) {
  if (plan.snapshot < EndOf(plan.window)) {
    reader.Refuse("the window has not ended on the snapshot day");
  }
  if (plan.expires <= plan.snapshot || plan.expires - plan.snapshot > kPlanLifetimeMax) {
    reader.Refuse("it does not expire within 30 days of its snapshot day");
  }
}

}  // namespace

std::string FormatPlan(const Plan& plan) {
  std::string out = std::string(kPlanFirstLine) + "\n";
  out += "network " + plan.network.hex() + "\n";
  out += "asker " + plan.asker.hex() + "\n";
  out += "manifest " + std::to_string(plan.manifest_version) + " " + Base64Of(plan.manifest) + "\n";
  out += "purpose " + plan.purpose + "\n";
  out += "cube " + plan.cube + " " + std::to_string(plan.cube_version) + " " +
         Base64Of(plan.cube_hash) + "\n";
  out += "window " + FormatPeriod({plan.window.unit, plan.window.first}) + " " +
         FormatPeriod({plan.window.unit, plan.window.last}) + "\n";
  out += "snapshot " + FormatDay(plan.snapshot) + "\n";
  out += "epsilon " + std::to_string(plan.epsilon) + "\n";
  out += "tier " + std::to_string(static_cast<int>(plan.tier)) + "\n";
  out += "min-nodes " + std::to_string(plan.min_nodes) + "\n";
  out += FormatAggregators(plan);
  out += "expires " + std::to_string(plan.expires) + "\n";
  return out;
}

Result<Plan> ParsePlan(std::string_view text) {
  TextReader reader(text, kPlanFirstLine, kMalformed);
  Plan plan;
  reader.Expect("network");
  plan.network = reader.Id<NetworkId>();
  reader.Expect("asker");
  plan.asker = reader.Id<MemberId>();
  reader.Expect("manifest");
  plan.manifest_version = reader.Number(1, UINT64_MAX);
  plan.manifest = reader.Hash();
  reader.Expect("purpose");
  plan.purpose = reader.Token();
  reader.Expect("cube");
  plan.cube = reader.Token();
  plan.cube_version = static_cast<uint32_t>(reader.Number(1, UINT32_MAX));
  plan.cube_hash = reader.Hash();
  reader.Expect("window");
  plan.window = ReadWindow(reader);
  reader.Expect("snapshot");
  plan.snapshot = ReadDay(reader);
  reader.Expect("epsilon");
  plan.epsilon = static_cast<uint32_t>(reader.Number(kEpsilonMin, kEpsilonMax));
  reader.Expect("tier");
  plan.tier = reader.Number(0, 1) == 0 ? Tier::kNodesNoise : Tier::kAggregators;
  reader.Expect("min-nodes");
  plan.min_nodes = static_cast<uint32_t>(reader.Number(1, kMinNodesMax));
  ReadAggregators(reader, plan);
  reader.Expect("expires");
  plan.expires = static_cast<WallSeconds>(reader.Number(1, kWallSecondsMax));
  CheckTimes(reader, plan);
  const Status whole = reader.Finish(reader.failed() ? "" : FormatPlan(plan));
  if (!whole) return Fail(whole.error());
  return plan;
}

crypto::Hash PlanHash(std::string_view text) { return crypto::Sha256(text); }

std::string SignText(std::string_view text, const Signer& signer) {
  return crypto::FormatNote(
      {.text = std::string(text),
       .signatures = {crypto::SignNote(signer.key.name, signer.private_key, text)}});
}

const FeedKey* SigningKeyOf(const Manifest& manifest, const MemberId& member) {
  const FeedKey* newest = nullptr;
  for (const FeedKey& feed : manifest.feeds) {
    if (feed.member != member || feed.closed) continue;
    if (newest == nullptr || feed.epoch > newest->epoch) newest = &feed;
  }
  return newest;
}

Result<std::string> TextOfNote(std::string_view note, std::string_view reason) {
  crypto::Outcome<crypto::Note> parsed = crypto::ParseNote(note);
  if (parsed) return std::move(parsed->text);
  return Fail(ErrorCode::kInvalid, std::string(reason),
              parsed.error() + "; ask the member who sent it");
}

Result<std::string> OpenSigned(std::string_view note, const Manifest& manifest,
                               const MemberId& member, std::string_view reason) {
  const FeedKey* key = SigningKeyOf(manifest, member);
  if (key == nullptr || manifest.FindMember(member) == nullptr) {
    return Fail(ErrorCode::kDenied, std::string(reason),
                "member " + member.hex() + " has no key in network " + manifest.name);
  }
  crypto::Outcome<crypto::Note> opened = crypto::OpenNote(note, {&key->key, 1});
  if (opened) return std::move(opened->text);
  return Fail(ErrorCode::kDenied, std::string(reason),
              "not signed by member " + member.hex() + ": " + opened.error());
}

Result<SignedPlan> OpenPlan(std::string_view note, const Manifest& manifest) {
  const Result<std::string> text = TextOfNote(note, kMalformed);
  if (!text) return Fail(text.error());
  Result<Plan> plan = ParsePlan(*text);
  if (!plan) return Fail(plan.error());
  if (plan->network != manifest.network) {
    return Fail(ErrorCode::kDenied, "PLAN_WRONG_NETWORK",
                "the plan asks network " + plan->network.hex() + ", not " + manifest.name);
  }
  const Result<std::string> opened = OpenSigned(note, manifest, plan->asker, "PLAN_NOT_SIGNED");
  if (!opened) return Fail(opened.error());
  return SignedPlan{.plan = std::move(*plan), .text = *text, .hash = PlanHash(*text)};
}

}  // namespace candour::query

// The lines about members, their keys and feeds, and the rules that tie them together.
#include <iterator>
#include <limits>

#include "crypto/encoding.h"
#include "crypto/merkle.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_reader.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

// Empty when the letters are known, in order and not repeated.
std::string_view FaultInRoles(std::string_view roles) {
  size_t last = 0;
  for (size_t i = 0; i < roles.size(); ++i) {
    const size_t place = kRoleOrder.find(roles[i]);
    if (place == std::string_view::npos) return "a role is unknown";
    if (i > 0 && place <= last) return "the roles are not in the order rwhqag";
    last = place;
  }
  return {};
}

std::optional<uint64_t> ReadIndex(std::string_view text) {
  const std::optional<uint64_t> value = crypto::ParseDecimal(text);
  if (!value || *value > crypto::kTreeSizeMax) return std::nullopt;
  return value;
}

template <class T>
std::optional<T> ReadSmall(std::string_view text) {
  const std::optional<uint64_t> value = crypto::ParseDecimal(text);
  if (!value || *value > std::numeric_limits<T>::max()) return std::nullopt;
  return static_cast<T>(*value);
}

}  // namespace

Result<MemberId> ManifestReader::ReadMemberId(const ManifestLine& line) const {
  const std::optional<MemberId> id = MemberId::FromHex(line.Field(1));
  if (!id || id->zero()) return Malformed(line, "the member id is not 32 hexadecimal digits");
  return *id;
}

Result<crypto::VerifierKey> ManifestReader::ReadKey(const ManifestLine& line, std::string_view vkey,
                                                    uint8_t type) const {
  crypto::Outcome<crypto::VerifierKey> key = crypto::VerifierKey::Parse(vkey);
  if (!key) return Malformed(line, key.error());
  if (key->type != type) return Newer(line, "the key is of another type");
  return std::move(*key);
}

Status ManifestReader::Claim(const ManifestLine& line, std::string_view what,
                             const std::string& use) {
  const auto [claim, added] = claims_.try_emplace(std::string(what), use);
  if (added || claim->second == use) return {};
  const std::string_view kind = what.substr(0, what.find(' '));
  return Malformed(line, "its " + std::string(kind) + " stands in another line already");
}

Status ManifestReader::ReadMember(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  if (!member_lines_.emplace(*id, line).second) return Malformed(line, "the member has two lines");
  const std::string_view roles = line.Field(2);
  const std::string_view fault = FaultInRoles(roles);
  if (!fault.empty()) return Newer(line, fault);
  const std::optional<std::string> name = PercentDecode(line.Field(3));
  if (!name || !IsShownName(*name)) return Malformed(line, "the name is not allowed");
  const Status named = Claim(line, "name " + *name, "member " + id->hex());
  if (!named) return named;

  Member member{.id = *id, .roles = std::string(roles), .name = *name, .spki = {}};
  for (size_t i = 4; i < line.fields.size(); ++i) {
    const std::optional<crypto::Hash> pin = HashFromBase64(line.Field(i));
    if (!pin) return Malformed(line, "the TLS pin is not base64 of 32 bytes");
    const Status claimed =
        Claim(line, "pin " + pin->ToString(), id->hex() + "/" + std::to_string(i));
    if (!claimed) return claimed;
    member.spki.push_back(*pin);
  }
  manifest_.members.push_back(std::move(member));
  return {};
}

Status ManifestReader::ReadAttribute(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  if (!member_lines_.contains(*id)) return Malformed(line, "it names no member");
  const std::string key(line.Field(2));
  if (!IsAttributeKey(key)) return Newer(line, "the attribute is unknown");
  const std::optional<std::string> value = PercentDecode(line.Field(3));
  if (!value || !IsShownName(*value)) return Malformed(line, "the value is not allowed");
  const Status claimed = Claim(line, "attribute " + id->hex() + key, *value);
  if (!claimed) return claimed;
  manifest_.attributes.push_back({.member = *id, .key = key, .value = *value});
  return {};
}

Status ManifestReader::ReadHub(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  if (!member_lines_.contains(*id)) return Malformed(line, "it names no member");
  const std::string_view roles = member_lines_.at(*id).Field(2);
  if (roles.find('h') == std::string_view::npos) {
    return Malformed(line, "the member does not have the role h");
  }
  if (!IsHubAddress(line.Field(2))) return Malformed(line, "the address is not host:port");
  manifest_.hubs.push_back({.member = *id, .address = std::string(line.Field(2))});
  return {};
}

Status ManifestReader::ReadCut(const ManifestLine& line, FeedKey& feed) const {
  if (line.fields.size() == 4) return {};
  if (line.Field(4) != "closed") return Newer(line, "the word behind the key is not closed");
  if (line.fields.size() != 7) return Malformed(line, "a value is missing");
  const std::optional<uint64_t> size = ReadIndex(line.Field(5));
  if (!size) return Malformed(line, "the size of the cut is not a number");
  const std::optional<crypto::Hash> root = HashFromBase64(line.Field(6));
  if (!root) return Malformed(line, "the root of the cut is not base64 of 32 bytes");
  if (*size == 0 && *root != crypto::EmptyRoot()) {
    return Malformed(line, "the root of the cut is not that of an empty feed");
  }
  feed.closed = FeedKey::Cut{.size = *size, .root = *root};
  return {};
}

Status ManifestReader::ReadFeed(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  const std::optional<uint32_t> epoch = ReadSmall<uint32_t>(line.Field(2));
  if (!epoch) return Malformed(line, "the epoch is not a number");
  if (!feed_lines_.emplace(std::pair(*id, *epoch), line).second) {
    return Malformed(line, "the epoch stands there twice");
  }
  const Result<crypto::VerifierKey> key = ReadKey(line, line.Field(3), crypto::kTypeEd25519);
  if (!key) return Fail(key.error());
  const FeedId feed_id = FeedIdOf(manifest_.network, *id, *epoch);
  if (key->name != FeedOrigin(feed_id)) {
    return Malformed(line, "the key is not named after this feed");
  }
  // A member may keep its key from one epoch to the next.
  const Status claimed = Claim(line, "key " + key->key, "feeds of " + id->hex());
  if (!claimed) return claimed;

  FeedKey feed{.member = *id, .epoch = *epoch, .key = *key, .closed = {}};
  const Status cut = ReadCut(line, feed);
  if (!cut) return cut;
  // What a former member wrote stays verifiable, up to its cut.
  if (!feed.closed && !member_lines_.contains(*id)) {
    return Malformed(line, "it names no member and is not closed");
  }
  feed_ids_.emplace(feed_id, *epoch);
  manifest_.feeds.push_back(std::move(feed));
  return {};
}

Status ManifestReader::ReadCosigner(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  if (!member_lines_.contains(*id)) return Malformed(line, "it names no member");
  if (!manifest_.cosigners.empty() && manifest_.cosigners.back().member == *id) {
    return Malformed(line, "the member has two cosigner keys");
  }
  const Result<crypto::VerifierKey> key = ReadKey(line, line.Field(2), crypto::kTypeCosignature);
  if (!key) return Fail(key.error());
  if (key->name != CosignerName(manifest_.network, *id)) {
    return Malformed(line, "the key is not named after this cosigner");
  }
  const Status claimed = Claim(line, "key " + key->key, "cosigner " + id->hex());
  if (!claimed) return claimed;
  manifest_.cosigners.push_back({.member = *id, .key = *key});
  return {};
}

Status ManifestReader::ReadKex(const ManifestLine& line) {
  const Result<MemberId> id = ReadMemberId(line);
  if (!id) return Fail(id.error());
  if (!member_lines_.contains(*id)) return Malformed(line, "it names no member");
  if (!manifest_.kex.empty() && manifest_.kex.back().member == *id) {
    return Malformed(line, "the member has two kex keys");
  }
  const std::optional<crypto::Hash> key = HashFromBase64(line.Field(2));
  if (!key) return Malformed(line, "the key is not base64 of 32 bytes");
  const Status claimed = Claim(line, "key " + key->ToString(), "kex " + id->hex());
  if (!claimed) return claimed;
  manifest_.kex.push_back({.member = *id, .public_key = key->ToString()});
  return {};
}

Status ManifestReader::ReadTakedown(const ManifestLine& line) {
  const std::optional<FeedId> feed = FeedId::FromHex(line.Field(1));
  if (!feed) return Malformed(line, "the feed id is not 32 hexadecimal digits");
  if (!feed_ids_.contains(*feed)) return Malformed(line, "it names no feed of this manifest");
  const std::optional<uint64_t> index = ReadIndex(line.Field(2));
  if (!index) return Malformed(line, "the index is not a number");
  const std::optional<crypto::Hash> leaf = HashFromBase64(line.Field(3));
  if (!leaf) return Malformed(line, "the leaf hash is not base64 of 32 bytes");
  const std::optional<uint16_t> reason = ReadSmall<uint16_t>(line.Field(4));
  if (!reason) return Malformed(line, "the reason is not a number up to 65535");
  const Status claimed =
      Claim(line, "leaf " + feed->hex() + std::string(line.Field(2)), std::string(line.text));
  if (!claimed) return claimed;
  manifest_.takedowns.push_back({.feed = *feed, .index = *index, .leaf = *leaf, .reason = *reason});
  return {};
}

Status ManifestReader::CheckWhole() const {
  if (manifest_.threshold > manifest_.governors.size()) {
    return Malformed(threshold_line_, "there are fewer governors than it asks for");
  }
  const Status epochs = CheckEpochs();
  if (!epochs) return epochs;
  return CheckMembers();
}

Status ManifestReader::CheckEpochs() const {
  // The map's order is by member, then by epoch as a number.
  for (auto it = feed_lines_.begin(); it != feed_lines_.end(); ++it) {
    const auto& [member, epoch] = it->first;
    if (epoch > 0 && !feed_lines_.contains({member, epoch - 1})) {
      return Malformed(it->second, "the epoch before it is missing");
    }
    const auto next = std::next(it);
    const bool newest = next == feed_lines_.end() || next->first.first != member;
    const bool closed = it->second.fields.size() > 4;
    if (!newest && !closed) return Malformed(it->second, "a newer epoch is there and it is open");
  }
  return {};
}

Status ManifestReader::CheckMembers() const {
  auto cosigner = manifest_.cosigners.begin();
  // Both lists are in the order of the member ids, as the lines are sorted.
  for (const auto& [member, line] : member_lines_) {
    if (!feed_lines_.contains({member, 0})) {
      return Malformed(line, "the member has no feed line of epoch 0");
    }
    if (cosigner == manifest_.cosigners.end() || cosigner->member != member) {
      return Malformed(line, "the member has no cosigner line");
    }
    ++cosigner;
  }
  return {};
}

}  // namespace candour

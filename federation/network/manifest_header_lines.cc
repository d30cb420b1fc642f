// The lines that stand once: what the network is and which version this is.
#include "crypto/encoding.h"
#include "federation/network/manifest_reader.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

Result<crypto::Hash> ReadHash(const ManifestLine& line) {
  const std::optional<crypto::Hash> hash = HashFromBase64(line.Field(1));
  if (!hash) return Malformed(line, "the hash is not base64 of 32 bytes");
  return *hash;
}

Result<WallSeconds> ReadTime(const ManifestLine& line) {
  const std::optional<uint64_t> time = crypto::ParseDecimal(line.Field(1));
  if (!time || *time > static_cast<uint64_t>(kWallSecondsMax)) {
    return Malformed(line, "the time is not in POSIX seconds");
  }
  return static_cast<WallSeconds>(*time);
}

}  // namespace

Status ManifestReader::ReadNetwork(const ManifestLine& line) {
  const std::optional<NetworkId> id = NetworkId::FromHex(line.Field(1));
  if (!id || id->zero()) return Malformed(line, "the network id is not 32 hexadecimal digits");
  manifest_.network = *id;
  return {};
}

Status ManifestReader::ReadVersion(const ManifestLine& line) {
  const std::optional<uint64_t> version = crypto::ParseDecimal(line.Field(1));
  if (!version || *version == 0) return Malformed(line, "the version is not a number from 1");
  manifest_.version = *version;
  return {};
}

Status ManifestReader::ReadPrev(const ManifestLine& line) {
  const Result<crypto::Hash> hash = ReadHash(line);
  if (!hash) return Fail(hash.error());
  const bool zero = *hash == crypto::Hash{};
  if (manifest_.version == 1 && !zero) return Malformed(line, "version 1 follows no other");
  if (manifest_.version != 1 && zero) return Malformed(line, "only version 1 follows no other");
  manifest_.prev = *hash;
  return {};
}

Status ManifestReader::ReadResolves(const ManifestLine& line) {
  const Result<crypto::Hash> hash = ReadHash(line);
  if (!hash) return Fail(hash.error());
  if (manifest_.version == 1) return Malformed(line, "version 1 follows no other");
  if (*hash == manifest_.prev) return Malformed(line, "it names the same text as prev");
  manifest_.resolves = *hash;
  return {};
}

Status ManifestReader::ReadIssued(const ManifestLine& line) {
  const Result<WallSeconds> time = ReadTime(line);
  if (!time) return Fail(time.error());
  manifest_.issued = *time;
  return {};
}

Status ManifestReader::ReadExpires(const ManifestLine& line) {
  const Result<WallSeconds> time = ReadTime(line);
  if (!time) return Fail(time.error());
  if (*time <= manifest_.issued) return Malformed(line, "it expires before it is issued");
  manifest_.expires = *time;
  return {};
}

Status ManifestReader::ReadThreshold(const ManifestLine& line) {
  const std::optional<uint64_t> threshold = crypto::ParseDecimal(line.Field(1));
  if (!threshold || *threshold == 0 || *threshold > kGovernorsMax) {
    return Malformed(line, "the threshold is not a number from 1 to 32");
  }
  threshold_line_ = line;
  manifest_.threshold = static_cast<uint32_t>(*threshold);
  return {};
}

Status ManifestReader::ReadName(const ManifestLine& line) {
  const std::optional<std::string> name = PercentDecode(line.Field(1));
  if (!name || !IsShownName(*name)) return Malformed(line, "the name is not allowed");
  manifest_.name = *name;
  return {};
}

Status ManifestReader::ReadKind(const ManifestLine& line) {
  const std::string_view kind = line.Field(1);
  if (kind == "geographic") {
    manifest_.kind = NetworkKind::kGeographic;
  } else if (kind == "professional") {
    manifest_.kind = NetworkKind::kProfessional;
  } else if (kind == "national") {
    manifest_.kind = NetworkKind::kNational;
  } else {
    return Newer(line, "the kind is unknown");
  }
  return {};
}

Status ManifestReader::ReadTerms(const ManifestLine& line) {
  const Result<crypto::Hash> hash = ReadHash(line);
  if (!hash) return Fail(hash.error());
  manifest_.terms = *hash;
  return {};
}

Status ManifestReader::ReadGovernor(const ManifestLine& line) {
  if (manifest_.governors.size() == kGovernorsMax) {
    return Malformed(line, "there are more than 32 governors");
  }
  const Result<crypto::VerifierKey> key = ReadKey(line, line.Field(1), crypto::kTypeEd25519);
  if (!key) return Fail(key.error());
  if (!GovernorNumber(manifest_.network, key->name)) {
    return Malformed(line, "the key is not named as a governor of this network");
  }
  const Status named = Claim(line, "number " + key->name, key->ToString());
  if (!named) return named;
  const Status claimed = Claim(line, "key " + key->key, "governor " + key->name);
  if (!claimed) return claimed;
  manifest_.governors.push_back(*key);
  return {};
}

Status ManifestReader::ReadParam(const ManifestLine& line) {
  const ParamRule* rule = FindParamRule(line.Field(1));
  if (rule == nullptr) return Newer(line, "the parameter is unknown");
  const std::optional<uint64_t> value = crypto::ParseDecimal(line.Field(2));
  if (!value) return Malformed(line, "the value is not a decimal number");
  if (*value > static_cast<uint64_t>(rule->max) || static_cast<int64_t>(*value) < rule->min) {
    return Newer(line, "the value is outside " + std::to_string(rule->min) + " to " +
                           std::to_string(rule->max));
  }
  const bool added = manifest_.params.emplace(rule->name, static_cast<int64_t>(*value)).second;
  if (!added) return Malformed(line, "the parameter stands there twice");
  return {};
}

}  // namespace candour

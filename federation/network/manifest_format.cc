#include <algorithm>

#include "crypto/encoding.h"
#include "federation/network/manifest.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

using Lines = std::vector<std::string>;

const char* KindWord(NetworkKind kind) {
  switch (kind) {
    case NetworkKind::kGeographic:
      return "geographic";
    case NetworkKind::kProfessional:
      return "professional";
    case NetworkKind::kNational:
      return "national";
  }
  return "";
}

void AddSection(std::string& out, Lines lines) {
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) out += line + "\n";
}

std::string HeaderLines(const Manifest& m) {
  std::string out = std::string(kManifestFirstLine) + "\n";
  out += "network " + m.network.hex() + "\n";
  out += "version " + std::to_string(m.version) + "\n";
  out += "prev " + Base64Of(m.prev) + "\n";
  if (m.resolves) out += "resolves " + Base64Of(*m.resolves) + "\n";
  out += "issued " + std::to_string(m.issued) + "\n";
  out += "expires " + std::to_string(m.expires) + "\n";
  out += "threshold " + std::to_string(m.threshold) + "\n";
  out += "name " + PercentEncode(m.name) + "\n";
  out += std::string("kind ") + KindWord(m.kind) + "\n";
  if (m.terms) out += "terms " + Base64Of(*m.terms) + "\n";
  return out;
}

Lines GovernorLines(const Manifest& m) {
  Lines out;
  for (const crypto::VerifierKey& key : m.governors) out.push_back("governor " + key.ToString());
  return out;
}

Lines ParamLines(const Manifest& m) {
  Lines out;
  for (const auto& [name, value] : m.params) {
    out.push_back("param " + name + " " + std::to_string(value));
  }
  return out;
}

Lines MemberLines(const Manifest& m) {
  Lines out;
  for (const Member& member : m.members) {
    std::string line =
        "member " + member.id.hex() + " " + member.roles + " " + PercentEncode(member.name);
    for (const crypto::Hash& pin : member.spki) line += " " + Base64Of(pin);
    out.push_back(std::move(line));
  }
  return out;
}

Lines AttributeLines(const Manifest& m) {
  Lines out;
  for (const MemberAttribute& a : m.attributes) {
    out.push_back("attr " + a.member.hex() + " " + a.key + " " + PercentEncode(a.value));
  }
  return out;
}

Lines HubLines(const Manifest& m) {
  Lines out;
  for (const Hub& hub : m.hubs) out.push_back("hub " + hub.member.hex() + " " + hub.address);
  return out;
}

Lines FeedLines(const Manifest& m) {
  Lines out;
  for (const FeedKey& feed : m.feeds) {
    std::string line =
        "feed " + feed.member.hex() + " " + std::to_string(feed.epoch) + " " + feed.key.ToString();
    if (feed.closed) {
      line += " closed " + std::to_string(feed.closed->size) + " " + Base64Of(feed.closed->root);
    }
    out.push_back(std::move(line));
  }
  return out;
}

Lines CosignerLines(const Manifest& m) {
  Lines out;
  for (const CosignerKey& c : m.cosigners) {
    out.push_back("cosigner " + c.member.hex() + " " + c.key.ToString());
  }
  return out;
}

Lines KexLines(const Manifest& m) {
  Lines out;
  for (const KexKey& k : m.kex) {
    out.push_back("kex " + k.member.hex() + " " + crypto::Base64Encode(k.public_key));
  }
  return out;
}

Lines TakedownLines(const Manifest& m) {
  Lines out;
  for (const Takedown& t : m.takedowns) {
    out.push_back("takedown " + t.feed.hex() + " " + std::to_string(t.index) + " " +
                  Base64Of(t.leaf) + " " + std::to_string(t.reason));
  }
  return out;
}

}  // namespace

std::string FormatManifest(const Manifest& manifest) {
  std::string out = HeaderLines(manifest);
  AddSection(out, GovernorLines(manifest));
  AddSection(out, ParamLines(manifest));
  AddSection(out, MemberLines(manifest));
  AddSection(out, AttributeLines(manifest));
  AddSection(out, HubLines(manifest));
  AddSection(out, FeedLines(manifest));
  AddSection(out, CosignerLines(manifest));
  AddSection(out, KexLines(manifest));
  AddSection(out, TakedownLines(manifest));
  return out;
}

}  // namespace candour

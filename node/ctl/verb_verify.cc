// candour verify: checks files offline. No node, no configuration, no network.
#include <fstream>
#include <sstream>

#include "crypto/checkpoint.h"
#include "crypto/encoding.h"
#include "crypto/note.h"
#include "crypto/tiles.h"
#include "federation/feed/evidence.h"
#include "federation/feed/leaf.h"
#include "federation/network/manifest.h"
#include "federation/network/receipt.h"
#include "node/ctl/proof_file.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct VerifyArguments {
  std::string file;
  std::vector<std::string> vkeys;
  std::string genesis;
  std::string manifest;
};

Result<std::string> ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Fail(ErrorCode::kInvalid, "FILE_UNREADABLE", path + " cannot be read");
  return text.str();
}

Result<std::vector<crypto::VerifierKey>> Keys(const VerifyArguments& arguments) {
  std::vector<crypto::VerifierKey> keys;
  for (const auto& text : arguments.vkeys) {
    auto key = crypto::VerifierKey::Parse(text);
    if (!key) return Fail(ErrorCode::kInvalid, "VKEY_MALFORMED", "--vkey: " + key.error());
    keys.push_back(std::move(*key));
  }
  return keys;
}

Error NotVerified(const std::string& file, const std::string& why) {
  return {ErrorCode::kCorrupt, "NOT_VERIFIED", file + " does not verify: " + why};
}

std::string Signers(const crypto::Note& note) {
  std::string text;
  for (const auto& line : note.signatures) text += "  signed by " + Clean(line.name) + "\n";
  return text;
}

void VerifyNote(Session& session, const VerifyArguments& arguments) {
  auto bytes = ReadAll(arguments.file);
  if (!bytes) return session.Report(bytes.error());
  auto keys = Keys(arguments);
  if (!keys) return session.Report(keys.error());
  auto note = crypto::OpenNote(*bytes, *keys, crypto::kManifestBytesMax);
  if (!note) return session.Report(NotVerified(arguments.file, note.error()));
  session.PrintText("verified\n" + Signers(*note));
}

void VerifyCheckpoint(Session& session, const VerifyArguments& arguments) {
  auto bytes = ReadAll(arguments.file);
  if (!bytes) return session.Report(bytes.error());
  auto keys = Keys(arguments);
  if (!keys) return session.Report(keys.error());
  auto opened = crypto::OpenCheckpoint(*bytes, *keys);
  if (!opened) return session.Report(NotVerified(arguments.file, opened.error()));
  session.PrintText("verified: " + Clean(opened->checkpoint.origin) + ", size " +
                    std::to_string(opened->checkpoint.size) + ", root " +
                    crypto::HexEncode(opened->checkpoint.root.view()) + "\n" +
                    Signers(opened->note));
}

void VerifyProofFile(Session& session, const VerifyArguments& arguments) {
  auto text = ReadAll(arguments.file);
  if (!text) return session.Report(text.error());
  auto proof = ParseProofFile(*text);
  if (!proof) return session.Report(NotVerified(arguments.file, proof.error().message));
  auto checked = CheckProof(*proof);
  if (!checked) return session.Report(checked.error());
  if (!arguments.genesis.empty() && arguments.genesis != checked->genesis) {
    return session.Report(NotVerified(arguments.file, "it is of another network than --genesis"));
  }
  session.PrintText(ShowChecked(*checked));
}

void VerifyTiles(Session& session, const VerifyArguments& arguments) {
  auto keys = Keys(arguments);
  if (!keys) return session.Report(keys.error());
  auto checked = crypto::VerifyTiledLog(crypto::TileFolder(arguments.file), keys->front());
  if (!checked) return session.Report(NotVerified(arguments.file, checked.error()));
  session.PrintText("verified: " + Clean(checked->checkpoint.origin) + ", all " +
                    std::to_string(checked->checkpoint.size) + " entries and every tile, root " +
                    crypto::HexEncode(checked->checkpoint.root.view()) + "\n");
}

std::string CheckedReceiptText(const CheckedReceipt& checked) {
  std::string text = "verified: entry " + std::to_string(checked.index) + " of " +
                     Clean(checked.publisher) + " in " + Clean(checked.network) +
                     (checked.takedown ? " is taken down by the governors"
                                       : " withdraws an item, signed " +
                                             Day(static_cast<int64_t>(checked.day))) +
                     ", reason " + ReasonText(checked.reason) + "\n  counted: the " +
                     std::to_string(checked.confirmed.size() + checked.silent.size()) +
                     " member(s) of manifest version " + std::to_string(checked.manifest_version) +
                     ", hash " + crypto::HexEncode(checked.manifest_hash.view()) + "\n";
  for (const auto& row : checked.confirmed) {
    text += "  " + Clean(row.member) + " confirmed " + Moment(row.at) + "\n";
  }
  for (const auto& name : checked.silent) text += "  " + Clean(name) + " is silent\n";
  return text + (checked.complete() ? "every member has confirmed\n"
                                    : "not complete: a silent member may still hold it\n");
}

void VerifyReceipt(Session& session, const VerifyArguments& arguments) {
  auto text = ReadAll(arguments.file);
  if (!text) return session.Report(text.error());
  auto receipt = ParseReceipt(*text);
  if (!receipt) return session.Report(NotVerified(arguments.file, receipt.error().message));
  auto checked = CheckReceipt(*receipt);
  if (!checked) return session.Report(NotVerified(arguments.file, checked.error().message));
  session.PrintText(CheckedReceiptText(*checked));
}

std::string ManifestText(const SignedManifest& opened) {
  const Manifest& manifest = opened.manifest;
  std::string text = "verified: " + Clean(manifest.name) + ", manifest version " +
                     std::to_string(manifest.version) + ", " +
                     std::to_string(manifest.members.size()) + " member(s), expires " +
                     Day(manifest.expires) + "\n  hash " + crypto::HexEncode(opened.hash.view()) +
                     "\n";
  for (const Member& member : manifest.members) {
    text += "  " + Clean(member.name) + " (" + member.roles + ")\n";
  }
  return text;
}

void VerifyManifest(Session& session, const VerifyArguments& arguments) {
  auto bytes = ReadAll(arguments.file);
  if (!bytes) return session.Report(bytes.error());
  auto opened = OpenStored(*bytes);
  if (!opened) return session.Report(NotVerified(arguments.file, opened.error().message));
  std::string hash = crypto::HexEncode(opened->hash.view());
  if (!arguments.genesis.empty() && opened->manifest.version == 1 && arguments.genesis != hash) {
    return session.Report(NotVerified(arguments.file, "its hash is not the one given"));
  }
  session.PrintText(ManifestText(*opened));
}

std::string HeadText(const char* name, const crypto::Checkpoint& head) {
  return std::string("  ") + name + "  size " + std::to_string(head.size) + ", root " +
         crypto::HexEncode(head.root.view()) + "\n";
}

// Whose feed it is, by a manifest that its own threshold has signed.
Result<std::string> NameOf(const CheckedEvidence& checked, const std::string& manifest_file) {
  if (manifest_file.empty()) {
    return "  feed key " + checked.key.ToString() +
           "\n  compare it with the line \"feed\" of the manifest, or give --manifest\n";
  }
  auto bytes = ReadAll(manifest_file);
  if (!bytes) return Fail(bytes.error());
  auto opened = OpenStored(*bytes);
  if (!opened) return Fail(NotVerified(manifest_file, opened.error().message));
  const FeedKey* key = opened->manifest.FindFeed(checked.feed);
  if (key == nullptr || key->key != checked.key) {
    return Fail(NotVerified(manifest_file, "it does not name this feed with this key"));
  }
  const Member* member = opened->manifest.FindMember(key->member);
  return "  of " + Clean(member != nullptr ? member->name : key->member.hex()) + ", " +
         Clean(opened->manifest.name) + ", manifest version " +
         std::to_string(opened->manifest.version) + "\n";
}

void VerifyEvidence(Session& session, const VerifyArguments& arguments) {
  auto text = ReadAll(arguments.file);
  if (!text) return session.Report(text.error());
  auto checked = OpenEvidence(*text);
  if (!checked) return session.Report(NotVerified(arguments.file, checked.error().message));
  auto name = NameOf(*checked, arguments.manifest);
  if (!name) return session.Report(name.error());
  std::string shown = "verified: one key signed two histories of " + Clean(checked->key.name) +
                      "\n" + *name + HeadText("one", checked->older) +
                      HeadText("two", checked->newer);
  if (checked->older.size != checked->newer.size) {
    shown += "  two began with the root " + crypto::HexEncode(checked->root.view()) + " at size " +
             std::to_string(checked->older.size) + "\n";
  }
  session.PrintText(shown);
}

}  // namespace

void AddVerifyVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<VerifyArguments>();
  auto* verify = app.add_subcommand("verify", "check a file offline; exit 9 when it does not hold");
  verify->require_subcommand(1);
  auto file = [&](const char* name, const char* about) {
    auto* verb = verify->add_subcommand(name, about);
    verb->add_option("file", arguments->file, "the file")->required();
    return verb;
  };
  auto* note = file("note", "a signed note");
  note->add_option("--vkey", arguments->vkeys, "a verifier key (may be repeated)")->required();
  note->callback([&session, arguments] { VerifyNote(session, *arguments); });
  auto* checkpoint = file("checkpoint", "a checkpoint of a feed");
  checkpoint->add_option("--vkey", arguments->vkeys, "a verifier key (may be repeated)")
      ->required();
  checkpoint->callback([&session, arguments] { VerifyCheckpoint(session, *arguments); });
  auto* proof = file("proof", "what candour show --proof wrote");
  proof->add_option("--genesis", arguments->genesis, "the network's genesis hash, if you have it");
  proof->callback([&session, arguments] { VerifyProofFile(session, *arguments); });
  auto* receipt = file("receipt", "what candour receipts --out wrote");
  receipt->callback([&session, arguments] { VerifyReceipt(session, *arguments); });
  auto* evidence = file("evidence", "proof that one key signed two histories of a feed");
  evidence->add_option("--manifest", arguments->manifest, "a manifest, to say whose feed it is");
  evidence->callback([&session, arguments] { VerifyEvidence(session, *arguments); });
  auto* tiles = file("tiles", "a folder of C2SP tlog-tiles, as candour bundle tiles writes it");
  tiles->add_option("--vkey", arguments->vkeys, "the log's verifier key")->required()->expected(1);
  tiles->callback([&session, arguments] { VerifyTiles(session, *arguments); });
  auto* manifest = file("manifest", "a manifest; its own threshold has to have signed it");
  manifest->add_option("--genesis", arguments->genesis, "the hash version 1 must have");
  manifest->callback([&session, arguments] { VerifyManifest(session, *arguments); });
}

}  // namespace candour::ctl

// What people hand in: tables, mappings, configurations and proof files.
#include <algorithm>

#include "candour/node/v1/learning.pb.h"
#include "config/load.h"
#include "node/ctl/proof_file.h"
#include "node/learning/csv.h"
#include "node/learning/jsonl.h"
#include "node/learning/mapping.h"
#include "tests/fuzz/targets.h"

namespace candour::fuzz {
namespace {

using namespace intake;

// The file in pieces of `size`.
ChunkSource InPieces(std::string_view bytes, size_t size) {
  return [bytes, size]() mutable -> Result<std::string> {
    std::string piece(bytes.substr(0, size));
    bytes.remove_prefix(piece.size());
    return piece;
  };
}

std::vector<CsvRow> CsvRows(std::string_view bytes, size_t piece, Encoding encoding) {
  CsvReader reader(InPieces(bytes, piece), {.encoding = encoding, .row_bytes_max = 4096});
  std::vector<CsvRow> rows;
  if (!reader.ReadHeader()) return rows;
  while (true) {
    auto row = reader.Next();
    if (!row || !*row) return rows;
    FUZZ_CHECK((*row)->offset <= bytes.size());
    rows.push_back(std::move(**row));
  }
}

// How a file is cut into pieces changes nothing.
void RunCsv(std::string_view bytes) {
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kWindows1252}) {
    const auto whole = CsvRows(bytes, 1 << 20, encoding);
    const auto pieces = CsvRows(bytes, 3, encoding);
    FUZZ_CHECK(whole.size() == pieces.size());
    for (size_t i = 0; i < whole.size(); ++i) {
      FUZZ_CHECK(whole[i].fields == pieces[i].fields && whole[i].fault == pieces[i].fault);
      FUZZ_CHECK(whole[i].fault == CsvFault::kNone || whole[i].fields.empty());
    }
  }
}

std::vector<std::string> CsvSeeds() {
  return {"id,what,when\n1,\"a \"\"quoted\"\" word\",2024-05-01\n2,\"over\ntwo lines\",\n",
          "a;b\r\n1;2\r\n", "\xef\xbb\xbfname\nM\xfcller\n"};
}

void RunJsonl(std::string_view bytes) {
  std::vector<JsonlRow> rows[2];
  for (int i = 0; i < 2; ++i) {
    JsonlReader reader(InPieces(bytes, i == 0 ? 1 << 20 : 3), {.row_bytes_max = 4096});
    while (true) {
      auto row = reader.Next();
      if (!row || !*row) break;
      rows[i].push_back(std::move(**row));
    }
  }
  FUZZ_CHECK(rows[0].size() == rows[1].size());
  for (size_t i = 0; i < rows[0].size(); ++i) FUZZ_CHECK(rows[0][i].cells == rows[1][i].cells);
}

std::vector<std::string> JsonlSeeds() {
  return {
      "{\"what\": {\"text\": \"x\"}, \"types\": [\"a\", \"b\"], \"n\": "
      "3}\n\n{\"deep\":[[1,[2]]]}\n",
      "{\"n\": 1e300, \"t\": true, \"z\": null}"};
}

void RunMapping(std::string_view bytes) {
  const auto result = ParseMapping(bytes);
  FUZZ_CHECK(result.mapping.has_value() == result.problems.empty());
  if (result.mapping) (void)result.mapping->Columns();
  (void)result.Report("file");
}

std::vector<std::string> MappingSeeds() {
  return {
      "format = \"csv\"\nreference = \"{id}\"\ndelimiter = \"tab\"\n[fields]\nkind = \"INCIDENT\"\n"
      "title = { column = \"what\", words = 12 }\ndegree_of_harm = { column = \"harm\", values = { "
      "\"1\" = \"FATAL\" }, otherwise = \"\" }\nperiod = { column = \"date\", formats = "
      "[\"%d/%m/%Y\", \"excel\"], precision = \"month\" }\n[[codes]]\nsystem = \"s\"\nversion = "
      "\"5\"\ncolumn = \"type\"\n[[seeds]]\nkind = \"patient\"\ncolumns = [\"surname\"]\n",
      "format = \"jsonl\"\narray_separator = \"; \"\n[fields]\ntitle = \"{a.b} and {c}\"\n",
      "[?]\n"};
}

void RunConfiguration(std::string_view bytes) {
  const auto result = config::Load(bytes, "candour.toml");
  FUZZ_CHECK(result.options.has_value() == result.problems.empty());
  for (const auto& problem : result.problems) FUZZ_CHECK(!problem.message.empty());
  (void)result.Report();
}

std::vector<std::string> ConfigurationSeeds() {
  return {
      "[node]\nname = \"a\"\nlog_level = \"warn\"\n[listen]\npeer = \"[::1]:7443\"\n[store]\n"
      "write_buffer_mb = 16\n[anonymise]\nkeep_words = [\"Baxter\"]\nlocal_ids = [{ name = "
      "\"hospital number\", pattern = 'RX[0-9]{6}' }]\n",
      "[node]\nnmae = 1\n", "[?]\n"};
}

void RunProofFile(std::string_view bytes) {
  const auto proof = ctl::ParseProofFile(std::string(bytes));
  if (!proof) return;
  FUZZ_CHECK(ctl::FormatProofFile(*proof) == bytes);
  (void)ctl::CheckProof(*proof);
}

std::vector<std::string> ProofFileSeeds() {
  node::v1::GetProofResponse proof;
  proof.set_leaf("CDR1" + std::string(108, '\0'));
  proof.set_blob(std::string(256, '\0'));
  proof.add_manifests("a manifest");
  proof.set_bundle("c2sp.org/tlog-proof@v1\nindex 0\n\nnote");
  return {ctl::FormatProofFile(proof)};
}

}  // namespace

const Target kCsv = {"csv", RunCsv, CsvSeeds};
const Target kJsonl = {"jsonl", RunJsonl, JsonlSeeds};
const Target kMapping = {"mapping", RunMapping, MappingSeeds};
const Target kConfiguration = {"configuration", RunConfiguration, ConfigurationSeeds};
const Target kProofFile = {"proof_file", RunProofFile, ProofFileSeeds};

}  // namespace candour::fuzz

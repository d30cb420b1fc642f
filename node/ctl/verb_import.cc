// candour import: a file becomes drafts.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

constexpr size_t kChunkBytes = 256 * 1024;

struct ImportArguments {
  std::string file;
  std::string mapping;
  std::string format;
  std::string rejects;
  bool dry_run = false;
};

Result<std::string> ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Fail(ErrorCode::kInvalid, "FILE_UNREADABLE", path + " cannot be read; nothing changed");
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Row numbers and reasons only; the rows themselves stay in the file they came from.
Status WriteRejects(const std::string& path, const node::v1::ImportLearningResponse& answer) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Fail(ErrorCode::kInvalid, "REJECTS_UNWRITABLE",
                path + " exists or cannot be written; name a new file for --rejects");
  }
  Table table({"row", "reason", "message"});
  for (const auto& row : answer.refused_rows()) {
    table.Add({std::to_string(row.row()), row.reason(), row.message()});
  }
  std::string text = table.AsCsv();
  bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  if (whole) return {};
  return Fail(ErrorCode::kFull, "REJECTS_UNWRITABLE", path + " could not be written whole");
}

std::string Summary(const node::v1::ImportLearningResponse& answer) {
  std::ostringstream text;
  text << (answer.validate_only() ? "would import " : "imported ") << answer.created() << " of "
       << answer.rows() << " rows as drafts; " << answer.duplicates() << " already here, "
       << answer.refused() << " refused\n"
       << "masked " << answer.masked() << " identifiers, flagged " << answer.flagged()
       << " for a person";
  if (answer.quarantined() > 0) text << ", " << answer.quarantined() << " rows quarantined";
  text << "\n";
  for (const auto& reason : answer.refused_by_reason()) {
    text << "  refused " << reason.count() << "  " << Clean(reason.reason()) << "\n";
  }
  if (answer.validate_only()) text << "nothing was written (--dry-run)\n";
  return text.str();
}

void Import(Session& session, const ImportArguments& arguments) {
  auto mapping = ReadWhole(arguments.mapping);
  if (!mapping) return session.Report(mapping.error());
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file) {
    return session.Report({ErrorCode::kInvalid, "FILE_UNREADABLE",
                           arguments.file + " cannot be read; nothing changed"});
  }
  NodeClient* node = session.Node();
  if (node == nullptr) return;
  node::v1::ImportHeader header;
  header.set_format(arguments.format);
  header.set_mapping(*mapping);
  header.set_validate_only(arguments.dry_run);
  auto answer = node->Import(header, [&]() -> Result<std::string> {
    std::string chunk(kChunkBytes, '\0');
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    chunk.resize(static_cast<size_t>(file.gcount()));
    return chunk;
  });
  if (!answer) return session.Report(answer.error());
  if (!arguments.rejects.empty()) {
    if (auto written = WriteRejects(arguments.rejects, *answer); !written) {
      return session.Report(written.error());
    }
  }
  Table table({"rows", "created", "duplicates", "refused", "masked", "flagged"});
  table.Add({std::to_string(answer->rows()), std::to_string(answer->created()),
             std::to_string(answer->duplicates()), std::to_string(answer->refused()),
             std::to_string(answer->masked()), std::to_string(answer->flagged())});
  session.Print(*answer, table, Summary(*answer));
  if (answer->refused() > 0) session.Exit(answer->created() > 0 ? kPartlyDone : kFailed);
}

}  // namespace

void AddImportVerb(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<ImportArguments>();
  auto* verb = app.add_subcommand("import", "make drafts from a CSV or JSON Lines file");
  verb->add_option("file", arguments->file, "the file")->required();
  verb->add_option("--mapping", arguments->mapping, "how its columns become fields (TOML)")
      ->required();
  verb->add_option("--format", arguments->format, "csv or jsonl; the mapping says so too");
  verb->add_option("--rejects", arguments->rejects,
                   "write row numbers and reasons of refused rows to this new file");
  verb->add_flag("--dry-run", arguments->dry_run, "check everything and write nothing");
  verb->callback([&session, arguments] { Import(session, *arguments); });
}

}  // namespace candour::ctl

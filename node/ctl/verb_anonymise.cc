// candour anonymise: text in, spans or masked text out. A pure filter: no node, nothing stored.
#include <fstream>
#include <iostream>
#include <sstream>

#include "node/anonymise/evaluate.h"
#include "node/ctl/anonymise_filter.h"
#include "node/ctl/anonymise_settings.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct AnonymiseArguments {
  bool jsonl = false;
  bool flags = false;
  bool explain = false;
  std::string format;
  std::string config;
  std::string evaluate;
};

void Notes(Session& session, const anonymise::Anonymiser& engine,
           const AnonymiseArguments& arguments) {
  anonymise::JsonlFormat format;
  if (arguments.flags || arguments.explain) format.flagged = anonymise::FlaggedSpans::kInclude;
  if (arguments.format == "text") format.body = anonymise::JsonlBody::kText;
  if (arguments.explain) format.explanation = anonymise::Explanation::kReasons;
  FilterCounts counts = FilterNotes(std::cin, std::cout, engine, format);
  if (counts.failed == 0) return;
  session.Say("error: " + counts.first_failure + "; " + std::to_string(counts.failed) + " of " +
              std::to_string(counts.notes) + " notes could not be read [NOTES_UNREADABLE]");
  session.Exit(counts.failed == counts.notes ? kFailed : kPartlyDone);
}

void Text(Session& session, const anonymise::Anonymiser& engine,
          const AnonymiseArguments& arguments) {
  Table table({"from", "to", "type", "state", "becomes", "why"});
  auto on_span = [&](const anonymise::Span& span) {
    if (!arguments.explain) return;
    table.Add({std::to_string(span.start), std::to_string(span.end),
               std::string(anonymise::TypeName(span.type)), span.flagged ? "FLAGGED" : "masked",
               span.flagged ? "" : span.placeholder,
               span.reason + " (" + std::string(span.rule) + ")"});
  };
  auto done = FilterText(std::cin, std::cout, engine, on_span);
  if (arguments.explain) session.Say("\n" + table.AsText(session.Width()));
  if (!done) session.Report(done.error());
}

void Evaluation(Session& session, const anonymise::Anonymiser& engine, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream gold;
  gold << in.rdbuf();
  if (!in) {
    return session.Report({ErrorCode::kInvalid, "FILE_UNREADABLE",
                           path + " cannot be read, or is empty; check the path"});
  }
  auto evaluation = anonymise::Evaluate(engine, gold.view());
  if (!evaluation) {
    return session.Report({ErrorCode::kInvalid, "GOLD_INVALID", path + ", " + evaluation.error()});
  }
  session.PrintText(anonymise::ReportText(*evaluation));
}

void Anonymise(Session& session, const AnonymiseArguments& arguments) {
  std::ios::sync_with_stdio(false);
  if (arguments.format == "spans" && !arguments.jsonl) {
    session.Say("error: --format spans needs --jsonl [USAGE]");
    return session.Exit(kUsage);
  }
  auto settings = ReadAnonymiseSettings(arguments.config);
  if (!settings) return session.Report(settings.error());
  auto engine = anonymise::Anonymiser::Create(std::move(*settings));
  if (!engine) return session.Report({ErrorCode::kInvalid, "RULES_INVALID", engine.error()});
  if (!arguments.evaluate.empty())
    Evaluation(session, **engine, arguments.evaluate);
  else if (arguments.jsonl)
    Notes(session, **engine, arguments);
  else
    Text(session, **engine, arguments);
}

}  // namespace

void AddAnonymiseVerb(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<AnonymiseArguments>();
  auto* verb = app.add_subcommand("anonymise", "mask identifiers in text from standard input");
  verb->add_flag("--jsonl", arguments->jsonl,
                 "one {\"id\",\"text\"} a line in, one answer a line out");
  verb->add_flag("--flags", arguments->flags, "with --jsonl: what is only flagged, too");
  verb->add_flag("--explain", arguments->explain,
                 "every span with its reason; on stderr, or in the answers of --jsonl");
  verb->add_option("--format", arguments->format,
                   "text (masked) or spans; text by default, spans with --jsonl")
      ->check(CLI::IsMember({"text", "spans"}));
  verb->add_option(
          "--config", arguments->config,
          "a node's configuration file: its own record formats, staff directory, kept words")
      ->type_name("FILE");
  verb->add_option(
          "--evaluate", arguments->evaluate,
          "annotated notes: print recall, over-redaction and leaks instead (docs/evaluating.md)")
      ->type_name("FILE");
  verb->callback([&session, arguments] { Anonymise(session, *arguments); });
}

}  // namespace candour::ctl

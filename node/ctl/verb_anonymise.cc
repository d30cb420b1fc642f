// candour anonymise: text in, spans out. A pure filter: no node, nothing stored.
#include <iostream>
#include <sstream>

#include "node/anonymise/anonymise.h"
#include "node/anonymise/jsonl.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct AnonymiseArguments {
  bool jsonl = false;
  bool flags = false;
  bool explain = false;
  std::string format = "text";
};

void Lines(const anonymise::Anonymiser& engine, const AnonymiseArguments& arguments) {
  auto flagged =
      arguments.flags ? anonymise::FlaggedSpans::kInclude : anonymise::FlaggedSpans::kOmit;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.empty()) continue;
    std::cout << anonymise::AnonymiseJsonlLine(engine, line, flagged) << '\n';
  }
  std::cout << std::flush;
}

void Text(Session& session, const anonymise::Anonymiser& engine,
          const AnonymiseArguments& arguments) {
  std::ostringstream all;
  all << std::cin.rdbuf();
  std::string text = all.str();
  auto outcome = engine.Run(text, {});
  if (!outcome) {
    return session.Report({ErrorCode::kInvalid, "NOT_SCANNABLE", outcome.error()});
  }
  session.PrintText(anonymise::Mask(text, *outcome));
  if (!arguments.explain) return;
  Table table({"from", "to", "type", "state", "becomes", "why"});
  for (const auto& span : outcome->spans) {
    table.Add({std::to_string(span.start), std::to_string(span.end),
               std::string(anonymise::TypeName(span.type)), span.flagged ? "FLAGGED" : "masked",
               span.flagged ? "" : span.placeholder,
               span.reason + " (" + std::string(span.rule) + ")"});
  }
  session.Say("\n" + table.AsText(session.Width()));
}

void Anonymise(Session& session, const AnonymiseArguments& arguments) {
  std::ios::sync_with_stdio(false);
  auto engine = anonymise::Anonymiser::Create({});
  if (!engine) return session.Report({ErrorCode::kInvalid, "RULES_INVALID", engine.error()});
  if (arguments.jsonl) {
    Lines(**engine, arguments);
  } else {
    Text(session, **engine, arguments);
  }
}

}  // namespace

void AddAnonymiseVerb(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<AnonymiseArguments>();
  auto* verb = app.add_subcommand("anonymise", "mask identifiers in text from standard input");
  verb->add_flag("--jsonl", arguments->jsonl, "one {\"id\",\"text\"} a line in, spans out");
  verb->add_flag("--flags", arguments->flags, "with --jsonl: what is only flagged, too");
  verb->add_flag("--explain", arguments->explain, "every span with its reason, on stderr");
  verb->add_option("--format", arguments->format, "text")->check(CLI::IsMember({"text"}));
  verb->callback([&session, arguments] { Anonymise(session, *arguments); });
}

}  // namespace candour::ctl

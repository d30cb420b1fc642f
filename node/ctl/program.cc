#include "node/ctl/program.h"

#include <cstdlib>

#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

constexpr char kAbout[] =
    "Candour: shared patient-safety learning between organisations that keep their own records.\n"
    "Exit codes: 0 done, 1 failed and nothing changed, 2 usage, 3 not found or not visible, 4 not\n"
    "permitted, 5 refused by policy, 6 conflict, 7 partly done, 8 cannot reach the node, 9 "
    "stopped\n"
    "by a safety check.";

void AddGlobalOptions(CLI::App& app, Options& options) {
  const char* node = std::getenv("CANDOUR_NODE");
  options.node.path = node != nullptr ? node : "/var/lib/candour";
  app.add_option("--node", options.node.path,
                 "the node's directory or candour.toml (also: CANDOUR_NODE)");
  app.add_option("--as", options.node.as, "act as this user (for root and the node's own uid)");
  app.add_option("-o,--output", options.format, "table, json or csv")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Format>{
          {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}}));
  app.add_option("--get", options.get, "print one field of the answer, e.g. hits[0].name");
}

}  // namespace

int RunProgram(int argc, char** argv) {
  CLI::App app(kAbout, "candour");
  app.require_subcommand(1);
  app.fallthrough();  // Global options may stand behind the verb too.
  Options options;
  options.program = argv[0];
  AddGlobalOptions(app, options);
  Session session(options);
  AddNodeVerbs(app, session);
  AddUserVerbs(app, session);
  AddNetworkVerbs(app, session);
  AddQueryVerbs(app, session);
  AddBackupVerbs(app, session);
  AddImportVerb(app, session);
  AddDraftVerbs(app, session);
  AddReviewVerbs(app, session);
  AddPublishVerbs(app, session);
  AddFindVerbs(app, session);
  AddBundleVerbs(app, session);
  AddVerifyVerbs(app, session);
  AddAnonymiseVerb(app, session);
  AddDemoVerbs(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  return session.exit_code();
}

}  // namespace candour::ctl

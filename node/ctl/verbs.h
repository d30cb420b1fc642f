// Every verb of the command line, by group. Each function adds its verbs to the program; a verb
// runs while the arguments are parsed and leaves its exit code in the session.
#pragma once

#include <CLI/CLI.hpp>

#include "node/ctl/session.h"

namespace candour::ctl {

void AddDraftVerbs(CLI::App& app, Session& session);     // draft
void AddImportVerb(CLI::App& app, Session& session);     // import
void AddReviewVerbs(CLI::App& app, Session& session);    // review
void AddReviewMoreVerbs(CLI::App& review, Session& session);  // review approve-all, rescan, words
void AddPublishVerbs(CLI::App& app, Session& session);   // publish, withdraw, receipts, explain
void AddFindVerbs(CLI::App& app, Session& session);      // search, show
void AddNetworkVerbs(CLI::App& app, Session& session);   // network, join
void AddGovernVerbs(CLI::App& network, Session& session);  // network propose, sign, remove ...
void AddLeaveVerb(CLI::App& network, Session& session);    // network leave
void AddQueryVerbs(CLI::App& app, Session& session);     // query
void AddNodeVerbs(CLI::App& app, Session& session);      // init, status, peer, audit, version
// After the network verbs.
void AddBackupVerbs(CLI::App& app, Session& session);    // backup, restore, key, confirm-head
void AddUserVerbs(CLI::App& app, Session& session);      // user
void AddBundleVerbs(CLI::App& app, Session& session);    // bundle
void AddVerifyVerbs(CLI::App& app, Session& session);    // verify
void AddAnonymiseVerb(CLI::App& app, Session& session);  // anonymise
void AddDemoVerbs(CLI::App& app, Session& session);      // demo

// Becomes candourd; comes back only to report that it cannot.
void ExecDaemon(Session& session, std::vector<std::string> words);

}  // namespace candour::ctl

// Sources without a test of the same name, each with the reason.
#pragma once

#include <vector>

#include "tests/tidy/rules.h"

namespace candour::tidy {

inline const std::vector<Untested> kUntested = {
    {"node/ctl/candour_main.cc", "one line that calls RunProgram, which program_test.cc covers"},
    {"node/ctl/demo_federation.cc", "starts real daemons; tests/e2e runs the demo"},
    {"node/ctl/verb_anonymise.cc", "arguments and output of a verb; tests/e2e runs it on files"},
    {"node/ctl/verb_demo.cc", "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_draft.cc",
     "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_find.cc", "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_import.cc",
     "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_network.cc",
     "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_node.cc", "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_publish.cc",
     "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_review.cc",
     "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_user.cc", "arguments and output of a verb; tests/e2e runs it against a daemon"},
    {"node/ctl/verb_verify.cc", "arguments and output of a verb; tests/e2e runs it on files"},
    {"node/rpc/connection.cc",
     "the calls of a peer client; peer_client_test.cc runs them over TLS"},
    {"node/rpc/convert_parts.cc",
     "the checks of convert.h; convert_test.cc goes through all of them"},
    {"node/rpc/import_call.cc", "a stream of a whole node; app_test.cc imports through it"},
    {"node/rpc/learning_service.cc",
     "hands each call to its handler; app_test.cc and tests/e2e go through it"},
    {"node/rpc/local_server.cc", "needs every handler; app_test.cc serves a whole node"},
    {"node/rpc/network_service.cc",
     "hands each call to its handler; app_test.cc and tests/e2e go through it"},
    {"node/rpc/node_service.cc",
     "hands each call to its handler; app_test.cc and tests/e2e go through it"},
    {"node/rpc/peer_service.cc",
     "the calls of a peer server; peer_server_test.cc runs them over TLS"},
    {"node/rpc/peer_streams.cc",
     "the streams of a peer server; peer_server_test.cc runs them over TLS"},
    {"node/rpc/review_service.cc",
     "hands each call to its handler; app_test.cc and tests/e2e go through it"},
    {"node/main.cc", "arguments, signals and exit codes; tests/e2e starts and stops it"},
    {"node/watchtower.cc", "asks the parts of a whole node; app_test.cc reads status and syncs"},
};

}  // namespace candour::tidy

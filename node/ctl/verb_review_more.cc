// candour review approve-all, rescan and words: many texts at once.
#include "candour/node/v1/review.pb.h"
#include "node/ctl/learning_text.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct MoreArguments {
  std::string query;
  std::string batch;
  uint32_t sample = 0;
  bool all = false;
  std::string word;
  std::string type;
};

void ApproveAll(Session& session, const MoreArguments& arguments) {
  node::v1::ApproveBatchRequest request;
  request.set_query(arguments.query);
  request.set_sample(arguments.sample);
  request.set_batch_id(arguments.batch);
  node::v1::ApproveBatchResponse answer;
  if (!session.Call("ReviewService/ApproveBatch", request, answer)) return;
  Table table({"batch", "drafts", "sample", "approved", "left"});
  table.Add({answer.batch_id(), std::to_string(answer.drafts()),
             std::to_string(answer.sample_ids_size()), std::to_string(answer.approved()),
             std::to_string(answer.left())});
  std::string text;
  if (!arguments.batch.empty()) {
    text = std::to_string(answer.approved()) + " approved; the originals are destroyed\n";
  } else if (answer.drafts() == 0) {
    text = "no draft can be approved without being read\n";
  } else {
    text = std::to_string(answer.drafts()) +
           " drafts hold nothing doubtful. Read and approve these first (candour review show, "
           "candour review approve):\n";
    for (const auto& id : answer.sample_ids()) text += "  " + id + "\n";
    text += "then: candour review approve-all --batch " + answer.batch_id() + "\n";
  }
  for (const auto& reason : answer.left_by_reason()) {
    text += "  left " + std::to_string(reason.count()) + "  " + reason.reason() + "\n";
  }
  session.Print(answer, table, text);
}

std::string RulesText(const google::protobuf::RepeatedPtrField<node::v1::RuleCount>& rules) {
  std::string text;
  for (const auto& rule : rules) {
    text += (text.empty() ? "" : ", ") + rule.rule() + " " + std::to_string(rule.count());
  }
  return text.empty() ? "-" : text;
}

void Rescan(Session& session, const MoreArguments& arguments) {
  node::v1::RescanPublishedResponse whole;
  node::v1::RescanPublishedRequest request;
  request.set_all(arguments.all);
  do {
    node::v1::RescanPublishedResponse page;
    if (!session.Call("ReviewService/RescanPublished", request, page)) return;
    whole.mutable_findings()->MergeFrom(page.findings());
    whole.set_scanned(whole.scanned() + page.scanned());
    whole.set_unchanged(whole.unchanged() + page.unchanged());
    whole.set_rules_version(page.rules_version());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table({"record", "approved with", "would mask", "would flag", "name"});
  std::string text = std::to_string(whole.scanned()) + " published texts scanned with rules " +
                     whole.rules_version() + ", " + std::to_string(whole.unchanged()) +
                     " were scanned with them before (--all scans these too)\n";
  for (const auto& finding : whole.findings()) {
    const std::string name = finding.names().empty() ? "-" : finding.names(0);
    table.Add({finding.record_id(), finding.rules_version(), RulesText(finding.would_mask()),
               RulesText(finding.would_flag()), name});
    if (finding.would_mask().empty()) continue;
    text += "  " + name + "  would mask " + RulesText(finding.would_mask()) +
            "\n    candour withdraw " + finding.record_id() + " --reason privacy\n";
  }
  session.Print(whole, table, text);
}

void Words(Session& session) {
  node::v1::ListWordsResponse answer;
  if (!session.Call("ReviewService/ListWords", node::v1::ListWordsRequest(), answer)) return;
  Table table({"word", "use", "type", "by", "day"});
  for (const auto& word : answer.words()) {
    table.Add({word.word(), word.use() == node::v1::WORD_USE_KEEP ? "keep" : "mask", word.type(),
               word.user(), Day(word.at())});
  }
  session.Print(answer, table);
}

void SetWord(Session& session, const MoreArguments& arguments, node::v1::WordUse use) {
  node::v1::SetWordRequest request;
  request.set_word(arguments.word);
  request.set_use(use);
  request.set_type(arguments.type);
  node::v1::SetWordResponse answer;
  if (!session.Call("ReviewService/SetWord", request, answer)) return;
  Table table({"word"});
  table.Add({answer.word().word()});
  session.Print(answer, table, "noted; every later scan uses it\n");
}

void AddWords(CLI::App& review, Session& session,
              const std::shared_ptr<MoreArguments>& arguments) {
  auto* words = review.add_subcommand("words", "this node's own words: never, or always, masked");
  words->require_subcommand(0, 1);
  words->callback([&session, words] {
    if (words->get_subcommands().empty()) Words(session);
  });
  const auto named = [&](const char* name, const char* about, node::v1::WordUse use) {
    auto* verb = words->add_subcommand(name, about);
    verb->add_option("word", arguments->word, "one or more words, in any case")->required();
    if (use == node::v1::WORD_USE_MASK) {
      verb->add_option("--type", arguments->type, "PERSON, WARD, LOCATION, ORG ...");
    }
    verb->callback([&session, arguments, use] { SetWord(session, *arguments, use); });
  };
  named("keep", "no identifier here, whatever the rules say", node::v1::WORD_USE_KEEP);
  named("mask", "always an identifier here", node::v1::WORD_USE_MASK);
  named("forget", "take it off the list", node::v1::WORD_USE_FORGET);
}

}  // namespace

void AddReviewMoreVerbs(CLI::App& review, Session& session) {
  auto arguments = std::make_shared<MoreArguments>();
  auto* approve = review.add_subcommand(
      "approve-all", "approve drafts without a doubt in them, after reading a sample");
  approve->add_option("--query", arguments->query,
                      "only drafts with these words; kind: setting: specialty: as in find");
  approve->add_option("--sample", arguments->sample, "how many you read; at least 5");
  approve->add_option("--batch", arguments->batch, "the batch whose sample you have approved");
  approve->callback([&session, arguments] { ApproveAll(session, *arguments); });
  auto* rescan = review.add_subcommand(
      "rescan", "what today's rules and words would mask in what was published");
  rescan->add_flag("--all", arguments->all, "also texts scanned with today's rules before");
  rescan->callback([&session, arguments] { Rescan(session, *arguments); });
  AddWords(review, session, arguments);
}

}  // namespace candour::ctl

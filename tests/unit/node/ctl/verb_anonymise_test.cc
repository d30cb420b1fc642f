#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct Ran {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs "candour anonymise ..." with `input` on standard input.
Ran Ctl(std::vector<std::string> arguments, const std::string& input) {
  std::ios::sync_with_stdio(false);  // The verb does; its first call replaces the buffers.
  CLI::App app;
  Options options;
  Session session(options);
  AddAnonymiseVerb(app, session);
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  std::streambuf* cin = std::cin.rdbuf(in.rdbuf());
  std::streambuf* cout = std::cout.rdbuf(out.rdbuf());
  std::streambuf* cerr = std::cerr.rdbuf(err.rdbuf());
  arguments.insert(arguments.begin(), "anonymise");
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
  std::cin.rdbuf(cin);
  std::cout.rdbuf(cout);
  std::cerr.rdbuf(cerr);
  return {.exit_code = session.exit_code(), .out = out.str(), .err = err.str()};
}

TEST(VerbAnonymise, MasksTextAndExplainsItself) {
  Ran ran = Ctl({"--explain"}, "Mrs Hegarty fell");

  EXPECT_EQ(ran.exit_code, kDone);
  EXPECT_TRUE(ran.out.starts_with("Mrs [PERSON-1] fell")) << ran.out;
  EXPECT_NE(ran.err.find("person.title"), std::string::npos) << ran.err;
}

TEST(VerbAnonymise, AnswersNotesInEitherForm) {
  std::string note = "{\"id\":\"1\",\"text\":\"Mrs Hegarty fell\"}\n";

  EXPECT_NE(Ctl({"--jsonl"}, note).out.find("\"start\":4"), std::string::npos);
  EXPECT_NE(Ctl({"--jsonl", "--explain"}, note).out.find("\"reason\""), std::string::npos);
  EXPECT_EQ(Ctl({"--jsonl", "--format", "text"}, note).out,
            "{\"id\":\"1\",\"text\":\"Mrs [PERSON-1] fell\",\"quarantine\":false}\n");
}

TEST(VerbAnonymise, ExitCodesSayHowMuchWasDone) {
  std::string good = "{\"id\":\"1\",\"text\":\"a\"}\n";

  EXPECT_EQ(Ctl({"--jsonl"}, good).exit_code, kDone);
  EXPECT_EQ(Ctl({"--jsonl"}, good + "{\n").exit_code, kPartlyDone);
  EXPECT_EQ(Ctl({"--jsonl"}, "{\n").exit_code, kFailed);
  EXPECT_EQ(Ctl({}, "\xff").exit_code, kFailed);
  EXPECT_EQ(Ctl({"--format", "spans"}, "a").exit_code, kUsage);
  EXPECT_EQ(Ctl({"--config", "/nonexistent.toml"}, "a").exit_code, kFailed);
  EXPECT_EQ(Ctl({"--evaluate", "/nonexistent.jsonl"}, "").exit_code, kFailed);
}

TEST(VerbAnonymise, EvaluatesAnnotatedNotes) {
  std::string path = testing::TempDir() + "gold.jsonl";
  std::ofstream(path) << "{\"id\":\"1\",\"text\":\"Mrs Hegarty fell\",\"spans\":[{\"start\":4,"
                         "\"end\":11,\"type\":\"PERSON\",\"origin\":\"british\"}]}\n";

  Ran ran = Ctl({"--evaluate", path}, "");
  std::filesystem::remove(path);

  EXPECT_EQ(ran.exit_code, kDone);
  EXPECT_TRUE(ran.out.starts_with("1 notes, rules ")) << ran.out;
  EXPECT_NE(ran.out.find("british"), std::string::npos);
}

}  // namespace
}  // namespace candour::ctl

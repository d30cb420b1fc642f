// The walls of the house, as tests: each rule holds in this tree, and each rule can go red.
#include <gtest/gtest.h>

#include "tests/places.h"
#include "tests/tidy/rules.h"
#include "tests/tidy/untested.h"

namespace candour::tidy {
namespace {

const std::vector<SourceFile>& Tree() {
  static const std::vector<SourceFile> kTree = ReadTree(candour::places::SourceDir());
  return kTree;
}

std::string Report(const Violations& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    text += violation.path;
    if (violation.line > 0) text += ":" + std::to_string(violation.line);
    text += ": " + violation.message + "\n";
  }
  return text;
}

using Check = Violations (*)(Files);

// What `check` says about one file that is not in the tree.
std::string Of(Check check, std::string path, std::string text) {
  const std::vector<SourceFile> files = {MakeSource(std::move(path), std::move(text))};
  return Report(check(files));
}

TEST(Tree, IsRead) {
  EXPECT_GT(Tree().size(), 20u);
  for (const SourceFile& file : Tree()) {
    EXPECT_FALSE(file.path.starts_with("build")) << file.path;
    EXPECT_FALSE(file.path.starts_with(".git/")) << file.path;
  }
}

TEST(Tree, IncludesOnlyWhatTheTableAllows) { EXPECT_EQ(Report(CheckIncludes(Tree())), ""); }
TEST(Tree, PaysForFewCostlyHeaders) { EXPECT_EQ(Report(CheckCostlyHeaders(Tree())), ""); }
TEST(Tree, KeepsLibrariesInTheirFolders) { EXPECT_EQ(Report(CheckForeignNamespaces(Tree())), ""); }
TEST(Tree, HasAPureCore) { EXPECT_EQ(Report(CheckPurity(Tree())), ""); }
TEST(Tree, CallsNothingBanned) { EXPECT_EQ(Report(CheckBannedCalls(Tree())), ""); }
TEST(Tree, HasNamesThatSaySomething) { EXPECT_EQ(Report(CheckNames(Tree())), ""); }
TEST(Tree, HasTidyHeaders) { EXPECT_EQ(Report(CheckHeaders(Tree())), ""); }
TEST(Tree, SpeaksOfItselfAlone) { EXPECT_EQ(Report(CheckText(Tree())), ""); }
TEST(Tree, KeepsItsBudgets) { EXPECT_EQ(Report(CheckSizes(Tree())), ""); }
TEST(Tree, TestsEverySource) { EXPECT_EQ(Report(CheckTestFiles(Tree(), kUntested)), ""); }

TEST(Includes, KeepTheFederationPure) {
  EXPECT_EQ(Of(CheckIncludes, "federation/feed/x.cc",
               "#include <map>\n#include \"federation/sync/y.h\"\n#include <rocksdb/db.h>\n"
               "#include <unistd.h>\n#include \"config/options.h\"\n"),
            "federation/feed/x.cc:2: federation/sync/y.h is not for federation/feed/\n"
            "federation/feed/x.cc:3: rocksdb/db.h is not for federation/feed/\n"
            "federation/feed/x.cc:4: unistd.h is not for federation/feed/\n"
            "federation/feed/x.cc:5: config/options.h is not for federation/feed/\n");
}

TEST(Includes, KeepLeavesApart) {
  EXPECT_NE(Of(CheckIncludes, "crypto/x.cc", "#include \"config/options.h\"\n"), "");
  EXPECT_NE(Of(CheckIncludes, "config/x.cc", "#include \"crypto/hash.h\"\n"), "");
  EXPECT_EQ(Of(CheckIncludes, "config/x.cc", "#include \"config/options.h\"\n"), "");
}

TEST(Includes, KeepALibraryOutOfHeaders) {
  EXPECT_EQ(Of(CheckIncludes, "config/x.h", "#include <toml++/toml.h>\n"),
            "config/x.h:1: toml++/toml.h belongs in a .cc file\n");
  EXPECT_EQ(Of(CheckIncludes, "config/x.cc", "#include <toml++/toml.h>\n"), "");
}

TEST(Includes, KeepNodeAndTestsOutOfEverybodyElse) {
  EXPECT_NE(Of(CheckIncludes, "federation/core/x.cc", "#include \"node/storage/x.h\"\n"), "");
  EXPECT_NE(Of(CheckIncludes, "node/rpc/x.cc", "#include \"tests/sim/x.h\"\n"), "");
  EXPECT_EQ(Of(CheckIncludes, "tests/sim/x.cc", "#include \"node/storage/x.h\"\n"), "");
}

TEST(Includes, AreWrittenFromTheRoot) {
  EXPECT_NE(Of(CheckIncludes, "crypto/x.cc", "#include \"../config/options.h\"\n"), "");
}

TEST(Includes, RefuseAFolderWithoutARow) {
  EXPECT_EQ(Of(CheckIncludes, "node/novelty/x.cc", "#include <map>\n"),
            "node/novelty/x.cc:1: map has no row in the include table for node/novelty/\n");
}

TEST(Includes, InCommentsAndTextsDoNotCount) {
  EXPECT_EQ(Of(CheckIncludes, "crypto/x.cc",
               "/*\n#include <rocksdb/db.h>\n*/\nauto x = R\"(\n#include <thread.h>\n)\";\n"),
            "");
}

TEST(CostlyHeaders, AreCountedByFile) {
  std::vector<SourceFile> files;
  for (int i = 0; i < 8; ++i) {
    files.push_back(MakeSource("node/storage/f" + std::to_string(i) + ".cc",
                               "#include <rocksdb/db.h>\n#include <rocksdb/env.h>\n"));
  }

  EXPECT_EQ(Report(CheckCostlyHeaders(Files(files).first(7))), "");
  EXPECT_NE(Report(CheckCostlyHeaders(files)), "");
}

TEST(ForeignNamespaces, StayAtHome) {
  EXPECT_NE(Of(CheckForeignNamespaces, "node/index/x.cc", "rocksdb::DB* db;\n"), "");
  EXPECT_NE(Of(CheckForeignNamespaces, "node/learning/x.h", "grpc::Status F();\n"), "");
  EXPECT_EQ(Of(CheckForeignNamespaces, "node/storage/x.cc", "rocksdb::DB* db;\n"), "");
  EXPECT_EQ(Of(CheckForeignNamespaces, "node/index/x.cc", "// like rocksdb::DB\nmygrpc::X x;\n"),
            "");
}

TEST(Purity, FindsThreadsClocksRandomnessAndFiles) {
  for (std::string_view line :
       {"#include <mutex>", "#include <unordered_map>", "auto t = steady_clock::now();",
        "char* p = getenv(\"X\");", "int r = rand();", "std::ofstream out;",
        "auto x = crypto::RandomBytes(16);", "std::unordered_set<int> s;"}) {
    EXPECT_NE(Of(CheckPurity, "federation/core/x.cc", std::string(line) + "\n"), "") << line;
    EXPECT_EQ(Of(CheckPurity, "node/storage/x.cc", std::string(line) + "\n"), "") << line;
  }
  EXPECT_EQ(Of(CheckPurity, "federation/core/x.cc", "int operand = 1;  // rand() is banned\n"), "");
}

TEST(BannedCalls, FindSleepInSourcesAndTests) {
  for (std::string_view line : {"sleep(1);", "std::this_thread::sleep_for(1s);", "usleep(5);"}) {
    EXPECT_NE(Of(CheckBannedCalls, "node/rpc/x.cc", std::string(line)), "") << line;
    EXPECT_NE(Of(CheckBannedCalls, "tests/unit/x_test.cc", std::string(line)), "") << line;
  }
  EXPECT_EQ(Of(CheckBannedCalls, "node/rpc/x.cc", "int sleepers = 0;  // no sleep\n"), "");
}

TEST(BannedCalls, FindWhatThrows) {
  EXPECT_NE(Of(CheckBannedCalls, "node/rpc/x.cc", "throw 1;"), "");
  EXPECT_NE(Of(CheckBannedCalls, "node/rpc/x.cc", "int n = std::stoi(text);"), "");
  EXPECT_EQ(Of(CheckBannedCalls, "tests/unit/x_test.cc", "int n = std::stoi(text);"), "");
  EXPECT_NE(Of(CheckBannedCalls, "tests/unit/x_test.cc", "std::regex r;"), "");
}

TEST(Names, FindTheOnesThatSayNothing) {
  EXPECT_EQ(Of(CheckNames, "node/rpc/x.h", "class PeerManager {};\n"),
            "node/rpc/x.h:1: PeerManager: the name says nothing\n");
  EXPECT_NE(Of(CheckNames, "node/rpc/x.h", "struct StringUtils {};\n"), "");
  EXPECT_NE(Of(CheckNames, "node/rpc/x.h", "struct PeerData {};\n"), "");
  EXPECT_NE(Of(CheckNames, "node/rpc/string_util.h", ""), "");
  EXPECT_NE(Of(CheckNames, "node/common/x.h", ""), "");
  EXPECT_EQ(Of(CheckNames, "node/rpc/x.h", "class PeerIdentity {};\n"), "");
}

TEST(Headers, NeedTheirOpeningAndShareNoNames) {
  constexpr char kGood[] = "// A thing.\n#pragma once\n";
  EXPECT_EQ(Of(CheckHeaders, "crypto/x.h", kGood), "");
  EXPECT_NE(Of(CheckHeaders, "crypto/x.h", "// A thing.\n"), "");
  EXPECT_NE(Of(CheckHeaders, "crypto/x.h", "#pragma once\n"), "");
  EXPECT_NE(Of(CheckHeaders, "crypto/x.h", std::string(kGood) + "using namespace std;\n"), "");
}

TEST(Headers, HaveNoBoolParameters) {
  const std::string opening = "// A thing.\n#pragma once\n";
  EXPECT_NE(Of(CheckHeaders, "crypto/x.h", opening + "void F(bool fast);\n"), "");
  EXPECT_NE(Of(CheckHeaders, "crypto/x.h", opening + "void F(int n,\n       const bool fast);\n"),
            "");
  EXPECT_EQ(Of(CheckHeaders, "crypto/x.h", opening + "struct S { bool fast = true; };\n"), "");
  EXPECT_EQ(Of(CheckHeaders, "crypto/x.h", opening + "void F(bool ok) override;\n"), "");
  EXPECT_EQ(Of(CheckHeaders, "crypto/x.h", opening + "bool F(int n);\n"), "");
}

TEST(Text, NamesNoIssueAndNoMachine) {
  EXPECT_NE(Of(CheckText, "docs/x.md",
               "Fixed as in issue "
               "#12.\n"),
            "");
  EXPECT_NE(Of(CheckText, "docs/x.md",
               "Tidy up ("
               "#7)\n"),
            "");
  EXPECT_NE(Of(CheckText, "deploy/x",
               "cd /wo"
               "rk/main\n"),
            "");
  EXPECT_NE(Of(CheckText, "crypto/x.cc",
               "// TODO("
               "soon): this\n"),
            "");
  EXPECT_EQ(Of(CheckText, "docs/x.md", "Follow-up #1, tests/work/x and a TODO(perf): later\n"), "");
}

std::string FunctionOf(int lines) {
  std::string text = "int F(int a) {\n";
  for (int i = 0; i < lines - 2; ++i) text += "  ++a;\n";
  return text + "}\n";
}

TEST(Sizes, BoundFilesHeadersLinesAndFunctions) {
  EXPECT_EQ(Of(CheckSizes, "crypto/x.cc", std::string(500, '\n')), "");
  EXPECT_NE(Of(CheckSizes, "crypto/x.cc", std::string(501, '\n')), "");
  EXPECT_EQ(Of(CheckSizes, "crypto/x.h", std::string(150, '\n')), "");
  EXPECT_NE(Of(CheckSizes, "crypto/x.h", std::string(151, '\n')), "");
  EXPECT_EQ(Of(CheckSizes, "crypto/x.cc", std::string(100, 'x')), "");
  EXPECT_NE(Of(CheckSizes, "crypto/x.cc", std::string(101, 'x')), "");
  EXPECT_EQ(Of(CheckSizes, "crypto/x.cc", FunctionOf(70)), "");
  EXPECT_EQ(Of(CheckSizes, "crypto/x.cc", "namespace a {\n\n" + FunctionOf(71) + "}\n"),
            "crypto/x.cc:3: a function of 71 lines, at most 70\n");
}

TEST(Sizes, CountCharactersNotBytes) {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "\xC3\xA9";
  EXPECT_EQ(Of(CheckSizes, "crypto/x.cc", line), "");
}

std::string Spans(std::string text) {
  std::string spans;
  for (const FunctionSpan& span : FunctionsOf(MakeSource("x.cc", std::move(text)))) {
    spans += std::to_string(span.first_line) + "-" + std::to_string(span.last_line) + " ";
  }
  return spans;
}

TEST(Functions, AreToldFromTypesAndInitialisers) {
  EXPECT_EQ(Spans("struct S {\n  int a{1};\n  int F() const {\n    return a;\n  }\n};\n"), "3-5 ");
  EXPECT_EQ(Spans("S::S(int a)\n    : a_{a}, b_{2} {\n  F();\n}\n"), "1-4 ");
  EXPECT_EQ(Spans("const Row kRows[] = {\n    {\"a\", F(1)},\n    {\"b\", F(2)},\n};\n"), "");
  EXPECT_EQ(Spans("template <class T>\nvoid F(T t) {\n  if (t) {\n    G();\n  }\n}\n"), "1-6 ");
  EXPECT_EQ(Spans("namespace {\nenum class E { kA };\nclass C : public B {\n};\n}\n"), "");
  EXPECT_EQ(Spans("#define X(a) { \\\n  a }\nvoid F() {\n  char c = '{';\n}\n"), "3-5 ");
}

TEST(TestFiles, AreThereOrExcusedForAReason) {
  const std::vector<SourceFile> files = {
      MakeSource("crypto/a.cc", ""), MakeSource("crypto/b.cc", ""), MakeSource("node/rpc/c.cc", ""),
      MakeSource("tests/unit/crypto/a_test.cc", ""), MakeSource("tests/unit/node/c_test.cc", "")};
  const std::vector<Untested> excuse = {{"crypto/b.cc", "only a table"}};
  const std::vector<Untested> stale = {{"crypto/b.cc", "only a table"},
                                       {"crypto/a.cc", "too hard"},
                                       {"crypto/gone.cc", "was hard"},
                                       {"node/rpc/c.cc", ""}};

  EXPECT_EQ(Report(CheckTestFiles(files, excuse)),
            "node/rpc/c.cc: no tests/unit/node/rpc/c_test.cc\n");
  EXPECT_EQ(Report(CheckTestFiles(files, stale)),
            "crypto/a.cc: excused from a test that exists\n"
            "crypto/gone.cc: excused from a test, but it is not there\n"
            "node/rpc/c.cc: excused without a reason\n");
}

TEST(TestFiles, MayBeThoseOfTheHeaderWhoseClassIsWrittenInSeveralFiles) {
  const std::vector<SourceFile> files = {
      MakeSource("crypto/a_more.cc", "#include <map>\n#include \"crypto/a.h\"\n"),
      MakeSource("crypto/b_more.cc", "#include \"crypto/b.h\"\n#include \"crypto/a.h\"\n"),
      MakeSource("tests/unit/crypto/a_test.cc", "")};

  EXPECT_EQ(Report(CheckTestFiles(files, {})),
            "crypto/b_more.cc: no tests/unit/crypto/b_more_test.cc\n");
}

}  // namespace
}  // namespace candour::tidy

#include "federation/query/taxonomy.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace candour::query {
namespace {

const Taxonomy* const kAll[] = {&Harm(),    &Specialties(), &Settings(),     &Processes(),
                                &Factors(), &EventKinds(),  &LearningKinds()};

TEST(Taxonomies, EndInOtherAndUnknownAndRepeatNothing) {
  for (const Taxonomy* taxonomy : kAll) {
    const size_t size = taxonomy->terms.size();
    ASSERT_GE(size, 3u) << taxonomy->name;
    EXPECT_EQ(taxonomy->terms[size - 2].code, "other") << taxonomy->name;
    EXPECT_EQ(taxonomy->terms[size - 1].code, "unknown") << taxonomy->name;
    std::set<std::string_view> codes;
    for (const Term& term : taxonomy->terms) codes.insert(term.code);
    EXPECT_EQ(codes.size(), size) << taxonomy->name;
  }
}

TEST(Taxonomies, FindEveryTermByCodeLabelAndSpelling) {
  for (const Taxonomy* taxonomy : kAll) {
    for (size_t i = 0; i < taxonomy->terms.size(); ++i) {
      EXPECT_EQ(taxonomy->Find(taxonomy->terms[i].code), i);
      EXPECT_EQ(taxonomy->Classify(taxonomy->terms[i].label), i) << taxonomy->terms[i].label;
    }
  }
  EXPECT_EQ(Specialties().Classify("  General MEDICINE "), Specialties().Find("medicine"));
  EXPECT_EQ(Settings().Classify("Acute ward"), Settings().Find("ward"));
  EXPECT_EQ(Settings().Classify("Patient's home"), Settings().Find("home"));
}

TEST(Taxonomies, PutUnknownWordsTogether) {
  EXPECT_EQ(Specialties().Classify("Falconry"), Specialties().Find("other"));
  EXPECT_EQ(Specialties().Classify(" "), Specialties().Find("unknown"));
  EXPECT_EQ(Specialties().Find("falconry"), Specialties().terms.size());
}

}  // namespace
}  // namespace candour::query

#include "node/ctl/anonymise_settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace candour::ctl {
namespace {

class AnonymiseSettings : public testing::Test {
 protected:
  AnonymiseSettings() : folder_(testing::TempDir() + "anonymise_settings/") {
    std::filesystem::create_directories(folder_);
  }
  ~AnonymiseSettings() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + name) << text;
    return folder_ + name;
  }

  std::string folder_;
};

TEST_F(AnonymiseSettings, AreThePlainRulesWithoutAFile) {
  auto settings = ReadAnonymiseSettings("");
  ASSERT_TRUE(settings.has_value());
  EXPECT_TRUE(settings->staff_directory.empty());
  EXPECT_TRUE(settings->local_id_formats.empty());
}

TEST_F(AnonymiseSettings, HoldTheNodesFormatsStaffAndKeptWords) {
  Write("staff.txt", "Zorblatt Wick\r\n\nQuill Farthing\n");
  std::string path = Write("candour.toml",
                           "[anonymise]\nstaff_directory = \"staff.txt\"\n"
                           "keep_words = [\"Zorbelin\"]\n"
                           "local_ids = [{ name = \"theatre\", pattern = \"TH-[A-Z]{3}\" }]\n");

  auto settings = ReadAnonymiseSettings(path);

  ASSERT_TRUE(settings.has_value()) << settings.error().message;
  EXPECT_EQ(settings->staff_directory,
            (std::vector<std::string>{"Zorblatt Wick", "Quill Farthing"}));
  EXPECT_EQ(settings->keep_words, std::vector<std::string>{"Zorbelin"});
  ASSERT_EQ(settings->local_id_formats.size(), 1u);
  EXPECT_EQ(settings->local_id_formats[0].second, "TH-[A-Z]{3}");
}

TEST_F(AnonymiseSettings, NameTheFileOrTheLineThatIsWrong) {
  auto missing = ReadAnonymiseSettings(folder_ + "none.toml");
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().message.find("none.toml cannot be read"), std::string::npos);

  auto wrong = ReadAnonymiseSettings(Write("wrong.toml", "[anonymise]\nstaff = 1\n"));
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("wrong.toml:2: "), std::string::npos);

  auto staff =
      ReadAnonymiseSettings(Write("staff.toml", "[anonymise]\nstaff_directory = \"gone.txt\"\n"));
  ASSERT_FALSE(staff.has_value());
  EXPECT_NE(staff.error().message.find("the staff directory"), std::string::npos);
}

}  // namespace
}  // namespace candour::ctl

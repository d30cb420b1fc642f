// Users in memory, sessions over them, and a clock that is moved by hand.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "node/rpc/login_server.h"
#include "node/rpc/sessions.h"

namespace candour::rpc {

inline constexpr uint32_t kNodeUid = 990;
inline constexpr uint32_t kAnnaUid = 1001;

class LoginTest : public testing::Test {
 protected:
  LoginTest() : sessions_(MakeOptions()) {}

  void AddUser(const std::string& name, int64_t uid, node::v1::UserRole role) {
    node::v1::User user;
    user.set_name(name);
    user.set_uid(uid);
    user.add_roles(role);
    users_[name] = user;
  }

  std::string TokenOf(const std::string& answer) {
    EXPECT_EQ(answer.substr(0, 3), "OK ") << answer;
    return answer.substr(3, 64);
  }

  Instant now_{};
  std::map<std::string, node::v1::User> users_;
  Sessions sessions_;

 private:
  Sessions::Options MakeOptions() {
    UserRegister users;
    users.by_name = [this](std::string_view name) -> std::optional<node::v1::User> {
      const auto found = users_.find(std::string(name));
      if (found == users_.end()) return std::nullopt;
      return found->second;
    };
    users.by_uid = [this](uint32_t uid) -> std::optional<node::v1::User> {
      for (const auto& [name, user] : users_) {
        if (user.uid() == static_cast<int64_t>(uid)) return user;
      }
      return std::nullopt;
    };
    users.empty = [this] { return users_.empty(); };
    return {.users = users, .own_uid = kNodeUid, .clock = [this] { return now_; }};
  }
};

}  // namespace candour::rpc

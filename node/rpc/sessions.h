// Who is logged in at the local socket. Sessions live in memory for 12 hours: a restart logs
// everybody out, and the disk holds no token to steal.
//
// Roles are looked up on every call, so that a disabled user is out at once. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/result.h"
#include "federation/base/time.h"
#include "node/learning/ports.h"

namespace candour::rpc {

// The users of the node, read afresh each time. May block for a read of the store.
struct UserRegister {
  std::function<std::optional<node::v1::User>(std::string_view name)> by_name;
  std::function<std::optional<node::v1::User>(uint32_t uid)> by_uid;
  std::function<bool()> empty;
};

inline constexpr std::chrono::hours kSessionLife{12};
// Every command logs in anew. Beyond this many the one used least recently ends, of the uid that
// has most: who logs in again and again shuts out nobody else.
inline constexpr size_t kSessionsMax = 4096;
// Who uses a node that has no users yet: it may add the first ones.
inline constexpr std::string_view kBuiltInUser = "operator";
inline constexpr std::string_view kSessionKey = "candour-session";

class Sessions {
 public:
  struct Options {
    UserRegister users;
    uint32_t own_uid = 0;  // Of the daemon.
    std::function<Instant()> clock;
  };
  explicit Sessions(Options options);

  struct Login {
    std::string token;  // 64 hex digits
    Principal principal;
  };
  // `uid` as the kernel vouches for it; `as` a user's name, or empty for the uid's own. Messages
  // of the errors are whole sentences for people.
  Result<Login> Open(uint32_t uid, std::string_view as);

  // kDenied with reason SESSION_REQUIRED, SESSION_OVER or USER_DISABLED: log in (again).
  Result<Principal> Find(std::string_view token) const;

 private:
  struct Session {
    std::string user;
    std::string typed_by;  // Principal::operator_
    uint32_t uid = 0;      // Who opened it.
    Instant expires;
    Instant used;
  };
  Result<Principal> PrincipalOf(const std::string& user, const std::string& typed_by) const;
  void DropExpired(Instant now);
  void DropOneOfTheBusiest();

  const Options options_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Session> sessions_;  // By SHA-256 of the token.
};

// "author,reviewer", "-" for none.
std::string RoleWords(const std::vector<node::v1::UserRole>& roles);

}  // namespace candour::rpc

#include "node/rpc/sessions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/random.h"

namespace candour::rpc {
namespace {

constexpr size_t kTokenBytes = 32;

std::string Hashed(std::string_view token) { return crypto::Sha256(token).ToString(); }

tl::unexpected<Error> Denied(std::string reason, std::string message) {
  return Fail(ErrorCode::kDenied, std::move(reason), std::move(message));
}

const char* RoleWord(node::v1::UserRole role) {
  switch (role) {
    case node::v1::USER_ROLE_AUTHOR:
      return "author";
    case node::v1::USER_ROLE_REVIEWER:
      return "reviewer";
    case node::v1::USER_ROLE_GUARDIAN:
      return "guardian";
    case node::v1::USER_ROLE_COORDINATOR:
      return "coordinator";
    case node::v1::USER_ROLE_ANALYST:
      return "analyst";
    case node::v1::USER_ROLE_ADMIN:
      return "admin";
    default:
      return nullptr;
  }
}

Principal MakePrincipal(const node::v1::User& user, std::string typed_by) {
  Principal principal;
  principal.user = user.name();
  principal.operator_ = std::move(typed_by);
  for (const int role : user.roles()) {
    principal.roles.push_back(static_cast<node::v1::UserRole>(role));
  }
  return principal;
}

Principal BuiltInPrincipal(std::string typed_by) {
  return Principal{.user = std::string(kBuiltInUser),
                   .operator_ = std::move(typed_by),
                   .roles = {node::v1::USER_ROLE_ADMIN}};
}

}  // namespace

Sessions::Sessions(Options options) : options_(std::move(options)) {}

Result<Sessions::Login> Sessions::Open(uint32_t uid, std::string_view as) {
  const bool keeper = uid == 0 || uid == options_.own_uid;
  const std::string typed_by = "uid " + std::to_string(uid);
  Session session;
  if (as.empty()) {
    if (const auto user = options_.users.by_uid(uid)) {
      session.user = user->name();
    } else if (keeper && options_.users.empty()) {
      session.user = std::string(kBuiltInUser);
      session.typed_by = typed_by;
    } else if (keeper) {
      return Denied("NAME_NEEDED",
                    "Say who you are acting for with --as NAME; the users are listed "
                    "by an administrator with: candour user list.");
    } else {
      return Denied("UNKNOWN_USER", "No user of this node has your uid " + std::to_string(uid) +
                                        "; ask an administrator to run: candour user add.");
    }
  } else {
    const auto own = options_.users.by_uid(uid);
    const bool self = own && own->name() == as;
    if (!keeper && !self) {
      return Denied("NOT_YOU", "Only root and the node's own account may act for another user.");
    }
    session.user = std::string(as);
    if (!self) session.typed_by = typed_by;
  }
  Result<Principal> principal = PrincipalOf(session.user, session.typed_by);
  if (!principal) return Fail(principal.error());

  const std::string token = crypto::HexEncode(crypto::RandomBytes(kTokenBytes));
  const Instant now = options_.clock();
  session.uid = uid;
  session.used = now;
  session.expires = now + kSessionLife;
  const std::lock_guard<std::mutex> lock(mutex_);
  DropExpired(now);
  if (sessions_.size() >= kSessionsMax) DropOneOfTheBusiest();
  sessions_[Hashed(token)] = session;
  return Login{.token = token, .principal = std::move(*principal)};
}

Result<Principal> Sessions::Find(std::string_view token) const {
  if (token.empty()) return Denied("SESSION_REQUIRED", "No session came with the call; log in.");
  Session session;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = sessions_.find(Hashed(token));
    const Instant now = options_.clock();
    if (found == sessions_.end() || now >= found->second.expires) {
      return Denied("SESSION_OVER", "The session is over; log in again.");
    }
    found->second.used = now;
    session = found->second;
  }
  return PrincipalOf(session.user, session.typed_by);
}

Result<Principal> Sessions::PrincipalOf(const std::string& user,
                                        const std::string& typed_by) const {
  const auto found = options_.users.by_name(user);
  if (found && found->disabled()) {
    return Denied("USER_DISABLED",
                  "User " + user + " is disabled on this node; ask an administrator.");
  }
  if (found) return MakePrincipal(*found, typed_by);
  if (user == kBuiltInUser && !typed_by.empty() && options_.users.empty()) {
    return BuiltInPrincipal(typed_by);
  }
  return Denied(
      "UNKNOWN_USER",
      "This node has no user of that name; an administrator adds one with: candour user add.");
}

void Sessions::DropExpired(Instant now) {
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    it = now >= it->second.expires ? sessions_.erase(it) : std::next(it);
  }
}

void Sessions::DropOneOfTheBusiest() {
  std::map<uint32_t, size_t> open;
  for (const auto& [token, session] : sessions_) ++open[session.uid];
  const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
  const uint32_t busiest = std::max_element(open.begin(), open.end(), fewer)->first;
  auto oldest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
    if (it->second.uid != busiest) continue;
    if (oldest == sessions_.end() || it->second.used < oldest->second.used) oldest = it;
  }
  sessions_.erase(oldest);
}

std::string RoleWords(const std::vector<node::v1::UserRole>& roles) {
  std::string words;
  for (const node::v1::UserRole role : roles) {
    const char* word = RoleWord(role);
    if (word == nullptr) continue;
    if (!words.empty()) words += ',';
    words += word;
  }
  return words.empty() ? "-" : words;
}

}  // namespace candour::rpc

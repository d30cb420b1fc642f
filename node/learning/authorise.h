// One authorize(principal, action, loaded object): what is decided here is decided nowhere else.
#pragma once

#include <string>

#include "candour/node/v1/stored.pb.h"
#include "federation/base/result.h"
#include "node/learning/ports.h"

namespace candour {

enum class UserAction {
  kReport,       // Create or check a draft, import.
  kReadDraft,    // Object: the draft.
  kEditDraft,    // Object: the draft.
  kDecideDraft,  // Approve, return, keep. Object: the draft; never its author.
  kReadShared,   // Search, read and prove what this node may see.
  kPublish,
  kWithdraw,
  kReadNetworks,
  kRunNetworks,  // Create, invite, approve, renew, join.
  kReadNode,     // Status and peers.
  kRunNode,      // Sync now.
  kRunUsers,
  kRunBackups,
  kReadAudit,
  kAskNetworks,       // Questions across nodes.
  kReadBudget,        // What this node has disclosed.
  kDecideQuestions,   // The owner's word on a question.
};

// Empty on success; kDenied names the role that would be needed, and never the object's content. A
// draft that may not be read answers kNotFound, as an absent one does.
Status Authorise(const Principal& who, UserAction action,
                 const node::v1::StoredDraft* draft = nullptr);

}  // namespace candour

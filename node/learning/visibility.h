// Who may read what: the enforcement code's own decisions, shown as a list of organisations.
#pragma once

#include "candour/node/v1/review.pb.h"
#include "federation/network/audience.h"

namespace candour {

using AudienceList = google::protobuf::RepeatedPtrField<node::v1::AudienceMember>;

void ShowAudience(const Audience& audience, const std::string& network, AudienceList& out);

}  // namespace candour

// Original and masked text beside each other, with every redaction and its reason.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "candour/node/v1/learning.pb.h"

namespace candour::ctl {

struct BothSides {
  const learning::v1::Learning& original;
  const learning::v1::Learning& masked;
  const google::protobuf::RepeatedPtrField<node::v1::Redaction>& redactions;
};

std::string ShowBothSides(const BothSides& sides, size_t width);

}  // namespace candour::ctl

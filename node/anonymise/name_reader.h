// What the readers of names have in common that walk over the words and look at what stands beside
// each: entries.cc, told_names.cc, hints.cc, strangers.cc.
#pragma once

#include <string_view>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {

class NameReader {
 public:
  NameReader(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out) {}

 protected:
  bool Has(size_t i) const { return i < sense_.count(); }
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }
  std::string_view Gap(size_t i) const {
    return document_.Gap(i);
  }  // Between token i and the next.
  // Whether `gap`, and nothing more, stands between token `i` and the one before.
  bool Behind(size_t i, std::string_view gap) const { return i > 0 && Gap(i - 1) == gap; }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
};

}  // namespace candour::anonymise

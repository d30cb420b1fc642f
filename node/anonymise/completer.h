// What the rooms of completions.cc, place_parts.cc and number_parts.cc share: each takes the
// findings one by one and moves their first token and their last over what belongs to them.
#pragma once

#include <string_view>
#include <vector>

#include "node/anonymise/name_rules.h"

namespace candour::anonymise {

class Completer {
 public:
  Completer(NameSense& sense, Findings& out)
      : sense_(sense), document_(sense.document()), out_(out), masked_(sense.count(), nullptr) {
    for (const Finding& finding : out) {
      if (!finding.masked()) continue;
      for (size_t i = document_.TokenAtOrAfter(finding.begin);
           Has(i) && sense.At(i).begin < finding.end; ++i)
        masked_[i] = &finding;
    }
  }
  Completer(const Completer&) = delete;
  Completer& operator=(const Completer&) = delete;
  virtual ~Completer() = default;

  // Completes every masked finding that begins and ends with a token. `out` must not grow
  // meanwhile.
  void Read() {
    for (Finding& finding : out_) {
      if (!finding.masked()) continue;
      first_ = document_.TokenAtOrAfter(finding.begin);
      // "+44 (0)1632": a telephone number may begin with a mark.
      const size_t before = finding.type == SpanType::kPhone ? 2 : 0;
      if (!Has(first_) || sense_.At(first_).begin > finding.begin + before) continue;
      last_ = first_;
      while (Has(last_ + 1) && sense_.At(last_ + 1).end <= finding.end) ++last_;
      if (sense_.At(last_).end != finding.end) continue;
      const size_t first = first_;
      const size_t last = last_;
      Complete(finding.type);
      if (first_ == first && last_ == last) continue;
      for (size_t i = first_; i <= last_; ++i) masked_[i] = &finding;
      sense_.Cover(first_, last_);
      if (first_ < first) finding.begin = sense_.At(first_).begin;
      finding.end = sense_.At(last_).end;
    }
  }

 protected:
  virtual void Complete(SpanType type) = 0;  // May move first_ back and last_ on.

  bool Has(size_t i) const { return i < sense_.count(); }
  bool Free(size_t i) const { return Has(i) && masked_[i] == nullptr; }
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  // A mark or the end of the text stands behind token `i`.
  bool Ends(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return gap.empty() || gap.find_first_of(".,;:)\n|/\"") == 0;
  }

  // "PENHALIGON^JAGO^R"
  void Carets() {
    while ((document_.Gap(last_) == "^" || document_.Gap(last_) == "^^") && Free(last_ + 1) &&
           sense_.At(last_ + 1).IsWord() && !sense_.At(last_ + 1).Is(kClinical))
      ++last_;
    while (first_ > 0 && document_.Gap(first_ - 1) == "^" && Free(first_ - 1) &&
           sense_.At(first_ - 1).IsWord() && !sense_.At(first_ - 1).Is(kClinical))
      --first_;
  }

  // "Llanfihangel-y-Coed", "Stow-cum-Quy"
  void OverSmallWords() {
    if (document_.Gap(last_) != "-" || !Free(last_ + 1) || !Free(last_ + 2) ||
        document_.Gap(last_ + 1) != "-")
      return;
    const Token& small = sense_.At(last_ + 1);
    if (small.shape == Shape::kLower && small.size() <= 5 && sense_.At(last_ + 2).Capital())
      last_ += 2;
  }

  NameSense& sense_;
  const Document& document_;
  Findings& out_;
  std::vector<const Finding*> masked_;  // What each token is masked by, if at all.
  size_t first_ = 0;                    // Of the finding that is completed now.
  size_t last_ = 0;
};

}  // namespace candour::anonymise

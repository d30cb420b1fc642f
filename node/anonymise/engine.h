// The order of work of docs/privacy.md section 2, behind Anonymiser.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <unordered_set>

#include "node/anonymise/anonymise.h"
#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"
#include "node/anonymise/lexicon.h"
#include "node/anonymise/people.h"

namespace candour::anonymise {

struct LocalFormats;  // The organisation's own id patterns, compiled.

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  tl::expected<void, std::string> Load(const Settings& settings);
  tl::expected<Outcome, std::string> Run(std::string_view utf8, std::span<const Seed> seeds) const;

 private:
  void KeepWords(const Document& document, Findings& findings) const;

  Lexicon lexicon_;
  std::unique_ptr<StaffNames> staff_;
  std::unordered_set<std::string> keep_;  // Lower case.
  std::unique_ptr<LocalFormats> formats_;
};

}  // namespace candour::anonymise

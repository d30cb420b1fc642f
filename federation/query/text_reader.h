// Reads the signed texts of questions: lines of a keyword and its values, in one order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour::query {

// The first thing that is wrong ends the reading: every later call gives zero values, and Finish
// says what it was. A value that is read twice is a programmer's mistake; one text, one reader.
class TextReader {
 public:
  // `reason` is that of every error: PLAN_MALFORMED ...
  TextReader(std::string_view text, std::string_view first_line, std::string_view reason);

  // Moves to the next line when it has this keyword.
  bool At(std::string_view keyword);
  // The same, and it has to have it.
  void Expect(std::string_view keyword);

  // The next value of the line.
  std::string_view Value();
  uint64_t Number(uint64_t low, uint64_t high);
  crypto::Hash Hash();
  std::string Base64(size_t bytes_max);
  template <class IdType>
  IdType Id() {
    const std::optional<IdType> id = IdType::FromHex(Value());
    if (!id) Refuse("an identifier is not 32 hexadecimal digits");
    return id.value_or(IdType{});
  }
  // Lower case, digits and hyphens, 1 to 40 characters.
  std::string Token();

  void Refuse(std::string_view why);
  // `again` is what the parsed value is written as: it has to be the text itself.
  Status Finish(std::string_view again) const;
  bool failed() const { return !error_.empty(); }

 private:
  std::string_view text_;
  std::string_view rest_;
  std::string_view line_;
  std::string reason_;
  std::string error_;
  std::string keyword_;
};

}  // namespace candour::query

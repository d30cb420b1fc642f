// Questions as screens show them.
#pragma once

#include <string>

#include "candour/node/v1/query.pb.h"
#include "node/learning/question_notes.h"

namespace candour {

struct QuestionCase {
  const QuestionKey& key;
  const node::v1::StoredQuestion& question;
  const NetworkView& network;
};
void ShowQuestion(const QuestionCase& shown, WallSeconds now, node::v1::Question& out);

// How many answered, declined and were silent, from a stored answer; nothing without one.
void CountOutcomes(const Bytes& answer_note, node::v1::Question& out);

// A cube of this name; version 0 is the newest. kInvalid CUBE_UNKNOWN.
Result<const query::Cube*> CubeNamed(std::string_view name, uint32_t version);
void ShowCube(const query::Cube& cube, node::v1::Cube& out);

// A question by the first 8 or more hex digits of its name. kNotFound; kConflict when several begin
// so.
Result<QuestionKey> FindQuestion(const storage::Reader& store, std::string_view name);

}  // namespace candour

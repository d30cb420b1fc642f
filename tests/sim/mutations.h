// A receiver with one mutation: what the node would write if one check were missing.
#pragma once

#include "federation/core/core.h"
#include "federation/port/memory_store.h"
#include "tests/sim/plan.h"

namespace candour::sim {

// Changes the turn as the mutated code would have given it.
void Mutate(Mutation mutation, const Event& event, const MemoryStore& store, Turn& turn);

}  // namespace candour::sim

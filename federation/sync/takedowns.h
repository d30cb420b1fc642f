// Governor takedowns: manifest lines that erase an item whose author cannot or will not withdraw it
// (protocol section 4). They act as a withdrawal whose leaf is the manifest.
//
// Reads what earlier turns stored, and is safe to run again.
#pragma once

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

// In Retraction.by_index and ItemChain.retracted_by: a takedown, no leaf of the feed.
inline constexpr uint64_t kByTakedown = ~uint64_t{0};

// Whether the manifest names a version of the item.
bool TakesDown(const Manifest& manifest, const ItemChain& chain);

// Erases what the manifest takes down of the leaves that are held. A line whose leaf is another
// one than the manifest says, or that carries no text, is left alone.
void ApplyTakedowns(const Manifest& manifest, TurnBook& book);

// Whether anything of the network is taken down here. Reads every withdrawal of it.
bool AnyTakenDown(const Manifest& manifest, const StoreView& store);

// Items taken down by an earlier version that the manifest lists no more are wanted again. Reads
// every withdrawal of the network. True when there was one.
bool LiftTakedowns(const Manifest& manifest, TurnBook& book);

}  // namespace candour

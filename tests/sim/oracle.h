// Signatures that cost a hash: an oracle remembers which secret belongs to which public key and
// says whether a signature is the one that secret gives. Nobody in the simulation can ask it for a
// signature without holding the key, so a forger can do no more than under Ed25519.
//
// candour_sim is linked with this in place of crypto/ed25519.cc; without the oracle the calls go to
// that very code.
#pragma once

namespace candour::sim {

enum class Signer { kEd25519, kOracle };
// For keys made from now on. Forgets the oracle's secrets.
void UseSigner(Signer signer);

}  // namespace candour::sim

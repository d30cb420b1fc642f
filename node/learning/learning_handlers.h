// LearningService: reporting, importing, finding, reading and proving. Called on worker threads;
// reads use snapshots, writes go through Turns. Errors as in learning.proto.
#pragma once

#include "candour/node/v1/learning.pb.h"
#include "node/learning/services.h"

namespace candour {

// The rest of a streamed file, chunk by chunk; an empty chunk is its end.
class ChunkSource {
 public:
  virtual ~ChunkSource() = default;
  virtual Result<std::string> Next() = 0;
};

class LearningHandlers {
 public:
  explicit LearningHandlers(Services& services) : services_(services) {}

  Result<node::v1::CreateDraftResponse> CreateDraft(const Principal& who,
                                                    const node::v1::CreateDraftRequest& request);
  Result<node::v1::CheckDraftResponse> CheckDraft(const Principal& who,
                                                  const node::v1::CheckDraftRequest& request);
  Result<node::v1::ListDraftsResponse> ListDrafts(const Principal& who,
                                                  const node::v1::ListDraftsRequest& request);
  Result<node::v1::ImportLearningResponse> ImportLearning(const Principal& who,
                                                          const node::v1::ImportHeader& header,
                                                          ChunkSource& file);
  Result<node::v1::SearchLearningResponse> SearchLearning(
      const Principal& who, const node::v1::SearchLearningRequest& request);
  Result<node::v1::GetLearningResponse> GetLearning(const Principal& who,
                                                    const node::v1::GetLearningRequest& request);
  Result<node::v1::GetProofResponse> GetProof(const Principal& who,
                                              const node::v1::GetProofRequest& request);

 private:
  Services& services_;
};

}  // namespace candour

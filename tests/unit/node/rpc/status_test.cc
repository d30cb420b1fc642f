#include "node/rpc/status.h"

#include <gtest/gtest.h>

#include "candour/node/v1/error.pb.h"

namespace candour::rpc {
namespace {

constexpr ErrorCode kCodes[] = {ErrorCode::kInvalid,  ErrorCode::kNotFound, ErrorCode::kDenied,
                                ErrorCode::kConflict, ErrorCode::kFull,     ErrorCode::kUnavailable,
                                ErrorCode::kCorrupt,  ErrorCode::kPolicy};

TEST(GrpcStatus, GivesEveryCodeAndReasonBack) {
  for (const ErrorCode code : kCodes) {
    const Error back = FromGrpc(ToGrpc({code, "SOME_REASON", "why"}), "hub a");
    EXPECT_EQ(back.code, code);
    EXPECT_EQ(back.reason, "SOME_REASON");
    EXPECT_EQ(back.message, "hub a: why");
  }
}

TEST(GrpcStatus, CarriesOneErrorInfoThatOrdinaryToolsCanRead) {
  const grpc::Status status = ToGrpc({ErrorCode::kPolicy, "NO_ROLE_W", "may not write"});

  node::v1::ErrorTrailer trailer;
  ASSERT_TRUE(trailer.ParseFromString(status.error_details()));
  EXPECT_EQ(trailer.code(), status.error_code());
  ASSERT_EQ(trailer.details_size(), 1);
  EXPECT_EQ(trailer.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  node::v1::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(trailer.details(0).value()));
  EXPECT_EQ(info.reason(), "NO_ROLE_W");
  EXPECT_EQ(info.metadata().at("code"), "POLICY");
}

TEST(GrpcStatus, GivesEqualErrorsEqualBytes) {
  const grpc::Status a = ToGrpc({ErrorCode::kNotFound, "NOT_VISIBLE", "not there"});
  const grpc::Status b = ToGrpc({ErrorCode::kNotFound, "NOT_VISIBLE", "not there"});
  EXPECT_EQ(a.error_details(), b.error_details());
  EXPECT_EQ(a.error_message(), b.error_message());
}

TEST(GrpcStatus, DefusesWhatAPeerWrote) {
  const grpc::Status hostile(grpc::StatusCode::NOT_FOUND, "\x1b[2J" + std::string(1000, 'x'),
                             "no protobuf \xff");
  const Error error = FromGrpc(hostile, "hub a");
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.message.find('\x1b'), std::string::npos);
  EXPECT_LE(error.message.size(), 320u);
  EXPECT_EQ(error.reason, "PEER_ERROR");
}

TEST(GrpcStatus, TellsASilentPeerFromOneThatIsGone) {
  EXPECT_EQ(FromGrpc(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, ""), "hub").reason,
            "PEER_SILENT");
  EXPECT_EQ(FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, ""), "hub").reason,
            "PEER_UNREACHABLE");
}

}  // namespace
}  // namespace candour::rpc

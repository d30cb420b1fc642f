// Notes about questions: brought to a hub, and fetched from one.
#include "node/rpc/convert.h"
#include "node/rpc/convert_parts.h"

namespace candour::rpc {
namespace {

constexpr size_t kPlaceBytesMax = 64;

}  // namespace

Result<SubmitReportRequest> FromWire(const wire::SubmitReportRequest& in) {
  FieldReader read("submit_report");
  SubmitReportRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.Hash32("plan_sha256", in.plan_sha256(), out.plan);
  read.AtMost("note", in.note(), kReportBytesMax, out.note);
  return read.Finish(std::move(out));
}

void ToWire(const SubmitReportRequest& in, wire::SubmitReportRequest& out) {
  out.set_network_id(in.network.str());
  out.set_plan_sha256(std::string(in.plan.view()));
  out.set_note(in.note);
}

Result<SubmitReportReply> FromWire(const wire::SubmitReportResponse& in) {
  return SubmitReportReply{.settled = in.settled()};
}

void ToWire(const SubmitReportReply& in, wire::SubmitReportResponse& out) {
  out.set_settled(in.settled);
}

Result<FetchReportsRequest> FromWire(const wire::FetchReportsRequest& in) {
  FieldReader read("fetch_reports");
  FetchReportsRequest out;
  read.Id16("network_id", in.network_id(), out.network);
  read.Hash32("plan_sha256", in.plan_sha256(), out.plan);
  read.AtMost("after", in.after(), kPlaceBytesMax, out.after);
  return read.Finish(std::move(out));
}

void ToWire(const FetchReportsRequest& in, wire::FetchReportsRequest& out) {
  out.set_network_id(in.network.str());
  out.set_plan_sha256(std::string(in.plan.view()));
  out.set_after(in.after);
}

Result<FetchReportsReply> FromWire(const wire::FetchReportsResponse& in) {
  FieldReader read("fetch_reports");
  FetchReportsReply out;
  read.Count("reports", in.reports_size(), kReportsPerPageMax);
  for (const auto& from : in.reports()) {
    if (!read.ok()) break;
    HeldReport held;
    read.AtMost("place", from.place(), kPlaceBytesMax, held.place);
    read.AtMost("note", from.note(), kReportBytesMax, held.note);
    out.reports.push_back(std::move(held));
  }
  return read.Finish(std::move(out));
}

void ToWire(const FetchReportsReply& in, wire::FetchReportsResponse& out) {
  for (const HeldReport& held : in.reports) {
    auto* to = out.add_reports();
    to->set_place(held.place);
    to->set_note(held.note);
  }
}

}  // namespace candour::rpc

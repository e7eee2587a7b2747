#include "tools/whistle/wording_deed.h"

namespace whistle::tools {

std::string_view words_for(Language language, engine::Rate rate) {
  using engine::Rate;
  switch (rate) {
    case Rate::Acceptance:
      return phrase(language, {"受理（占上报）", "accepted, of reported"});
    case Rate::Dispatch:
      return phrase(language, {"派单（占受理）", "dispatched, of accepted"});
    case Rate::Acknowledgement:
      return phrase(language, {"签收（占派单）", "acknowledged, of dispatched"});
    case Rate::AckInTime:
      return phrase(language, {"按时签收", "acknowledged in time"});
    case Rate::ArrivalInTime:
      return phrase(language, {"按时到场", "on site in time"});
    case Rate::Resolution:
      return phrase(language, {"办结（占派单）", "resolved, of dispatched"});
    case Rate::ResolutionInTime:
      return phrase(language, {"按时办结", "resolved in time"});
    case Rate::Closing:
      return phrase(language, {"结案（占受理）", "closed, of accepted"});
    case Rate::ClosingInTime:
      return phrase(language, {"按时结案", "closed in time"});
    case Rate::Accuracy:
      return phrase(language, {"派单准确（未退单）", "dispatched accurately (not returned)"});
    case Rate::Rework:
      return phrase(language, {"返工（占办结过的）", "reworked, of those once resolved"});
    case Rate::Overdue:
      return phrase(language, {"超期（占派单）", "overdue, of dispatched"});
    case Rate::Response:
      return phrase(language, {"响应率", "response"});
    case Rate::Solved:
      return phrase(language, {"解决率", "resolution"});
    case Rate::Satisfaction:
      return phrase(language, {"满意率", "satisfaction"});
  }
  return {};
}

std::string_view words_for(Language language, v1::DeedKind kind) {
  switch (kind) {
    case v1::DEED_KIND_ACKNOWLEDGED_IN_TIME:
      return phrase(language, {"按时签收", "ACK"});
    case v1::DEED_KIND_ARRIVED_IN_TIME:
      return phrase(language, {"按时到场", "ON SITE"});
    case v1::DEED_KIND_RESOLVED_IN_TIME:
      return phrase(language, {"按时办结", "RESOLVED"});
    case v1::DEED_KIND_WELL_RATED:
      return phrase(language, {"好评", "PRAISED"});
    case v1::DEED_KIND_ACK_MISSED:
      return phrase(language, {"签收超时", "ACK MISSED"});
    case v1::DEED_KIND_ON_SITE_MISSED:
      return phrase(language, {"到场超时", "SITE MISSED"});
    case v1::DEED_KIND_RESOLVE_MISSED:
      return phrase(language, {"办结超时", "RESOLVE MISSED"});
    case v1::DEED_KIND_REWORKED:
      return phrase(language, {"返工", "REWORKED"});
    case v1::DEED_KIND_FALSE_CLOSURE:
      return phrase(language, {"假闭环", "FALSE CLOSURE"});
    case v1::DEED_KIND_UNSPECIFIED:
    case v1::DeedKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::DeedKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

}  // namespace whistle::tools

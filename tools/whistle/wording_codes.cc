#include "tools/whistle/wording_codes.h"

#include <algorithm>
#include <cctype>

namespace whistle::tools {

namespace {

// A number of a newer engine: said as such, never left out.
constexpr Phrase kUnknown{"未知", "unknown"};

// TICKET_STATE_UNSPECIFIED -> "TICKET_STATE_".
std::string prefix_of(const google::protobuf::EnumDescriptor& type) {
  const std::string& first = type.value(0)->name();
  return first.substr(0, first.size() - std::string_view("UNSPECIFIED").size());
}

}  // namespace

std::string_view words_for(Language language, v1::TicketState state) {
  switch (state) {
    case v1::TICKET_STATE_RECEIVED:
      return phrase(language, {"受理", "received"});
    case v1::TICKET_STATE_AWAITING_APPROVAL:
      return phrase(language, {"待批", "awaiting approval"});
    case v1::TICKET_STATE_DISPATCHED:
      return phrase(language, {"已派单", "dispatched"});
    case v1::TICKET_STATE_ACKNOWLEDGED:
      return phrase(language, {"已签收", "acknowledged"});
    case v1::TICKET_STATE_ON_SITE:
      return phrase(language, {"已到场", "on site"});
    case v1::TICKET_STATE_RETURN_REQUESTED:
      return phrase(language, {"申请退单", "return requested"});
    case v1::TICKET_STATE_IN_CONSULT:
      return phrase(language, {"会商中", "in consult"});
    case v1::TICKET_STATE_ON_HOLD:
      return phrase(language, {"挂账", "on hold"});
    case v1::TICKET_STATE_VERIFYING:
      return phrase(language, {"核查中", "verifying"});
    case v1::TICKET_STATE_CLOSED:
      return phrase(language, {"已结案", "closed"});
    case v1::TICKET_STATE_REJECTED:
      return phrase(language, {"不予受理", "rejected"});
    case v1::TICKET_STATE_UNSPECIFIED:
    case v1::TicketState_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::TicketState_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::ClockKind clock) {
  switch (clock) {
    case v1::CLOCK_KIND_ACK:
      return phrase(language, {"签收", "acknowledge"});
    case v1::CLOCK_KIND_ON_SITE:
      return phrase(language, {"到场", "arrive"});
    case v1::CLOCK_KIND_RESOLVE:
      return phrase(language, {"办结", "resolve"});
    case v1::CLOCK_KIND_ARBITRATE:
      return phrase(language, {"裁决", "arbitrate"});
    case v1::CLOCK_KIND_VERIFY:
      return phrase(language, {"核查", "verify"});
    case v1::CLOCK_KIND_TOTAL:
      return phrase(language, {"全程", "total"});
    case v1::CLOCK_KIND_HOLD:
      return phrase(language, {"挂账", "hold"});
    case v1::CLOCK_KIND_SILENCE:
      return phrase(language, {"无异议", "silence"});
    case v1::CLOCK_KIND_UNSPECIFIED:
    case v1::ClockKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ClockKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_FIXED:
      return phrase(language, {"已解决", "fixed"});
    case v1::OUTCOME_EXPLAINED:
      return phrase(language, {"已解释说明", "explained"});
    case v1::OUTCOME_NOT_REPRODUCED:
      return phrase(language, {"未发现问题", "not reproduced"});
    case v1::OUTCOME_DUPLICATE:
      return phrase(language, {"重复", "duplicate"});
    case v1::OUTCOME_WITHDRAWN:
      return phrase(language, {"已撤回", "withdrawn"});
    case v1::OUTCOME_REFERRED_OUT:
      return phrase(language, {"转外部办理", "referred out"});
    case v1::OUTCOME_FORCED:
      return phrase(language, {"强制结案", "forced"});
    case v1::OUTCOME_UNSPECIFIED:
    case v1::Outcome_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Outcome_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::Evidence evidence) {
  switch (evidence) {
    case v1::EVIDENCE_PHOTO_BEFORE:
      return phrase(language, {"处置前照片", "photo before"});
    case v1::EVIDENCE_PHOTO_AFTER:
      return phrase(language, {"处置后照片", "photo after"});
    case v1::EVIDENCE_NOTE:
      return phrase(language, {"办理说明", "note"});
    case v1::EVIDENCE_SIGNATURE:
      return phrase(language, {"签字", "signature"});
    case v1::EVIDENCE_UNSPECIFIED:
    case v1::Evidence_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Evidence_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::WhistleKind kind) {
  switch (kind) {
    case v1::WHISTLE_KIND_RESIDENT:
      return phrase(language, {"居民吹哨", "resident whistle"});
    case v1::WHISTLE_KIND_COMMUNITY:
      return phrase(language, {"社区吹哨", "community whistle"});
    case v1::WHISTLE_KIND_UNSPECIFIED:
    case v1::WhistleKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::WhistleKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::Source source) {
  switch (source) {
    case v1::SOURCE_RESIDENT:
      return phrase(language, {"居民", "resident"});
    case v1::SOURCE_GRID_MEMBER:
      return phrase(language, {"网格员", "grid member"});
    case v1::SOURCE_COMMUNITY:
      return phrase(language, {"社区", "community"});
    case v1::SOURCE_HOTLINE:
      return phrase(language, {"热线", "hotline"});
    case v1::SOURCE_PLATFORM:
      return phrase(language, {"平台", "platform"});
    case v1::SOURCE_SENSOR:
      return phrase(language, {"感知设备", "sensor"});
    case v1::SOURCE_UNSPECIFIED:
    case v1::Source_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Source_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::Role role) {
  switch (role) {
    case v1::ROLE_HANDLER:
      return phrase(language, {"处置人", "handler"});
    case v1::ROLE_GRID_MEMBER:
      return phrase(language, {"网格员", "grid member"});
    case v1::ROLE_DISPATCHER:
      return phrase(language, {"调度员", "dispatcher"});
    case v1::ROLE_ARBITER:
      return phrase(language, {"裁决人", "arbiter"});
    case v1::ROLE_SUPERVISOR:
      return phrase(language, {"督办人", "supervisor"});
    case v1::ROLE_AUDITOR:
      return phrase(language, {"审计", "auditor"});
    case v1::ROLE_PLATFORM:
      return phrase(language, {"平台", "platform"});
    case v1::ROLE_INTAKE:
      return phrase(language, {"受理员", "intake"});
    case v1::ROLE_ADMIN:
      return phrase(language, {"管理员", "admin"});
    case v1::ROLE_UNSPECIFIED:
    case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::PartState state) {
  switch (state) {
    case v1::PART_STATE_ASSIGNED:
      return phrase(language, {"待签收", "assigned"});
    case v1::PART_STATE_ACKNOWLEDGED:
      return phrase(language, {"已签收", "acknowledged"});
    case v1::PART_STATE_ON_SITE:
      return phrase(language, {"已到场", "on site"});
    case v1::PART_STATE_FINISHED:
      return phrase(language, {"已办完", "finished"});
    case v1::PART_STATE_RELEASED:
      return phrase(language, {"已解除", "released"});
    case v1::PART_STATE_UNSPECIFIED:
    case v1::PartState_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::PartState_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::LocatedBy how) {
  switch (how) {
    case v1::LOCATED_BY_ESTATE:
      return phrase(language, {"按小区代码", "by estate code"});
    case v1::LOCATED_BY_ESTATE_POLYGON:
      return phrase(language, {"按小区边界", "by estate outline"});
    case v1::LOCATED_BY_GRID_POLYGON:
      return phrase(language, {"按网格边界", "by grid outline"});
    case v1::LOCATED_BY_GRID:
      return phrase(language, {"按网格代码", "by grid code"});
    case v1::LOCATED_BY_LEGACY:
      return phrase(language, {"按旧网格代码", "by legacy grid code"});
    case v1::LOCATED_BY_ADDRESS:
      return phrase(language, {"按地址", "by address"});
    case v1::LOCATED_BY_AREA:
      return phrase(language, {"按所报区域", "by declared area"});
    case v1::LOCATED_BY_OUTSIDE:
      return phrase(language, {"在辖区之外", "outside the district"});
    case v1::LOCATED_BY_UNLOCATED:
      return phrase(language, {"无法定位", "not located"});
    case v1::LOCATED_BY_UNSPECIFIED:
    case v1::LocatedBy_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::LocatedBy_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::RouteFlag flag) {
  switch (flag) {
    case v1::ROUTE_FLAG_ON_EDGE:
      return phrase(language, {"在网格边界上", "on a grid edge"});
    case v1::ROUTE_FLAG_OVERLAP:
      return phrase(language, {"网格重叠处", "where grids overlap"});
    case v1::ROUTE_FLAG_OUTSIDE:
      return phrase(language, {"辖区之外", "outside the district"});
    case v1::ROUTE_FLAG_UNKNOWN_ESTATE:
      return phrase(language, {"小区代码不存在", "unknown estate"});
    case v1::ROUTE_FLAG_UNKNOWN_GRID:
      return phrase(language, {"网格代码不存在", "unknown grid"});
    case v1::ROUTE_FLAG_UNKNOWN_LEGACY:
      return phrase(language, {"旧网格代码不存在", "unknown legacy code"});
    case v1::ROUTE_FLAG_UNKNOWN_AREA:
      return phrase(language, {"区域代码不存在", "unknown area"});
    case v1::ROUTE_FLAG_FELL_BACK:
      return phrase(language, {"兜底派单", "lead by fallback"});
    case v1::ROUTE_FLAG_ACK_PAST_DATA_UNTIL:
      return phrase(language, {"签收时限超出日历", "acknowledge limit past the calendar"});
    case v1::ROUTE_FLAG_ON_SITE_PAST_DATA_UNTIL:
      return phrase(language, {"到场时限超出日历", "arrive limit past the calendar"});
    case v1::ROUTE_FLAG_RESOLVE_PAST_DATA_UNTIL:
      return phrase(language, {"办结时限超出日历", "resolve limit past the calendar"});
    case v1::ROUTE_FLAG_TOTAL_PAST_DATA_UNTIL:
      return phrase(language, {"全程时限超出日历", "total limit past the calendar"});
    case v1::ROUTE_FLAG_UNSPECIFIED:
    case v1::RouteFlag_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::RouteFlag_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::ClockMode mode) {
  switch (mode) {
    case v1::CLOCK_MODE_REAL:
      return phrase(language, {"真实时间", "real time"});
    case v1::CLOCK_MODE_FAST:
      return phrase(language, {"加速时间", "fast time"});
    case v1::CLOCK_MODE_FOLLOW:
      return phrase(language, {"跟随来件时间", "time of the newest whistle"});
    case v1::CLOCK_MODE_UNSPECIFIED:
    case v1::ClockMode_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ClockMode_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::DispatchCause cause) {
  switch (cause) {
    case v1::DISPATCH_CAUSE_BLOWN:
      return phrase(language, {"首次派单", "first dispatch"});
    case v1::DISPATCH_CAUSE_LADDER:
      return phrase(language, {"超时升级", "ladder after a missed clock"});
    case v1::DISPATCH_CAUSE_REASSIGNED:
      return phrase(language, {"人工改派", "reassigned by a dispatcher"});
    case v1::DISPATCH_CAUSE_AMENDED:
      return phrase(language, {"更正后改派", "after an amendment"});
    case v1::DISPATCH_CAUSE_SPLIT:
      return phrase(language, {"拆单派出", "split off"});
    case v1::DISPATCH_CAUSE_RETURNED:
      return phrase(language, {"准予退单", "after a granted return"});
    case v1::DISPATCH_CAUSE_RULED:
      return phrase(language, {"会商裁定", "ruled by a consult"});
    case v1::DISPATCH_CAUSE_WHISTLED_UP:
      return phrase(language, {"社区吹哨上报", "whistled up by the community"});
    case v1::DISPATCH_CAUSE_APPROVED:
      return phrase(language, {"批准后派单", "approved"});
    case v1::DISPATCH_CAUSE_SUCCEEDED:
      return phrase(language, {"单位撤并，由承接单位接办", "taken over by a successor"});
    case v1::DISPATCH_CAUSE_UNSPECIFIED:
    case v1::DispatchCause_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::DispatchCause_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string_view words_for(Language language, v1::RequestKind value) {
  switch (value) {
    case v1::REQUEST_KIND_RETURN:
      return phrase(language, {"退单", "return"});
    case v1::REQUEST_KIND_CONSULT:
      return phrase(language, {"会商", "consult"});
    case v1::REQUEST_KIND_HOLD:
      return phrase(language, {"挂账", "hold"});
    case v1::REQUEST_KIND_EXTENSION:
      return phrase(language, {"延期", "extension"});
    case v1::REQUEST_KIND_APPROVAL:
      return phrase(language, {"批准", "approval"});
    default:
      return phrase(language, kUnknown);
  }
}

std::string_view words_for(Language language, v1::ReturnReason value) {
  switch (value) {
    case v1::RETURN_REASON_NOT_COMPETENT:
      return phrase(language, {"非本单位职责", "not competent"});
    case v1::RETURN_REASON_WRONG_PLACE:
      return phrase(language, {"地点不对", "it lies elsewhere"});
    case v1::RETURN_REASON_WRONG_CATEGORY:
      return phrase(language, {"事项不对", "it is something else"});
    case v1::RETURN_REASON_BEYOND_AUTHORITY:
      return phrase(language, {"权限不足", "beyond its authority"});
    default:
      return phrase(language, kUnknown);
  }
}

std::string_view words_for(Language language, v1::HoldCause value) {
  switch (value) {
    case v1::HOLD_CAUSE_FUNDS:
      return phrase(language, {"待资金", "waits for funds"});
    case v1::HOLD_CAUSE_PROJECT:
      return phrase(language, {"待工程", "waits for planned works"});
    case v1::HOLD_CAUSE_SEASON:
      return phrase(language, {"季节原因", "season"});
    case v1::HOLD_CAUSE_LITIGATION:
      return phrase(language, {"涉诉", "litigation"});
    case v1::HOLD_CAUSE_POLICY:
      return phrase(language, {"待政策", "waits for a decision above"});
    case v1::HOLD_CAUSE_MATERIALS:
      return phrase(language, {"待材料", "waits for materials"});
    default:
      return phrase(language, kUnknown);
  }
}

std::string_view words_for(Language language, v1::RejectReason value) {
  switch (value) {
    case v1::REJECT_REASON_NOT_VOTED:
      return phrase(language, {"未经业主表决", "the owners have not voted"});
    case v1::REJECT_REASON_NO_FUNDS:
      return phrase(language, {"资金不足", "no funds"});
    case v1::REJECT_REASON_NOT_NEEDED:
      return phrase(language, {"无必要", "not needed"});
    case v1::REJECT_REASON_NOT_LAWFUL:
      return phrase(language, {"不合规", "not lawful"});
    default:
      return phrase(language, kUnknown);
  }
}

std::string_view words_for(Language language, v1::StepTaken action) {
  switch (action) {
    case v1::STEP_TAKEN_REMINDED:
      return phrase(language, {"提醒", "reminded"});
    case v1::STEP_TAKEN_SUPERVISED:
      return phrase(language, {"督办", "supervised"});
    case v1::STEP_TAKEN_REASSIGNED:
      return phrase(language, {"改派", "reassigned"});
    case v1::STEP_TAKEN_UNSPECIFIED:
    case v1::StepTaken_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::StepTaken_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknown);
}

std::string urgency_words(Language language, std::string_view urgency) {
  if (urgency == "urgent") return std::string(phrase(language, {"紧急", "urgent"}));
  if (urgency == "normal") return std::string(phrase(language, {"一般", "normal"}));
  return std::string(urgency);
}

std::string machine_word(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* found = type.FindValueByNumber(value);
  if (found == nullptr || found->number() == 0) return {};
  auto word = found->name().substr(prefix_of(type).size());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); });
  return word;
}

bool parse_machine_word(const google::protobuf::EnumDescriptor& type, std::string_view word, int& value) {
  for (int i = 1; i < type.value_count(); ++i) {
    const auto& candidate = *type.value(i);
    if (word != candidate.name() && word != machine_word(type, candidate.number())) continue;
    value = candidate.number();
    return true;
  }
  return false;
}

}  // namespace whistle::tools

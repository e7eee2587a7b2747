#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {

// No default cases: a value that is added must be given words here, or the compiler says so. Numbers that no enumerator
// has get the words of "unspecified".

std::string_view words_for(Language language, v1::TicketState state) {
  switch (state) {
    case v1::TICKET_STATE_RECEIVED:
      return say(language, {"已受理", "Received."});
    case v1::TICKET_STATE_AWAITING_APPROVAL:
      return say(language, {"待批准", "Waits for an approval."});
    case v1::TICKET_STATE_DISPATCHED:
      return say(language, {"已派单", "Dispatched to the agency responsible."});
    case v1::TICKET_STATE_ACKNOWLEDGED:
      return say(language, {"已签收", "Acknowledged by the agency responsible."});
    case v1::TICKET_STATE_ON_SITE:
      return say(language, {"已到场", "The agency responsible is on site."});
    case v1::TICKET_STATE_RETURN_REQUESTED:
      return say(language,
                 {"申请退单", "The agency responsible says that it is another's duty; this is being decided."});
    case v1::TICKET_STATE_IN_CONSULT:
      return say(language, {"会商中", "A consult decides whose duty it is."});
    case v1::TICKET_STATE_ON_HOLD:
      return say(language, {"挂账", "On hold until a set date."});
    case v1::TICKET_STATE_VERIFYING:
      return say(language, {"已处置，待核查", "Dealt with; being verified."});
    case v1::TICKET_STATE_CLOSED:
      return say(language, {"已结案", "Closed."});
    case v1::TICKET_STATE_REJECTED:
      return say(language, {"不予受理", "Not taken up."});
    case v1::TICKET_STATE_UNSPECIFIED:
    case v1::TicketState_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::TicketState_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

std::string_view words_for(Language language, v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_FIXED:
      return say(language, {"已解决", "Fixed."});
    case v1::OUTCOME_EXPLAINED:
      return say(language, {"诉求无法满足，已解释说明", "Cannot be met; the reason was explained."});
    case v1::OUTCOME_NOT_REPRODUCED:
      return say(language, {"现场未发现问题", "Not found on site."});
    case v1::OUTCOME_DUPLICATE:
      return say(language, {"重复诉求", "Duplicate of another request."});
    case v1::OUTCOME_WITHDRAWN:
      return say(language, {"已撤回", "Withdrawn by the reporter."});
    case v1::OUTCOME_REFERRED_OUT:
      return say(language, {"已转区外单位", "Referred to an agency outside the district."});
    case v1::OUTCOME_FORCED:
      return say(language, {"督办强制结案", "Closed by a supervisor."});
    case v1::OUTCOME_UNSPECIFIED:
    case v1::Outcome_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Outcome_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

std::string_view words_for(Language language, v1::RejectReason reason) {
  switch (reason) {
    case v1::REJECT_REASON_NOT_VOTED:
      return say(language, {"未经业主表决", "The owners have not voted on it."});
    case v1::REJECT_REASON_NO_FUNDS:
      return say(language, {"资金不足", "There are no funds for it."});
    case v1::REJECT_REASON_NOT_NEEDED:
      return say(language, {"无必要", "It is not needed."});
    case v1::REJECT_REASON_NOT_LAWFUL:
      return say(language, {"不合规", "It is not lawful."});
    case v1::REJECT_REASON_UNSPECIFIED:
    case v1::RejectReason_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::RejectReason_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

std::string_view words_for(Language language, v1::Evidence evidence) {
  switch (evidence) {
    case v1::EVIDENCE_PHOTO_BEFORE:
      return say(language, {"处置前照片", "a photo from before"});
    case v1::EVIDENCE_PHOTO_AFTER:
      return say(language, {"处置后照片", "a photo from afterwards"});
    case v1::EVIDENCE_NOTE:
      return say(language, {"说明", "a note"});
    case v1::EVIDENCE_SIGNATURE:
      return say(language, {"签字", "a signature"});
    case v1::EVIDENCE_UNSPECIFIED:
    case v1::Evidence_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Evidence_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

std::string_view words_for(Language language, v1::CategoryClass category_class) {
  switch (category_class) {
    case v1::CATEGORY_CLASS_COMPONENT:
      return say(language, {"部件", "component"});
    case v1::CATEGORY_CLASS_EVENT:
      return say(language, {"事件", "event"});
    case v1::CATEGORY_CLASS_PROPERTY:
      return say(language, {"物业", "property"});
    case v1::CATEGORY_CLASS_MEDIATION:
      return say(language, {"调解", "mediation"});
    case v1::CATEGORY_CLASS_VISIT:
      return say(language, {"走访", "visit"});
    case v1::CATEGORY_CLASS_UNSPECIFIED:
    case v1::CategoryClass_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::CategoryClass_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

}  // namespace whistle::adapters::open311

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/open311/catalogue.h"
#include "adapters/open311/document.h"
#include "adapters/open311/georeport.h"
#include "adapters/open311/instant.h"
#include "adapters/open311/refusal.h"
#include "adapters/open311/request_query.h"
#include "adapters/open311/ticket_document.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::open311 {
namespace {

// What the acceptance led to, as far as the reporter is told.
struct Dispatch {
  std::string lead;      // party code; empty: it waits for an approval
  std::string hand_off;  // telephone number to call at once; empty: none
  std::int64_t resolve_due_us = 0;
};

Dispatch dispatch_of(const v1::Accepted& accepted) {
  Dispatch dispatch;
  for (const auto& event : accepted.events()) {
    if (event.has_ticket_dispatched()) {
      dispatch.lead = event.ticket_dispatched().lead();
      dispatch.hand_off = event.ticket_dispatched().hand_off();
    } else if (event.has_clock_started() && event.clock_started().clock().part() == 0 &&
               event.clock_started().clock().kind() == v1::CLOCK_KIND_RESOLVE) {
      dispatch.resolve_due_us = event.clock_started().due_us();
    }
  }
  return dispatch;
}

// Whom to call first, where life or property is in danger; then who deals with it, and by when.
std::string notice_of(const Dispatch& dispatch, const Context& context, Language language) {
  const bool zh = language == Language::Zh;
  std::string notice;
  if (!dispatch.hand_off.empty()) {
    notice += zh ? "如有生命财产危险，请立即拨打" + dispatch.hand_off + "。"
                 : "If life or property is in danger, call " + dispatch.hand_off + " at once. ";
  }
  if (!dispatch.lead.empty()) {
    const auto name = name_of(context.district->parties(), dispatch.lead, language);
    notice += zh ? "承办单位：" + name + "。" : "Agency responsible: " + name + ".";
  }
  const auto due = instant(dispatch.resolve_due_us, context);
  if (due.kind == Value::Kind::Text)
    notice += zh ? "办结时限：" + due.content + "。" : " To be resolved by " + due.content + ".";
  return notice;
}

Answer answer_list(const Question& question, std::vector<Value> requests) {
  return answer_of(question.format, "service_requests", list("request", std::move(requests)));
}

// The private token is for who posted, and for clients that know what they ask for: others would write it down
// somewhere.
Answer tell_posted(const Question& question, const v1::Accepted& accepted, const Context& context) {
  const auto dispatch = dispatch_of(accepted);
  Members members{{"service_request_id", text(accepted.ticket_number())},
                  {"service_notice", text_or_null(notice_of(dispatch, context, question.language))},
                  {"account_id", {}}};
  if (question.extensions) {
    members.push_back(
        {"extended_attributes", object({
                                    {"ticket_id", number(accepted.ticket())},
                                    {"ticket_token", text_or_null(engine::hexadecimal(accepted.ticket_token()))},
                                    {"lead", text_or_null(dispatch.lead)},
                                    {"expected_datetime", instant(dispatch.resolve_due_us, context)},
                                    {"hand_off", text_or_null(dispatch.hand_off)},
                                })});
  }
  auto answer = answer_list(question, {object(std::move(members))});
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Answer tell_token(const Question& question, const v1::Ticket& ticket) {
  return answer_list(question,
                     {object({{"service_request_id", text(ticket.number())}, {"token", text(ticket.number())}})});
}

Answer tell_tickets(const Question& question, const v1::ListPublicTicketsReply& reply, const Context& context) {
  if (question.about != Question::About::Requests && reply.tickets().empty()) return no_such_request(question);
  if (question.about == Question::About::Token) return tell_token(question, reply.tickets(0));
  std::vector<Value> requests;
  for (int i = static_cast<int>(std::min<std::size_t>(question.skip, 1'000)); i < reply.tickets_size(); ++i)
    requests.push_back(service_request(reply.tickets(i), question, context));
  return answer_list(question, std::move(requests));
}

}  // namespace

Answer tell(const Question& question, const v1::Reply& reply, const Context& context) {
  const bool posts = question.about == Question::About::NewRequest;
  if (reply.has_refusal()) return tell_refusal(reply.refusal(), question.format, question.language);
  if (posts && reply.has_accepted()) return tell_posted(question, reply.accepted(), context);
  if (!posts && reply.has_list_public_tickets()) return tell_tickets(question, reply.list_public_tickets(), context);
  return tell_refusal({}, question.format, question.language);
}

}  // namespace whistle::adapters::open311

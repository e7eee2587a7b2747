#include "tools/whistle/ticket_name.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/ticket.h"
#include "tools/whistle/wording.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kPageTickets = 500;
constexpr std::size_t kCandidatesMax = 10'000;  // where more tickets are open, the whole number is asked for
constexpr std::size_t kSaidMax = 5;
constexpr std::uint64_t kCounterMax = 1'000'000;  // whistles of one day

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool is_number_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::string joined(Language language, const std::set<std::string>& items) {
  std::string text;
  std::size_t said = 0;
  for (const auto& item : items) {
    if (said++ == kSaidMax) return text + " …";
    text = listed(language, {text, item});
  }
  return text;
}

// Open tickets that the name may mean: those the asker can act on, else all that it may see.
Result<std::vector<v1::Ticket>> open_candidates(EngineSession& session, const TicketName& name) {
  const auto matching = [&](v1::ListTickets question) -> Result<std::vector<v1::Ticket>> {
    auto tickets = list_all_tickets(session, std::move(question), kCandidatesMax);
    if (!tickets) return tickets;
    std::erase_if(*tickets, [&](const v1::Ticket& ticket) { return !ends_as(name, ticket.number()); });
    return tickets;
  };
  if (const auto member = own_member(session); !member.empty()) {
    v1::ListTickets mine;
    mine.set_member(member);
    auto tickets = matching(std::move(mine));
    if (!tickets || !tickets->empty()) return tickets;
  }
  return matching({});
}

// Nothing where it is not for the asker to see.
Result<std::optional<v1::Ticket>> get_ticket(EngineSession& session, v1::GetTicket question) {
  v1::Request request;
  *request.mutable_get_ticket() = std::move(question);
  auto reply = session.ask(std::move(request));
  if (reply) return std::optional(std::move(*reply->mutable_get_ticket()->mutable_ticket()));
  if (reply.error().refusal) return std::optional<v1::Ticket>{};
  return tl::unexpected(reply.error());
}

Result<std::uint64_t> find_by_tail(EngineSession& session, const TicketName& name, std::string_view text) {
  const auto language = session.language();
  auto candidates = open_candidates(session, name);
  if (!candidates) return tl::unexpected(candidates.error());
  std::set<std::string> said;
  std::set<std::uint64_t> ids;
  for (const auto& ticket : *candidates) {
    ids.insert(ticket.record().id());
    said.insert(ticket.number());
  }
  if (name.kind == TicketName::Kind::Digits && !ids.contains(name.value)) {
    v1::GetTicket question;
    question.set_ticket(name.value);
    auto by_id = get_ticket(session, std::move(question));
    if (!by_id) return tl::unexpected(by_id.error());
    if (*by_id) {
      ids.insert(name.value);
      said.insert("id:" + std::to_string(name.value) + " (" + (*by_id)->number() + ")");
    }
  }
  if (ids.empty() && name.value <= kCounterMax) {
    // Closed already, but of today.
    v1::GetTicket question;
    question.set_number(
        engine::ticket_number(session.time().local_day(session.now()), static_cast<std::uint32_t>(name.value)));
    if (ends_as(name, question.number())) {
      auto of_today = get_ticket(session, std::move(question));
      if (!of_today) return tl::unexpected(of_today.error());
      if (*of_today) return (*of_today)->record().id();
    }
  }
  if (ids.size() == 1) return *ids.begin();
  if (ids.empty()) {
    return tl::unexpected(Failure{ExitCode::Refused, "unknown_ticket",
                                  worded(language, phrases::kNoSuchTicket, {std::string(text)}),
                                  std::string(phrase(language, phrases::kNoSuchTicketHint)), std::nullopt});
  }
  return tl::unexpected(Failure{ExitCode::Refused, "ambiguous_ticket",
                                worded(language, phrases::kSeveralTickets, {std::string(text), joined(language, said)}),
                                std::string(phrase(language, phrases::kSeveralTicketsHint)), std::nullopt});
}

}  // namespace

std::optional<TicketName> parse_ticket_name(std::string_view text) {
  using Kind = TicketName::Kind;
  if (engine::parse_ticket_number(text)) return TicketName{Kind::Number, std::string(text), 0, std::nullopt};
  if (text.starts_with("id:") || text.starts_with('#')) {
    const auto id = number_of(text.substr(text.find_first_of(":#") + 1));
    if (!id) return std::nullopt;
    return TicketName{Kind::Id, {}, *id, std::nullopt};
  }
  if (text.size() > 2 && text[text.size() - 2] == '-' && is_number_digit(text.back())) {
    const auto counter = number_of(text.substr(0, text.size() - 2));
    if (!counter) return std::nullopt;
    return TicketName{Kind::Tail, {}, *counter, text.back()};
  }
  const auto value = number_of(text);
  if (!value) return std::nullopt;
  const bool counter_for_sure = text.size() > 1 && text.front() == '0';
  return TicketName{counter_for_sure ? Kind::Tail : Kind::Digits, {}, *value, std::nullopt};
}

bool ends_as(const TicketName& name, std::string_view number) {
  const auto parts = engine::parse_ticket_number(number);
  return parts && parts->day_counter == name.value && (!name.check || *name.check == number.back());
}

Result<std::uint64_t> find_ticket(EngineSession& session, std::string_view text) {
  const auto name = parse_ticket_name(text);
  if (!name) {
    return usage_failure(worded(session.language(), phrases::kNotATicketName, {std::string(text)}),
                         std::string(phrase(session.language(), phrases::kNotATicketNameHint)));
  }
  switch (name->kind) {
    case TicketName::Kind::Id:
      return name->value;
    case TicketName::Kind::Number: {
      v1::Request request;
      request.mutable_get_ticket()->set_number(name->number);
      auto reply = session.ask(std::move(request));
      if (!reply) return tl::unexpected(reply.error());
      return reply->get_ticket().ticket().record().id();
    }
    case TicketName::Kind::Tail:
    case TicketName::Kind::Digits:
      break;
  }
  return find_by_tail(session, *name, text);
}

Result<v1::Ticket> fetch_ticket(EngineSession& session, const std::string& text) {
  v1::Request request;
  if (const auto name = parse_ticket_name(text); name && name->kind == TicketName::Kind::Number) {
    request.mutable_get_ticket()->set_number(name->number);
  } else {
    const auto id = find_ticket(session, text);
    if (!id) return tl::unexpected(id.error());
    request.mutable_get_ticket()->set_ticket(*id);
  }
  auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  return std::move(*reply->mutable_get_ticket()->mutable_ticket());
}

Result<std::vector<v1::Ticket>> list_all_tickets(EngineSession& session, v1::ListTickets question, std::size_t most) {
  std::vector<v1::Ticket> tickets;
  question.set_limit(kPageTickets);
  while (tickets.size() < most) {
    v1::Request request;
    *request.mutable_list_tickets() = question;
    auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    auto& page = *reply->mutable_list_tickets();
    for (auto& ticket : *page.mutable_tickets())
      tickets.push_back(std::move(ticket));
    if (!page.more() || page.cursor() <= question.after()) break;
    question.set_after(page.cursor());
  }
  return tickets;
}

std::string own_member(const EngineSession& session) {
  const auto& member = session.status().member();
  return member.starts_with('@') ? std::string{} : member;
}

}  // namespace whistle::tools

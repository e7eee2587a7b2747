#include "tools/whistle/audit/subject.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

tl::unexpected<Failure> no_such_ticket(Language language, const std::string& text) {
  return tl::unexpected(Failure{ExitCode::Refused, "unknown_ticket", worded(language, phrases::kNoSuchTicket, {text}),
                                std::string(phrase(language, phrases::kSubjectHint)), std::nullopt});
}

Result<Subject> find_entry(JournalSource& source, Language language, const std::string& text) {
  const auto number = parse_number(std::string_view(text).substr(kEntryMark.size()));
  if (!number) return usage_failure(worded(language, phrases::kNoEntry, {text}));
  const auto bytes = source.entry(*number);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  if (!*bytes) return usage_failure(worded(language, phrases::kNoEntry, {std::to_string(*number)}));
  return Subject{std::nullopt, {*number}};
}

}  // namespace

Result<Subject> find_subject(JournalSource& source, Language language, const std::string& text) {
  if (text.starts_with(kEntryMark)) return find_entry(source, language, text);
  const auto name = parse_ticket_name(text);
  if (!name || name->kind == TicketName::Kind::Tail) return no_such_ticket(language, text);
  auto ticket = name->value;
  if (name->kind == TicketName::Kind::Number) {
    const auto parts = engine::parse_ticket_number(name->number);
    if (!parts) return no_such_ticket(language, text);
    const auto found = source.ticket_of(*parts);
    if (!found) return tl::unexpected(failure_of(found.error()));
    if (!*found) return no_such_ticket(language, text);
    ticket = **found;
  }
  auto entries = source.entries_of(ticket);
  if (!entries) return tl::unexpected(failure_of(entries.error()));
  if (entries->empty()) return no_such_ticket(language, text);
  return Subject{ticket, *std::move(entries)};
}

}  // namespace whistle::tools

#include "tools/whistle/timeline.h"

#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kEntriesMax = 10'000;
constexpr std::uint32_t kTimelinePageEntries = 1'000;

Colour colour_of(v1::Event::BodyCase event) {
  switch (event) {
    case v1::Event::kClockMissed:
      return Colour::Red;
    case v1::Event::kClockWarned:
    case v1::Event::kLadderStepTaken:
    case v1::Event::kDeskReminded:
      return Colour::Yellow;
    case v1::Event::kTicketClosed:
      return Colour::Green;
    default:
      return Colour::None;
  }
}

// A resident is told what happened, not by whom.
std::string who_did(Language language, const v1::Entry& entry) {
  if (!entry.has_actor()) return {};
  auto who = actor_words(language, entry.actor());
  if (!entry.actor().acting_for().empty()) {
    who = worded(language, phrases::kInSteadOf, {who, entry.actor().acting_for()});
  } else if (entry.actor().acting_for_resident()) {
    who = worded(language, phrases::kForTheResident, {who});
  }
  return worded(language, phrases::kWhoDid, {who, std::string(command_words(language, entry.command().body_case()))});
}

}  // namespace

Result<Timeline> fetch_timeline(EngineSession& session, std::uint64_t ticket, std::uint64_t last_entry) {
  Timeline timeline;
  std::uint64_t from = 0;
  while (from <= last_entry && timeline.entries.size() < kEntriesMax) {
    v1::Request request;
    request.mutable_fetch_entries()->set_ticket(ticket);
    request.mutable_fetch_entries()->set_from(from);
    request.mutable_fetch_entries()->set_limit(kTimelinePageEntries);
    auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    auto& page = *reply->mutable_fetch_entries();
    for (auto& entry : *page.mutable_entries())
      timeline.entries.push_back(std::move(entry));
    if (page.cursor() <= from) break;
    from = page.cursor();
  }
  timeline.complete = from > last_entry && !timeline.entries.empty() && timeline.entries.front().sequence() == ticket;
  return timeline;
}

void print_entry(Console& console, const Telling& telling, const v1::Entry& entry, bool with_ticket) {
  const auto language = telling.language;
  console.out << console.paint(Colour::Dim, telling.time.second_text({entry.time_us()})) << "  "
              << console.paint(Colour::Bold, who_did(language, entry)) << "  "
              << console.paint(Colour::Dim, "#" + std::to_string(entry.sequence()));
  if (with_ticket && entry.has_ticket())
    console.out << "  " << console.paint(Colour::Cyan, "id:" + std::to_string(entry.ticket()));
  if (entry.acted_at_us() != 0) {
    console.out << "  " << worded(language, phrases::kActedAt, {telling.time.second_text({entry.acted_at_us()})});
  }
  console.out << '\n';
  for (const auto& event : entry.events()) {
    const auto sentence = event_sentence(telling, event);
    if (!sentence.empty()) console.out << "    " << console.paint(colour_of(event.body_case()), sentence) << '\n';
  }
}

}  // namespace whistle::tools

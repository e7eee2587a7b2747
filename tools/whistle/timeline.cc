#include "tools/whistle/timeline.h"

#include <algorithm>

#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kEntriesMax = 10'000;

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

// The entry of that number, or nothing where it is not for the asker.
Result<std::optional<v1::Entry>> fetch_entry(EngineSession& session, std::uint64_t sequence) {
  v1::Request request;
  request.mutable_fetch_entries()->set_from(sequence);
  request.mutable_fetch_entries()->set_limit(1);
  auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  auto& page = *reply->mutable_fetch_entries();
  if (page.entries_size() == 0 || page.entries(0).sequence() != sequence) return std::optional<v1::Entry>{};
  return std::optional(std::move(*page.mutable_entries(0)));
}

}  // namespace

Result<Timeline> fetch_timeline(EngineSession& session, std::uint64_t ticket, std::uint64_t last_entry) {
  Timeline timeline;
  auto sequence = last_entry;
  while (timeline.entries.size() < kEntriesMax) {
    auto entry = fetch_entry(session, sequence);
    if (!entry) return tl::unexpected(entry.error());
    if (!*entry) break;
    timeline.entries.push_back(std::move(**entry));
    const auto& taken = timeline.entries.back();
    timeline.complete = sequence == ticket;
    // Numbers along the chain only fall; anything else is no chain.
    if (timeline.complete || !taken.has_previous() || taken.previous() >= sequence) break;
    sequence = taken.previous();
  }
  std::reverse(timeline.entries.begin(), timeline.entries.end());
  return timeline;
}

void print_entry(Console& console, const Telling& telling, const v1::Entry& entry, bool with_ticket) {
  const auto language = telling.language;
  console.out << console.paint(Colour::Dim, telling.time.second_text({entry.time_us()})) << "  "
              << console.paint(Colour::Bold,
                               worded(language, phrases::kWhoDid,
                                      {actor_words(language, entry.actor()),
                                       std::string(command_words(language, entry.command().body_case()))}))
              << "  " << console.paint(Colour::Dim, "#" + std::to_string(entry.sequence()));
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

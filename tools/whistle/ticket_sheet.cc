#include "tools/whistle/ticket_sheet.h"

#include <algorithm>
#include <cstdlib>

#include "engine/hexadecimal.h"
#include "tools/whistle/display_width.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ticket_view.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_holdings.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_privacy.h"
#include "tools/whistle/wording_recurrence.h"

namespace whistle::tools {

namespace {

// Prints "label  text" lines whose texts line up.
class Sheet {
 public:
  Sheet(Console& console, Language language) : console_(console), language_(language) {}

  void line(const Phrase& label, const std::string& text, Colour colour = Colour::None) const {
    if (text.empty()) return;
    console_.out << console_.paint(Colour::Dim, padded(phrase(language_, label), kLabelColumns))
                 << console_.paint(colour, printable(text)) << '\n';
  }

 private:
  static constexpr std::size_t kLabelColumns = 14;
  Console& console_;
  const Language language_;
};

std::string with_code(const std::string& name, const std::string& code) {
  return name == code || code.empty() ? name : name + " (" + code + ")";
}

std::string point_text(const v1::Position& point) {
  const auto degrees = [](std::int32_t e7) {
    const auto whole = std::to_string(std::abs(e7) / 10'000'000);
    auto fraction = std::to_string(std::abs(e7) % 10'000'000);
    fraction.insert(0, 7 - fraction.size(), '0');
    return (e7 < 0 ? "-" : "") + whole + "." + fraction;
  };
  return degrees(point.lat_e7()) + ", " + degrees(point.lon_e7());
}

// By the name that Shandong gives it too.
std::string kind_words(Language language, v1::WhistleKind kind) {
  if (kind == v1::WHISTLE_KIND_COMMUNITY) return std::string(phrase(language, phrases::kCommunityWhistle));
  return std::string(words_for(language, kind));
}

void print_facts(Console& console, const Telling& telling, const v1::Ticket& ticket) {
  const auto language = telling.language;
  const auto& record = ticket.record();
  const Sheet sheet(console, language);
  sheet.line(phrases::kLabelState, std::string(words_for(language, record.state())));
  sheet.line(phrases::kLabelMarks, marks_cell(language, ticket, {}, telling.now).text, Colour::Yellow);
  sheet.line(phrases::kLabelKind,
             worded(language, phrases::kKindFromSource,
                    {kind_words(language, record.kind()), std::string(words_for(language, record.source()))}));
  sheet.line(phrases::kLabelCategory,
             with_code(std::string(name_in(language, ticket.category_name_zh(), ticket.category_name_en())),
                       record.category()));
  sheet.line(phrases::kLabelUrgency, urgency_words(language, record.urgency()));
  sheet.line(phrases::kLabelPlace,
             worded(language, phrases::kPlaceHow,
                    {with_code(place_words(telling, record.place()),
                               record.place().estate().empty() ? record.place().area() : record.place().estate()),
                     std::string(words_for(language, record.place().how()))}));
  if (!record.venue().empty()) {
    sheet.line(phrases::kLabelVenue,
               worded(language, phrases::kVenueAt,
                      {with_code(telling.names.venue(language, record.venue()), record.venue())}));
  }
  if (ticket.has_point()) sheet.line(phrases::kLabelPoint, point_text(ticket.point()));
  sheet.line(phrases::kLabelOrder, ticket.order());
  sheet.line(phrases::kLabelText, ticket.text());
  sheet.line(phrases::kLabelAddress, ticket.address());
  sheet.line(phrases::kLabelReporter, ticket.anonymous()
                                          ? std::string(phrase(language, phrases::kAnonymous))
                                          : listed(language, {ticket.reporter_name(), ticket.reporter_phone()}));
  if (ticket.has_erasure())
    sheet.line(phrases::kLabelPersonal, erasure_words(telling, ticket.erasure()), Colour::Yellow);
  sheet.line(phrases::kLabelAccepted, telling.time.second_text({record.accepted_us()}));
  if (record.closed_us() != 0) sheet.line(phrases::kLabelClosed, telling.time.second_text({record.closed_us()}));
  sheet.line(phrases::kLabelRule, record.rule());
  if (record.outcome() != v1::OUTCOME_UNSPECIFIED)
    sheet.line(phrases::kLabelOutcome, outcome_words(language, record.outcome(), record.lead_ticket_outcome()));
  if (record.closed_us() != 0 && record.reopen_until_us() > telling.now.us)
    sheet.line(phrases::kLabelReopenUntil, telling.time.second_text({record.reopen_until_us()}));
  if (record.rating() != 0) sheet.line(phrases::kLabelRating, std::to_string(record.rating()));
  std::string evidence;
  for (const auto item : ticket.evidence()) {
    evidence = listed(language, {evidence, std::string(words_for(language, static_cast<v1::Evidence>(item)))});
  }
  sheet.line(phrases::kLabelEvidence, evidence);
}

// What waits for an arbiter or a date, and who has given the ticket back.
void print_arbitration(Console& console, const Telling& telling, const v1::TicketRecord& record) {
  const auto language = telling.language;
  const Sheet sheet(console, language);
  if (record.has_request()) {
    const auto& request = record.request();
    sheet.line(
        phrases::kLabelWaits,
        worded(language, phrases::kWaitsFor,
               {std::string(words_for(language, request.kind())), telling.names.party(language, request.arbiter()),
                telling.time.second_text({request.since_us()})}),
        Colour::Yellow);
  }
  if (record.hold_until_us() != 0) {
    sheet.line(phrases::kLabelHeld, telling.time.second_text({record.hold_until_us()}) + " · " +
                                        std::string(words_for(language, record.hold_cause())));
  }
  std::string returned;
  for (const auto& code : record.returned())
    returned = listed(language, {returned, telling.names.party(language, code)});
  sheet.line(phrases::kLabelReturnedBy, returned);
}

void print_acts(Console& console, const Telling& telling, const v1::Ticket& ticket) {
  const auto language = telling.language;
  const auto& record = ticket.record();
  const Sheet sheet(console, language);
  const auto times = [&](const Phrase& label, const Phrase& text, std::uint32_t count, std::int64_t last_us) {
    if (count == 0) return;
    sheet.line(label, worded(language, text, {std::to_string(count), telling.time.second_text({last_us})}));
  };
  const auto calls = std::to_string(record.contacts());
  if (record.first_contact_us() != 0) {
    sheet.line(phrases::kLabelContact,
               worded(language, phrases::kReachedAt, {telling.time.second_text({record.first_contact_us()}), calls}));
  } else if (record.contacts() > 0) {
    sheet.line(phrases::kLabelContact, worded(language, phrases::kNotReached, {calls}), Colour::Yellow);
  }
  times(phrases::kLabelProgress, phrases::kProgressTimes, record.progress_reports(), record.last_progress_us());
  times(phrases::kLabelUrged, phrases::kUrgedTimes, record.urges(), record.last_urged_us());
  if (record.split_from() != 0) sheet.line(phrases::kLabelSplitFrom, "id:" + std::to_string(record.split_from()));
  std::string into;
  for (const auto id : record.split_into())
    into = listed(language, {into, "id:" + std::to_string(id)});
  sheet.line(phrases::kLabelSplitInto, into);
  for (const auto& note : ticket.notes()) {
    sheet.line(phrases::kLabelNote, worded(language, phrases::kNoteBy,
                                           {telling.time.second_text({note.time_us()}), note.member(), note.text()}));
  }
}

void print_appeals(Console& console, const Telling& telling, const v1::TicketRecord& record) {
  const Sheet sheet(console, telling.language);
  for (const auto& appeal : record.appeals())
    sheet.line(phrases::kLabelAppeal, appeal_line(telling, appeal),
               appeal.decided_us() == 0 ? Colour::Yellow : Colour::None);
}

// Several tickets of one matter.
void print_group(Console& console, const Telling& telling, const v1::TicketRecord& record) {
  const auto language = telling.language;
  const Sheet sheet(console, language);
  const auto named = [&](const auto& ids) {
    std::string text;
    for (const auto id : ids)
      text = listed(language, {text, "id:" + std::to_string(id)});
    return text;
  };
  if (record.lead_ticket() != 0) sheet.line(phrases::kLabelFollows, "id:" + std::to_string(record.lead_ticket()));
  sheet.line(phrases::kLabelFollowers, named(record.followers()));
  sheet.line(phrases::kLabelSimilar, named(record.similar()), Colour::Yellow);
}

// Hashes that the whistle named before there was a ticket, and whose files have not come.
std::string promised_files(const v1::TicketRecord& record, const Timeline& timeline) {
  constexpr std::size_t kDigits = 12;
  std::string promised;
  if (timeline.entries.empty()) return promised;
  for (const auto& sha256 : timeline.entries.front().command().blow_whistle().attachment_sha256()) {
    const auto& there = record.attachments();
    const bool came = std::any_of(there.begin(), there.end(), [&](const auto& row) { return row.sha256() == sha256; });
    if (!came) promised += (promised.empty() ? "" : ", ") + engine::hexadecimal(sha256).substr(0, kDigits);
  }
  return promised;
}

void print_files(Console& console, const Telling& telling, const v1::TicketRecord& record, const Timeline& timeline) {
  const auto language = telling.language;
  const Sheet sheet(console, language);
  for (int i = 0; i < record.attachments_size(); ++i) {
    const auto& row = record.attachments(i);
    const auto who = row.party().empty() ? std::string(phrase(language, phrases::kFileOfBlower))
                                         : telling.names.party(language, row.party());
    auto text = worded(
        language, phrases::kFileLine,
        {std::to_string(i + 1), std::string(attachment_words(language, row.type())), size_words(row.size()), who});
    if (row.seen_on() != 0) text += worded(language, phrases::kFileSeen, {std::to_string(row.seen_on())});
    sheet.line(phrases::kLabelFile, text, row.seen_on() != 0 ? Colour::Red : Colour::None);
  }
  const auto promised = promised_files(record, timeline);
  if (!promised.empty())
    sheet.line(phrases::kLabelFile, worded(language, phrases::kFilePromised, {promised}), Colour::Yellow);
}

// Who has a part in hand, and whether that member is away.
std::string hand_words(const Telling& telling, const v1::Ticket& ticket, const std::string& member) {
  const auto language = telling.language;
  if (member.empty()) return {};
  const auto away = std::find_if(ticket.absences().begin(), ticket.absences().end(),
                                 [&](const v1::AbsenceRecord& absence) { return absence.member() == member; });
  if (away == ticket.absences().end()) return worded(language, phrases::kPartInHand, {member});
  if (away->until_us() == 0) return worded(language, phrases::kPartInHandGone, {member});
  return worded(language, phrases::kPartInHandAway,
                {member, telling.time.minute_text({away->until_us()}, telling.now)});
}

// How far it is, who has it in hand, when it came (the roll-call), and what who called it thinks of that.
std::string part_words(const Telling& telling, const v1::Ticket& ticket, const v1::PartRecord& part) {
  const auto language = telling.language;
  std::string words(words_for(language, part.state()));
  words = listed(language, {words, hand_words(telling, ticket, part.member())});
  if (part.arrived_us() != 0)
    words = listed(language, {words, worded(language, phrases::kPartArrived,
                                            {telling.time.minute_text({part.arrived_us()}, telling.now)})});
  if (part.score() != 0)
    words = listed(language, {words, worded(language, phrases::kPartScore, {std::to_string(part.score())})});
  return words;
}

void print_parts(Console& console, const Telling& telling, const v1::Ticket& ticket) {
  const auto language = telling.language;
  const auto& record = ticket.record();
  const Sheet sheet(console, language);
  for (int i = 0; i < record.parts_size(); ++i) {
    const auto& part = record.parts(i);
    sheet.line(i == 0 ? phrases::kLabelLead : phrases::kLabelAssistant,
               worded(language, phrases::kPartState,
                      {with_code(telling.names.party(language, part.party()), part.party()),
                       part_words(telling, ticket, part)}));
  }
  std::string supervisors;
  for (const auto& code : record.supervised_by())
    supervisors = listed(language, {supervisors, telling.names.party(language, code)});
  sheet.line(phrases::kLabelSupervisedBy, supervisors, Colour::Red);
  std::string hops;
  for (const auto& hop : record.hops()) {
    hops += (hops.empty() ? "" : " → ") + telling.names.party(language, hop.party());
  }
  if (record.hops_size() > 1) sheet.line(phrases::kLabelHops, hops);
}

void print_clocks(Console& console, const Telling& telling, const v1::TicketRecord& record) {
  const auto language = telling.language;
  if (record.clocks_size() == 0) return;
  const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  TextTable table(
      {head(phrases::kHeadClock), head(phrases::kHeadDue), head(phrases::kHeadLeft), head(phrases::kHeadCharged)});
  for (const auto& clock : record.clocks()) {
    const auto colour = overdue(clock, telling.now)               ? Colour::Red
                        : clock.phase() == v1::CLOCK_PHASE_WARNED ? Colour::Yellow
                                                                  : Colour::None;
    table.add({{clock_words(language, clock.name())},
               {telling.time.minute_text({clock.due_us()}, telling.now), colour},
               {due_words(language, {clock.due_us()}, telling.now), colour},
               {telling.names.party(language, clock.party())}});
  }
  console.out << '\n';
  table.print(console);
}

}  // namespace

void print_ticket(Console& console, const Telling& telling, const v1::Ticket& ticket, const Timeline& timeline) {
  const auto& record = ticket.record();
  console.out << console.paint(Colour::Bold, ticket.number()) << "  id:" << record.id() << "\n\n";
  print_facts(console, telling, ticket);
  print_parts(console, telling, ticket);
  print_arbitration(console, telling, ticket.record());
  print_appeals(console, telling, record);
  print_group(console, telling, record);
  print_acts(console, telling, ticket);
  print_files(console, telling, record, timeline);
  print_clocks(console, telling, record);
  console.out << '\n';
}

void print_ticket_json(Console& console, const v1::Ticket& ticket, const Timeline& timeline) {
  console.out << "{\"ticket\":" << json_text(ticket) << ",\"timeline\":[";
  for (std::size_t i = 0; i < timeline.entries.size(); ++i)
    console.out << (i == 0 ? "" : ",") << json_text(timeline.entries[i]);
  console.out << "],\"complete\":" << (timeline.complete ? "true" : "false") << "}\n";
}

}  // namespace whistle::tools

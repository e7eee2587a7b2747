#include "tests/scenarios/player.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "engine/absence.h"
#include "engine/assert.h"
#include "engine/permission.h"
#include "tests/scenarios/act_words.h"
#include "tests/scenarios/appeal_words.h"
#include "tests/scenarios/district.h"
#include "tests/scenarios/event_words.h"
#include "tests/scenarios/holdings_words.h"

namespace whistle::tests {

using engine::Core;
using engine::Input;
using engine::Instant;
using engine::State;

struct Player::Words {
  std::string verb;
  std::string name;                          // the ticket's or the member's
  std::string by;                            // member, after "as"
  std::map<std::string, std::string> given;  // key=value; a bare word is its own value

  explicit Words(const std::string& line);
  std::string get(const std::string& key, const std::string& otherwise = {}) const {
    const auto found = given.find(key);
    return found == given.end() ? otherwise : found->second;
  }
};

namespace {

[[noreturn]] void bad_line(const std::string& line) {
  throw std::runtime_error("not a command of a transcript: " + line);
}

// Words apart at blanks; what stands in quotation marks is one word.
std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back().push_back(letter);
    }
  }
  return words;
}

std::string key_bytes(const std::string& name) {
  return name + std::string(32 - name.size(), '*');
}

Instant parse_local(const engine::Calendar& calendar, const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%u %d:%d:%d", &year, &month, &day, &hour, &minute, &second) < 5) bad_line(text);
  const std::chrono::sys_days date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
  const auto local = std::int64_t{date.time_since_epoch().count()} * 86'400 + hour * 3600 + minute * 60 + second;
  const Instant guess{local * 1'000'000};
  return guess - engine::seconds(calendar.offset_at(guess));
}

v1::Source source_named(const std::string& name) {
  std::string upper = "SOURCE_";
  for (const char letter : name)
    upper.push_back(static_cast<char>(letter == '_' ? '_' : letter - 'a' + 'A'));
  v1::Source source{};
  if (!v1::Source_Parse(upper, &source)) bad_line(name);
  return source;
}

void add_appeals(const engine::Ticket& ticket, std::vector<std::string>& lines) {
  for (const auto& appeal : ticket.appeals)
    lines.push_back(appeal_line(appeal));
}

v1::Outcome outcome_named(const std::string& name) {
  std::string upper = "OUTCOME_";
  for (const char letter : name)
    upper.push_back(static_cast<char>(letter == '_' ? '_' : letter - 'a' + 'A'));
  v1::Outcome outcome{};
  if (!v1::Outcome_Parse(upper, &outcome)) bad_line(name);
  return outcome;
}

}  // namespace

Player::Words::Words(const std::string& line) {
  const auto words = split(line);
  verb = words[0];
  std::size_t next = 1;
  if (next < words.size()) name = words[next++];
  for (; next < words.size(); ++next) {
    const auto& word = words[next];
    if (word == "as" && next + 1 < words.size()) {
      by = words[++next];
      continue;
    }
    const auto equals = word.find('=');
    given[word.substr(0, equals)] = equals == std::string::npos ? word : word.substr(equals + 1);
  }
}

Player::Player(const std::string& district_directory) : store_(std::make_unique<storage::MemoryStore>()) {
  core_ = std::make_unique<Core>(State{});
  const auto district = load_district(district_directory);
  core_->install(district.sha256, district.ruleset);
  v1::Command create;
  create.mutable_create_journal()->set_journal_id(std::string(16, 'j'));
  create.mutable_create_journal()->set_district_code(district.ruleset->manifest.district_code());
  create.mutable_create_journal()->set_hash_algorithm("SHA-256");
  create.mutable_create_journal()->set_format(1);
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(district.sha256);
  v1::Command start;
  start.mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  for (const auto* command : {&create, &publish, &start}) {
    Input input{{}, {}, 0, *command, {}};
    input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
    if (!core_->handle(input, now_)) throw std::runtime_error("the journal could not be made");
  }
  std::vector<std::string> unread;
  persist(unread);
}

// Commits what the core has gathered, and says each entry in words.
void Player::persist(std::vector<std::string>& lines) {
  const auto& calendar = core_->state().in_force()->calendar;
  for (const auto& stored : core_->untaken_entries()) {
    const auto entry = engine::parse_entry(stored.bytes).value();
    lines.push_back("#" + std::to_string(entry.sequence()) + " " + local_time(calendar, Instant{entry.time_us()}) +
                    " by " + entry.actor().member());
    for (const auto& event : entry.events()) {
      lines.push_back("    " + in_words(calendar, event));
      if (!event.has_ruleset_published()) continue;
      rulesets_[entry.sequence()] = core_->state().rulesets.at(event.ruleset_published().ruleset_sha256());
    }
  }
  if (!store_->commit(core_->take_batch())) throw std::runtime_error("the store in memory refused a batch");
}

std::vector<v1::Entry> Player::journal() const {
  std::vector<v1::Entry> entries;
  const auto scanned = store_->scan_entries(engine::Sequence{0}, [&](engine::Sequence, std::string_view bytes) {
    entries.push_back(engine::parse_entry(bytes).value());
    return true;
  });
  if (!scanned) throw std::runtime_error("the store in memory cannot be read");
  return entries;
}

std::vector<std::string> Player::move_to(const std::string& local_time) {
  const auto target = parse_local(core_->state().in_force()->calendar, local_time);
  for (auto due = core_->next_due(); due && *due < target; due = core_->next_due()) {
    core_->fire_due(std::max(*due + engine::microseconds(1), now_), 1);
  }
  now_ = std::max(now_, target);
  std::vector<std::string> lines;
  persist(lines);
  return lines;
}

v1::Command Player::command_of(const Words& words) {
  v1::Command command;
  const auto ticket = tickets_.contains(words.name) ? tickets_[words.name] : 0;
  if (words.verb == "blow") {
    auto& blow = *command.mutable_blow_whistle();
    blow.set_kind(words.get("kind", "resident") == "community" ? v1::WHISTLE_KIND_COMMUNITY
                                                               : v1::WHISTLE_KIND_RESIDENT);
    blow.set_source(source_named(words.get("source", "resident")));
    blow.set_category(words.get("category"));
    blow.set_urgency(words.get("urgency"));
    blow.set_anonymous(words.given.contains("anonymous"));
    blow.mutable_location()->set_estate(words.get("estate"));
    blow.mutable_location()->set_grid(words.get("grid"));
    blow.mutable_location()->set_area(words.get("area"));
    if (words.given.contains("lat")) {
      blow.mutable_location()->mutable_point()->set_lat_e7(degrees_e7(words.get("lat")));
      blow.mutable_location()->mutable_point()->set_lon_e7(degrees_e7(words.get("lon")));
    }
    blow.mutable_personal()->set_text(words.get("text"));
    blow.mutable_personal()->set_address(words.get("address"));
    if (words.given.contains("name")) blow.mutable_personal()->mutable_reporter()->set_name(words.get("name"));
    if (words.given.contains("occurred_at")) {
      blow.set_occurred_at_us(parse_local(core_->state().in_force()->calendar, words.get("occurred_at")).us);
    }
  } else if (words.verb == "ack") {
    command.mutable_acknowledge_ticket()->set_ticket(ticket);
  } else if (words.verb == "arrive") {
    command.mutable_arrive_on_site()->set_ticket(ticket);
  } else if (words.verb == "resolve") {
    auto& resolve = *command.mutable_resolve_ticket();
    resolve.set_ticket(ticket);
    resolve.set_outcome(outcome_named(words.get("outcome", "fixed")));
    resolve.mutable_personal()->set_text(words.get("note"));
    if (words.given.contains("photo_after")) {
      auto* photo = resolve.add_evidence();
      photo->set_kind(v1::EVIDENCE_PHOTO_AFTER);
      photo->set_sha256(file_hash(photo_of(words)));
    }
  } else if (words.verb == "confirm") {
    command.mutable_confirm_resolution()->set_ticket(ticket);
    command.mutable_confirm_resolution()->set_rating(static_cast<std::uint32_t>(std::stoul(words.get("rating", "0"))));
  } else if (words.verb == "withdraw") {
    command.mutable_withdraw_whistle()->set_ticket(ticket);
  } else if (words.verb == "register") {
    command.mutable_register_identity()->set_member(words.name);
    command.mutable_register_identity()->set_curve_public_key(key_bytes(words.get("key")));
  } else if (words.verb == "revoke") {
    command.mutable_revoke_identity()->set_curve_public_key(key_bytes(words.get("key")));
  } else if (words.verb == "propose") {
    command.mutable_publish_ruleset()->set_ruleset_sha256(propose(words.name));
  } else if (words.verb == "submit") {
    command.mutable_submit_ruleset()->set_ruleset_sha256(load_variant(words.name).sha256);
    command.mutable_submit_ruleset()->set_base_sha256(core_->state().publications.back().sha256);
  } else if (words.verb == "withdraw-rules") {
    command.mutable_withdraw_ruleset()->set_ruleset_sha256(load_variant(words.name).sha256);
  } else if (auto act = act_named(words.verb, ticket, dated(words))) {
    command = *std::move(act);
    if (command.has_put_attachment()) flag_seen(*command.mutable_put_attachment());
  } else {
    bad_line(words.verb);
  }
  return command;
}

// Without a name, one that the resolution brings itself.
bool Player::brings_photo(const Words& words) {
  const auto name = words.get("photo_after");
  return words.verb == "resolve" && (name == "true" || name == "photo_after");
}

std::string Player::photo_of(const Words& words) {
  return brings_photo(words) ? words.name + "-after.jpg" : words.get("photo_after");
}

// As a client does before the act; whoever may not resolve may not put it either.
void Player::put_photo(const Words& words) {
  const auto command = act_named("attach", tickets_[words.name], {{"file", photo_of(words)}});
  const auto outcome = core_->handle(input_of(words, *command), now_);
  if (outcome) remember_file(*outcome);
}

void Player::remember_file(const v1::Entry& entry) {
  if (entry.command().has_put_attachment())
    files_.try_emplace(entry.command().put_attachment().sha256(), entry.ticket());
}

// What the edge finds in the store: the first ticket that has the same file.
void Player::flag_seen(v1::PutAttachment& put) {
  const auto first = files_.find(put.sha256());
  if (first != files_.end() && first->second != put.ticket()) put.set_seen_on(first->second);
}

// Dates and tickets, as people write them, as an act's words have them; of an absence, whose it is.
std::map<std::string, std::string> Player::dated(const Words& words) const {
  auto given = words.given;
  for (const std::string date : {"from", "until"}) {
    if (const auto found = given.find(date); found != given.end())
      given[date + "_us"] = std::to_string(parse_local(core_->state().in_force()->calendar, found->second).us);
  }
  if (const auto lead = given.find("lead-ticket"); lead != given.end()) {
    if (const auto named = tickets_.find(lead->second); named != tickets_.end())
      lead->second = std::to_string(named->second);
  }
  given.try_emplace("member", words.name);
  return given;
}

// A variant of the district: its directory with one or more files of another laid over it.
std::string Player::propose(const std::string& directory) {
  const auto district = load_variant(directory);
  core_->install(district.sha256, district.ruleset);
  return district.sha256;
}

Input Player::input_of(const Words& words, const v1::Command& command) {
  Input input{{}, "k" + std::to_string(++keys_given_), 0, command, {}};
  if (words.given.contains("by-key")) {
    input.actor.set_authentication(v1::AUTHENTICATION_CURVE);
    input.actor.set_credential(key_bytes(words.get("by-key")));
  } else {
    input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    input.actor.set_member(words.by);
  }
  return input;
}

std::vector<std::string> Player::say(const engine::Decided<v1::Entry>& outcome) {
  std::vector<std::string> lines;
  persist(lines);
  if (!outcome) {
    const auto& refusal = outcome.error().refusal;
    auto words = "refused: " + short_name(v1::RefusalCode_Name(refusal.code()), "REFUSAL_CODE_");
    for (const auto& argument : refusal.arguments())
      words += ", " + argument.name() + " " + argument.value();
    lines.push_back(words);
  }
  return lines;
}

std::vector<std::string> Player::act(const Words& words) {
  if (brings_photo(words)) put_photo(words);
  const auto command = command_of(words);
  const auto outcome = core_->handle(input_of(words, command), now_);
  if (outcome) remember_file(*outcome);
  if (outcome && outcome->command().has_blow_whistle()) tickets_[words.name] = outcome->ticket();
  if (outcome && outcome->command().has_split_ticket()) tickets_[words.get("into", "split")] = outcome->ticket();
  return say(outcome);
}

std::vector<std::string> Player::show(const std::string& name) {
  const engine::TicketId id{tickets_[name]};
  const auto ticket = core_->state().find_open(id);
  if (!ticket) {
    std::vector<std::string> lines{"not open"};
    if (const auto closed = core_->state().recent.find(id)) add_appeals(*closed, lines);
    return lines;
  }
  std::string parties = ticket->lead();
  for (std::size_t part = 1; part < ticket->parts.size(); ++part) {
    parties += ", " + ticket->parts[part].party + " " +
               short_name(v1::PartState_Name(ticket->parts[part].state), "PART_STATE_");
  }
  std::string hops;
  for (const auto& hop : ticket->hops)
    hops += (hops.empty() ? "" : " > ") + hop.party;
  std::vector<std::string> lines{short_name(v1::TicketState_Name(ticket->state), "TICKET_STATE_") + ", lead " + parties,
                                 "hops: " + hops};
  for (const auto& clock : ticket->clocks) {
    lines.push_back(short_name(v1::ClockKind_Name(clock.kind), "CLOCK_KIND_") + " of part " +
                    std::to_string(clock.part) + ": " + short_name(v1::ClockPhase_Name(clock.phase), "CLOCK_PHASE_") +
                    ", due " + local_time(core_->state().in_force()->calendar, clock.due) +
                    (clock.party.empty() ? "" : ", " + clock.party) + (clock.paused ? ", rests" : ""));
  }
  for (auto& line : counts_of(*ticket))
    lines.push_back(std::move(line));
  return lines;
}

// What acts that move no clock have left on the ticket; nothing where there were none.
std::vector<std::string> Player::counts_of(const engine::Ticket& ticket) const {
  const auto& calendar = core_->state().in_force()->calendar;
  std::vector<std::string> lines;
  const auto counted = [&](const char* what, std::uint32_t count, std::optional<Instant> at) {
    if (count == 0) return;
    lines.push_back(std::string(what) + ": " + std::to_string(count) + (at ? ", " + local_time(calendar, *at) : ""));
  };
  counted("urged", ticket.urges, ticket.last_urged);
  counted("progress", ticket.progress_reports, ticket.last_progress);
  counted("rework", ticket.reworks, std::nullopt);
  counted("calls to the reporter", ticket.contacts, std::nullopt);
  if (ticket.first_contact) lines.push_back("first reached: " + local_time(calendar, *ticket.first_contact));
  counted("failed checks", ticket.failed_checks, std::nullopt);
  if (ticket.false_closure) lines.emplace_back("false closure");
  for (const auto& party : ticket.supervised_by)
    lines.push_back("supervised by " + party);
  if (!ticket.whistled_up_by.empty()) lines.push_back("blown up by " + ticket.whistled_up_by);
  for (const auto& part : ticket.parts) {
    if (part.arrived) lines.push_back("roll-call: " + part.party + " at " + local_time(calendar, *part.arrived));
    if (part.score != 0) lines.push_back("score: " + part.party + " " + std::to_string(part.score));
  }
  for (const auto& part : ticket.parts) {
    if (part.member.empty()) continue;
    lines.push_back("in hand: " + part.party + " " + part.member +
                    (engine::is_away(core_->state(), part.member, seen_at()) ? ", away" : ""));
  }
  if (!ticket.venue.empty()) lines.push_back("mediation can be held at " + ticket.venue);
  if (ticket.request) lines.push_back("waits for " + ticket.request->arbiter);
  for (const auto& party : ticket.returned)
    lines.push_back("returned by " + party);
  if (ticket.ruled) lines.push_back("ruled finally");
  add_appeals(ticket, lines);
  counted("reopened", ticket.reopens, std::nullopt);
  if (ticket.lead_ticket) lines.push_back("follows ticket " + std::to_string(ticket.lead_ticket->value));
  if (ticket.recurs) lines.emplace_back("recurs");
  for (const auto id : ticket.followers)
    lines.push_back("followed by ticket " + std::to_string(id.value));
  for (const auto id : ticket.similar)
    lines.push_back("similar: ticket " + std::to_string(id.value));
  for (const auto& file : ticket.attachments) {
    lines.push_back("file: " + file_name(file.sha256) + (file.party.empty() ? "" : " of " + file.party) +
                    (file.seen_on ? ", flagged: seen on ticket " + std::to_string(file.seen_on->value) : ""));
  }
  if (ticket.split_from) lines.push_back("split from ticket " + std::to_string(ticket.split_from->value));
  for (const auto id : ticket.split_into)
    lines.push_back("split into ticket " + std::to_string(id.value));
  return lines;
}

// Entries ascend, so the last may be later than the minute that the transcript says.
Instant Player::seen_at() const {
  return std::max(now_, core_->state().last_time);
}

std::vector<std::string> Player::hand(const std::string& member) const {
  const auto& state = core_->state();
  const auto& rules = *state.in_force();
  const auto index = rules.find_member(member);
  if (!index) bad_line(member);
  const auto& party = rules.party(rules.member(*index).party).code;
  std::vector<std::string> lines;
  for (const auto& [name, id] : tickets_) {
    const auto ticket = state.find_open(engine::TicketId{id});
    if (!ticket || !ticket->part_of(party) || !engine::has_in_hand(state, *ticket, party, member, seen_at())) continue;
    const auto& holder = ticket->parts[*ticket->part_of(party)].member;
    lines.push_back(name + (holder == member ? "" : holder.empty() ? ", nobody's yet" : ", " + holder + " is away"));
  }
  if (lines.empty()) lines.emplace_back("nothing");
  return lines;
}

std::vector<std::string> Player::restart() {
  State state;
  engine::restore_header(state, [&] {
    v1::HeaderRecord header;
    header.ParseFromString(store_->meta("header").value().value());
    return header;
  }());
  state.rulesets = core_->state().rulesets;
  const auto identities = store_->scan_meta("identity/");
  for (const auto& row : identities.value()) {
    v1::IdentityRecord record;
    record.ParseFromString(row.row);
    engine::restore_identity(state, record);
  }
  const auto scanned = store_->scan_open_tickets([&](engine::TicketId, std::string_view row) {
    v1::TicketRecord record;
    record.ParseFromArray(row.data(), static_cast<int>(row.size()));
    engine::restore_ticket(state, engine::from_record(record));
    return true;
  });
  if (!scanned) throw std::runtime_error("the store in memory could not be read");
  const auto recent = store_->scan_closed_since({}, [&](engine::TicketId, std::string_view row) {
    v1::TicketRecord record;
    record.ParseFromArray(row.data(), static_cast<int>(row.size()));
    engine::restore_recent(state, engine::from_record(record));
    return true;
  });
  if (!recent) throw std::runtime_error("the store in memory could not be read");
  const auto& before = core_->state();
  bool same = engine::header_record(state).SerializeAsString() == engine::header_record(before).SerializeAsString() &&
              state.open_ids == before.open_ids && state.by_party == before.by_party &&
              state.by_grid == before.by_grid && state.keys == before.keys && state.due.size() == before.due.size() &&
              state.identities.size() == before.identities.size() && state.recent.ids() == before.recent.ids() &&
              state.appealed == before.appealed;
  for (const auto id : before.open_ids) {
    same = same && engine::to_record(*state.find_open(id)).SerializeAsString() ==
                       engine::to_record(*before.find_open(id)).SerializeAsString();
  }
  for (const auto id : before.recent.ids()) {
    same = same && engine::to_record(*state.recent.find(id)).SerializeAsString() ==
                       engine::to_record(*before.recent.find(id)).SerializeAsString();
  }
  const auto open = std::to_string(state.open_ids.size());
  core_ = std::make_unique<Core>(std::move(state));
  return {same ? "the same state, open tickets: " + open : "ANOTHER STATE"};
}

std::vector<std::string> Player::play(const std::string& line) {
  if (line.starts_with("at ")) return move_to(line.substr(3));
  if (line == "restart") return restart();
  const Words words(line);
  if (words.verb == "show") return show(words.name);
  if (words.verb == "hand") return hand(words.name);
  return act(words);
}

}  // namespace whistle::tests

#include "tools/whistled/acceptance.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/assert.h"
#include "engine/decide.h"
#include "engine/personal.h"
#include "storage/system_random.h"
#include "tools/whistled/accepted_reply.h"
#include "tools/whistled/queries.h"
#include "tools/whistled/request_lanes.h"
#include "tools/whistled/resident_token.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Instant;
using engine::Sequence;
using engine::TicketId;

constexpr engine::Duration kAheadMax = engine::minutes(10);  // as the core allows for occurred_at
constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kGatheredMax = 16'384;

// What the edge finds out of a file, or of a ticket, is not the sender's.
v1::Command without_sealed_facts(v1::Command command) {
  if (command.has_erase_ticket()) {
    command.mutable_erase_ticket()->clear_category();
    command.mutable_erase_ticket()->clear_closed_us();
  }
  if (!command.has_put_attachment()) return command;
  auto& put = *command.mutable_put_attachment();
  put.clear_type();
  put.clear_size();
  put.clear_sealed_sha256();
  put.clear_seen_on();
  return command;
}

// What the whistle's own command keeps when it is journalled, apart from the commitments.
std::string bare(const engine::Ruleset* ruleset, const v1::Command& command) {
  return without_sealed_facts(engine::journalled(ruleset, command, {})).SerializeAsString();
}

std::string bare(const v1::Entry& entry) {
  auto command = entry.command();
  if (auto* commitments = engine::mutable_commitments_in(command)) commitments->Clear();
  return without_sealed_facts(std::move(command)).SerializeAsString();
}

// What a commitment would be made to; see Vault::commit.
bool holds_nothing(const v1::PersonalData& personal) {
  return personal.text().empty() && personal.address().empty() && !personal.has_reporter() && !personal.has_point();
}

// Nothing of the first ticket is lost by a split: its reporter goes with the second matter, and where the command names
// no other place, address and point do. In memory alone; what is stored is sealed under the new ticket's own key.
v1::PersonalData with_carried_over(v1::PersonalData second, const v1::Command& command, const v1::PersonalData& first) {
  if (first.has_reporter()) *second.mutable_reporter() = first.reporter();
  if (!engine::carries_place_over(command.split_ticket())) return second;
  second.set_address(first.address());
  if (first.has_point()) *second.mutable_point() = first.point();
  if (first.has_original_point()) *second.mutable_original_point() = first.original_point();
  return second;
}

bool same_fields(const v1::Commitments& one, const v1::Commitments& other) {
  return one.text().empty() == other.text().empty() && one.address().empty() == other.address().empty() &&
         one.reporter().empty() == other.reporter().empty() && one.point().empty() == other.point().empty();
}

// Who blew through an intake identity is not here to be asked who it is: it gets a token.
storage::Vault::GiveToken token_for(const engine::Standing& standing, const v1::BlowWhistle& blow) {
  const bool resident = blow.source() == v1::SOURCE_RESIDENT || blow.source() == v1::SOURCE_HOTLINE;
  return resident && standing.has(v1::ROLE_INTAKE) ? storage::Vault::GiveToken::Yes : storage::Vault::GiveToken::No;
}

bool same_actor(const v1::Actor& one, const v1::Entry& entry) {
  return one.acting_for() == entry.actor().acting_for() &&
         one.acting_for_resident() == entry.actor().acting_for_resident();
}

// What came from the first ticket of a split is not compared: the sender did not give it, and it may have been erased
// there since.
v1::Commitments given_alone(const v1::Command& command, v1::Commitments commitments) {
  commitments.clear_ticket_token();  // the engine's own
  if (!command.has_split_ticket()) return commitments;
  commitments.clear_reporter();
  if (command.split_ticket().carried_over()) {
    commitments.clear_address();
    commitments.clear_point();
  }
  return commitments;
}

bool commits_to_nothing(const v1::Commitments& commitments) {
  return same_fields(commitments, {});
}

}  // namespace

// What reporters are remembered by must be no function of the seed that a test gives.
Acceptance::Acceptance(AcceptanceParts parts)
    : parts_(std::move(parts)), reporter_limit_([&] {
        storage::SystemRandom random;
        return ReporterLimit(parts_.reporter_open_max, random);
      }()) {}

Result<v1::Reply> Acceptance::accept(const v1::Request& request, const v1::Actor& actor) {
  if (!request.command().has_publish_ruleset()) return decide(request, actor, request.command());
  // Its second supporter names it alone: the first has brought the files. It is read again even where it is known: what
  // a restart loaded for open tickets alone has no shapes. What the store does not hold yet came with its files, whole.
  if (may_publish(actor)) {
    const auto& sha256 = request.command().publish_ruleset().ruleset_sha256();
    auto stored = load_stored_ruleset(parts_.store, sha256, engine::LoadGeometry::Yes);
    if (stored) {
      parts_.core.install(sha256, *std::move(stored));
    } else if (!parts_.core.state().rulesets.contains(sha256)) {
      return refused(refusal(v1::REFUSAL_CODE_MISSING, {{"field", "files"}}));
    }
  }
  return decide(request, actor, request.command());
}

void Acceptance::record(const v1::Command& command) {
  const auto entry = parts_.core.handle({engine::engine_actor(), {}, 0, command, {}}, parts_.clock.now());
  WHISTLE_ASSERT(entry.has_value());
}

std::size_t Acceptance::fire_due(std::size_t most) {
  return parts_.core.fire_due(parts_.clock.now(), most);
}

Result<v1::Reply> Acceptance::decide(const v1::Request& request, const v1::Actor& actor, const v1::Command& command) {
  const auto standing = standing_of(parts_.core.state(), actor, parts_.clock.now());
  if (!standing) return refused(standing.error().refusal);
  if (standing->for_resident) {
    const auto checked = check_token(request, command);
    if (!checked) return tl::unexpected(checked.error());
    if (!*checked) return refused(checked->error().refusal);
  }
  if (!request.key().empty()) {
    const auto known = find_key(standing->member, request.key());
    if (!known) return tl::unexpected(known.error());
    if (*known) return repeat(request, actor, command, **known);
  }
  const auto ahead = std::max(parts_.clock.now(), Instant{command.blow_whistle().occurred_at_us()}) + kAheadMax;
  if (Instant{request.acted_at_us()} > ahead) {
    return refused(refusal(v1::REFUSAL_CODE_TIME_IMPOSSIBLE,
                           {{"field", "acted_at"}, {"time", std::to_string(request.acted_at_us())}}));
  }
  if (command.has_erase_ticket()) return erase(request, actor, *standing);
  const auto reporter = reporter_limit_.name_of(command.blow_whistle());
  if (reporter && lane_of(parts_.core.state().in_force(), command) == Lane::Whistle &&
      reporter_limit_.is_full(*reporter, parts_.core.state())) {
    return refused(refusal(v1::REFUSAL_CODE_TOO_MANY_OPEN, {{"limit", std::to_string(reporter_limit_.open_max())}}));
  }
  auto outcome = seal(*standing, command);
  if (!outcome) return tl::unexpected(outcome.error());
  if (!*outcome) return refused(outcome->error().refusal);
  auto& sealed = **outcome;
  engine::Input input{actor, request.key(), request.acted_at_us(), command, {}};
  if (request.has_if_last_entry()) input.if_last_entry = Sequence{request.if_last_entry()};
  if (sealed) input.commitments = std::move(sealed->commitments);
  const auto moved = move_time(input);
  if (!moved) return tl::unexpected(moved.error());
  if (!*moved) return refused(moved->error().refusal);
  auto revealed = reporter_to_tell(input);
  if (!revealed) return tl::unexpected(revealed.error());
  if (!*revealed) return closed_or(revealed->error(), command);

  auto entry = parts_.core.handle(input, parts_.clock.now());
  if (!entry) return closed_or(entry.error(), command);
  if (sealed && !sealed->row.empty()) {
    parts_.uncommitted.add_vault_row({TicketId{entry->ticket()}, Sequence{entry->sequence()}, std::move(sealed->row)});
  }
  if (reporter) reporter_limit_.opened(*reporter, TicketId{entry->ticket()}, parts_.core.state());
  // Time that stands still between whistles would leave to chance in which turn the next clock fires.
  if (parts_.clock.mode() == v1::CLOCK_MODE_FOLLOW) fire_due(std::numeric_limits<std::size_t>::max());
  v1::Reply reply;
  *reply.mutable_accepted() = accepted_reply(*std::move(entry));
  if (auto& reporter_told = **revealed) *reply.mutable_accepted()->mutable_reporter() = *std::move(reporter_told);
  if (sealed) reply.mutable_accepted()->set_ticket_token(std::move(sealed->ticket_token));
  return reply;
}

Result<engine::Decided<std::optional<Acceptance::Sealed>>> Acceptance::seal(const engine::Standing& standing,
                                                                            const v1::Command& command) {
  using Outcome = engine::Decided<std::optional<Sealed>>;
  const auto personal = engine::split_personal(parts_.core.state().in_force(), command);
  if (!personal) return Outcome{std::nullopt};
  if (command.has_blow_whistle()) {
    return Outcome{parts_.vault.seal(*personal, parts_.random, token_for(standing, command.blow_whistle()))};
  }
  const auto ticket = engine::ticket_of(command);
  const auto& state = parts_.core.state();
  const bool known = ticket && (state.open.contains(*ticket) || state.recent.contains(*ticket));
  if (!known) return Outcome{std::nullopt};  // refused by the core
  if (command.has_split_ticket()) {
    const auto first = content().of_ticket(*ticket, state.find_ticket(*ticket)->place_entry);
    if (!first) return tl::unexpected(first.error());
    if (*first) return Outcome{parts_.vault.seal(with_carried_over(*personal, command, **first), parts_.random)};
  } else {
    const auto first = find_vault_row(*ticket, Sequence{ticket->value});
    if (!first) return tl::unexpected(first.error());
    if (*first) {
      if (auto sealed = parts_.vault.seal_under(**first, *personal, parts_.random)) return Outcome{*std::move(sealed)};
    }
  }
  const auto erased = is_erased(*ticket);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) {
    // A second matter begins a ticket of its own, with a key of its own.
    return Outcome{command.has_split_ticket() ? parts_.vault.seal(*personal, parts_.random) : committed_to(*personal)};
  }
  // Damaged: what cannot be sealed is not kept at all.
  spdlog::error("event=vault_row_unusable ticket={}", ticket->value);
  return Outcome{
      engine::reject(v1::REFUSAL_CODE_INVALID,
                     {{"field", "personal"}, {"why", "the ticket's key is gone, nothing can be sealed with it"}})};
}

// A ticket that is erased may come back to life, and who works on it has to say why. What they say is committed to, so
// that nobody can say later that they said something else, and is kept nowhere: its key would be the ticket's.
Acceptance::Sealed Acceptance::committed_to(const v1::PersonalData& personal) const {
  auto sealed = parts_.vault.seal(personal, parts_.random);
  sealed.row.clear();
  return sealed;
}

SealedContent Acceptance::content() const {
  return {parts_.vault, [this](TicketId ticket, Sequence entry) { return find_vault_row(ticket, entry); },
          [this](Sequence sequence) -> Result<std::optional<v1::Entry>> { return find_entry(sequence); }};
}

// ---- Time that follows whistles -----------------------------------------------------------------------------------

// Before a whistle of time t is accepted, every clock that is due before t fires at its own time: the journal depends
// on the commands and their order alone, not on the turns in which they came.
Result<engine::Decided<void>> Acceptance::move_time(const engine::Input& input) {
  const Instant occurred{input.command.blow_whistle().occurred_at_us()};
  if (parts_.clock.mode() != v1::CLOCK_MODE_FOLLOW || occurred <= parts_.clock.now()) return engine::Decided<void>{};
  if (const auto considered = parts_.core.consider(input, occurred); !considered) {
    return engine::Decided<void>{tl::unexpected(considered.error())};
  }
  if (auto fired = fire_before(occurred); !fired) return tl::unexpected(fired.error());
  parts_.clock.follow(occurred);
  return engine::Decided<void>{};
}

Result<void> Acceptance::fire_before(Instant at) {
  for (auto due = parts_.core.next_due(); due && *due < at; due = parts_.core.next_due()) {
    parts_.clock.follow(*due + engine::microseconds(1));
    (void)parts_.core.fire_due(parts_.clock.now(), kGatheredMax);
    if (parts_.core.untaken_entries().size() < kGatheredMax) continue;
    if (auto relieved = parts_.relieve(); !relieved) return relieved;
  }
  return {};
}

// ---- Repeated commands --------------------------------------------------------------------------------------------

Result<std::optional<Sequence>> Acceptance::find_key(const std::string& client, const std::string& key) const {
  if (const auto open = parts_.core.state().find_key(client, key)) return open;
  if (const auto pending = parts_.uncommitted.find_key(client, key)) return pending;
  const auto stored = parts_.store.key(client, key);
  if (!stored) return tl::unexpected(failure_of(stored.error()));
  return *stored;
}

Result<std::optional<std::string>> Acceptance::find_vault_row(TicketId ticket, Sequence entry) const {
  if (parts_.uncommitted.has_erased(ticket)) return std::nullopt;
  auto stored = parts_.store.vault_row(ticket, entry);
  if (!stored) return tl::unexpected(failure_of(stored.error()));
  if (*stored) return *std::move(stored);
  return parts_.uncommitted.find_vault_row(ticket, entry);
}

Result<v1::Entry> Acceptance::find_entry(Sequence sequence) const {
  if (auto pending = parts_.uncommitted.find_entry(sequence)) return *std::move(pending);
  const auto stored = parts_.store.entry(sequence);
  if (!stored) return tl::unexpected(failure_of(stored.error()));
  auto entry = *stored ? engine::parse_entry(**stored) : std::nullopt;
  if (entry) return *std::move(entry);
  return fail(ExitCode::BadData, "entry " + std::to_string(sequence.value) + " cannot be read");
}

Result<v1::Reply> Acceptance::repeat(const v1::Request& request, const v1::Actor& actor, const v1::Command& command,
                                     Sequence sequence) const {
  const auto entry = find_entry(sequence);
  if (!entry) return tl::unexpected(entry.error());
  const auto rules = rules_of(*entry);
  if (!rules) return tl::unexpected(rules.error());
  const bool same = bare(rules->get(), command) == bare(*entry) && request.acted_at_us() == entry->acted_at_us() &&
                    same_actor(actor, *entry);
  const auto same_too = same ? same_personal(rules->get(), command, *entry) : Result<bool>{false};
  if (!same_too) return tl::unexpected(same_too.error());
  if (!*same_too) {
    return refused(refusal(v1::REFUSAL_CODE_KEY_REUSED, {{"sequence", std::to_string(sequence.value)}}));
  }
  auto accepted = reply_of(*entry);
  if (!accepted) return tl::unexpected(accepted.error());
  v1::Reply reply;
  *reply.mutable_accepted() = *std::move(accepted);
  return reply;
}

// The reply as it was given: of the entry, and of the ticket's key where the entry says that a token was given.
Result<v1::Accepted> Acceptance::reply_of(const v1::Entry& entry) const {
  auto accepted = accepted_reply(entry);
  if (entry.command().has_reveal_reporter()) {
    auto reporter = reporter_of(TicketId{entry.ticket()});
    if (!reporter) return tl::unexpected(reporter.error());
    if (*reporter) *accepted.mutable_reporter() = **std::move(reporter);
  }
  const auto& commitments = entry.command().blow_whistle().commitments();
  if (commitments.ticket_token().empty()) return accepted;
  const TicketId ticket{entry.ticket()};
  const auto row = find_vault_row(ticket, Sequence{ticket.value});
  if (!row) return tl::unexpected(row.error());
  if (!*row) return accepted;
  const auto token = parts_.vault.ticket_token(**row, commitments);
  if (token && *token) accepted.set_ticket_token(**token);
  return accepted;
}

Result<engine::Decided<void>> Acceptance::check_token(const v1::Request& request, const v1::Command& command) const {
  const auto ticket = engine::ticket_of(command);
  // What acts on no ticket in hand, or erases a closed one, is no resident's to do, whatever the token is.
  if (!ticket) {
    return engine::Decided<void>{
        engine::reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "an identity's own right"}})};
  }
  const engine::Decided<void> wrong = engine::reject(v1::REFUSAL_CODE_WRONG_TOKEN, {});
  if (ticket->value >= parts_.core.state().next_sequence.value) return wrong;
  const auto entry = find_entry(Sequence{ticket->value});
  if (!entry) return tl::unexpected(entry.error());
  const auto row = find_vault_row(*ticket, Sequence{ticket->value});
  if (!row) return tl::unexpected(row.error());
  if (!*row) return wrong;
  return is_token_of(parts_.vault, **row, *entry, request.acting_for().ticket_token()) ? engine::Decided<void>{}
                                                                                       : wrong;
}

// The rules that an entry was decided by say which points are private. What no ticket needs any more is read again,
// without its shapes.
Result<std::shared_ptr<const engine::Ruleset>> Acceptance::rules_of(const v1::Entry& entry) const {
  const auto& state = parts_.core.state();
  const auto published =
      std::ranges::find(state.publications, Sequence{entry.ruleset()}, &engine::Publication::sequence);
  if (published == state.publications.end()) return nullptr;  // before the first
  const auto loaded = state.rulesets.find(published->sha256);
  if (loaded != state.rulesets.end()) return loaded->second;
  auto stored = load_stored_ruleset(parts_.store, published->sha256, engine::LoadGeometry::No);
  if (!stored) return fail(ExitCode::BadData, stored.error());
  return *std::move(stored);
}

Result<bool> Acceptance::same_personal(const engine::Ruleset* rules, const v1::Command& command,
                                       const v1::Entry& entry) const {
  const auto* given = engine::commitments_in(entry.command());
  if (given == nullptr) return true;
  const auto& committed = *given;
  const auto personal = engine::split_personal(rules, command);
  if (!personal) return commits_to_nothing(committed);
  if (commits_to_nothing(committed)) return holds_nothing(*personal);
  const TicketId ticket{entry.ticket()};
  const auto first = find_vault_row(ticket, Sequence{ticket.value});
  if (!first) return tl::unexpected(first.error());
  const auto row = find_vault_row(ticket, Sequence{entry.sequence()});
  if (!row) return tl::unexpected(row.error());
  if (*first && *row) {
    if (const auto opened = parts_.vault.open(**first, **row)) {
      return storage::Vault::commit(opened->salt, *personal).SerializeAsString() ==
             given_alone(entry.command(), committed).SerializeAsString();
    }
  }
  // Erased, or damaged: without the salt it can only be told which fields there were.
  const std::string any_salt(kSaltBytes, '\0');
  return same_fields(storage::Vault::commit(any_salt, *personal), given_alone(entry.command(), committed));
}

// The core knows open tickets, and closed ones for a while; of one that closed before the sender should hear that, not
// that there is none.
Result<v1::Reply> Acceptance::closed_or(const engine::Rejection& rejection, const v1::Command& command) const {
  const auto ticket = engine::ticket_of(command);
  if (rejection.refusal.code() != v1::REFUSAL_CODE_UNKNOWN_TICKET || !ticket) return refused(rejection.refusal);
  bool closed = parts_.uncommitted.has_closed(*ticket);
  if (!closed) {
    const auto stored = parts_.store.closed_ticket(*ticket);
    if (!stored) return tl::unexpected(failure_of(stored.error()));
    closed = stored->has_value();
  }
  if (!closed) return refused(rejection.refusal);
  return refused(refusal(v1::REFUSAL_CODE_WRONG_STATE, {{"ticket", std::to_string(ticket->value)},
                                                        {"state", v1::TicketState_Name(v1::TICKET_STATE_CLOSED)}}));
}

}  // namespace whistle::tools::whistled

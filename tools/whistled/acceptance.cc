#include "tools/whistled/acceptance.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/decide.h"
#include "engine/personal.h"
#include "tools/whistled/accepted_reply.h"
#include "tools/whistled/hexadecimal.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Instant;
using engine::Sequence;
using engine::TicketId;

constexpr engine::Duration kAheadMax = engine::minutes(10);  // as the core allows for occurred_at
constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kGatheredMax = 16'384;

// What the whistle's own command keeps when it is journalled, apart from the commitments.
std::string bare(const engine::Ruleset* ruleset, const v1::Command& command) {
  return engine::journalled(ruleset, command, {}).SerializeAsString();
}

std::string bare(const v1::Entry& entry) {
  auto command = entry.command();
  if (auto* commitments = engine::mutable_commitments_in(command)) commitments->Clear();
  return command.SerializeAsString();
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

// What came from the first ticket of a split is not compared: the sender did not give it, and it may have been erased
// there since.
v1::Commitments given_alone(const v1::Command& command, v1::Commitments commitments) {
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

bool publishes_files(const v1::Request& request) {
  return request.has_command() && request.command().publish_ruleset().files_size() > 0;
}

Result<v1::Reply> Acceptance::accept(const v1::Request& request, const v1::Actor& actor) {
  if (!request.command().has_publish_ruleset()) return decide(request, actor, request.command());
  const auto& sha256 = request.command().publish_ruleset().ruleset_sha256();
  if (!parts_.core.state().rulesets.contains(sha256)) {
    // Its second supporter names it alone: the first has brought the files.
    if (auto may = may_publish(actor); !may) return refused(may.error().refusal);
    auto stored = load_stored_ruleset(parts_.store, sha256, engine::LoadGeometry::Yes);
    if (!stored) return refused(refusal(v1::REFUSAL_CODE_MISSING, {{"field", "files"}}));
    parts_.core.install(sha256, *std::move(stored));
  }
  return decide(request, actor, request.command());
}

Result<v1::Reply> Acceptance::accept_ruleset(const v1::Request& request, const v1::Actor& actor,
                                             PreparedRuleset prepared) {
  const auto& expected = request.command().publish_ruleset().ruleset_sha256();
  if (!expected.empty() && expected != prepared.sha256) {
    return refused(refusal(v1::REFUSAL_CODE_RULESET_OTHER, {{"compiled", hexadecimal(prepared.sha256)}}));
  }
  if (prepared.district_code != parts_.core.state().district_code) {
    return refused(
        refusal(v1::REFUSAL_CODE_INVALID, {{"field", "district.yaml"},
                                           {"why", "the rules of " + prepared.district_code + " in the journal of " +
                                                       parts_.core.state().district_code}}));
  }
  auto named = request.command();
  named.mutable_publish_ruleset()->clear_files();
  named.mutable_publish_ruleset()->set_ruleset_sha256(prepared.sha256);
  parts_.core.install(prepared.sha256, std::move(prepared.ruleset));
  auto reply = decide(request, actor, named);
  if (reply && reply->has_accepted()) parts_.uncommitted.add_blobs(std::move(prepared.blobs));
  return reply;
}

engine::Decided<void> Acceptance::may_publish(const v1::Actor& actor) const {
  const auto standing = standing_of(parts_.core.state(), actor);
  if (!standing) return tl::unexpected(standing.error());
  const bool may = standing->member == engine::kOperatorMember || standing->has(v1::ROLE_ADMIN) ||
                   standing->has(v1::ROLE_SUPERVISOR);
  if (may) return {};
  return engine::reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or supervisor"}});
}

std::size_t Acceptance::fire_due(std::size_t most) {
  return parts_.core.fire_due(parts_.clock.now(), most);
}

Result<v1::Reply> Acceptance::decide(const v1::Request& request, const v1::Actor& actor, const v1::Command& command) {
  const auto standing = standing_of(parts_.core.state(), actor);
  if (!standing) return refused(standing.error().refusal);
  if (!request.key().empty()) {
    const auto known = find_key(standing->member, request.key());
    if (!known) return tl::unexpected(known.error());
    if (*known) return repeat(request, command, **known);
  }
  const auto ahead = std::max(parts_.clock.now(), Instant{command.blow_whistle().occurred_at_us()}) + kAheadMax;
  if (Instant{request.acted_at_us()} > ahead) {
    return refused(refusal(v1::REFUSAL_CODE_TIME_IMPOSSIBLE,
                           {{"field", "acted_at"}, {"time", std::to_string(request.acted_at_us())}}));
  }
  const auto outcome = seal(command);
  if (!outcome) return tl::unexpected(outcome.error());
  if (!*outcome) return refused(outcome->error().refusal);
  const auto& sealed = **outcome;
  engine::Input input{actor, request.key(), request.acted_at_us(), command, {}};
  if (sealed) input.commitments = sealed->commitments;
  const auto moved = move_time(input);
  if (!moved) return tl::unexpected(moved.error());
  if (!*moved) return refused(moved->error().refusal);

  const auto entry = parts_.core.handle(input, parts_.clock.now());
  if (!entry) return closed_or(entry.error(), command);
  if (sealed) {
    parts_.uncommitted.add_vault_row({TicketId{entry->ticket()}, Sequence{entry->sequence()}, sealed->row});
  }
  // Time that stands still between whistles would leave to chance in which turn the next clock fires.
  if (parts_.clock.mode() == v1::CLOCK_MODE_FOLLOW) fire_due(std::numeric_limits<std::size_t>::max());
  parts_.uncommitted.note_keys();
  v1::Reply reply;
  *reply.mutable_accepted() = accepted_reply(*entry);
  return reply;
}

Result<engine::Decided<std::optional<Acceptance::Sealed>>> Acceptance::seal(const v1::Command& command) {
  using Outcome = engine::Decided<std::optional<Sealed>>;
  const auto personal = engine::split_personal(parts_.core.state().in_force(), command);
  if (!personal) return Outcome{std::nullopt};
  if (command.has_blow_whistle()) return Outcome{parts_.vault.seal(*personal, parts_.random)};
  const auto ticket = engine::ticket_of(command);
  const auto* open = ticket ? parts_.core.state().find_open(*ticket) : nullptr;
  if (open == nullptr) return Outcome{std::nullopt};  // refused by the core
  if (command.has_split_ticket()) {
    const auto first = content().of_ticket(*ticket, open->place_entry);
    if (!first) return tl::unexpected(first.error());
    if (*first) return Outcome{parts_.vault.seal(with_carried_over(*personal, command, **first), parts_.random)};
  } else {
    const auto first = find_vault_row(*ticket, Sequence{ticket->value});
    if (!first) return tl::unexpected(first.error());
    if (*first) {
      if (auto sealed = parts_.vault.seal_under(**first, *personal, parts_.random)) return Outcome{*std::move(sealed)};
    }
  }
  // Erased, or damaged: what cannot be sealed is not kept at all.
  spdlog::error("event=vault_row_unusable ticket={}", ticket->value);
  return Outcome{
      engine::reject(v1::REFUSAL_CODE_INVALID,
                     {{"field", "personal"}, {"why", "the ticket's key is gone, nothing can be sealed with it"}})};
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

Result<v1::Reply> Acceptance::repeat(const v1::Request& request, const v1::Command& command, Sequence sequence) const {
  const auto entry = find_entry(sequence);
  if (!entry) return tl::unexpected(entry.error());
  const auto& state = parts_.core.state();
  const auto* then = state.ruleset_of(Sequence{entry->ruleset()});
  const bool same = bare(then == nullptr ? state.in_force() : then, command) == bare(*entry) &&
                    request.acted_at_us() == entry->acted_at_us();
  const auto same_too = same ? same_personal(command, *entry) : Result<bool>{false};
  if (!same_too) return tl::unexpected(same_too.error());
  if (!*same_too) {
    return refused(refusal(v1::REFUSAL_CODE_KEY_REUSED, {{"sequence", std::to_string(sequence.value)}}));
  }
  v1::Reply reply;
  *reply.mutable_accepted() = accepted_reply(*entry);
  return reply;
}

Result<bool> Acceptance::same_personal(const v1::Command& command, const v1::Entry& entry) const {
  const auto* given = engine::commitments_in(entry.command());
  if (given == nullptr) return true;
  const auto& committed = *given;
  const auto& state = parts_.core.state();
  const auto* then = state.ruleset_of(Sequence{entry.ruleset()});
  const auto personal = engine::split_personal(then == nullptr ? state.in_force() : then, command);
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

// The core knows open tickets alone; of one that has closed the sender should hear that, not that there is none.
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

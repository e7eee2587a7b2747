// The journal's own matters: its creation, the engine's starts, rulesets, identities.
#include <algorithm>
#include <cstdint>

#include "engine/decide_checks.h"
#include "engine/draft.h"
#include "engine/hexadecimal.h"
#include "engine/logic.h"
#include "engine/succession.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr Duration kTokenTermMax = hours(std::int64_t{400} * 24);
constexpr std::size_t kOrphanedNamedMax = 16;

bool by_operator(const Draft& draft) {
  return draft.standing.member == kOperatorMember;
}

// Publishing needs an admin and a supervisor, two people: the second to name a ruleset puts it in force.
bool agree(const Standing& first, const Standing& second) {
  if (first.member == second.member) return false;
  return (first.has(v1::ROLE_ADMIN) && second.has(v1::ROLE_SUPERVISOR)) ||
         (first.has(v1::ROLE_SUPERVISOR) && second.has(v1::ROLE_ADMIN));
}

// The proposer as it stands in the ruleset of today; somebody who has lost the role agrees no more.
bool proposer_agrees(const Draft& draft, const std::string& sha256) {
  if (!draft.state.proposal || draft.state.proposal->sha256 != sha256) return false;
  v1::Actor proposer;
  if (draft.state.proposal->member == kAdminMember) {
    Standing admin;
    admin.member = kAdminMember;
    admin.roles = 1U << static_cast<unsigned>(v1::ROLE_ADMIN);
    return agree(admin, draft.standing);
  }
  proposer.set_authentication(v1::AUTHENTICATION_PLAIN);
  proposer.set_member(draft.state.proposal->member);
  const auto standing = standing_of(draft.state, proposer, draft.at);
  return standing && agree(*standing, draft.standing);
}

bool is_admin(const Draft& draft, const std::string& member) {
  if (member == kAdminMember) return true;
  const auto index = draft.newest == nullptr ? std::nullopt : draft.newest->find_member(member);
  return index && draft.newest->member(*index).has(v1::ROLE_ADMIN);
}

// Whether somebody is left who may register identities once this one is revoked. Tokens expire: they leave nobody.
bool leaves_an_admin(const Draft& draft, const Identity& revoked) {
  if (revoked.is_token() || !is_admin(draft, revoked.member)) return true;
  return std::ranges::any_of(draft.state.identities, [&](const auto& row) {
    const auto& [credential, identity] = row;
    return credential != revoked.credential && !identity.revoked && !identity.is_token() &&
           is_admin(draft, identity.member);
  });
}

Decided<void> check_token_term(const Draft& draft, Instant expires) {
  if (draft.at < expires && expires <= draft.at + kTokenTermMax) return {};
  return reject(v1::REFUSAL_CODE_TIME_IMPOSSIBLE, {{"field", "expires_us"}, {"time", std::to_string(expires.us)}});
}

void add_published(Draft& draft, const std::string& sha256) {
  v1::Event event;
  event.mutable_ruleset_published()->set_ruleset_sha256(sha256);
  draft.add_journal(std::move(event));
}

bool is_scheduled(const Draft& draft, const std::string& sha256) {
  return draft.state.scheduled && draft.state.scheduled->sha256 == sha256;
}

bool is_in_force(const Draft& draft, const std::string& sha256) {
  return !draft.state.publications.empty() && draft.state.publications.back().sha256 == sha256;
}

bool is_submitted(const Draft& draft, const std::string& sha256) {
  return std::ranges::any_of(draft.state.submissions, [&](const auto& row) { return row.second.sha256 == sha256; });
}

bool has_submitted(const Draft& draft, const std::string& sha256) {
  const auto own = draft.state.submissions.find(draft.standing.member);
  return own != draft.state.submissions.end() && own->second.sha256 == sha256;
}

void add_withdrawn(Draft& draft) {
  v1::Event event;
  event.mutable_ruleset_withdrawn()->set_ruleset_sha256(draft.state.scheduled->sha256);
  event.mutable_ruleset_withdrawn()->set_in_force_from_us(draft.state.scheduled->from.us);
  draft.add_journal(std::move(event));
}

void add_scheduled(Draft& draft, const std::string& sha256, Instant from) {
  if (draft.state.scheduled) add_withdrawn(draft);
  v1::Event event;
  event.mutable_ruleset_scheduled()->set_ruleset_sha256(sha256);
  event.mutable_ruleset_scheduled()->set_in_force_from_us(from.us);
  draft.add_journal(std::move(event));
}

// At once, or at its instant. The first rules of a journal wait for none: without them nobody could act.
void publish_in_time(Draft& draft, const std::string& sha256) {
  const auto& manifest = draft.state.rulesets.find(sha256)->second->manifest;
  const Instant from{manifest.in_force_from_us()};
  const bool waits = manifest.has_in_force_from_us() && from > draft.at && draft.newest != nullptr;
  return waits ? add_scheduled(draft, sha256, from) : add_published(draft, sha256);
}

Decided<void> check_nobody_orphaned(const Draft& draft, const Ruleset& rules) {
  const auto orphaned = orphaned_by(draft.state, rules);
  if (orphaned.empty()) return {};
  Rejection rejection;
  rejection.refusal.set_code(v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR);
  const auto add = [&](const char* name, std::string value) {
    auto& argument = *rejection.refusal.add_arguments();
    argument.set_name(name);
    argument.set_value(std::move(value));
  };
  for (std::size_t i = 0; i < orphaned.size() && i < kOrphanedNamedMax; ++i) {
    add("party", orphaned[i].party);
    add("tickets", std::to_string(orphaned[i].tickets));
  }
  return tl::unexpected(std::move(rejection));
}

bool may_publish(const Draft& draft) {
  return by_operator(draft) || draft.standing.has(v1::ROLE_ADMIN) || draft.standing.has(v1::ROLE_SUPERVISOR);
}

void add_proposed(Draft& draft, const std::string& sha256) {
  v1::Event event;
  event.mutable_ruleset_proposed()->set_ruleset_sha256(sha256);
  event.mutable_ruleset_proposed()->set_member(draft.standing.member);
  draft.add_journal(std::move(event));
}

}  // namespace

Decided<void> decide_create_journal(Draft& draft, const v1::CreateJournal& command) {
  if (!by_operator(draft) || draft.state.next_sequence.value != 0) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "operator of an empty data directory"}});
  }
  v1::Event event;
  auto& created = *event.mutable_journal_created();
  created.set_journal_id(command.journal_id());
  created.set_district_code(command.district_code());
  created.set_hash_algorithm(command.hash_algorithm());
  created.set_format(command.format());
  created.set_checkpoint_public_key(command.checkpoint_public_key());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_start_engine(Draft& draft, const v1::StartEngine& command) {
  if (!by_operator(draft)) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "operator"}});
  const bool real = command.clock_mode() == v1::CLOCK_MODE_REAL;
  if (real ? draft.state.lived_on_driven_time : draft.state.lived_on_real_time) {
    return reject(v1::REFUSAL_CODE_INVALID,
                  {{"field", "clock_mode"}, {"why", real ? "lived on a driven clock" : "lived on real time"}});
  }
  v1::Event event;
  event.mutable_engine_started()->set_clock_mode(command.clock_mode());
  event.mutable_engine_started()->set_speed(command.speed());
  event.mutable_engine_started()->set_version(command.version());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_publish_ruleset(Draft& draft, const v1::PublishRuleset& command) {
  const auto& standing = draft.standing;
  if (!may_publish(draft)) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or supervisor"}});
  const auto& sha256 = command.ruleset_sha256();
  if (!draft.state.rulesets.contains(sha256)) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "ruleset"}});
  const auto& proposal = draft.state.proposal;
  if (is_in_force(draft, sha256) || is_scheduled(draft, sha256) ||
      (proposal && proposal->sha256 == sha256 && proposal->member == standing.member)) {
    return reject(v1::REFUSAL_CODE_RULESET_UNCHANGED, {});
  }
  if (auto served = check_nobody_orphaned(draft, *draft.state.rulesets.find(sha256)->second); !served) return served;
  if (by_operator(draft) || proposer_agrees(draft, sha256)) {
    publish_in_time(draft, sha256);
  } else {
    add_proposed(draft, sha256);
  }
  return {};
}

Decided<void> decide_submit_ruleset(Draft& draft, const v1::SubmitRuleset& command) {
  const auto& standing = draft.standing;
  if (!may_publish(draft) && !standing.has(v1::ROLE_PLATFORM))
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "platform, admin or supervisor"}});
  const auto& sha256 = command.ruleset_sha256();
  if (draft.state.publications.empty()) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "ruleset"}});
  if (!is_in_force(draft, command.base_sha256())) {
    return reject(v1::REFUSAL_CODE_RULESET_OUTDATED,
                  {{"in_force", hexadecimal(draft.state.publications.back().sha256)}});
  }
  const auto waiting = draft.state.submissions.find(standing.member);
  const bool submitted = waiting != draft.state.submissions.end() && waiting->second.sha256 == sha256 &&
                         waiting->second.base_sha256 == command.base_sha256();
  if (is_in_force(draft, sha256) || is_scheduled(draft, sha256) || submitted)
    return reject(v1::REFUSAL_CODE_RULESET_UNCHANGED, {});
  v1::Event event;
  event.mutable_ruleset_submitted()->set_ruleset_sha256(sha256);
  event.mutable_ruleset_submitted()->set_member(standing.member);
  event.mutable_ruleset_submitted()->set_base_sha256(command.base_sha256());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_withdraw_ruleset(Draft& draft, const v1::WithdrawRuleset& command) {
  const auto& sha256 = command.ruleset_sha256();
  const bool knows_submissions = draft.state.logic >= logic_needed(v1::Command::kSubmitRuleset);
  const bool its_own = knows_submissions && has_submitted(draft, sha256);
  if (!may_publish(draft) && !its_own)
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or supervisor"}});
  if (is_scheduled(draft, sha256) && may_publish(draft)) {
    add_withdrawn(draft);
    return {};
  }
  if (!knows_submissions || !is_submitted(draft, sha256)) return reject(v1::REFUSAL_CODE_NOT_SCHEDULED, {});
  v1::Event event;
  event.mutable_ruleset_withdrawn()->set_ruleset_sha256(sha256);
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_put_ruleset_in_force(Draft& draft, const v1::PutRulesetInForce& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  if (!is_scheduled(draft, command.ruleset_sha256()) || draft.at < draft.state.scheduled->from) {
    return reject(v1::REFUSAL_CODE_NOT_SCHEDULED, {});
  }
  add_published(draft, command.ruleset_sha256());
  return {};
}

Decided<void> decide_register_identity(Draft& draft, const v1::RegisterIdentity& command) {
  if (!by_operator(draft) && !draft.standing.has(v1::ROLE_ADMIN)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin"}});
  }
  const bool is_token = names_token(command);
  const auto& credential = credential_in(command);
  if (credential.size() != kKeyBytes) {
    return reject(v1::REFUSAL_CODE_INVALID,
                  {{"field", is_token ? "token_sha256" : "curve_public_key"}, {"why", "32 bytes"}});
  }
  if (is_token) {
    if (auto term = check_token_term(draft, Instant{command.expires_us()}); !term) return term;
  }
  const bool known = (draft.newest != nullptr && draft.newest->find_member(command.member())) ||
                     (by_operator(draft) && command.member() == kAdminMember);
  if (!known) return reject(v1::REFUSAL_CODE_UNKNOWN_MEMBER, {{"member", command.member()}});
  const auto bound = draft.state.identities.find(credential);
  if (bound != draft.state.identities.end()) {
    return reject(v1::REFUSAL_CODE_KEY_BOUND, {{"member", bound->second.member}});
  }
  v1::Event event;
  auto& registered = *event.mutable_identity_registered();
  registered.set_member(command.member());
  registered.set_label(command.label());
  registered.set_curve_public_key(command.curve_public_key());
  registered.set_token_sha256(command.token_sha256());
  registered.set_expires_us(command.expires_us());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_revoke_identity(Draft& draft, const v1::RevokeIdentity& command) {
  if (!by_operator(draft) && !draft.standing.has(v1::ROLE_ADMIN)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin"}});
  }
  // A token that has expired may be revoked: whoever finds it wants to be sure.
  const auto* identity = names_token(command) ? draft.state.find_token(command.token_sha256(), kInstantMin)
                                              : draft.state.find_identity(command.curve_public_key());
  if (identity == nullptr) return reject(v1::REFUSAL_CODE_UNKNOWN_KEY, {});
  if (!leaves_an_admin(draft, *identity)) {
    return reject(v1::REFUSAL_CODE_LAST_ADMIN, {{"member", identity->member}});
  }
  v1::Event event;
  auto& revoked = *event.mutable_identity_revoked();
  revoked.set_member(identity->member);
  revoked.set_curve_public_key(command.curve_public_key());
  revoked.set_token_sha256(command.token_sha256());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_record_refusal(Draft& draft, const v1::RecordRefusal& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  v1::Event event;
  event.mutable_refusal_recorded()->set_code(command.code());
  event.mutable_refusal_recorded()->set_member(command.sender().member());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_adopt_logic(Draft& draft, const v1::AdoptLogic& command) {
  if (!by_operator(draft) && !draft.standing.has(v1::ROLE_ADMIN))
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin"}});
  if (!is_known_logic(command.logic()))
    return reject(v1::REFUSAL_CODE_UNKNOWN_LOGIC, {{"newest", std::to_string(kNewestLogic)}});
  if (command.logic() == draft.state.logic) return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {});
  if (command.logic() < draft.state.logic)
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "logic"}, {"why", "older than the journal's"}});
  v1::Event event;
  event.mutable_logic_adopted()->set_logic(command.logic());
  draft.add_journal(std::move(event));
  return {};
}

}  // namespace whistle::engine

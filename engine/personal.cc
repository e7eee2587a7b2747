// What the journal must not hold: text, address, reporter, and the point of a category marked private.
#include "engine/personal.h"

namespace whistle::engine {

namespace {

bool point_is_private(const Ruleset* ruleset, const v1::BlowWhistle& blow) {
  if (ruleset == nullptr) return false;
  const auto category = ruleset->find_category(blow.category());
  return category && ruleset->category(*category).point_private;
}

v1::PersonalData personal_of(const Ruleset* ruleset, const v1::BlowWhistle& blow) {
  auto personal = blow.personal();
  personal.clear_point();
  personal.clear_original_point();
  if (point_is_private(ruleset, blow)) {
    if (blow.location().has_point()) *personal.mutable_point() = blow.location().point();
    if (blow.location().has_original_point()) *personal.mutable_original_point() = blow.location().original_point();
  }
  return personal;
}

}  // namespace

std::optional<v1::PersonalData> split_personal(const Ruleset* ruleset, const v1::Command& command) {
  // A whistle's row holds the ticket's key, so there is one even when nothing personal was said.
  if (command.has_blow_whistle()) return personal_of(ruleset, command.blow_whistle());
  if (command.has_resolve_ticket() && command.resolve_ticket().has_personal()) {
    v1::PersonalData note;
    note.set_text(command.resolve_ticket().personal().text());
    return note;
  }
  return std::nullopt;
}

v1::Command journalled(const Ruleset* ruleset, const v1::Command& command, const v1::Commitments& commitments) {
  auto kept = command;
  if (kept.has_blow_whistle()) {
    auto& blow = *kept.mutable_blow_whistle();
    if (point_is_private(ruleset, blow)) {
      blow.mutable_location()->clear_point();
      blow.mutable_location()->clear_original_point();
    }
    blow.clear_personal();
    *blow.mutable_commitments() = commitments;
  } else if (kept.has_resolve_ticket()) {
    kept.mutable_resolve_ticket()->clear_personal();
    *kept.mutable_resolve_ticket()->mutable_commitments() = commitments;
  } else if (kept.has_publish_ruleset()) {
    kept.mutable_publish_ruleset()->clear_files();
  }
  return kept;
}

}  // namespace whistle::engine

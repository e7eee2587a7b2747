// Acceptance of rules: what is published with its files, and what is submitted to be laid over those in force.
#include <spdlog/spdlog.h>

#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::hexadecimal;

bool publishes(const engine::Standing& standing) {
  return standing.member == engine::kOperatorMember || standing.has(v1::ROLE_ADMIN) ||
         standing.has(v1::ROLE_SUPERVISOR);
}

// Named by their hash instead of whole.
v1::Command as_journalled(v1::Command command, const PreparedRuleset& prepared) {
  if (command.has_publish_ruleset()) {
    command.mutable_publish_ruleset()->clear_files();
    command.mutable_publish_ruleset()->set_ruleset_sha256(prepared.sha256);
    return command;
  }
  v1::SubmitRuleset submit;
  submit.set_base_sha256(prepared.base_sha256);
  submit.set_ruleset_sha256(prepared.sha256);
  for (const auto& path : prepared.paths)
    submit.add_paths(path);
  *command.mutable_submit_ruleset() = std::move(submit);
  return command;
}

}  // namespace

bool brings_files(const v1::Request& request) {
  const auto& command = request.command();
  return command.has_submit_ruleset() || command.publish_ruleset().files_size() > 0;
}

Result<v1::Reply> Acceptance::accept_ruleset(const v1::Request& request, const v1::Actor& actor,
                                             PreparedRuleset prepared) {
  const auto& expected = request.command().has_submit_ruleset() ? request.command().submit_ruleset().ruleset_sha256()
                                                                : request.command().publish_ruleset().ruleset_sha256();
  if (!expected.empty() && expected != prepared.sha256) {
    return refused(refusal(v1::REFUSAL_CODE_RULESET_OTHER, {{"compiled", hexadecimal(prepared.sha256)}}));
  }
  if (prepared.district_code != parts_.core.state().district_code) {
    return refused(
        refusal(v1::REFUSAL_CODE_INVALID, {{"field", "district.yaml"},
                                           {"why", "the rules of " + prepared.district_code + " in the journal of " +
                                                       parts_.core.state().district_code}}));
  }
  const auto named = as_journalled(request.command(), prepared);
  if (named.has_submit_ruleset()) {
    auto reply = decide(request, actor, named);
    if (reply && reply->has_accepted()) parts_.uncommitted.add_blobs(std::move(prepared.blobs));
    return reply;
  }
  // Whatever is decided: what the core knows can be published by its name alone, so that the store must hold it.
  parts_.core.install(prepared.sha256, std::move(prepared.ruleset));
  parts_.uncommitted.add_blobs(std::move(prepared.blobs));
  return decide(request, actor, named);
}

engine::Decided<void> Acceptance::may_publish(const v1::Actor& actor) const {
  const auto standing = standing_of(parts_.core.state(), actor, parts_.clock.now());
  if (!standing) return tl::unexpected(standing.error());
  if (publishes(*standing)) return {};
  return engine::reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or supervisor"}});
}

engine::Decided<void> Acceptance::may_submit(const v1::Actor& actor) const {
  const auto standing = standing_of(parts_.core.state(), actor, parts_.clock.now());
  if (!standing) return tl::unexpected(standing.error());
  if (publishes(*standing) || standing->has(v1::ROLE_PLATFORM)) return {};
  return engine::reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "platform, admin or supervisor"}});
}

Result<Acceptance::Base> Acceptance::base_of(const v1::Request& request, const v1::Actor& actor) const {
  const auto& state = parts_.core.state();
  const auto standing = standing_of(state, actor, parts_.clock.now());
  if (!standing) return Base{tl::unexpect, standing.error().refusal};
  SubmissionBase base;
  if (!state.publications.empty()) base.sha256 = state.publications.back().sha256;
  const auto& named = request.command().submit_ruleset().base_sha256();
  if (!request.key().empty()) {
    const auto known = find_key(standing->member, request.key());
    if (!known) return tl::unexpected(known.error());
    if (*known) {
      const auto entry = find_entry(**known);
      if (!entry) return tl::unexpected(entry.error());
      if (entry->command().has_submit_ruleset()) base.sha256 = entry->command().submit_ruleset().base_sha256();
    }
  }
  if (!named.empty() && named != base.sha256)
    return Base{tl::unexpect, refusal(v1::REFUSAL_CODE_RULESET_OUTDATED, {{"in_force", hexadecimal(base.sha256)}})};
  auto files = stored_files(parts_.store, base.sha256);
  if (!files) {
    spdlog::error("event=ruleset_files_unusable sha256={} what={}", hexadecimal(base.sha256), in_quotes(files.error()));
    return Base{tl::unexpect,
                refusal(v1::REFUSAL_CODE_UNKNOWN_RULESET, {{"ruleset_sha256", hexadecimal(base.sha256)}})};
  }
  base.files = *std::move(files);
  return Base{std::move(base)};
}

}  // namespace whistle::tools::whistled

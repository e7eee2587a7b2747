#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ruleset_hash.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_submission.h"

namespace whistle::tools {

namespace {

// What waits is named by its hash, given or as the engine's status told it: nothing else can be withdrawn by it.
Result<std::string> meant(const std::string& ruleset, const v1::GetStatusReply& status, Language language) {
  if (!ruleset.empty()) return ruleset_hash(ruleset, language);
  if (status.has_scheduled()) return status.scheduled().ruleset_sha256();
  return tl::unexpected(Failure{ExitCode::Refused, "refused", std::string(phrase(language, phrases::kNothingScheduled)),
                                "", std::nullopt});
}

Result<ExitCode> withdraw_rules(CommandContext& context, const std::string& ruleset, const std::string& key) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  auto sha256 = meant(ruleset, (*session)->status(), context.language);
  if (!sha256) return tl::unexpected(sha256.error());
  v1::Command command;
  command.mutable_withdraw_ruleset()->set_ruleset_sha256(*std::move(sha256));
  auto accepted = (*session)->act(std::move(command), {.key = key.empty() ? make_key() : key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
    return ExitCode::Ok;
  }
  const DistrictNames codes{v1::GetDistrictReply{}};
  const Telling telling{context.language, codes, (*session)->time(), (*session)->now()};
  for (const auto& event : accepted->events())
    context.console.out << event_sentence(telling, event) << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_withdraw_rules_command(CommandLine& line, CLI::App& district) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto ruleset = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  auto* command = line.add(district, "withdraw", help(phrases::kWithdrawRulesHelp));
  command->add_option("--ruleset", *ruleset, help(phrases::kWithdrawRulesetHelp))->type_name(help(phrases::kHashType));
  command->add_option("--idempotency-key", *key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [ruleset, key](CommandContext& context) { return withdraw_rules(context, *ruleset, *key); });
}

}  // namespace whistle::tools

#include <memory>

#include "adapters/zeromq/curve_key_file.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;

struct IdentityOptions {
  std::string member;
  std::string key;  // Z85, or a certificate file
  std::string label;
  std::string idempotency_key;
};

Result<std::string> public_key_of(const std::string& text, Language language) {
  if (auto key = zeromq::from_z85(text)) return *key;
  auto file = zeromq::read_curve_key_file(text);
  if (file) return file->keys.public_key;
  return file_failure(file.error().what, worded(language, phrases::kNotAKeyHint, {}));
}

Result<ExitCode> send(CommandContext& context, v1::Command command, const IdentityOptions& options,
                      const Phrase& done) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto key = options.idempotency_key.empty() ? make_key() : options.idempotency_key;
  auto accepted = (*session)->act(std::move(command), {.key = key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
    return ExitCode::Ok;
  }
  std::string member;
  for (const auto& event : accepted->events()) {
    if (event.has_identity_registered()) member = event.identity_registered().member();
    if (event.has_identity_revoked()) member = event.identity_revoked().member();
  }
  context.console.out << worded(context.language, done, {member}) << '\n';
  return ExitCode::Ok;
}

Result<ExitCode> add_identity(CommandContext& context, const IdentityOptions& options) {
  auto key = public_key_of(options.key, context.language);
  if (!key) return tl::unexpected(key.error());
  v1::Command command;
  command.mutable_register_identity()->set_member(options.member);
  command.mutable_register_identity()->set_curve_public_key(*key);
  command.mutable_register_identity()->set_label(options.label);
  return send(context, std::move(command), options, phrases::kIdentityAdded);
}

Result<ExitCode> revoke_identity(CommandContext& context, const IdentityOptions& options) {
  auto key = public_key_of(options.key, context.language);
  if (!key) return tl::unexpected(key.error());
  v1::Command command;
  command.mutable_revoke_identity()->set_curve_public_key(*key);
  return send(context, std::move(command), options, phrases::kIdentityRevoked);
}

Result<ExitCode> list_identities(CommandContext& context) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  v1::Request request;
  request.mutable_list_identities();
  auto reply = (*session)->ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  auto& console = context.console;
  const auto head = [&](const Phrase& what) { return std::string(phrase(context.language, what)); };
  TextTable table({head(phrases::kHeadMember), head(phrases::kHeadPublicKey), head(phrases::kHeadState),
                   head(phrases::kHeadLabel)});
  for (const auto& identity : reply->list_identities().identities()) {
    if (!identity.token_sha256().empty()) continue;  // `whistle token list`
    if (context.json) {
      console.out << json_text(identity) << '\n';
      continue;
    }
    table.add({{identity.member(), Colour::Bold},
               {zeromq::to_z85(identity.curve_public_key())},
               {head(identity.revoked() ? phrases::kRevoked : phrases::kValid),
                identity.revoked() ? Colour::Red : Colour::None},
               {identity.label()}});
  }
  if (!context.json) table.print(console);
  return ExitCode::Ok;
}

}  // namespace

void add_identity_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<IdentityOptions>();
  auto* identity = line.add(line.root(), "identity", help(phrases::kIdentityHelp));
  identity->require_subcommand(1);
  auto* add = line.add(*identity, "add", help(phrases::kIdentityAddHelp));
  add->add_option("member", options->member, help(phrases::kIdentityMemberHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  add->add_option("key", options->key, help(phrases::kIdentityKeyHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  add->add_option("--label", options->label, help(phrases::kIdentityLabelHelp))->type_name(help(phrases::kTextType));
  add->add_option("--idempotency-key", options->idempotency_key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(add, [options](CommandContext& context) { return add_identity(context, *options); });
  auto* revoke = line.add(*identity, "revoke", help(phrases::kIdentityRevokeHelp));
  revoke->add_option("key", options->key, help(phrases::kIdentityKeyHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  revoke->add_option("--idempotency-key", options->idempotency_key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(revoke, [options](CommandContext& context) { return revoke_identity(context, *options); });
  auto* list = line.add(*identity, "list", help(phrases::kIdentityListHelp));
  line.runs(list, list_identities);
}

}  // namespace whistle::tools

// Bearer tokens: drawn here, so that the engine is told a hash and nobody else sees the token.
#include <boost/json/serialize.hpp>

#include <array>
#include <memory>

#include "engine/hexadecimal.h"
#include "storage/sha256.h"
#include "storage/system_random.h"
#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kShownDigits = 12;
constexpr std::size_t kPrefixMin = 8;
constexpr std::string_view kPrefix = "wt_";  // so that a scanner of leaked secrets knows one when it sees it

struct TokenOptions {
  std::string member;
  std::string until;
  std::string label;
  std::string hash;
  std::string key;
};

std::string draw_token() {
  std::array<std::uint8_t, kRandomBytes> bytes{};
  storage::SystemRandom().fill(bytes);
  const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return std::string(kPrefix) + engine::hexadecimal(view);
}

std::string short_hash(const std::string& sha256) {
  return engine::hexadecimal(sha256).substr(0, kShownDigits);
}

Result<v1::Accepted> act(EngineSession& session, v1::Command command, const std::string& key) {
  return session.act(std::move(command), {.key = key.empty() ? make_key() : key, .acted_at_us = 0});
}

Result<ExitCode> issue(CommandContext& context, const TokenOptions& options) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto until = day_or_time_in(**session, context.language, options.until, "--until");
  if (!until) return tl::unexpected(until.error());
  const auto token = draw_token();
  const auto sha256 = storage::sha256(token);
  v1::Command command;
  auto& identity = *command.mutable_register_identity();
  identity.set_member(options.member);
  identity.set_label(options.label);
  identity.set_token_sha256(sha256);
  identity.set_expires_us(*until);
  const auto accepted = act(**session, std::move(command), options.key);
  if (!accepted) return tl::unexpected(accepted.error());
  const auto expires = (*session)->time().rfc3339(engine::Instant{*until});
  if (context.json) {
    const boost::json::object told{{"member", options.member},
                                   {"token", token},
                                   {"token_sha256", engine::hexadecimal(sha256)},
                                   {"expires", expires}};
    context.console.out << boost::json::serialize(told) << '\n';
    return ExitCode::Ok;
  }
  context.console.err << worded(context.language, phrases::kTokenIssued, {options.member, expires, short_hash(sha256)})
                      << '\n';
  context.console.out << token << '\n';
  return ExitCode::Ok;
}

Result<std::vector<v1::IdentityRecord>> tokens(EngineSession& session) {
  v1::Request request;
  request.mutable_list_identities();
  auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  std::vector<v1::IdentityRecord> found;
  for (auto& identity : *reply->mutable_list_identities()->mutable_identities()) {
    if (!identity.token_sha256().empty()) found.push_back(std::move(identity));
  }
  return found;
}

Result<ExitCode> revoke(CommandContext& context, const TokenOptions& options) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto known = tokens(**session);
  if (!known) return tl::unexpected(known.error());
  std::vector<const v1::IdentityRecord*> meant;
  for (const auto& token : *known) {
    const bool starts = engine::hexadecimal(token.token_sha256()).starts_with(options.hash);
    if (!token.revoked() && starts && options.hash.size() >= kPrefixMin) meant.push_back(&token);
  }
  if (meant.size() != 1) {
    return usage_failure(worded(context.language, phrases::kTokenUnclear, {options.hash}),
                         worded(context.language, phrases::kTokenUnclearHint, {}));
  }
  v1::Command command;
  command.mutable_revoke_identity()->set_token_sha256(meant.front()->token_sha256());
  const auto accepted = act(**session, std::move(command), options.key);
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
  } else {
    context.console.out << worded(context.language, phrases::kTokenRevoked, {meant.front()->member()}) << '\n';
  }
  return ExitCode::Ok;
}

Result<ExitCode> list_tokens(CommandContext& context) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto known = tokens(**session);
  if (!known) return tl::unexpected(known.error());
  auto& console = context.console;
  const auto head = [&](const Phrase& what) { return std::string(phrase(context.language, what)); };
  TextTable table({head(phrases::kHeadMember), head(phrases::kHeadHash), head(phrases::kHeadUntil),
                   head(phrases::kHeadState), head(phrases::kHeadLabel)});
  const auto now = (*session)->now();
  for (const auto& token : *known) {
    if (context.json) {
      console.out << json_text(token) << '\n';
      continue;
    }
    const bool expired = token.expires_us() <= now.us;
    const auto& state = token.revoked() ? phrases::kRevoked : expired ? phrases::kExpired : phrases::kValid;
    table.add({{token.member(), Colour::Bold},
               {short_hash(token.token_sha256())},
               {(*session)->time().minute_text(engine::Instant{token.expires_us()}, now)},
               {head(state), token.revoked() || expired ? Colour::Red : Colour::None},
               {token.label()}});
  }
  if (!context.json) table.print(console);
  return ExitCode::Ok;
}

}  // namespace

void add_token_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<TokenOptions>();
  auto* token = line.add(line.root(), "token", help(phrases::kTokenHelp));
  token->require_subcommand(1);
  auto* issuing = line.add(*token, "issue", help(phrases::kTokenIssueHelp));
  issuing->add_option("member", options->member, help(phrases::kIdentityMemberHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  issuing->add_option("-u,--until", options->until, help(phrases::kTokenUntilHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  issuing->add_option("--label", options->label, help(phrases::kTokenLabelHelp))->type_name(help(phrases::kTextType));
  auto* revoking = line.add(*token, "revoke", help(phrases::kTokenRevokeHelp));
  revoking->add_option("hash", options->hash, help(phrases::kTokenHashHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  const auto add_key = [&](CLI::App* command, const Phrase& what) {
    command->add_option("--idempotency-key", options->key, help(what))->type_name(help(phrases::kTextType));
  };
  add_key(issuing, phrases::kTokenKeyHelp);  // each try draws another token, so that a repetition says something else
  add_key(revoking, phrases::kIdempotencyKeyHelp);
  line.runs(issuing, [options](CommandContext& context) { return issue(context, *options); });
  line.runs(revoking, [options](CommandContext& context) { return revoke(context, *options); });
  auto* listing = line.add(*token, "list", help(phrases::kTokenListHelp));
  line.runs(listing, list_tokens);
}

}  // namespace whistle::tools

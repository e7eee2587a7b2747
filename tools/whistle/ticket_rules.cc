#include "tools/whistle/ticket_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/hexadecimal.h"
#include "storage/sha256.h"
#include "tools/whistle/wording_explanation.h"

namespace whistle::tools {

namespace {

constexpr std::array kParts{v1::RULESET_PART_KIND_TERRITORY,  v1::RULESET_PART_KIND_PEOPLE,
                            v1::RULESET_PART_KIND_CATALOGUE,  v1::RULESET_PART_KIND_CALENDAR,
                            v1::RULESET_PART_KIND_CLOCKS,     v1::RULESET_PART_KIND_ROUTES,
                            v1::RULESET_PART_KIND_EVALUATION, v1::RULESET_PART_KIND_RETENTION};

Result<v1::GetRulesetReply> ask(EngineSession& session, std::uint64_t entry, v1::RulesetPartKind part) {
  v1::Request request;
  request.mutable_get_ruleset()->set_entry(entry);
  request.mutable_get_ruleset()->set_part(part);
  auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  return std::move(*reply->mutable_get_ruleset());
}

tl::unexpected<Failure> damaged(EngineSession& session, const std::string& sha256, const std::string& why) {
  return file_failure(
      worded(session.language(), phrases::kRulesDamaged, {engine::hexadecimal(sha256.substr(0, 6)), why}));
}

Result<std::shared_ptr<const engine::Ruleset>> fetch(EngineSession& session, std::uint64_t entry) {
  auto manifest = ask(session, entry, v1::RULESET_PART_KIND_UNSPECIFIED);
  if (!manifest) return tl::unexpected(manifest.error());
  const auto& sha256 = manifest->ruleset_sha256();
  v1::CompiledRuleset message;
  if (storage::sha256(manifest->content()) != sha256 || !message.ParseFromString(manifest->content()))
    return damaged(session, sha256, "manifest");
  std::map<std::string, std::string, std::less<>> parts;
  for (auto& part : *message.mutable_parts()) {
    if (std::ranges::find(kParts, part.kind()) == kParts.end()) continue;
    auto told = ask(session, entry, part.kind());
    if (!told) return tl::unexpected(told.error());
    const bool whole = part.kind() != v1::RULESET_PART_KIND_PEOPLE;
    if (whole && storage::sha256(told->content()) != part.sha256())
      return damaged(session, sha256, v1::RulesetPartKind_Name(part.kind()));
    part.set_size(static_cast<std::uint32_t>(told->content().size()));  // of people without members
    parts[part.sha256()] = std::move(*told->mutable_content());
  }
  const auto find = [&](std::string_view hash) {
    const auto found = parts.find(hash);
    return found == parts.end() ? std::nullopt : std::optional(found->second);
  };
  auto loaded = engine::Ruleset::load(message.SerializeAsString(), find, engine::LoadGeometry::No);
  if (!loaded) return damaged(session, sha256, loaded.error().what);
  return *std::move(loaded);
}

}  // namespace

Result<TicketRules> fetch_rules(EngineSession& session, const std::vector<v1::Entry>& entries) {
  TicketRules rules;
  for (const auto& entry : entries) {
    if (rules.contains(entry.ruleset())) continue;
    auto ruleset = fetch(session, entry.sequence());
    if (!ruleset) return tl::unexpected(ruleset.error());
    rules[entry.ruleset()] = *std::move(ruleset);
  }
  return rules;
}

}  // namespace whistle::tools

#include "tools/whistle/wording_house.h"

#include "engine/hexadecimal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_privacy.h"

namespace whistle::tools {

namespace {

std::string party(const Telling& telling, const std::string& code) {
  return telling.names.party(telling.language, code);
}

std::string when(const Telling& telling, std::int64_t us) {
  return telling.time.minute_text({us}, telling.now);
}

// The first 12 of 64 hexadecimal digits: enough to tell rulesets apart.
std::string short_hash(std::string_view bytes) {
  return engine::hexadecimal(bytes.substr(0, 6));
}

std::string handed_over_sentence(const Telling& telling, const v1::TicketHandedOver& event) {
  const auto language = telling.language;
  std::string text;
  const auto add = [&](const Phrase& what, const std::string& former, const std::string& heir) {
    if (!text.empty()) text += phrase(language, {"；", "; "});
    text += worded(language, what, {party(telling, former), party(telling, heir)});
  };
  for (const auto& part : event.parts()) {
    add(part.part() == 0 ? Phrase{"{0} 已撤并，由 {1} 承接主办", "{0} is no more, {1} leads in its place"}
                         : Phrase{"{0} 已撤并，由 {1} 承接协办", "{0} is no more, {1} assists in its place"},
        part.former(), part.party());
  }
  if (!event.arbiter().empty())
    add({"改由 {1} 裁决，原为 {0}", "{1} decides instead of {0}"}, event.former_arbiter(), event.arbiter());
  for (const auto& replaced : event.inform()) {
    if (!replaced.party().empty())
      add({"改为知会 {1}，原为 {0}", "{1} is informed instead of {0}"}, replaced.former(), replaced.party());
  }
  for (const auto& replaced : event.supervised_by()) {
    if (!replaced.party().empty())
      add({"改由 {1} 督办，原为 {0}", "{1} supervises instead of {0}"}, replaced.former(), replaced.party());
  }
  if (text.empty())
    return std::string(phrase(language, {"撤并单位的协办解除", "parties that are no more were released"}));
  return text;
}

}  // namespace

std::string house_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kJournalCreated:
      return worded(language, {"日志建立，区代码 {0}", "journal created for district {0}"},
                    {event.journal_created().district_code()});
    case v1::Event::kEngineStarted: {
      const auto& started = event.engine_started();
      return worded(language, {"引擎启动，版本 {0}，{1}", "engine started, version {0}, {1}"},
                    {started.version(), std::string(words_for(language, started.clock_mode()))});
    }
    case v1::Event::kRulesetProposed:
      return worded(language, {"{0} 提议规则集 {1}", "{0} proposed ruleset {1}"},
                    {event.ruleset_proposed().member(), short_hash(event.ruleset_proposed().ruleset_sha256())});
    case v1::Event::kRulesetSubmitted:
      return worded(language, {"{0} 提交规则集 {1}，待审议", "{0} submitted ruleset {1}, nobody has agreed to it yet"},
                    {event.ruleset_submitted().member(), short_hash(event.ruleset_submitted().ruleset_sha256())});
    case v1::Event::kRulesetPublished:
      return worded(language, {"规则集 {0} 生效", "ruleset {0} is in force"},
                    {short_hash(event.ruleset_published().ruleset_sha256())});
    case v1::Event::kRulesetScheduled:
      return worded(language, {"规则集 {0} 将于 {1} 生效", "ruleset {0} comes into force at {1}"},
                    {short_hash(event.ruleset_scheduled().ruleset_sha256()),
                     when(telling, event.ruleset_scheduled().in_force_from_us())});
    case v1::Event::kRulesetWithdrawn:
      if (event.ruleset_withdrawn().in_force_from_us() == 0) {
        return worded(language, {"提交的规则集 {0} 已撤回", "ruleset {0}, which was submitted, was withdrawn"},
                      {short_hash(event.ruleset_withdrawn().ruleset_sha256())});
      }
      return worded(language, {"原定 {1} 生效的规则集 {0} 已撤回", "ruleset {0}, scheduled for {1}, was withdrawn"},
                    {short_hash(event.ruleset_withdrawn().ruleset_sha256()),
                     when(telling, event.ruleset_withdrawn().in_force_from_us())});
    case v1::Event::kTicketRebased:
      return std::string(phrase(language, {"改按现行规则集办理", "follows the ruleset in force from here on"}));
    case v1::Event::kTicketHandedOver:
      return handed_over_sentence(telling, event.ticket_handed_over());
    case v1::Event::kIdentityRegistered:
      if (!event.identity_registered().token_sha256().empty()) {
        return worded(language, {"为 {0} 签发令牌（{1}），有效期至 {2}", "a token was issued to {0} ({1}), until {2}"},
                      {event.identity_registered().member(), event.identity_registered().label(),
                       when(telling, event.identity_registered().expires_us())});
      }
      return worded(language, {"为 {0} 登记公钥（{1}）", "a key was registered for {0} ({1})"},
                    {event.identity_registered().member(), event.identity_registered().label()});
    case v1::Event::kIdentityRevoked:
      if (!event.identity_revoked().token_sha256().empty()) {
        return worded(language, {"{0} 的一个令牌已注销", "a token of {0} was revoked"},
                      {event.identity_revoked().member()});
      }
      return worded(language, {"{0} 的一个公钥已注销", "a key of {0} was revoked"},
                    {event.identity_revoked().member()});
    case v1::Event::kRefusalRecorded:
      return worded(
          language, {"拒绝了 {0} 的请求（代码 {1}）", "{0} was refused (code {1})"},
          {event.refusal_recorded().member().empty() ? std::string(phrase(language, {"身份不明者", "somebody unknown"}))
                                                     : event.refusal_recorded().member(),
           std::to_string(event.refusal_recorded().code())});
    case v1::Event::kLogicAdopted:
      return worded(language, {"此后按第 {0} 版裁决逻辑裁决", "what follows is decided by logic {0}"},
                    {std::to_string(event.logic_adopted().logic())});
    case v1::Event::kPersonalDataErased:
    case v1::Event::kReadingRecorded:
    case v1::Event::kMasterKeyRotated:
      return privacy_sentence(telling, event);
    default:
      return {};
  }
}

std::string_view house_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kPublishRuleset:
      return phrase(language, {"发布规则", "published rules"});
    case v1::Command::kSubmitRuleset:
      return phrase(language, {"提交规则待审议", "submitted rules"});
    case v1::Command::kRegisterIdentity:
      return phrase(language, {"登记身份", "registered an identity"});
    case v1::Command::kRevokeIdentity:
      return phrase(language, {"注销身份", "revoked an identity"});
    case v1::Command::kCreateJournal:
      return phrase(language, {"建立日志", "created the journal"});
    case v1::Command::kStartEngine:
      return phrase(language, {"启动引擎", "started the engine"});
    case v1::Command::kRecordRefusal:
      return phrase(language, {"记下一次拒绝", "recorded a refusal"});
    case v1::Command::kWithdrawRuleset:
      return phrase(language, {"撤回待生效的规则", "withdrew rules that waited"});
    case v1::Command::kRebaseTicket:
      return phrase(language, {"改按现行规则", "rebased"});
    case v1::Command::kPutRulesetInForce:
      return phrase(language, {"规则到时生效", "the time of scheduled rules came"});
    case v1::Command::kAdoptLogic:
      return phrase(language, {"改用裁决逻辑", "adopted another logic"});
    case v1::Command::kEraseTicket:
    case v1::Command::kRecordReading:
    case v1::Command::kRotateMasterKey:
      return privacy_words(language, command);
    default:
      return phrase(language, {"移交承接单位", "handed over to the successor"});
  }
}

}  // namespace whistle::tools

#include "tools/whistle/wording_privacy.h"

#include "engine/hexadecimal.h"

namespace whistle::tools {

namespace {

constexpr Phrase kUnknownReason{"未知", "unknown"};

std::string member_words(Language language, const std::string& member) {
  v1::Actor actor;
  actor.set_member(member);
  return actor_words(language, actor);
}

// Who of them it was is not everybody's to know.
std::string revealed_sentence(const Telling& telling, const v1::ReporterRevealed& event) {
  const auto party = telling.names.party(telling.language, event.party());
  if (event.member().empty())
    return worded(telling.language, {"{0} 查看了反映人的姓名和电话", "{0} was told who reported it"}, {party});
  return worded(telling.language, {"{0} 的 {1} 查看了反映人的姓名和电话", "{1} of {0} was told who reported it"},
                {party, event.member()});
}

std::string reading_sentence(const Telling& telling, const v1::ReadingRecorded& event) {
  const auto language = telling.language;
  return worded(language, {"{0} 查阅{1}", "{0} reads {1}"},
                {member_words(language, event.member()), std::string(words_for(language, event.kind()))});
}

}  // namespace

std::string_view words_for(Language language, v1::EraseGround ground) {
  switch (ground) {
    case v1::ERASE_GROUND_REQUEST:
      return phrase(language, {"应本人或法院要求", "on request"});
    case v1::ERASE_GROUND_RETENTION:
      return phrase(language, {"保存期限届满", "its time to be kept is over"});
    case v1::ERASE_GROUND_RESTORED:
      return phrase(language, {"曾已删除，随备份恢复后再次删除", "erased before, it came back with a backup"});
    case v1::ERASE_GROUND_UNSPECIFIED:
    case v1::EraseGround_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::EraseGround_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknownReason);
}

std::string_view words_for(Language language, v1::ReadingKind kind) {
  switch (kind) {
    case v1::READING_KIND_RAW_ENTRIES:
      return phrase(language, {"日志原文", "the journal's entries as they are stored"});
    case v1::READING_KIND_PUBLISHED_RULESET:
      return phrase(language, {"已发布的规则集（含成员）", "a published ruleset with its members"});
    case v1::READING_KIND_UNSPECIFIED:
    case v1::ReadingKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ReadingKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, kUnknownReason);
}

std::string privacy_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kReporterRevealed:
      return revealed_sentence(telling, event.reporter_revealed());
    case v1::Event::kPersonalDataErased:
      return worded(language, {"工单 {0} 的个人信息已删除：{1}", "the personal data of ticket {0} are erased: {1}"},
                    {"id:" + std::to_string(event.personal_data_erased().ticket()),
                     std::string(words_for(language, event.personal_data_erased().ground()))});
    case v1::Event::kReadingRecorded:
      return reading_sentence(telling, event.reading_recorded());
    case v1::Event::kMasterKeyRotated:
      return worded(language,
                    {"所有工单的密钥改由主密钥 {0} 保护", "the keys of all tickets lie under master key {0} now"},
                    {engine::hexadecimal(event.master_key_rotated().id())});
    default:
      return {};
  }
}

std::string_view privacy_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kRevealReporter:
      return phrase(language, {"查看反映人", "asked who reported it"});
    case v1::Command::kEraseTicket:
      return phrase(language, {"删除个人信息", "erased personal data"});
    case v1::Command::kRecordReading:
      return phrase(language, {"记下一次查阅", "recorded a reading"});
    case v1::Command::kRotateMasterKey:
      return phrase(language, {"更换主密钥", "changed the master key"});
    default:
      return {};
  }
}

std::string erasure_words(const Telling& telling, const v1::ErasureRecord& erasure) {
  const auto language = telling.language;
  return worded(language, {"{0} 已删除：{1}（{2}，日志 #{3}）", "erased {0}: {1} ({2}, entry #{3})"},
                {telling.time.second_text({erasure.time_us()}), std::string(words_for(language, erasure.ground())),
                 member_words(language, erasure.member()), std::to_string(erasure.sequence())});
}

}  // namespace whistle::tools

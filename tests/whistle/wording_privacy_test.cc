#include "tools/whistle/wording_privacy.h"

#include <doctest/doctest.h>

#include <set>

#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

struct Said {
  std::string english;
  std::string chinese;
  bool operator==(const Said&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Said& said) {
  return out << said.english << " / " << said.chinese;
}

const DistrictTime& shanghai() {
  static const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  return *time;
}

const DistrictNames& names() {
  static const auto of = [] {
    v1::GetDistrictReply reply;
    auto& party = *reply.add_parties();
    party.set_code("F-XIANGRUI");
    party.set_name_zh("祥瑞物业");
    party.set_name_en("Xiangrui Property");
    return DistrictNames(reply);
  }();
  return of;
}

Telling telling(Language language) {
  return {language, names(), shanghai(), {}};
}

Said said(const v1::Event& event) {
  return {event_sentence(telling(Language::English), event), event_sentence(telling(Language::Chinese), event)};
}

Said said(v1::Command::BodyCase command) {
  return {std::string(command_words(Language::English, command)),
          std::string(command_words(Language::Chinese, command))};
}

Said said(const v1::Refusal& refusal) {
  const auto in = [&](Language language) {
    const auto failure = word_refusal(language, refusal);
    CHECK(failure.exit == ExitCode::Refused);
    return failure.message + " → " + failure.hint;
  };
  return {in(Language::English), in(Language::Chinese)};
}

v1::Refusal refusal(v1::RefusalCode code, const char* name, const char* value) {
  v1::Refusal refusal;
  refusal.set_code(code);
  if (name == nullptr) return refusal;
  auto& argument = *refusal.add_arguments();
  argument.set_name(name);
  argument.set_value(value);
  return refusal;
}

// Every value but "unspecified" has words of its own in both languages.
template <typename Enum>
void check_words() {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (const auto language : {Language::English, Language::Chinese}) {
    std::set<std::string_view> seen{words_for(language, static_cast<Enum>(0))};
    for (int i = 1; i < type.value_count(); ++i) {
      CAPTURE(type.value(i)->name());
      CHECK(seen.insert(words_for(language, static_cast<Enum>(type.value(i)->number()))).second);
    }
  }
}

}  // namespace

TEST_CASE("every ground of erasing and every kind of reading has words of its own") {
  check_words<v1::EraseGround>();
  check_words<v1::ReadingKind>();
}

TEST_CASE("who was told the reporter is named, unless that is not for the asker") {
  v1::Event event;
  event.mutable_reporter_revealed()->set_party("F-XIANGRUI");
  event.mutable_reporter_revealed()->set_member("f-handler-1");
  CHECK(said(event) == Said{"f-handler-1 of Xiangrui Property was told who reported it",
                            "祥瑞物业 的 f-handler-1 查看了反映人的姓名和电话"});
  event.mutable_reporter_revealed()->clear_member();
  CHECK(said(event) == Said{"Xiangrui Property was told who reported it", "祥瑞物业 查看了反映人的姓名和电话"});
}

TEST_CASE("what was erased, read, locked away anew and adopted is told") {
  v1::Event erased;
  erased.mutable_personal_data_erased()->set_ticket(17);
  erased.mutable_personal_data_erased()->set_ground(v1::ERASE_GROUND_RETENTION);
  CHECK(said(erased) == Said{"the personal data of ticket id:17 are erased: its time to be kept is over",
                             "工单 id:17 的个人信息已删除：保存期限届满"});
  v1::Event read;
  read.mutable_reading_recorded()->set_member("auditor-1");
  read.mutable_reading_recorded()->set_kind(v1::READING_KIND_RAW_ENTRIES);
  CHECK(said(read) == Said{"auditor-1 reads the journal's entries as they are stored", "auditor-1 查阅日志原文"});
  read.mutable_reading_recorded()->set_member("@operator");
  read.mutable_reading_recorded()->set_kind(v1::READING_KIND_PUBLISHED_RULESET);
  CHECK(said(read) == Said{"operator reads a published ruleset with its members", "运维 查阅已发布的规则集（含成员）"});
  v1::Event rotated;
  rotated.mutable_master_key_rotated()->set_id("\x01\x23\x45\x67\x89\xab\xcd\xef");
  CHECK(said(rotated) == Said{"the keys of all tickets lie under master key 0123456789abcdef now",
                              "所有工单的密钥改由主密钥 0123456789abcdef 保护"});
  v1::Event adopted;
  adopted.mutable_logic_adopted()->set_logic(2);
  CHECK(said(adopted) == Said{"what follows is decided by logic 2", "此后按第 2 版裁决逻辑裁决"});
}

TEST_CASE("what was asked of personal data and of the logic is told") {
  CHECK(said(v1::Command::kRevealReporter) == Said{"asked who reported it", "查看反映人"});
  CHECK(said(v1::Command::kEraseTicket) == Said{"erased personal data", "删除个人信息"});
  CHECK(said(v1::Command::kRecordReading) == Said{"recorded a reading", "记下一次查阅"});
  CHECK(said(v1::Command::kRotateMasterKey) == Said{"changed the master key", "更换主密钥"});
  CHECK(said(v1::Command::kAdoptLogic) == Said{"adopted another logic", "改用裁决逻辑"});
}

TEST_CASE("why nothing can be sealed or decided is told, with what to do about it") {
  CHECK(said(refusal(v1::REFUSAL_CODE_ERASED, "ticket", "17")) ==
        Said{"the personal data of ticket id:17 are erased: they cannot be read any more → "
             "whistle show id:17 tells when and why",
             "工单 id:17 的个人信息已删除：不能再读 → whistle show id:17 可看何时、因何删除"});
  CHECK(said(refusal(v1::REFUSAL_CODE_LOGIC_OLD, "logic", "2")) ==
        Said{"the journal is decided by an older logic; this needs logic 2 → an administrator has to run whistle "
             "adopt-logic 2",
             "日志还按旧版裁决逻辑裁决，这件事要第 2 版 → 请管理员执行 whistle adopt-logic 2"});
  CHECK(said(refusal(v1::REFUSAL_CODE_UNKNOWN_LOGIC, "newest", "2")) ==
        Said{"the engine does not have that logic, its newest is 2 → upgrade whistled first",
             "引擎没有这一版裁决逻辑，它最新的是第 2 版 → 先更新 whistled"});
}

TEST_CASE("what changes nothing is told without a ticket where it is about none") {
  CHECK(said(refusal(v1::REFUSAL_CODE_NOTHING_CHANGES, nullptr, nullptr)) ==
        Said{"it is so already: nothing changes → ", "本来就是这样，没有改变 → "});
  CHECK(said(refusal(v1::REFUSAL_CODE_NOTHING_CHANGES, "ticket", "17")) ==
        Said{"ticket id:17 is so already: nothing to correct → ", "工单 id:17 本来就是这样，没有可更正的 → "});
}

}  // namespace whistle::tools

#include "tools/whistle/privacy_act.h"

#include <doctest/doctest.h>

#include <functional>
#include <sstream>

namespace whistle::tools {

namespace {

std::string printed(const std::function<void(Console&)>& print) {
  std::istringstream in;
  std::ostringstream out, err;
  Console console{.in = in, .out = out, .err = err, .environment = [](const char*) { return std::string(); }};
  print(console);
  CHECK(err.str().empty());
  return out.str();
}

const DistrictNames& codes() {
  static const DistrictNames names{v1::GetDistrictReply{}};
  return names;
}

const DistrictTime& shanghai() {
  static const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  return *time;
}

Telling telling(Language language) {
  return {language, codes(), shanghai(), {1'790'557'200'000'000}};
}

v1::Ticket closed_ticket() {
  v1::Ticket ticket;
  ticket.set_number("20260928-00001-6");
  ticket.mutable_record()->set_id(17);
  ticket.mutable_record()->set_state(v1::TICKET_STATE_CLOSED);
  return ticket;
}

v1::Accepted erased() {
  v1::Accepted accepted;
  accepted.add_events()->mutable_personal_data_erased()->set_ticket(17);
  accepted.mutable_events(0)->mutable_personal_data_erased()->set_ground(v1::ERASE_GROUND_REQUEST);
  return accepted;
}

v1::Accepted revealed() {
  v1::Accepted accepted;
  accepted.set_sequence(31);
  accepted.mutable_reporter()->set_name("王芳");
  accepted.mutable_reporter()->set_phone("13800000000");
  return accepted;
}

}  // namespace

TEST_CASE("what is asked carries the reason to the vault, the reference to the journal, and the ground of a request") {
  const auto reveal = reveal_of(17, "no answer at the door");
  CHECK(reveal.reveal_reporter().ticket() == 17);
  CHECK(reveal.reveal_reporter().personal().text() == "no answer at the door");
  const auto erase = erasure_of(17, "2026-0042");
  CHECK(erase.erase_ticket().ticket() == 17);
  CHECK(erase.erase_ticket().ground() == v1::ERASE_GROUND_REQUEST);
  CHECK(erase.erase_ticket().reference() == "2026-0042");
  CHECK(adoption_of(2).adopt_logic().logic() == 2);
}

TEST_CASE("name and telephone number are told in full, and that it is recorded") {
  const auto print = [](Language language) {
    return printed([&](Console& console) { print_revealed(console, language, "17-4", revealed()); });
  };
  CHECK(print(Language::English) ==
        "✓ 17-4\n"
        "  name       王芳\n"
        "  telephone  13800000000\n"
        "  that you were told is recorded as entry #31: who and why\n");
  CHECK(print(Language::Chinese) ==
        "✓ 17-4\n"
        "  姓名       王芳\n"
        "  电话       13800000000\n"
        "  这次查看已记入日志 #31：谁看的、为何看\n");
}

TEST_CASE("what the reporter did not give has no line, and escapes in it do nothing") {
  auto accepted = revealed();
  accepted.mutable_reporter()->set_name("");
  accepted.mutable_reporter()->set_phone("138\x1b[2J");
  CHECK(printed([&](Console& console) { print_revealed(console, Language::English, "17", accepted); }) ==
        "✓ 17\n  telephone  138?[2J\n  that you were told is recorded as entry #31: who and why\n");
}

TEST_CASE("a reporter that was erased between the act and its repetition is told as that") {
  auto accepted = revealed();
  accepted.clear_reporter();
  const auto print = [&](Language language) {
    return printed([&](Console& console) { print_revealed(console, language, "17", accepted); });
  };
  CHECK(print(Language::English) ==
        "✓ 17\n  who reported it has been erased since\n  that you were told is recorded as entry #31: who and why\n");
  CHECK(print(Language::Chinese) == "✓ 17\n  反映人的信息此后已删除\n  这次查看已记入日志 #31：谁看的、为何看\n");
}

TEST_CASE("before it is erased, what goes and what stays is told, and how to do it") {
  const auto print = [](Language language) {
    return printed([&](Console& console) { print_erasure_preview(console, telling(language), closed_ticket(), {}); });
  };
  CHECK(
      print(Language::English) ==
      "20260928-00001-6  id:17  closed\n"
      "  gone for good: text, address, reporter, notes and files; the resident's token ends\n"
      "  stays: who did what, when, by which rule; the journal is proven as before\n"
      "  copies of backups hold it still, until they are restored or thrown away\n"
      "nothing is erased yet, and nothing would bring it back. To do it: whistle erase id:17 --reference TEXT --yes\n");
  CHECK(print(Language::Chinese) ==
        "20260928-00001-6  id:17  已结案\n"
        "  永远消失：内容、地址、反映人、说明、附件；居民凭证失效\n"
        "  保留：谁在何时按哪条规则做了什么；日志照常可以验证\n"
        "  备份的各份拷贝里仍有，直到恢复或销毁\n"
        "尚未删除；删除后不能恢复。执行：whistle erase id:17 --reference 案卷号 --yes\n");
}

TEST_CASE("what is erased already is told as that and not offered again") {
  auto ticket = closed_ticket();
  ticket.mutable_erasure()->set_time_us(1'790'557'200'000'000);
  ticket.mutable_erasure()->set_ground(v1::ERASE_GROUND_REQUEST);
  ticket.mutable_erasure()->set_member("supervisor-1");
  ticket.mutable_erasure()->set_sequence(40);
  CHECK(printed([&](Console& console) { print_erasure_preview(console, telling(Language::English), ticket, {}); }) ==
        "20260928-00001-6  id:17  closed\n  erased 2026-09-28 09:00:00: on request (supervisor-1, entry #40)\n");
  CHECK(printed([&](Console& console) { print_erasure_preview_json(console, ticket, {}); }) ==
        R"({"ticket":"17","number":"20260928-00001-6","copies":[],"erased":true})"
        "\n");
}

TEST_CASE("once it is erased, tickets that keep copies are named, and how to erase them") {
  const auto print = [](Language language) {
    return printed([&](Console& console) {
      print_erased(console, telling(language), closed_ticket(), {21, 22}, erased());
    });
  };
  CHECK(print(Language::English) ==
        "✓ 20260928-00001-6\n"
        "  the personal data of ticket id:17 are erased: on request\n"
        "  gone for good: text, address, reporter, notes and files; the resident's token ends\n"
        "  stays: who did what, when, by which rule; the journal is proven as before\n"
        "  copies of their own lie with id:21, id:22, split from it or it from them; erase each by itself: "
        "whistle erase id:21 --reference TEXT --yes\n"
        "  copies of backups hold it still, until they are restored or thrown away\n");
  CHECK(print(Language::Chinese) ==
        "✓ 20260928-00001-6\n"
        "  工单 id:17 的个人信息已删除：应本人或法院要求\n"
        "  永远消失：内容、地址、反映人、说明、附件；居民凭证失效\n"
        "  保留：谁在何时按哪条规则做了什么；日志照常可以验证\n"
        "  由它拆出或它由之拆出的 id:21、id:22 各有一份，须逐张删除：whistle erase id:21 --reference 案卷号 --yes\n"
        "  备份的各份拷贝里仍有，直到恢复或销毁\n");
}

TEST_CASE("programs are told the copies before they say yes") {
  CHECK(printed([](Console& console) {
          print_erasure_preview_json(console, closed_ticket(), {21, 22});
        }) == R"({"ticket":"17","number":"20260928-00001-6","copies":["21","22"],"erased":false})"
              "\n");
}

TEST_CASE("an adopted logic holds from the next entry on") {
  v1::Accepted accepted;
  accepted.set_sequence(99);
  accepted.add_events()->mutable_logic_adopted()->set_logic(2);
  const auto print = [&](Language language) {
    return printed([&](Console& console) { print_adopted(console, language, accepted); });
  };
  CHECK(print(Language::English) ==
        "from entry #100 on the journal is decided by logic 2; what was decided before stays, and there is no way "
        "back\n");
  CHECK(print(Language::Chinese) == "自日志 #100 起按第 2 版裁决逻辑裁决；此前的裁决不变，也不能退回旧版\n");
}

}  // namespace whistle::tools

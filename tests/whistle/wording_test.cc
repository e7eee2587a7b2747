#include "tools/whistle/wording.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

constexpr Language kBoth[] = {Language::English, Language::Chinese};

// Every value of the enumeration but "unspecified" has words of its own in both languages.
template <typename Enum>
void check_words() {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  CAPTURE(type.name());
  for (const auto language : kBoth) {
    const std::string unknown(words_for(language, static_cast<Enum>(0)));
    std::set<std::string> seen{unknown};
    for (int i = 1; i < type.value_count(); ++i) {
      const std::string words(words_for(language, static_cast<Enum>(type.value(i)->number())));
      CAPTURE(type.value(i)->name());
      CHECK_FALSE(words.empty());
      CHECK(seen.insert(words).second);
    }
  }
}

bool has_chinese(const std::string& text) {
  return text.find_first_of("\xe4\xe5\xe6\xe7\xe8\xe9") != std::string::npos;
}

}  // namespace

TEST_CASE("every code has words of its own in both languages") {
  check_words<v1::TicketState>();
  check_words<v1::ClockKind>();
  check_words<v1::Outcome>();
  check_words<v1::Evidence>();
  check_words<v1::WhistleKind>();
  check_words<v1::Source>();
  check_words<v1::Role>();
  check_words<v1::PartState>();
  check_words<v1::LocatedBy>();
  check_words<v1::RouteFlag>();
  check_words<v1::ClockMode>();
  check_words<v1::DispatchCause>();
  check_words<v1::StepTaken>();
}

TEST_CASE("every refusal has a sentence of its own in both languages") {
  const auto& type = *v1::RefusalCode_descriptor();
  for (const auto language : kBoth) {
    v1::Refusal unknown;
    std::set<std::string> seen{word_refusal(language, unknown).message};
    for (int i = 1; i < type.value_count(); ++i) {
      v1::Refusal refusal;
      refusal.set_code(static_cast<v1::RefusalCode>(type.value(i)->number()));
      const auto failure = word_refusal(language, refusal);
      CAPTURE(type.value(i)->name());
      CHECK(seen.insert(failure.message).second);
      CHECK(has_chinese(failure.message) == (language == Language::Chinese));
      CHECK(failure.message.find('{') == std::string::npos);
    }
  }
}

TEST_CASE("a refusal's arguments are put in, codes among them in words") {
  v1::Refusal refusal;
  refusal.set_code(v1::REFUSAL_CODE_WRONG_STATE);
  const auto add = [&](const char* name, const char* value) {
    auto& argument = *refusal.add_arguments();
    argument.set_name(name);
    argument.set_value(value);
  };
  add("ticket", "17");
  add("state", "TICKET_STATE_VERIFYING");
  const auto failure = word_refusal(Language::English, refusal);
  CHECK(failure.message == "ticket id:17 is verifying: this cannot be done now");
  CHECK(failure.hint == "whistle show id:17 tells what happened");
  CHECK(failure.exit == ExitCode::Refused);
}

TEST_CASE("until when something was possible is told in the district's time") {
  v1::Refusal refusal;
  refusal.set_code(v1::REFUSAL_CODE_TOO_LATE);
  auto& until = *refusal.add_arguments();
  until.set_name("until");
  until.set_value("1790557200000000");
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  CHECK(word_refusal(Language::English, refusal, &*time).message.ends_with("possible until 2026-09-28 09:00:00"));
}

TEST_CASE("an engine that is busy, stopping, out of space or unsure of its time is no refusal") {
  v1::Refusal refusal;
  for (const auto code : {v1::REFUSAL_CODE_BUSY, v1::REFUSAL_CODE_STOPPING, v1::REFUSAL_CODE_DISK_LOW,
                          v1::REFUSAL_CODE_CLOCK_SUSPENDED}) {
    refusal.set_code(code);
    CHECK(word_refusal(Language::English, refusal).exit == ExitCode::NoAnswer);
  }
}

TEST_CASE("every kind of event can be told, but for the engine's own book-keeping") {
  const DistrictNames names{v1::GetDistrictReply{}};
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  for (const auto language : kBoth) {
    const Telling telling{language, names, *time, {}};
    const auto nothing = event_sentence(telling, v1::Event{});
    const auto& type = *v1::Event::descriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      v1::Event event;
      event.GetReflection()->MutableMessage(&event, type.field(i));
      const auto sentence = event_sentence(telling, event);
      CAPTURE(type.field(i)->name());
      CHECK(sentence != nothing);
      CHECK(sentence.empty() == event.has_clock_set());
    }
  }
}

TEST_CASE("every command can be told") {
  for (const auto language : kBoth) {
    std::set<std::string_view> seen{command_words(language, v1::Command::BODY_NOT_SET)};
    const auto& type = *v1::Command::descriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      CAPTURE(type.field(i)->name());
      CHECK(seen.insert(command_words(language, static_cast<v1::Command::BodyCase>(type.field(i)->number()))).second);
    }
  }
}

TEST_CASE("arguments are put in once, and made printable") {
  CHECK(worded(Language::English, {"", "{1} before {0}"}, {"a", "b"}) == "b before a");
  CHECK(worded(Language::English, {"", "{0}"}, {"{1}"}) == "{1}");
  CHECK(worded(Language::English, {"", "{0} {2}"}, {"a"}) == "a {2}");
  CHECK(worded(Language::English, {"", "{0}"}, {"a\x1b[2J"}) == "a?[2J");
}

TEST_CASE("a span is told in its two largest units") {
  constexpr std::int64_t kMinute = 60'000'000;
  CHECK(span_text(Language::English, 0) == "0 s");
  CHECK(span_text(Language::English, 80 * kMinute) == "1 h 20 min");
  CHECK(span_text(Language::English, -80 * kMinute) == "1 h 20 min");
  CHECK(span_text(Language::Chinese, 80 * kMinute) == "1小时20分");
  CHECK(span_text(Language::English, 1'440 * kMinute) == "1 d");
}

TEST_CASE("words for programs are the enumerators without their prefix, and read back") {
  CHECK(machine_word(v1::TICKET_STATE_ON_SITE) == "on_site");
  v1::TicketState state{};
  CHECK(parse_machine_word("on_site", state));
  CHECK(state == v1::TICKET_STATE_ON_SITE);
  CHECK(parse_machine_word("TICKET_STATE_CLOSED", state));
  CHECK(state == v1::TICKET_STATE_CLOSED);
  CHECK_FALSE(parse_machine_word("unspecified", state));
}

}  // namespace whistle::tools

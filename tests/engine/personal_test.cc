#include "engine/personal.h"

#include <doctest/doctest.h>
#include <google/protobuf/descriptor.h>

#include <string>

#include "tests/engine/sample_district.h"

namespace whistle::engine {

namespace {

using google::protobuf::FieldDescriptor;

// The command of that kind with every personal thing said in it that its message can say; nullopt: it can say none.
std::optional<v1::Command> saying_secrets(const FieldDescriptor& kind) {
  const auto* personal = kind.message_type()->FindFieldByName("personal");
  if (personal == nullptr) return std::nullopt;
  v1::Command command;
  auto& body = *command.GetReflection()->MutableMessage(&command, &kind);
  v1::PersonalData said;
  said.set_text("secret-text");
  said.set_address("secret-address");
  said.mutable_reporter()->set_name("secret-name");
  body.GetReflection()->MutableMessage(&body, personal)->CopyFrom(said);
  return command;
}

}  // namespace

TEST_CASE("no command's personal data reach the journal, and each is sealed and committed to") {
  const auto rules = load(sample_district()).value();
  const auto* body = v1::Command::descriptor()->FindOneofByName("body");
  v1::Commitments commitments;
  commitments.set_text(std::string(32, 'c'));
  int kinds = 0;
  for (int i = 0; i < body->field_count(); ++i) {
    const auto command = saying_secrets(*body->field(i));
    if (!command) continue;
    CAPTURE(body->field(i)->name());
    ++kinds;
    const auto sealed = split_personal(rules.get(), *command);
    REQUIRE(sealed);
    CHECK(sealed->text() == "secret-text");
    const auto kept = journalled(rules.get(), *command, commitments);
    CHECK(kept.SerializeAsString().find("secret") == std::string::npos);
    REQUIRE(commitments_in(kept) != nullptr);
    CHECK(commitments_in(kept)->text() == commitments.text());
  }
  CHECK(kinds == 33);
}

TEST_CASE("the point of a correction is sealed whatever its category, and stands in the journal nowhere") {
  const auto rules = load(sample_district()).value();
  v1::Command amend;
  auto& location = *amend.mutable_amend_ticket()->mutable_location();
  location.mutable_point()->set_lat_e7(500);
  location.mutable_original_point()->set_lat_e7(600);
  location.set_estate("E1");
  const auto sealed = split_personal(rules.get(), amend);
  REQUIRE(sealed);
  CHECK(sealed->point().lat_e7() == 500);
  CHECK(sealed->original_point().lat_e7() == 600);
  const auto kept = journalled(rules.get(), amend, {});
  CHECK_FALSE(kept.amend_ticket().location().has_point());
  CHECK_FALSE(kept.amend_ticket().location().has_original_point());
  CHECK(kept.amend_ticket().location().estate() == "E1");
}

TEST_CASE("a split without place or address carries those of the first ticket over, and its entry says so") {
  const auto rules = load(sample_district()).value();
  v1::Command split;
  split.mutable_split_ticket()->mutable_personal()->set_text("second");
  CHECK(carries_place_over(split.split_ticket()));
  CHECK(journalled(rules.get(), split, {}).split_ticket().carried_over());
  split.mutable_split_ticket()->mutable_personal()->set_address("elsewhere");
  CHECK_FALSE(journalled(rules.get(), split, {}).split_ticket().carried_over());
  split.mutable_split_ticket()->mutable_personal()->clear_address();
  split.mutable_split_ticket()->mutable_location()->set_grid("G1");
  CHECK_FALSE(carries_place_over(split.split_ticket()));
}

}  // namespace whistle::engine

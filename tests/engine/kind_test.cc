#include "engine/kind.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

template <typename Message>
void check_each(typename Message::BodyCase nothing) {
  const auto* body = Message::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const auto number = body->field(i)->number();
    CHECK_MESSAGE(kind_of(static_cast<typename Message::BodyCase>(number)) != Kind::None, body->field(i)->name());
  }
  CHECK(kind_of(nothing) == Kind::None);
}

TEST_CASE("every command and every event of the language has a kind, and nothing else has") {
  check_each<v1::Command>(v1::Command::BODY_NOT_SET);
  check_each<v1::Event>(v1::Event::BODY_NOT_SET);
}

}  // namespace
}  // namespace whistle::engine

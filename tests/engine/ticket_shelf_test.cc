#include <doctest/doctest.h>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "engine/ticket.h"
#include "engine/ticket_shelf.h"

namespace whistle::engine {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Every field of a message, and of the messages in it, with a value that no other field has; lists with two items. A
// field that is added to the language comes by here without being named.
class Filling {
 public:
  void fill(Message& message) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const auto* field = message.GetDescriptor()->field(i);
      for (int item = 0; item < (field->is_repeated() ? 2 : 1); ++item)
        fill(message, reflection, field);
    }
  }

 private:
  void fill(Message& message, const google::protobuf::Reflection& reflection, const FieldDescriptor* field) {
    const bool many = field->is_repeated();
    const auto number = ++number_;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return fill(many ? *reflection.AddMessage(&message, field) : *reflection.MutableMessage(&message, field));
      case FieldDescriptor::CPPTYPE_STRING:
        return many ? reflection.AddString(&message, field, "word " + std::to_string(number))
                    : reflection.SetString(&message, field, "word " + std::to_string(number));
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = field->enum_type()->value(1 + number % (field->enum_type()->value_count() - 1));
        return many ? reflection.AddEnum(&message, field, value) : reflection.SetEnum(&message, field, value);
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.SetBool(&message, field, true);
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetInt32(&message, field, -number);
      case FieldDescriptor::CPPTYPE_INT64:
        return reflection.SetInt64(&message, field, 1'780'000'000'000'000 + 977 * std::int64_t{number});
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.SetUInt32(&message, field, static_cast<std::uint32_t>(number));
      case FieldDescriptor::CPPTYPE_UINT64:
        return many ? reflection.AddUInt64(&message, field, std::uint64_t{1} << (number % 60))
                    : reflection.SetUInt64(&message, field, std::uint64_t{1} << (number % 60));
      default:
        FAIL("a kind of field that a ticket did not have: " << field->full_name());
    }
  }

  int number_ = 0;
};

v1::TicketRecord full_record() {
  v1::TicketRecord record;
  Filling().fill(record);
  record.set_id(17);
  return record;
}

std::string row_of(const std::optional<Ticket>& ticket) {
  return ticket ? to_record(*ticket).DebugString() : "not there";
}

}  // namespace

TEST_CASE("a ticket comes off the shelf as it was put there, whatever its fields hold") {
  const auto record = full_record();
  const auto ticket = from_record(record);
  REQUIRE(to_record(ticket).DebugString() == record.DebugString());
  TicketShelf shelf;
  shelf.put(ticket);
  CHECK(row_of(shelf.find(TicketId{17})) == record.DebugString());
}

TEST_CASE("an empty ticket, and times far from the acceptance, before it as well") {
  TicketShelf shelf;
  Ticket ticket;
  ticket.id = TicketId{3};
  shelf.put(ticket);
  CHECK(row_of(shelf.find(TicketId{3})) == to_record(ticket).DebugString());
  ticket.accepted = kInstantMax;
  ticket.occurred = kInstantMin;
  ticket.closed = Instant{1};
  shelf.put(ticket);
  CHECK(row_of(shelf.find(TicketId{3})) == to_record(ticket).DebugString());
}

TEST_CASE("the latest of an id counts, and what is erased is gone") {
  TicketShelf shelf;
  auto ticket = from_record(full_record());
  shelf.put(ticket);
  ticket.category = "another";
  ticket.keys.clear();
  shelf.put(ticket);
  CHECK(shelf.size() == 1);
  CHECK(shelf.find(TicketId{17})->category == "another");
  CHECK(shelf.find(TicketId{17})->keys.empty());
  CHECK(shelf.erase(TicketId{17}));
  CHECK_FALSE(shelf.erase(TicketId{17}));
  CHECK_FALSE(shelf.contains(TicketId{17}));
  CHECK(row_of(shelf.find(TicketId{17})) == "not there");
}

TEST_CASE("a code has one number, and the number its code") {
  CodeBook book;
  CHECK(book.number_of("") == 0);
  const auto first = book.number_of("F-SHENGTAI");
  for (int i = 0; i < 1'000; ++i)
    (void)book.number_of("code " + std::to_string(i));
  CHECK(book.number_of("F-SHENGTAI") == first);
  CHECK(book.code(first) == "F-SHENGTAI");
  CHECK(book.code(0).empty());
}

}  // namespace whistle::engine

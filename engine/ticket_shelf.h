// Open tickets, packed: some hundred bytes each where a Ticket takes a thousand and more. Codes are written once, in a
// book, and stand in the tickets as small numbers; times as distances from the acceptance.
//
//   TicketShelf shelf;
//   shelf.put(ticket);
//   if (const auto ticket = shelf.find(id)) act_on(*ticket);   // a copy
//
// The book never forgets a code: what goes there are the words of rulesets and the codes of members, which are few.
// Text that is each ticket's own, such as idempotency keys, lies in the ticket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"
#include "engine/ticket.h"

namespace whistle::engine {

// Codes by number, numbered as they come. 0 is the empty code.
class CodeBook {
 public:
  CodeBook() { (void)number_of({}); }

  [[nodiscard]] std::uint32_t number_of(std::string_view code);
  // Of a number that this book gave.
  [[nodiscard]] const std::string& code(std::uint32_t number) const { return codes_[number]; }

 private:
  std::deque<std::string> codes_;                                // which stay where they are while it grows
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // looked up, never iterated
};

class TicketShelf {
 public:
  // Adds the ticket, or puts it in the place of what its id had.
  void put(const Ticket& ticket);
  // False: it is not there.
  bool erase(TicketId id);

  // As it was put; nullopt: it is not there.
  [[nodiscard]] std::optional<Ticket> find(TicketId id) const;
  // The first of its fields alone, which costs a fraction; nullopt: it is not there.
  [[nodiscard]] std::optional<Matter> find_matter(TicketId id) const;
  [[nodiscard]] bool contains(TicketId id) const { return packed_.contains(id); }
  [[nodiscard]] std::size_t size() const { return packed_.size(); }
  [[nodiscard]] bool empty() const { return packed_.empty(); }

 private:
  // A number of bytes (four) and the bytes.
  using Packed = std::unique_ptr<char[]>;

  CodeBook codes_;
  std::unordered_map<TicketId, Packed> packed_;  // looked up, never iterated
  std::vector<char> buffer_;                     // of `put`, kept for its room
};

}  // namespace whistle::engine

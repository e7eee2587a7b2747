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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"
#include "engine/ticket.h"

namespace whistle::engine {

// Codes by number, numbered as they come. 0 is the empty code. A ticket that is packed asks for some twenty, so that
// they are looked up in one flat table.
class CodeBook {
 public:
  CodeBook();

  [[nodiscard]] std::uint32_t number_of(std::string_view code);
  // Of a number that this book gave; valid until the next that it gives.
  [[nodiscard]] const std::string& code(std::uint32_t number) const { return codes_[number]; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // 0: free
  };

  // Where the code is, or else the free slot that it may have.
  [[nodiscard]] Slot& slot_of(std::string_view code, std::uint32_t hash);
  void grow();

  std::vector<std::string> codes_;
  std::vector<Slot> slots_;  // a power of two, half of them free
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

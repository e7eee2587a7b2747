#include "tools/whistled/number_lookup.h"

#include <utility>

#include "engine/core.h"

namespace whistle::tools::whistled {

namespace {

using engine::Sequence;

struct Blown {
  Sequence sequence;
  std::pair<std::int32_t, std::uint32_t> number;
};

// The first ticket that began in [from, end).
Result<std::optional<Blown>> next_whistle(const engine::Store& store, std::uint64_t from, std::uint64_t end) {
  std::optional<Blown> found;
  const auto scanned = store.scan_entries(Sequence{from}, [&](Sequence sequence, std::string_view bytes) {
    if (sequence.value >= end) return false;
    const auto entry = engine::parse_entry(bytes);
    if (!entry || !entry->has_ticket() || entry->ticket() != sequence.value) return true;
    for (const auto& event : entry->events()) {
      if (const auto number = engine::number_given(event)) {
        found = Blown{sequence, {number->local_day, number->day_counter}};
      }
    }
    return !found.has_value();
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return found;
}

}  // namespace

Result<std::optional<engine::TicketId>> find_by_number(const engine::Store& store, const engine::NumberParts& number) {
  const auto next = store.next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  const std::pair wanted{number.local_day, number.day_counter};
  std::uint64_t low = 0;
  std::uint64_t high = next->value;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto whistle = next_whistle(store, middle, high);
    if (!whistle) return tl::unexpected(whistle.error());
    if (!*whistle || (*whistle)->number > wanted) {
      high = middle;
    } else if ((*whistle)->number < wanted) {
      low = (*whistle)->sequence.value + 1;
    } else {
      return engine::TicketId{(*whistle)->sequence.value};
    }
  }
  return std::nullopt;
}

}  // namespace whistle::tools::whistled

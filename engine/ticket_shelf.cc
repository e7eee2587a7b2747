#include "engine/ticket_shelf.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/assert.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kVarintBytesMax = 10;
constexpr std::size_t kFirstSlots = 1'024;  // of a code book

// ---- One list of fields, for both ways ----------------------------------------------------------------------------

template <typename Format, typename P>
void each_field_of_part(Format& field, P& part) {
  field.code(part.party);
  field(part.state);
  field(part.owes);
  field(part.arrived);
  field(part.score);
  field.code(part.member);
}

template <typename Format, typename C>
void each_field_of_clock(Format& field, C& clock) {
  field(clock.part);
  field(clock.kind);
  field(clock.phase);
  field.code(clock.party);
  field(clock.started);
  field(clock.due);
  field(clock.next);
  field(clock.step);
  field(clock.reminders);
  field(clock.paused);
}

template <typename Format, typename R>
void each_field_of_request(Format& field, R& request) {
  field(request.kind);
  field.code(request.party);
  field.code(request.arbiter);
  field(request.since);
  field(request.reason);
  field.code(request.suggested);
  field(request.cause);
  field(request.until);
  field(request.count);
  field.each(request.parties, [&](auto& party) { field.code(party); });
}

template <typename Format, typename H>
void each_field_of_hold(Format& field, H& hold) {
  field(hold.cause);
  field(hold.until);
  field.code(hold.arbiter);
}

template <typename Format, typename H>
void each_field_of_hop(Format& field, H& hop) {
  field.code(hop.party);
  field(hop.since);
  field(hop.cause);
}

template <typename Format, typename K>
void each_field_of_key(Format& field, K& key) {
  field.code(key.client);
  field.text(key.key);
  field(key.sequence);
}

template <typename Format, typename A>
void each_field_of_appeal(Format& field, A& appeal) {
  field.code(appeal.party);
  field(appeal.subject);
  field(appeal.ground);
  field(appeal.since);
  field.code(appeal.first_reviewer);
  field(appeal.decided);
  field(appeal.granted);
  field.code(appeal.second_reviewer);
}

template <typename Format, typename C>
void each_field_of_charge(Format& field, C& charge) {
  field.code(charge.party);
  field(charge.missed);
  field(charge.reworked);
  field(charge.disputed);
}

template <typename Format, typename A>
void each_field_of_attachment(Format& field, A& attachment) {
  field.text(attachment.sha256);
  field(attachment.type);
  field(attachment.size);
  field.text(attachment.sealed_sha256);
  field(attachment.seen_on);
  field(attachment.entry);
  field.code(attachment.party);
}

template <typename Format, typename T>
void each_field_of_recurrence(Format& field, T& ticket) {
  field.each(ticket.similar, [&](auto& id) { field(id); });
  field(ticket.recurs);
  field.each(ticket.followers, [&](auto& id) { field(id); });
  field(ticket.reopens);
  field(ticket.lead_ticket_outcome);
  field(ticket.appeal_until);
  field(ticket.total_due);
  field(ticket.total_missed);
  field.each(ticket.charges, [&](auto& charge) { each_field_of_charge(field, charge); });
  field.each(ticket.appeals, [&](auto& appeal) { each_field_of_appeal(field, appeal); });
  field.code(ticket.venue);
  field.each(ticket.attachments, [&](auto& attachment) { each_field_of_attachment(field, attachment); });
}

template <typename Format, typename T>
void each_field_of_acts(Format& field, T& ticket) {
  field(ticket.urges);
  field(ticket.progress_reports);
  field(ticket.reworks);
  field(ticket.contacts);
  field(ticket.last_urged);
  field(ticket.last_progress);
  field(ticket.first_contact);
  field(ticket.resolved);
  field(ticket.resolve_due);
  field(ticket.split_from);
  field.each(ticket.split_into, [&](auto& into) { field(into); });
  field.each(ticket.notes, [&](auto& note) { field(note); });
  field(ticket.place_entry);
}

template <typename Format, typename T>
void each_field_of_arbitration(Format& field, T& ticket) {
  field.maybe(ticket.request, [&](auto& request) { each_field_of_request(field, request); });
  field.maybe(ticket.hold, [&](auto& hold) { each_field_of_hold(field, hold); });
  field.each(ticket.returned, [&](auto& party) { field.code(party); });
  field(ticket.ruled);
  field(ticket.extensions);
  field(ticket.failed_checks);
  field(ticket.false_closure);
  field.code(ticket.whistled_up_by);
  field(ticket.reject_reason);
}

// Of tickets and of matters. The acceptance comes first, because the other times are counted from it.
template <typename Format, typename T>
void each_field_of_matter(Format& field, T& ticket) {
  field.base(ticket.accepted);
  field(ticket.state);
  field(ticket.kind);
  field.code(ticket.category);
  field.code(ticket.estate);
  field.maybe(ticket.point, [&](auto& point) {
    field(point.lat_e7);
    field(point.lon_e7);
  });
  field.code(ticket.against);
  field(ticket.outcome);
  field(ticket.lead_ticket);
  field(ticket.closed);
  field(ticket.reopen_until);
}

template <typename Format, typename T>
void each_field(Format& field, T& ticket) {
  each_field_of_matter(field, ticket);
  field(ticket.id);
  field(ticket.local_day);
  field(ticket.day_counter);
  field(ticket.ruleset);
  field(ticket.source);
  field.code(ticket.urgency);
  field.code(ticket.blower);
  field.code(ticket.blower_party);
  field(ticket.blower_released);
  field(ticket.anonymous);
  field(ticket.how);
  field(ticket.place_class);
  field.code(ticket.area);
  field.each(ticket.flags, [&](auto& flag) { field(flag); });
  field.code(ticket.rule);
  field.code(ticket.ladder);
  field(ticket.fallback);
  field.each(ticket.parts, [&](auto& part) { each_field_of_part(field, part); });
  field.each(ticket.inform, [&](auto& party) { field.code(party); });
  field.code(ticket.hand_off);
  field.each(ticket.hops, [&](auto& hop) { each_field_of_hop(field, hop); });
  field.each(ticket.clocks, [&](auto& clock) { each_field_of_clock(field, clock); });
  field.each(ticket.supervised_by, [&](auto& party) { field.code(party); });
  field(ticket.rating);
  field(ticket.occurred);
  field(ticket.last_entry);
  field.each(ticket.keys, [&](auto& key) { each_field_of_key(field, key); });
  field.seldom([&] { each_field_of_acts(field, ticket); });
  field.seldom([&] { each_field_of_arbitration(field, ticket); });
  field.seldom([&] { each_field_of_recurrence(field, ticket); });
}

// ---- The ways -----------------------------------------------------------------------------------------------------

// Small numbers of either sign are small: 0, -1, 1, -2, 2 …
std::uint64_t folded(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

class Packing {
 public:
  // `buffer` is written from its start and made longer where need be.
  Packing(CodeBook& codes, std::vector<char>& buffer)
      : codes_(codes), buffer_(buffer), at_(buffer.data()), end_(buffer.data() + buffer.size()) {}

  [[nodiscard]] std::string_view bytes() const {
    return {buffer_.data(), static_cast<std::size_t>(at_ - buffer_.data())};
  }

  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_enum_v<T> || std::is_signed_v<T>) {
      number(folded(static_cast<std::int64_t>(value)));
    } else {
      number(value);
    }
  }
  template <typename Tag, typename Number>
  void operator()(const Id<Tag, Number>& id) {
    number(id.value);
  }
  void operator()(const Instant& at) { number(folded(at.us - base_us_)); }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    number(value.has_value());
    if (value) (*this)(*value);
  }
  void base(const Instant& at) {
    number(folded(at.us));
    base_us_ = at.us;
  }
  void code(const std::string& code) { number(codes_.number_of(code)); }
  void text(const std::string& text) {
    number(text.size());
    make_room(text.size());
    at_ = std::copy(text.begin(), text.end(), at_);
  }
  template <typename T, typename Each>
  void each(const std::vector<T>& list, Each&& pack) {
    number(list.size());
    for (const auto& item : list)
      pack(item);
  }
  // Fields of which most tickets have none: where all are zero, that together costs a byte.
  template <typename Pack>
  void seldom(Pack&& pack) {
    const auto begin = bytes().size();
    number(1);
    pack();
    char* const fields = buffer_.data() + begin + 1;
    if (std::any_of(fields, at_, [](char byte) { return byte != 0; })) return;
    fields[-1] = 0;
    at_ = fields;
  }
  template <typename T, typename Pack>
  void maybe(const std::optional<T>& value, Pack&& pack) {
    number(value.has_value());
    if (value) pack(*value);
  }

 private:
  void make_room(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) >= size) return;
    const auto written = bytes().size();
    buffer_.resize(2 * (written + size));
    at_ = buffer_.data() + written;
    end_ = buffer_.data() + buffer_.size();
  }
  void number(std::uint64_t value) {
    make_room(kVarintBytesMax);
    for (; value >= 0x80; value >>= 7)
      *at_++ = static_cast<char>(value | 0x80U);
    *at_++ = static_cast<char>(value);
  }

  CodeBook& codes_;
  std::vector<char>& buffer_;
  char* at_;
  char* end_;
  std::int64_t base_us_ = 0;
};

// Into what is new: it sets what is not zero.
class Unpacking {
 public:
  Unpacking(const CodeBook& codes, const char* bytes) : codes_(codes), at_(bytes) {}

  [[nodiscard]] const char* at() const { return at_; }

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_signed_v<T>) {
      value = static_cast<T>(unfolded(number()));
    } else {
      value = static_cast<T>(number());
    }
  }
  template <typename Tag, typename Number>
  void operator()(Id<Tag, Number>& id) {
    id.value = static_cast<Number>(number());
  }
  void operator()(Instant& at) { at.us = base_us_ + unfolded(number()); }
  template <typename T>
  void operator()(std::optional<T>& value) {
    if (number() != 0) (*this)(value.emplace());
  }
  void base(Instant& at) {
    at.us = unfolded(number());
    base_us_ = at.us;
  }
  void code(std::string& code) {
    if (const auto given = number(); given != 0) code = codes_.code(static_cast<std::uint32_t>(given));
  }
  void text(std::string& text) {
    const auto size = number();
    text.assign(at_, size);
    at_ += size;
  }
  template <typename T, typename Each>
  void each(std::vector<T>& list, Each&& unpack) {
    list.resize(number());
    for (auto& item : list)
      unpack(item);
  }
  template <typename Unpack>
  void seldom(Unpack&& unpack) {
    if (number() != 0) unpack();
  }
  template <typename T, typename Unpack>
  void maybe(std::optional<T>& value, Unpack&& unpack) {
    if (number() != 0) unpack(value.emplace());
  }

 private:
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
  }

  const CodeBook& codes_;
  const char* at_;
  std::int64_t base_us_ = 0;
};

}  // namespace

CodeBook::CodeBook() : codes_(1), slots_(kFirstSlots) {}

std::uint32_t CodeBook::number_of(std::string_view code) {
  if (code.empty()) return 0;
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(code));
  auto& slot = slot_of(code, hash);
  if (slot.number != 0) return slot.number;
  const auto number = static_cast<std::uint32_t>(codes_.size());
  codes_.emplace_back(code);
  slot = {hash, number};
  if (2 * codes_.size() > slots_.size()) grow();
  return number;
}

CodeBook::Slot& CodeBook::slot_of(std::string_view code, std::uint32_t hash) {
  const auto mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    auto& slot = slots_[at];
    if (slot.number == 0 || (slot.hash == hash && codes_[slot.number] == code)) return slot;
  }
}

void CodeBook::grow() {
  const auto before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  for (const auto& slot : before) {
    if (slot.number != 0) slot_of(codes_[slot.number], slot.hash) = slot;
  }
}

void TicketShelf::put(const Ticket& ticket) {
  Packing packing(codes_, buffer_);
  each_field(packing, ticket);
  const auto bytes = packing.bytes();
  Packed packed(new char[kLengthBytes + bytes.size()]);
  const auto length = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(packed.get(), &length, kLengthBytes);
  std::memcpy(packed.get() + kLengthBytes, bytes.data(), bytes.size());
  packed_.insert_or_assign(ticket.id, std::move(packed));
}

bool TicketShelf::erase(TicketId id) {
  return packed_.erase(id) != 0;
}

std::optional<Ticket> TicketShelf::find(TicketId id) const {
  const auto found = packed_.find(id);
  if (found == packed_.end()) return std::nullopt;
  std::uint32_t length = 0;
  std::memcpy(&length, found->second.get(), kLengthBytes);
  Unpacking unpacking(codes_, found->second.get() + kLengthBytes);
  std::optional<Ticket> ticket(std::in_place);
  each_field(unpacking, *ticket);
  WHISTLE_ASSERT(unpacking.at() == found->second.get() + kLengthBytes + length);
  return ticket;
}

std::optional<Matter> TicketShelf::find_matter(TicketId id) const {
  const auto found = packed_.find(id);
  if (found == packed_.end()) return std::nullopt;
  Unpacking unpacking(codes_, found->second.get() + kLengthBytes);
  std::optional<Matter> matter(std::in_place);
  each_field_of_matter(unpacking, *matter);
  return matter;
}

}  // namespace whistle::engine

// A journal looked back into: tickets as they stood, made from their own entries; instants found by bisection.
#include "tools/whistle/audit/as_it_was.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "engine/core.h"
#include "storage/rocksdb_store.h"
#include "tests/whistle/audit/lived_journal.h"
#include "tools/whistle/audit/rerun.h"

namespace whistle::tools {
namespace {

// Ids of all tickets, and the time of each entry.
struct Contents {
  std::set<std::uint64_t> tickets;
  std::vector<std::int64_t> times;
};

Contents contents() {
  Contents found;
  const auto source = open_stored(lived_journal().store());
  const auto scanned = source->scan_entries(0, [&](engine::Sequence, std::string_view bytes) {
    const auto entry = engine::parse_entry(bytes).value();
    if (entry.has_ticket()) found.tickets.insert(entry.ticket());
    found.times.push_back(entry.time_us());
    return true;
  });
  REQUIRE(scanned.has_value());
  return found;
}

// A ticket's row without the keys that it holds while it is open.
std::string row_of(v1::TicketRecord record) {
  record.clear_keys();
  return record.SerializeAsString();
}

// A part of a journal that somebody wrote by hand, and that nobody has signed.
class WrittenByHand final : public JournalSource {
 public:
  explicit WrittenByHand(const v1::Entry& entry) : bytes_(engine::entry_bytes(entry)) {}

  Read<JournalIdentity> identity() override { return JournalIdentity{}; }
  Read<std::uint64_t> next_sequence() override { return 1; }
  Read<void> scan_entries(std::uint64_t, const engine::EntryVisitor& visit) override {
    (void)visit(engine::Sequence{0}, bytes_);
    return {};
  }
  Read<std::optional<std::string>> entry(std::uint64_t) override { return bytes_; }
  Read<std::optional<std::string>> blob(std::string_view) override { return std::nullopt; }
  Read<std::optional<std::string>> tile(std::uint8_t, std::uint64_t) override { return std::nullopt; }
  Read<void> scan_checkpoints(std::uint64_t, const engine::CheckpointVisitor&) override { return {}; }
  Read<std::optional<engine::CheckpointRow>> last_checkpoint() override { return std::nullopt; }

 private:
  std::string bytes_;
};

TEST_CASE("an entry that cannot have happened to the ticket is told, and not applied") {
  v1::Entry entry;
  entry.set_ticket(0);
  SUBCASE("of an arbiter where nobody asked") {
    entry.add_events()->mutable_arbiter_replaced()->set_arbiter("ST1");
  }
  SUBCASE("of a clock that does not run") {
    entry.add_events()->mutable_clock_stopped();
  }
  SUBCASE("of a lead that is not there") {
    entry.add_events()->mutable_resolution_disputed();
  }
  SUBCASE("of no ticket") {
    entry.add_events()->mutable_journal_created();
  }
  SUBCASE("of a language that this program does not know") {
    entry.add_events();
  }
  WrittenByHand source(entry);
  const auto was = ticket_as_it_was(source, Language::English, {0, {0}}, 1);
  REQUIRE_FALSE(was.has_value());
  CHECK(was.error().word == "damaged");
}

TEST_CASE("a ticket made from its own entries is what the tables say of it") {
  const auto source = open_stored(lived_journal().store());
  std::map<std::uint64_t, std::string> stored;
  const auto keep = [&](engine::TicketId id, std::string_view row) {
    v1::TicketRecord record;
    REQUIRE(record.ParseFromArray(row.data(), static_cast<int>(row.size())));
    stored[id.value] = row_of(record);
    return true;
  };
  REQUIRE(source->tables()->scan_open_tickets(keep).has_value());
  REQUIRE(source->tables()->scan_closed_tickets(std::nullopt, keep).has_value());
  for (const auto id : contents().tickets) {
    CAPTURE(id);
    const auto subject = find_subject(*source, Language::English, "id:" + std::to_string(id));
    REQUIRE(subject.has_value());
    const auto was = ticket_as_it_was(*source, Language::English, *subject, lived_journal().entries);
    REQUIRE_MESSAGE(was.has_value(), was.error().message);
    CHECK(row_of(engine::to_record(was->ticket)) == stored.at(id));
  }
}

TEST_CASE("in the middle of its life it is what the district then had") {
  const auto source = open_stored(lived_journal().store());
  Rerun rerun(*source, Rerun::Tables::Leave);
  for (std::uint64_t end = 20; end < lived_journal().entries; end += 97) {
    const auto lived = rerun.until(end, [](std::uint64_t) {});
    REQUIRE((lived.has_value() && lived->findings.empty()));
    for (const auto id : rerun.state().open_ids) {
      const auto subject = find_subject(*source, Language::English, "id:" + std::to_string(id.value));
      REQUIRE(subject.has_value());
      const auto was = ticket_as_it_was(*source, Language::English, *subject, end);
      REQUIRE(was.has_value());
      CHECK(row_of(engine::to_record(was->ticket)) == row_of(engine::to_record(rerun.state().find_open(id).value())));
    }
  }
}

TEST_CASE("an instant is after the entries that are not later") {
  const auto source = open_exported(lived_journal().file());
  const auto times = contents().times;
  const auto zone = DistrictTime::of_zone("Asia/Shanghai").value();
  for (std::size_t i = 5; i + 1 < times.size(); i += 61) {
    const auto text = zone.rfc3339(engine::Instant{times[i]});  // cut to the second
    const auto moment = moment_of(*source, Language::English, text);
    REQUIRE_MESSAGE(moment.has_value(), moment.error().message);
    CHECK(times[moment->end - 1] <= moment->at.us);
    if (moment->end < times.size()) CHECK(times[moment->end] > moment->at.us);
  }
  CHECK(moment_of(*source, Language::English, "")->end == lived_journal().entries);
  CHECK(moment_of(*source, Language::English, "seq:7")->end == 8);
  for (const auto* text : {"seq:", "seq:x", "seq:99999999", "yesterday", "2001-01-01T00:00:00Z"})
    CHECK(moment_of(*source, Language::English, text).error().exit == ExitCode::Usage);
}

}  // namespace
}  // namespace whistle::tools

#include "tools/whistle/audit/as_it_was.h"

#include <charconv>
#include <optional>
#include <utility>

#include "adapters/zeromq/ruleset_names.h"
#include "engine/applicable.h"
#include "engine/core.h"
#include "storage/checkpoint.h"
#include "tools/whistle/audit/public_key.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kFoundingMax = 64;  // entries that a journal begins with, its first rules among them

Result<v1::Entry> read_entry(JournalSource& source, Language language, std::uint64_t sequence) {
  const auto bytes = source.entry(sequence);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
  if (!entry) return file_failure(worded(language, phrases::kNoEntry, {std::to_string(sequence)}));
  return *std::move(entry);
}

// What the journal began with: its zone does for reading what somebody types.
Result<std::shared_ptr<const engine::Ruleset>> first_rules(JournalSource& source, Language language) {
  const auto next = source.next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  for (std::uint64_t sequence = 0; sequence < std::min(*next, kFoundingMax); ++sequence) {
    const auto entry = read_entry(source, language, sequence);
    if (!entry) return tl::unexpected(entry.error());
    if (entry->command().has_publish_ruleset())
      return rules_of(source, language, entry->command().publish_ruleset().ruleset_sha256());
  }
  return file_failure(std::string(phrase(language, phrases::kNoRules)));
}

// The number of entries that are not later.
Result<std::uint64_t> entries_until(JournalSource& source, Language language, std::uint64_t next, engine::Instant at) {
  std::uint64_t begin = 0;
  while (begin < next) {
    const auto middle = begin + (next - begin) / 2;
    const auto entry = read_entry(source, language, middle);
    if (!entry) return tl::unexpected(entry.error());
    if (entry->time_us() <= at.us) {
      begin = middle + 1;
    } else {
      next = middle;
    }
  }
  return begin;
}

Result<void> check_proven(JournalSource& source, Language language, std::uint64_t sequence, std::string_view bytes,
                          const storage::Checkpoint& checkpoint) {
  if (sequence >= checkpoint.size) return {};  // not signed for yet
  const auto tiles = tiles_of(source);
  const auto proof = storage::inclusion_proof(storage::subtrees_of(tiles), sequence, checkpoint.size);
  if (storage::root_by_inclusion(storage::leaf_hash(bytes), sequence, checkpoint.size, proof) == checkpoint.root)
    return {};
  return tl::unexpected(Failure{ExitCode::Refused, "damaged",
                                worded(language, phrases::kFoundBytes, {std::to_string(sequence), "", ""}),
                                std::string(phrase(language, phrases::kVerifyHint)), std::nullopt});
}

Result<storage::Checkpoint> newest_checkpoint(JournalSource& source, Language language) {
  const auto key = own_key(source);
  if (!key) return tl::unexpected(key.error());
  const auto last = source.last_checkpoint();
  if (!last) return tl::unexpected(failure_of(last.error()));
  if (!*last) return storage::Checkpoint{};
  auto opened = storage::open_checkpoint((*last)->note, key->key);
  if (!opened || opened->origin != key->origin) {
    return tl::unexpected(Failure{ExitCode::Refused, "damaged",
                                  worded(language, phrases::kFoundOtherKey, {std::to_string((*last)->size)}),
                                  std::string(phrase(language, phrases::kVerifyHint)), std::nullopt});
  }
  return *std::move(opened);
}

}  // namespace

Result<std::shared_ptr<const engine::Ruleset>> rules_of(JournalSource& source, Language language,
                                                        const std::string& sha256) {
  const auto blob = [&](std::string_view wanted) { return source.blob(wanted).value_or(std::nullopt); };
  const auto manifest = blob(sha256);
  if (!manifest) return file_failure(worded(language, phrases::kRulesUnreadable, {"manifest"}));
  auto rules = engine::Ruleset::load(*manifest, blob, engine::LoadGeometry::No);
  if (!rules) return file_failure(worded(language, phrases::kRulesUnreadable, {rules.error().what}));
  return *std::move(rules);
}

Result<std::shared_ptr<const engine::Ruleset>> rules_behind(JournalSource& source, Language language,
                                                            const v1::Entry& entry) {
  const auto publication = read_entry(source, language, entry.ruleset());
  if (!publication) return tl::unexpected(publication.error());
  for (const auto& event : publication->events()) {
    if (event.has_ruleset_published()) return rules_of(source, language, event.ruleset_published().ruleset_sha256());
  }
  return file_failure(std::string(phrase(language, phrases::kNoRules)));
}

DistrictNames names_of(const engine::Ruleset& rules) {
  v1::GetDistrictReply reply;
  adapters::zeromq::put_names(rules, reply);
  return DistrictNames(reply);
}

Result<DistrictTime> time_of(Language language, const engine::Ruleset& rules) {
  auto time = DistrictTime::of_zone(rules.manifest.time_zone());
  if (!time) return file_failure(worded(language, phrases::kUnknownZone, {rules.manifest.time_zone()}));
  return *std::move(time);
}

Result<Moment> moment_of(JournalSource& source, Language language, const std::string& text) {
  const auto next = source.next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  auto end = *next;
  if (text.starts_with(kEntryMark)) {
    std::uint64_t sequence = 0;
    const auto digits = std::string_view(text).substr(kEntryMark.size());
    const auto [rest, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), sequence);
    if (fault != std::errc() || rest != digits.data() + digits.size() || sequence >= *next)
      return usage_failure(worded(language, phrases::kNoEntry, {std::string(digits)}));
    end = sequence + 1;
  } else if (!text.empty()) {
    const auto rules = first_rules(source, language);
    if (!rules) return tl::unexpected(rules.error());
    const auto time = time_of(language, **rules);
    if (!time) return tl::unexpected(time.error());
    const auto last = read_entry(source, language, *next - 1);
    if (!last) return tl::unexpected(last.error());
    const auto at = time->parse(text, engine::Instant{last->time_us()});
    if (!at) return usage_failure(worded(language, phrases::kBadMoment, {text}));
    const auto entries = entries_until(source, language, *next, *at);
    if (!entries) return tl::unexpected(entries.error());
    if (*entries == 0) return usage_failure(worded(language, phrases::kBeforeJournal, {text}));
    return Moment{*entries, *at};
  }
  if (end == 0) return usage_failure(worded(language, phrases::kBeforeJournal, {text}));
  const auto last = read_entry(source, language, end - 1);
  if (!last) return tl::unexpected(last.error());
  return Moment{end, engine::Instant{last->time_us()}};
}

Result<TicketAsItWas> ticket_as_it_was(JournalSource& source, Language language, const Subject& subject,
                                       std::uint64_t end) {
  const auto checkpoint = newest_checkpoint(source, language);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  TicketAsItWas was;
  for (const auto sequence : subject.entries) {
    if (sequence >= end) break;
    const auto bytes = source.entry(sequence);
    if (!bytes) return tl::unexpected(failure_of(bytes.error()));
    auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
    if (!entry) return file_failure(worded(language, phrases::kNoEntry, {std::to_string(sequence)}));
    if (auto proven = check_proven(source, language, sequence, **bytes, *checkpoint); !proven)
      return tl::unexpected(proven.error());
    if (!engine::apply_if_applicable(*entry, was.ticket)) {
      return tl::unexpected(Failure{ExitCode::Refused, "damaged",
                                    worded(language, phrases::kFoundUnapplied, {std::to_string(sequence)}),
                                    std::string(phrase(language, phrases::kVerifyHint)), std::nullopt});
    }
    was.entries.push_back(*std::move(entry));
  }
  if (was.entries.empty()) return usage_failure(std::string(phrase(language, phrases::kNotBegun)));
  return was;
}

v1::Ticket view_of(const engine::Ticket& ticket, const engine::Ruleset& rules) {
  v1::Ticket view;
  *view.mutable_record() = engine::to_record(ticket);
  view.set_number(engine::ticket_number(ticket.local_day, ticket.day_counter));
  view.set_anonymous(ticket.anonymous);
  adapters::zeromq::put_category(rules, ticket.category, view);
  adapters::zeromq::put_place_name(rules, ticket, view);
  return view;
}

}  // namespace whistle::tools

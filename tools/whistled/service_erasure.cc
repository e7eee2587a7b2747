// What is forgotten leaves the journal's reach and then the files: what came back with a backup, what has been kept
// long enough, and the bytes that a database keeps of what was removed.
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "tools/whistled/log_text.h"
#include "tools/whistled/scrub.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kEraseMax = 16;  // by retention, a second
constexpr std::chrono::seconds kScrubEvery{60};
// A scrub reads and writes a part of the vault: it rests a multiple of what it took.
constexpr int kScrubRest = 20;

}  // namespace

// That it has been erased shows that a later life of this journal had adopted what knows erasing.
Result<void> Service::adopt_newest_logic() {
  v1::Command command;
  command.mutable_adopt_logic()->set_logic(engine::kNewestLogic);
  if (auto adopted = command_by_operator(command); !adopted) return adopted;
  spdlog::warn("event=logic_adopted logic={} why={}", engine::kNewestLogic,
               in_quotes("personal data was erased by it before this backup was restored"));
  return {};
}

Result<void> Service::erase_again() {
  const auto back = acceptance_.erased_elsewhere();
  if (!back) return tl::unexpected(back.error());
  if (back->empty()) return {};
  if (parts_.core.state().logic < engine::logic_needed(v1::Command::kEraseTicket)) {
    if (auto adopted = adopt_newest_logic(); !adopted) return adopted;
  }
  for (const auto ticket : *back) {
    const auto erased = acceptance_.erase_own(ticket, v1::ERASE_GROUND_RESTORED);
    if (!erased) return tl::unexpected(erased.error());
    if (!*erased)
      return fail(ExitCode::BadData, "ticket " + std::to_string(ticket.value) + " has been erased and cannot be again");
  }
  if (auto durable = make_durable(); !durable) return durable;
  spdlog::warn("event=erased_again tickets={} what={}", back->size(),
               in_quotes("the list of erasures names them; a backup had brought them back"));
  return finish_scrub();
}

// Some at a time: each waits for the list to be on the disk.
void Service::sweep_retention() {
  if (suspended_ || !options_.erasures) return;
  if (kept_long_enough_.empty()) {
    auto due = retention_.due(parts_.core.state(), parts_.store, parts_.clock.now());
    if (!due) return fail_with(due.error());
    kept_long_enough_.assign(due->begin(), due->end());
  }
  std::size_t erased = 0;
  while (!kept_long_enough_.empty() && erased < kEraseMax) {
    const auto done = acceptance_.erase_own(kept_long_enough_.front(), v1::ERASE_GROUND_RETENTION);
    if (!done) return fail_with(done.error());
    kept_long_enough_.pop_front();
    erased += *done ? 1 : 0;
  }
  if (erased > 0) spdlog::info("event=retention_over tickets={}", erased);
}

void Service::watch_scrub(SteadyTime now) {
  if (scrubbing_ || now < next_scrub_ || !parts_.store.needs_scrub()) return;
  scrubbing_ = true;
  scrub_thread_.run([this] {
    const auto began = SteadyTime::clock::now();
    auto clean = std::make_shared<engine::Stored<bool>>(parts_.store.scrub());
    const auto took = SteadyTime::clock::now() - began;
    mailbox_.post([this, clean, took] {
      scrubbing_ = false;
      next_scrub_ = SteadyTime::clock::now() + std::max<SteadyTime::duration>(kScrubEvery, took * kScrubRest);
      if (!*clean) return fail_with(failure_of(clean->error()));
      spdlog::info("event=vault_scrubbed clean={} ms={}", **clean,
                   std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
    });
  });
}

// A stopped directory holds nothing of what was erased.
Result<void> Service::finish_scrub() {
  while (scrubbing_) {
    if (auto turned = turn(/*wait=*/true); !turned) return turned;
  }
  if (!parts_.store.needs_scrub()) return {};
  const auto clean = scrub_whole(parts_.store);
  if (!clean) return tl::unexpected(failure_of(clean.error()));
  if (!*clean)
    spdlog::warn("event=vault_not_scrubbed what={}",
                 in_quotes("a copy of the store is being made; the next start does it"));
  return {};
}

}  // namespace whistle::tools::whistled

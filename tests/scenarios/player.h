// Plays a transcript against the real core, on a driven clock, with an in-memory store that is committed after each
// line.
//
// A transcript is a text file. Lines that begin with '#' are prose, the first paragraph says what the transcript shows.
// A line at the margin is a command; the lines below it, indented by two, are what it must print. Commands:
//
//   at 2026-09-28 09:00                      civil time moves on; every clock due before fires at its own instant
//   blow W1 as app category=RUBBISH estate=E-GARDEN text="…"      W1 names the ticket from here on
//   ack W1 as firm-1 · arrive W1 as … · resolve W1 as … [outcome=fixed] [note="…"] [photo_after]
//     photo_after puts a photo first, photo_after=gate.jpg names one that was put: attach W1 as … file=gate.jpg
//   confirm W1 as app [rating=5] · withdraw W1 as app
//   register firm-1 as admin key=a · revoke as admin key=a · propose OTHER as admin
//   withdraw-rules OTHER as admin · rebase W1 as admin
//   reveal W1 as firm-1 why="…" · erase W1 as desk-chief reference=…
//   hand-over W1 as firm-1 to=firm-2 · absent firm-1 as firm-1 until="…" [from="…"] · back firm-1 as firm-1
//   hand firm-2                              what the member has in hand, or nobody of its party has
//   show W1                                  the ticket as it stands
//   restart                                  a new core from the store's tables, compared with the old one
//
// Members speak in plain mode; `by-key=a` in place of `as` speaks with a registered credential.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/core.h"
#include "storage/memory_store.h"

namespace whistle::tests {

class Player {
 public:
  // Publishes the district directory as entries 0 and 1, at 1970-01-01.
  explicit Player(const std::string& district_directory);

  // One command line; the lines that it prints.
  [[nodiscard]] std::vector<std::string> play(const std::string& line);

  // Everything that was decided so far.
  [[nodiscard]] std::vector<v1::Entry> journal() const;
  // The rulesets that it was decided by, by the sequence number of their publication.
  [[nodiscard]] std::map<std::uint64_t, std::shared_ptr<const engine::Ruleset>> rulesets() const { return rulesets_; }
  [[nodiscard]] const engine::State& state() const { return core_->state(); }

 private:
  struct Words;  // the line, taken apart

  std::vector<std::string> move_to(const std::string& local_time);
  std::vector<std::string> act(const Words& words);
  std::vector<std::string> show(const std::string& name);
  std::vector<std::string> counts_of(const engine::Ticket& ticket) const;
  std::vector<std::string> restart();
  std::vector<std::string> say(const engine::Decided<v1::Entry>& outcome);
  void persist(std::vector<std::string>& lines);
  std::string propose(const std::string& directory);
  [[nodiscard]] static bool brings_photo(const Words& words);
  [[nodiscard]] static std::string photo_of(const Words& words);
  void put_photo(const Words& words);
  void remember_file(const v1::Entry& entry);
  void flag_seen(v1::PutAttachment& put);
  [[nodiscard]] std::map<std::string, std::string> dated(const Words& words) const;
  [[nodiscard]] std::vector<std::string> hand(const std::string& member) const;
  [[nodiscard]] engine::Instant seen_at() const;
  v1::Command command_of(const Words& words);
  engine::Input input_of(const Words& words, const v1::Command& command);

  std::unique_ptr<engine::Store> store_;
  std::unique_ptr<engine::Core> core_;
  engine::Instant now_;
  std::map<std::string, std::uint64_t> tickets_;
  std::map<std::string, std::uint64_t> files_;  // by hash, the first ticket that had it
  std::uint64_t keys_given_ = 0;
  std::map<std::uint64_t, std::shared_ptr<const engine::Ruleset>> rulesets_;
};

}  // namespace whistle::tests

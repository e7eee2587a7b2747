// Stands outside the engine and holds what it was told: every acknowledgement, and everything that was ever served.
//
//   Witness witness(vault);
//   witness.sends(request);  ...  witness.hears(answer);      // only what the engine told
//   ... the engine ends, in whatever way, and starts again ...
//   CHECK(witness.examine(engine).empty());
//
// Use from one thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core.h"
#include "engine/ports.h"
#include "storage/memory_store.h"
#include "storage/vault.h"
#include "tests/crash/engine_on_disk.h"

namespace whistle::crash {

class Witness {
 public:
  explicit Witness(const storage::Vault& vault);

  void sends(const v1::Request& request);
  // An answer that nobody asked for, or that differs from an earlier one to the same command, is a complaint of the
  // next examination.
  void hears(const Answer& answer);

  // Asks an engine that has just started for everything, and says what is wrong with it, at most a few lines:
  // - the journal has no gap, begins with all that was ever served, and holds no command twice;
  // - every acknowledgement is the reply of its entry, and repeating its command, of an open ticket or a closed one,
  //   gives that reply again and writes nothing;
  // - tickets with their clocks, keys and named rows are, byte for byte, what the journal makes of them;
  // - personal data opens and is what was sent.
  // What is found counts as served from then on.
  [[nodiscard]] std::vector<std::string> examine(EngineOnDisk& engine);

  // Commands that got no answer: the client sends them again.
  [[nodiscard]] std::vector<v1::Request> unanswered() const;
  [[nodiscard]] const std::map<std::string, v1::Accepted>& acknowledged() const { return acknowledged_; }
  // Keys of closed tickets that were asked for in the last examination.
  [[nodiscard]] std::uint64_t closed_keys() const { return closed_keys_; }

 private:
  void complain(std::string what);
  void read_journal(const engine::Store& store);
  void replay(const std::vector<engine::EntryBytes>& found);
  void compare_tables(const engine::Store& store);
  void ask_for_acknowledged(EngineOnDisk& engine);
  void open_personal(const engine::Store& store, const std::string& key, const v1::Accepted& accepted);

  const storage::Vault& vault_;
  std::vector<std::string> complaints_;

  // ---- what was said ----
  std::map<std::string, v1::Request> asked_;  // by key, as are the others
  std::set<std::string> unanswered_;
  std::map<std::string, v1::Accepted> acknowledged_;

  // ---- what was found, and what follows from it: a core of its own that is fed the journal and never crashes ----
  std::vector<std::string> entries_;
  std::set<std::pair<std::string, std::string>> commands_;  // (member, key)
  engine::Core core_;
  storage::MemoryStore tables_;
  std::vector<engine::KeyRow> key_rows_;
  std::uint64_t closed_keys_ = 0;
};

}  // namespace whistle::crash

// The clients and the network between them and the engine: messages are duplicated, reordered and lost in both
// directions, and a client that hears nothing asks again under the same key.
//
// Holds what clients were told, and what must follow from it: an accepted reply is durable, is given once and is given
// again to whoever asks again.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "tests/simulation/chance.h"
#include "tools/whistled/uncommitted.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tests {

// What somebody wants done, and how it reads in a trace.
struct Intent {
  v1::Actor actor;
  v1::Command command;
  std::string words;
};

class Clients {
 public:
  struct Ask {
    Intent intent;
    std::string key;
    std::string frame;
    std::int64_t acted_at_us = 0;
  };

  // Begins to ask, under a key that no other ask has but for one that `reuses` an old ask's; the message may be lost or
  // doubled. Returns the ask's number.
  std::size_t ask(Intent intent, std::string key, std::int64_t acted_at_us, Chance& chance);
  // A client that heard nothing, or has forgotten that it did, sends again. nullopt: nobody has asked yet.
  std::optional<std::size_t> ask_again(Chance& chance);
  // A message that arrives: any that is on its way. nullopt: none is.
  std::optional<std::size_t> arrive(Chance& chance);
  // Connections break with the engine: what was on its way to it is lost.
  void lose_messages() { on_the_way_.clear(); }

  // What the engine tells. Some replies are lost. Throws BrokenRule where a reply breaks what was told before, or says
  // what the store does not hold. Returns the replies in words.
  std::vector<std::string> hear(const std::vector<tools::whistled::WaitingReply>& replies, const engine::Store& store,
                                Chance& chance);

  const Ask& asked(std::size_t number) const { return asks_[number]; }
  [[nodiscard]] std::size_t size() const { return asks_.size(); }
  // Every accepted reply that anybody heard is what the journal says now.
  void recall_everything(const engine::Store& store) const;

  std::uint64_t told_accepted = 0;
  std::uint64_t told_refused = 0;
  std::uint64_t told_again = 0;

 private:
  struct Told {
    std::size_t ask = 0;
    std::string accepted;  // serialized Accepted
    std::uint64_t sequence = 0;
  };

  void hear_accepted(std::size_t number, const v1::Accepted& accepted, const engine::Store& store);
  void hear_again(const Told& told, std::size_t number, const v1::Accepted& accepted, const engine::Store& store) const;
  void hear_refused(std::size_t number, const v1::Refusal& refusal) const;

  std::vector<Ask> asks_;
  std::vector<std::size_t> on_the_way_;
  std::map<std::pair<std::string, std::string>, Told> told_;  // by member and key
  std::map<std::size_t, std::uint64_t> accepted_;             // ask -> sequence
};

}  // namespace whistle::tests

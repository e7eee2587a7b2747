#include "tests/simulation/clients.h"

#include "engine/core.h"
#include "tests/simulation/broken_rule.h"
#include "tools/whistled/accepted_reply.h"

namespace whistle::tests {

namespace {

constexpr std::uint64_t kLost = 10;    // one in so many messages, in each direction
constexpr std::uint64_t kDoubled = 6;  // arrives twice
constexpr std::uint64_t kRecent = 30;  // asks that are repeated more often than old ones

// Token and reporter are the vault's to give again; the rest is the entry's.
std::string of_entry(v1::Accepted accepted) {
  accepted.clear_ticket_token();
  accepted.clear_reporter();
  return accepted.SerializeAsString();
}
v1::Accepted heard(const std::string& bytes) {
  v1::Accepted accepted;
  require(accepted.ParseFromString(bytes), "a reply that was heard cannot be read again");
  return accepted;
}

bool is_erased(const engine::Store& store, std::uint64_t ticket) {
  const auto row = store.meta(engine::erasure_name(engine::TicketId{ticket}));
  require(row.has_value(), "the meta rows cannot be read");
  return row->has_value();
}

v1::Entry entry_of(const engine::Store& store, std::uint64_t sequence) {
  const auto bytes = store.entry(engine::Sequence{sequence});
  require(bytes && *bytes, "a client was told of entry " + std::to_string(sequence) + ", which is not durable");
  auto entry = engine::parse_entry(**bytes);
  require(entry.has_value(), "entry " + std::to_string(sequence) + " cannot be read");
  return *std::move(entry);
}

// What makes two asks the same command: not how its rules were brought.
std::string content(const Clients::Ask& ask) {
  auto command = ask.intent.command;
  if (command.has_publish_ruleset()) command.mutable_publish_ruleset()->clear_files();
  if (command.has_submit_ruleset()) command.mutable_submit_ruleset()->clear_files();
  return command.SerializeAsString() + std::to_string(ask.acted_at_us);
}

bool same_content(const Clients::Ask& one, const Clients::Ask& other) {
  return content(one) == content(other);
}

}  // namespace

std::size_t Clients::ask(Intent intent, std::string key, std::int64_t acted_at_us, Chance& chance) {
  v1::Request request;
  request.set_correlation(asks_.size());
  request.set_key(key);
  request.set_acted_at_us(acted_at_us);
  *request.mutable_command() = intent.command;
  const auto number = asks_.size();
  asks_.push_back({std::move(intent), std::move(key), request.SerializeAsString(), acted_at_us});
  if (!chance.one_in(kLost)) on_the_way_.push_back(number);
  if (chance.one_in(kDoubled)) on_the_way_.push_back(number);
  return number;
}

std::optional<std::size_t> Clients::ask_again(Chance& chance) {
  if (asks_.empty()) return std::nullopt;
  const auto recent = std::min<std::uint64_t>(asks_.size(), kRecent);
  auto number = static_cast<std::size_t>(asks_.size() - 1 - chance.below(recent));
  if (chance.one_in(3)) number = static_cast<std::size_t>(chance.below(asks_.size()));
  on_the_way_.push_back(number);
  return number;
}

std::optional<std::size_t> Clients::arrive(Chance& chance) {
  if (on_the_way_.empty()) return std::nullopt;
  const auto at = static_cast<std::ptrdiff_t>(chance.below(on_the_way_.size()));
  const auto number = on_the_way_[static_cast<std::size_t>(at)];
  on_the_way_.erase(on_the_way_.begin() + at);
  return number;
}

std::vector<std::string> Clients::hear(const std::vector<tools::whistled::WaitingReply>& replies,
                                       const engine::Store& store, Chance& chance) {
  std::vector<std::string> words;
  for (const auto& waiting : replies) {
    const auto& reply = waiting.answer;
    const auto number = static_cast<std::size_t>(reply.correlation());
    auto line = "told: " + asks_.at(number).intent.words + ": ";
    line += reply.has_accepted() ? "accepted as " + std::to_string(reply.accepted().sequence())
                                 : v1::RefusalCode_Name(reply.refusal().code());
    const bool lost = chance.one_in(kLost);
    words.push_back(line + (lost ? " (lost on the way)" : ""));
    if (lost) continue;
    if (reply.has_accepted()) {
      hear_accepted(number, reply.accepted(), store);
    } else {
      hear_refused(number, reply.refusal());
    }
    ++(reply.has_accepted() ? told_accepted : told_refused);
  }
  return words;
}

void Clients::hear_accepted(std::size_t number, const v1::Accepted& accepted, const engine::Store& store) {
  const auto& ask = asks_[number];
  const auto entry = entry_of(store, accepted.sequence());
  require(entry.key() == ask.key, "a reply speaks of another command's entry: " + ask.intent.words);
  require(entry.command().body_case() == ask.intent.command.body_case(),
          "the journal holds another kind of command than was asked: " + ask.intent.words);
  require(tools::whistled::accepted_reply(entry).SerializeAsString() == of_entry(accepted),
          "a reply is not what its entry says: " + ask.intent.words);
  const auto [told, is_new] = told_.try_emplace({entry.actor().member(), ask.key},
                                                Told{number, accepted.SerializeAsString(), accepted.sequence()});
  if (!is_new) {
    hear_again(told->second, number, accepted, store);
    ++told_again;
  }
  accepted_[number] = accepted.sequence();
}

// The same answer, less what has been forgotten since.
void Clients::hear_again(const Told& told, std::size_t number, const v1::Accepted& accepted,
                         const engine::Store& store) const {
  const auto& ask = asks_[number];
  require(same_content(asks_[told.ask], ask), "one key stands for two commands: " + ask.intent.words);
  const auto before = heard(told.accepted);
  require(of_entry(before) == of_entry(accepted), "a repeated command got another reply: " + ask.intent.words);
  const auto forgotten = [&] { return is_erased(store, accepted.ticket()); };
  require(before.ticket_token() == accepted.ticket_token() || (accepted.ticket_token().empty() && forgotten()),
          "a repeated command got another token: " + ask.intent.words);
  require(before.reporter().SerializeAsString() == accepted.reporter().SerializeAsString() ||
              (!accepted.has_reporter() && forgotten()),
          "a repeated command got another reporter: " + ask.intent.words);
}

// Once a client has heard that it was accepted, asking again gets the same answer, unless the engine no longer knows
// who asks.
void Clients::hear_refused(std::size_t number, const v1::Refusal& refusal) const {
  if (refusal.code() == v1::REFUSAL_CODE_UNKNOWN_IDENTITY) return;
  const auto accepted = accepted_.find(number);
  require(accepted == accepted_.end(), "accepted before and refused when asked again: " + asks_[number].intent.words +
                                           ": " + refusal.ShortDebugString());
}

void Clients::recall_everything(const engine::Store& store) const {
  for (const auto& [name, told] : told_) {
    const auto entry = entry_of(store, told.sequence);
    require(entry.actor().member() == name.first && entry.key() == name.second &&
                tools::whistled::accepted_reply(entry).SerializeAsString() == of_entry(heard(told.accepted)),
            "what a client was told is no longer what the journal says, entry " + std::to_string(told.sequence));
  }
}

}  // namespace whistle::tests

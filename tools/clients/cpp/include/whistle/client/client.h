// A conversation with the engine over a network that may be bad. Whatever is asked is sent again, a command under the
// same idempotency key, until it is answered or the time is up: it happens once or not at all.
//
//   auto client = Client::open({.endpoint = "tcp://engine:7710", .login = login});
//   auto accepted = client->blow(whistle, How("hall-3-000017"));     // durable when it returns
//   auto ticket = client->ask(v1::GetTicket{...});                       // v1::GetTicketReply
//
// Any number of threads may use one client at once, over its one connection and one thread of its own; they are
// answered in any order. `async_client.h` has the same for coroutines of Boost.Asio.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "whistle/client/error.h"
#include "whistle/client/login.h"
#include "whistle/client/questions.h"
#include "whistle/v1/service.pb.h"

namespace whistle::client {

struct Options {
  std::string endpoint{};                     // where the engine takes commands, for instance tcp://engine:7710
  std::optional<Login> login{};               // nullopt: plain, for an engine that was started with --plain
  std::string claimed_member{};               // of a plain engine: who speaks
  std::chrono::milliseconds timeout{20'000};  // of whatever is asked, over all tries
};

// Under which circumstances something is asked. At most one of `for_member` and `ticket_token`.
//
//   client.act(acknowledge(17), How("acknowledge-17"));
//
// Constructed, not braced: g++ 12 copies an aggregate that stands in an awaited expression byte by byte.
struct How {
  How() {}  // NOLINT(modernize-use-equals-default): a defaulted one would be such an aggregate's again
  explicit How(std::string the_key) : key(std::move(the_key)) {}

  // Of a command: the idempotency key, 1 to 64 printable ASCII characters; empty: a fresh one. Where a program may be
  // started again between asking and hearing, it keeps a key of its own with what it wants done.
  std::string key{};
  std::optional<std::chrono::milliseconds> timeout{};  // nullopt: the client's
  std::int64_t acted_at_us = 0;                        // when an act done offline was done, microseconds UTC; 0: now
  std::string for_member{};                            // of the same party, whose act is entered
  std::string ticket_token{};                          // of a resident, 16 bytes: an intake identity acts for it
  std::optional<std::uint64_t> if_last_entry{};  // refused with TICKET_CHANGED unless this is the ticket's last entry
};

// An idempotency key: 32 hexadecimal digits of the system's randomness.
[[nodiscard]] std::string fresh_key();

class Client {
 public:
  // Starts the client's thread. Nobody need be there: ask v1::GetStatus to know. Misused: no address, or no keys.
  [[nodiscard]] static Result<Client> open(Options options);

  // Ends the thread and waits for it. What is under way ends with NoAnswer first. Not from a `Done`.
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // Sends any request until it is answered; correlation, sender and, for a command without one, the key are filled in.
  // A refusal is an error. Waits; not from a `Done`.
  [[nodiscard]] Result<v1::Reply> call(v1::Request request, std::optional<std::chrono::milliseconds> timeout = {});
  // Any command; `acts.h` makes the usual ones.
  [[nodiscard]] Result<v1::Accepted> act(v1::Command command, const How& how = {});
  [[nodiscard]] Result<v1::Accepted> blow(v1::BlowWhistle whistle, const How& how = {});
  // Any question, for instance v1::ListTickets. `how.key` is for commands.
  template <Question Asked>
  [[nodiscard]] Result<typename AnswerTo<Asked>::type> ask(const Asked& question, const How& how = {});

  // ---- For another loop than those of this library
  // Called once, on the client's own thread: it may start something, and must not wait nor throw.
  using Done = std::function<void(Result<v1::Reply>)>;
  // As `call`, without waiting. Returns the number that `cancel` takes.
  std::uint64_t start(v1::Request request, std::optional<std::chrono::milliseconds> timeout, Done done);
  // No more tries; `done` is told NoAnswer unless it has been told something. Any number at all.
  void cancel(std::uint64_t started);

 private:
  friend class Notices;
  class Line;

  explicit Client(std::unique_ptr<Line> line);

  std::unique_ptr<Line> line_;
};

// ---- What `act` and `ask` are made of

[[nodiscard]] v1::Request request_of(v1::Command command, const How& how);
// `question` is one of the messages in v1::Request's `body`.
[[nodiscard]] v1::Request request_of(const google::protobuf::Message& question, const How& how);
// Moves the reply's body into `answer`. Malformed: it is another one.
[[nodiscard]] Result<void> take_answer(Result<v1::Reply> reply, google::protobuf::Message& answer);
[[nodiscard]] Result<v1::Accepted> take_accepted(Result<v1::Reply> reply);

template <Question Asked>
Result<typename AnswerTo<Asked>::type> Client::ask(const Asked& question, const How& how) {
  typename AnswerTo<Asked>::type answer;
  auto taken = take_answer(call(request_of(question, how), how.timeout), answer);
  if (!taken) return tl::unexpected(std::move(taken.error()));
  return answer;
}

}  // namespace whistle::client

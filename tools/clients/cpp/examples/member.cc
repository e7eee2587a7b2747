// A property firm's own system works its inbox: takes every order that is new, goes there, and reports what was done.
//
//   member tcp://engine:7710 engine.key firm.key_secret
//
// Many tickets are under way at once over one connection. The keys are made of ticket and act, so that a run that was
// broken off and is started again does nothing twice.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <exception>
#include <string>

#include "whistle/client/acts.h"
#include "whistle/client/async_client.h"

namespace {

using namespace whistle;
namespace asio = boost::asio;
using client::AsyncClient;

struct Tally {
  int found = 0;
  int done = 0;
  bool failed = false;
};

client::How under(const char* act, std::uint64_t ticket) {
  return client::How(std::string(act) + "-" + std::to_string(ticket));
}

void complain(const std::string& about, const client::Error& error) {
  std::fprintf(stderr, "%s: %s\n", about.c_str(), client::to_string(error).c_str());
}

// Somebody else may be faster, or it needs what this program does not have: then it is left to people.
asio::awaitable<client::Result<void>> take_and_resolve(AsyncClient& engine, const v1::Ticket& ticket) {
  const auto id = ticket.record().id();
  const auto state = ticket.record().state();
  if (state == v1::TICKET_STATE_DISPATCHED) {
    const auto taken = co_await engine.async_act(client::acknowledge(id), under("acknowledge", id));
    if (!taken) co_return tl::unexpected(taken.error());
  }
  if (state != v1::TICKET_STATE_ON_SITE) {
    const auto there = co_await engine.async_act(client::arrive(id), under("arrive", id));
    if (!there) co_return tl::unexpected(there.error());
  }
  const auto done = co_await engine.async_act(client::resolve(id, "dealt with on site"), under("resolve", id));
  if (!done) co_return tl::unexpected(done.error());
  co_return client::Result<void>();
}

asio::awaitable<void> work(AsyncClient& engine, v1::Ticket ticket, Tally& tally) {
  const auto done = co_await take_and_resolve(engine, ticket);
  if (!done) {
    complain(ticket.number(), done.error());
    co_return;
  }
  ++tally.done;
  std::printf("%s resolved\n", ticket.number().c_str());
}

void rethrow(const std::exception_ptr& thrown) {
  if (thrown) std::rethrow_exception(thrown);
}

asio::awaitable<void> work_inbox(AsyncClient& engine, std::string& party, Tally& tally) {
  const auto status = co_await engine.async_ask(v1::GetStatus());
  if (!status) co_return tally.failed = true, complain("status", status.error());
  party = status->party();
  v1::ListTickets question;
  question.set_lead(party);
  for (const auto state : {v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE})
    question.add_states(state);
  for (bool more = true; more;) {
    const auto page = co_await engine.async_ask(question);
    if (!page) co_return tally.failed = true, complain("inbox", page.error());
    const auto executor = co_await asio::this_coro::executor;
    for (const auto& ticket : page->tickets()) {
      ++tally.found;
      asio::co_spawn(executor, work(engine, ticket, tally), rethrow);
    }
    question.set_after(page->cursor());
    more = page->more();
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fprintf(stderr, "usage: member ENGINE SERVER-KEY KEY-FILE\n");
    return 2;
  }
  asio::io_context context;  // outlives the client
  const auto login = client::Login::from_files(words[3], words[2]);
  if (!login) return complain("keys", login.error()), 1;
  client::Options options;
  options.endpoint = words[1];
  options.login = *login;
  auto engine = AsyncClient::open(options);
  if (!engine) return complain("engine", engine.error()), 1;
  Tally tally;
  std::string party;
  asio::co_spawn(context, work_inbox(*engine, party, tally), rethrow);
  context.run();
  if (tally.failed) return 1;
  std::printf("%s: %d of %d\n", party.c_str(), tally.done, tally.found);
  return tally.done == tally.found ? 0 : 1;
}

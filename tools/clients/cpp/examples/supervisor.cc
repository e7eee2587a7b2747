// A supervisor follows the journal, and keeps a receipt of a ticket that can be checked where there is no engine.
//
//   supervisor tcp://engine:7710 tcp://engine:7711 engine.key supervisor.key_secret 17 receipt.json 'whistle/370790/…'
//
// Prints each entry of the ticket as it comes, until the ticket is closed and the journal signed so far. The last is
// the verifier key that `whistle audit key` printed on a day when nobody had reason to forge; without it the engine's
// own word is taken, and that is said.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "whistle/client/follower.h"
#include "whistle/client/proof.h"

namespace {

using namespace whistle;
using namespace std::chrono_literals;
using client::Result;

constexpr auto kSignedWithin = 60s;  // an engine signs every few seconds

std::string act_of(const v1::Entry& entry) {
  const auto& command = entry.command();
  const auto* body = v1::Command::descriptor()->FindOneofByName("body");
  const auto* field = command.GetReflection()->GetOneofFieldDescriptor(command, body);
  return std::to_string(entry.sequence()) + " " + (field == nullptr ? "?" : field->name());
}

bool closes(const v1::Entry& entry) {
  return std::ranges::any_of(entry.events(), [](const v1::Event& event) { return event.has_ticket_closed(); });
}

// Numbers of the ticket's entries, from its whistle to its closing.
Result<std::vector<std::uint64_t>> follow_to_the_end(client::Follower& follower, std::uint64_t ticket) {
  std::vector<std::uint64_t> seen;
  for (;;) {
    const auto entry = follower.next(60s);
    if (!entry) {
      // Of an engine that was away too long: the next call goes on where this one stood.
      if (std::holds_alternative<client::NoAnswer>(entry.error())) continue;
      return tl::unexpected(entry.error());
    }
    if (!*entry || !(*entry)->has_ticket() || (*entry)->ticket() != ticket) continue;
    seen.push_back((*entry)->sequence());
    std::printf("%s\n", act_of(**entry).c_str());
    std::fflush(stdout);
    if (closes(**entry)) return seen;
  }
}

// Asked for again at each heartbeat of the feed, until the engine has signed.
Result<v1::Receipt> signed_receipt(client::Client& engine, client::Follower& follower,
                                   const std::vector<std::uint64_t>& entries) {
  const auto until = std::chrono::steady_clock::now() + kSignedWithin;
  while (std::chrono::steady_clock::now() < until) {
    auto receipt = client::fetch_receipt(engine, entries);
    if (!receipt) return tl::unexpected(receipt.error());
    if (*receipt) return **receipt;
    const auto entry = follower.next(1s);
    if (!entry) return tl::unexpected(entry.error());
  }
  return tl::unexpected(client::Error(client::NoAnswer{"the engine signs nothing", {}}));
}

Result<client::VerifierKey> key_of(client::Client& engine, const char* text) {
  if (text != nullptr) return client::VerifierKey::parse(text);
  std::fprintf(stderr, "the engine's own word for its key is taken\n");
  return client::fetch_journal_key(engine);
}

Result<void> supervise(client::Client& engine, const char* feed, std::uint64_t ticket, const char* file,
                       const char* verifier) {
  auto follower = client::Follower::open(engine, {.feed = feed, .from = ticket});
  if (!follower) return tl::unexpected(follower.error());
  const auto entries = follow_to_the_end(*follower, ticket);
  if (!entries) return tl::unexpected(entries.error());
  const auto receipt = signed_receipt(engine, *follower, *entries);
  if (!receipt) return tl::unexpected(receipt.error());
  const auto key = key_of(engine, verifier);
  if (!key) return tl::unexpected(key.error());
  const auto text = client::receipt_text(*receipt);
  const auto proven = client::check_receipt(text, *key);  // from here on no engine is needed
  if (!proven) return tl::unexpected(proven.error());
  std::ofstream(file) << text;
  for (const auto& entry : proven->entries) {
    const auto& who = entry.actor().member();
    std::printf("proven, in %s of %llu entries: %s by %s\n", proven->origin.c_str(),
                static_cast<unsigned long long>(proven->size), act_of(entry).c_str(),
                who.empty() ? "the engine" : who.c_str());
  }
  return {};
}

int failed(const client::Error& error) {
  std::fprintf(stderr, "%s\n", client::to_string(error).c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t ticket = 0;
  const std::string_view number = count > 5 ? words[5] : "";
  const auto read = std::from_chars(number.data(), number.data() + number.size(), ticket);
  if ((count != 7 && count != 8) || read.ec != std::errc{}) {
    std::fprintf(stderr, "usage: supervisor ENGINE FEED SERVER-KEY KEY-FILE TICKET RECEIPT [VERIFIER-KEY]\n");
    return 2;
  }
  const auto login = client::Login::from_files(words[4], words[3]);
  if (!login) return failed(login.error());
  auto engine = client::Client::open({.endpoint = words[1], .login = *login});
  if (!engine) return failed(engine.error());
  const auto done = supervise(*engine, words[2], ticket, words[6], count == 8 ? words[7] : nullptr);
  return done ? 0 : failed(done.error());
}

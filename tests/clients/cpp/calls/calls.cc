// What no example calls of the installed library: files, and proofs that a journal has only grown.
//
//   calls ENGINE SERVER-KEY KEY-FILE file TICKET FILE          puts the file, fetches it, prints whether it is the same
//   calls ENGINE SERVER-KEY KEY-FILE note FILE                 keeps the newest checkpoint
//   calls ENGINE SERVER-KEY KEY-FILE grown FILE VERIFIER-KEY   that the journal goes on from the one that was kept
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "whistle/client/files.h"
#include "whistle/client/proof.h"

namespace {

using namespace whistle;

template <typename T>
T or_fail(client::Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", client::to_string(result.error()).c_str());
  std::exit(1);
}

std::string content_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

v1::Checkpoint newest_checkpoint(client::Client& engine) {
  for (;;) {
    const auto checkpoint = or_fail(client::fetch_checkpoint(engine));
    if (checkpoint) return *checkpoint;
  }
}

void put_and_fetch(client::Client& engine, std::uint64_t ticket, const char* path) {
  const auto content = content_of(path);
  const auto put = or_fail(client::put_file(engine, ticket, content));
  const auto fetched = or_fail(client::fetch_file(engine, ticket, client::file_name(content)));
  std::printf("%s %zu\n", fetched == content && put.ticket() == ticket ? "same" : "other", fetched.size());
  const auto absent = client::fetch_file(engine, ticket, std::string(32, 'x'));
  std::printf("%s\n", absent ? "there" : client::to_string(absent.error()).c_str());
}

// Waits until the engine has signed for more.
void check_grown(client::Client& engine, const char* path, const char* verifier) {
  const auto key = or_fail(client::VerifierKey::parse(verifier));
  std::printf("%s\n",
              or_fail(client::fetch_journal_key(engine)) == key && key.text() == verifier ? "key" : "other key");
  const auto old_note = content_of(path);
  const auto before = or_fail(client::open_checkpoint(old_note, key));
  auto after = newest_checkpoint(engine);
  while (after.size() <= before.size)
    after = newest_checkpoint(engine);
  auto proof = or_fail(client::fetch_consistency_proof(engine, before.size, after.size()));
  const auto grown = client::check_consistency(old_note, after.note(), proof, key);
  std::printf("%s\n", grown ? "grown" : client::to_string(grown.error()).c_str());
  proof.pop_back();
  const auto shortened = client::check_consistency(old_note, after.note(), proof, key);
  std::printf("%s\n", shortened ? "grown" : client::to_string(shortened.error()).c_str());
}

}  // namespace

int main(int count, char** words) {
  if (count < 6) return 2;
  const std::string_view what = words[4];
  auto engine = or_fail(
      client::Client::open({.endpoint = words[1], .login = or_fail(client::Login::from_files(words[3], words[2]))}));
  if (what == "file" && count == 7) {
    put_and_fetch(engine, std::stoull(words[5]), words[6]);
  } else if (what == "note") {
    std::ofstream(words[5]) << newest_checkpoint(engine).note();
  } else if (what == "grown" && count == 7) {
    check_grown(engine, words[5], words[6]);
  } else {
    return 2;
  }
  return 0;
}

// A kiosk in a community's hall: takes down what a resident says, and prints the number under which to ask for it, and
// the private token with which the resident may look.
//
//   kiosk tcp://engine:7710 engine.key kiosk.key_secret hall-3-000017 QC-BAOTONG-01 P03 "the light on the stairs is
//   out"
//
// The fourth is the key, which names the paper that the resident filled in, not the attempt: started again with the
// same key, after a power cut or because somebody pressed twice, the kiosk prints the ticket that there is already.
#include "whistle/client/client.h"

#include <charconv>
#include <cstdio>
#include <string_view>

namespace {

using namespace whistle;

v1::BlowWhistle whistle_of(const char* estate, const char* category, const char* text) {
  v1::BlowWhistle whistle;
  whistle.set_kind(v1::WHISTLE_KIND_RESIDENT);
  whistle.set_source(v1::SOURCE_RESIDENT);
  whistle.set_channel("kiosk");
  whistle.set_category(category);
  whistle.mutable_location()->set_estate(estate);
  whistle.mutable_personal()->set_text(text);
  return whistle;
}

int failed(const client::Error& error) {
  std::fprintf(stderr, "%s\n", client::to_string(error).c_str());
  return std::holds_alternative<client::NoAnswer>(error) ? 4 : 1;
}

void print(const v1::Accepted& accepted) {
  std::printf("%s ", accepted.ticket_number().c_str());
  for (const char byte : accepted.ticket_token())
    std::printf("%02x", static_cast<unsigned char>(byte));
  std::printf("\n");
}

}  // namespace

int main(int count, char** words) {
  int seconds = 20;
  if (count == 9) {
    const std::string_view text = words[8];
    if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec != std::errc{}) count = 0;
  }
  if (count != 8 && count != 9) {
    std::fprintf(stderr, "usage: kiosk ENGINE SERVER-KEY KEY-FILE KEY ESTATE CATEGORY TEXT [SECONDS]\n");
    return 2;
  }
  const auto login = client::Login::from_files(words[3], words[2]);
  if (!login) return failed(login.error());
  auto engine = client::Client::open({.endpoint = words[1], .login = *login, .timeout = std::chrono::seconds(seconds)});
  if (!engine) return failed(engine.error());
  const auto accepted = engine->blow(whistle_of(words[5], words[6], words[7]), client::How(words[4]));
  if (!accepted) return failed(accepted.error());
  print(*accepted);
  return 0;
}

#include "tools/whistle/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace whistle::tools {

namespace {

std::string_view escape_of(Colour how) {
  switch (how) {
    case Colour::None:
      return "";
    case Colour::Bold:
      return "\x1b[1m";
    case Colour::Dim:
      return "\x1b[2m";
    case Colour::Red:
      return "\x1b[1;31m";
    case Colour::Yellow:
      return "\x1b[33m";
    case Colour::Green:
      return "\x1b[32m";
    case Colour::Cyan:
      return "\x1b[36m";
  }
  return "";
}

// Narrower terminals wrap by themselves.
constexpr std::size_t kColumnsMin = 40;

}  // namespace

std::string Console::paint(Colour how, std::string_view text) const {
  if (!colour || how == Colour::None || text.empty()) return std::string(text);
  return std::string(escape_of(how)) + std::string(text) + "\x1b[0m";
}

Console process_console() {
  Console console{.in = std::cin, .out = std::cout, .err = std::cerr, .environment = process_environment()};
  const bool plain = !console.environment("NO_COLOR").empty() || console.environment("TERM") == "dumb";
  console.colour = ::isatty(STDOUT_FILENO) == 1 && !plain;
  console.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    console.columns = std::max<std::size_t>(size.ws_col, kColumnsMin);
  }
  return console;
}

}  // namespace whistle::tools

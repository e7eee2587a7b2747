#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "tools/whistle/cli.h"
#include "tools/whistle/interruptible_input.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  whistle::tools::InterruptibleInput input(STDIN_FILENO);
  auto* usual = std::cin.rdbuf(&input);
  auto console = whistle::tools::process_console();
  const int code = whistle::tools::run_whistle(std::vector<std::string>(argv + 1, argv + argc), console);
  std::cin.rdbuf(usual);
  return code;
}

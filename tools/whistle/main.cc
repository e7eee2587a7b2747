#include <iostream>
#include <string>
#include <vector>

#include "tools/whistle/cli.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  auto console = whistle::tools::process_console();
  return whistle::tools::run_whistle(std::vector<std::string>(argv + 1, argv + argc), console);
}

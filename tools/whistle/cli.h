// The whole program but for `main`, so that tests can run it in-process.
#pragma once

#include <string>
#include <vector>

#include "tools/whistle/command_line.h"
#include "tools/whistle/console.h"
#include "tools/whistle/failure.h"

namespace whistle::tools {

// Puts every command into the tree.
void add_commands(CommandLine& line);

// Parses, runs and reports; `arguments` without the program's name. Returns the exit code.
[[nodiscard]] int run_whistle(const std::vector<std::string>& arguments, Console& console);

// For people two lines on the error output, for programs one object on the output:
// {"error":{"kind":"refused","message":"…","hint":"…","refusal":{"code":"wrong_state","arguments":{…}}}}
void report_failure(Console& console, Language language, bool json, const Failure& failure);

}  // namespace whistle::tools

// Commands that answer from a district directory alone, without an engine; each function adds one to the tree and lives
// in the file of its name.
#pragma once

#include "tools/whistle/command_line.h"

namespace whistle::tools {

// `whistle route`.
void add_route_command(CommandLine& line);
// `whistle district check|test|show|diff`, under the command `district`.
void add_district_check_command(CommandLine& line, CLI::App& district);
void add_district_test_command(CommandLine& line, CLI::App& district);
void add_district_show_command(CommandLine& line, CLI::App& district);
void add_district_diff_command(CommandLine& line, CLI::App& district);

}  // namespace whistle::tools

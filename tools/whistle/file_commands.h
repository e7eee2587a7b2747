// The commands about files of tickets; each function adds one to the tree.
#pragma once

#include "tools/whistle/command_line.h"

namespace whistle::tools {

void add_attach_command(CommandLine& line);
void add_fetch_command(CommandLine& line);

}  // namespace whistle::tools

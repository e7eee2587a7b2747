// `whistle audit`: each function adds one of its commands under `audit`, and lives in the file of its name.
#pragma once

#include "tools/whistle/command_line.h"

namespace whistle::tools {

void add_audit_verify_command(CommandLine& line, CLI::App& audit);
void add_audit_replay_command(CommandLine& line, CLI::App& audit);
void add_audit_what_if_command(CommandLine& line, CLI::App& audit);
// `audit key` and `audit checkpoint`.
void add_audit_key_commands(CommandLine& line, CLI::App& audit);
// `audit receipt` and `audit check-receipt`.
void add_audit_receipt_commands(CommandLine& line, CLI::App& audit);
void add_audit_consistency_command(CommandLine& line, CLI::App& audit);
void add_audit_export_command(CommandLine& line, CLI::App& audit);

// All of them, under a command `audit` of the root.
void add_audit_command(CommandLine& line);

}  // namespace whistle::tools

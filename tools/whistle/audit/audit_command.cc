#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/wording_audit.h"

namespace whistle::tools {

void add_audit_command(CommandLine& line) {
  auto* audit = line.add(line.root(), "audit", phrase(line.language(), phrases::kAuditHelp));
  audit->require_subcommand(1);
  add_audit_verify_command(line, *audit);
  add_audit_replay_command(line, *audit);
  add_audit_what_if_command(line, *audit);
  add_audit_receipt_commands(line, *audit);
  add_audit_key_commands(line, *audit);
  add_audit_consistency_command(line, *audit);
  add_audit_export_command(line, *audit);
}

}  // namespace whistle::tools

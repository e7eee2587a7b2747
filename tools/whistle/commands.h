// Every command that speaks to an engine; each function adds one to the tree and lives in the file of its name.
#pragma once

#include "tools/whistle/command_line.h"

namespace whistle::tools {

void add_blow_command(CommandLine& line);
void add_inbox_command(CommandLine& line);
void add_show_command(CommandLine& line);
void add_explain_command(CommandLine& line);
void add_ack_command(CommandLine& line);
void add_arrive_command(CommandLine& line);
void add_resolve_command(CommandLine& line);
void add_confirm_command(CommandLine& line);
void add_withdraw_command(CommandLine& line);
void add_progress_command(CommandLine& line);
void add_dispute_command(CommandLine& line);
void add_reassign_command(CommandLine& line);
void add_amend_command(CommandLine& line);
void add_split_command(CommandLine& line);
void add_urge_command(CommandLine& line);
void add_contact_command(CommandLine& line);
void add_reveal_command(CommandLine& line);
void add_return_command(CommandLine& line);
void add_hold_command(CommandLine& line);
void add_extend_command(CommandLine& line);
void add_decide_command(CommandLine& line);
void add_resume_command(CommandLine& line);
void add_consult_command(CommandLine& line);
void add_rule_command(CommandLine& line);
void add_finish_command(CommandLine& line);
void add_release_command(CommandLine& line);
void add_verify_command(CommandLine& line);
void add_supervise_command(CommandLine& line);
void add_force_close_command(CommandLine& line);
void add_reopen_command(CommandLine& line);
void add_link_command(CommandLine& line);
void add_unlink_command(CommandLine& line);
void add_erase_command(CommandLine& line);
void add_up_command(CommandLine& line);
void add_score_command(CommandLine& line);
void add_appeal_command(CommandLine& line);
void add_review_command(CommandLine& line);
void add_hand_over_command(CommandLine& line);
// `whistle absent` and `whistle back`.
void add_absent_command(CommandLine& line);
void add_back_command(CommandLine& line);
void add_watch_command(CommandLine& line);
void add_status_command(CommandLine& line);
void add_report_command(CommandLine& line);
void add_reconcile_command(CommandLine& line);
void add_keygen_command(CommandLine& line);
void add_identity_command(CommandLine& line);
void add_token_command(CommandLine& line);
void add_adopt_logic_command(CommandLine& line);
void add_export_command(CommandLine& line);
void add_import_command(CommandLine& line);
void add_completion_command(CommandLine& line);
// `whistle district publish`.
void add_publish_command(CommandLine& line, CLI::App& district);

// `whistle district submit`, `submissions` and `fetch`.
void add_submission_commands(CommandLine& line, CLI::App& district);
// `whistle district withdraw` and `whistle district rebase`.
void add_withdraw_rules_command(CommandLine& line, CLI::App& district);
void add_rebase_command(CommandLine& line, CLI::App& district);

}  // namespace whistle::tools

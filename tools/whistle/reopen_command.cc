#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ReopenFlags {
  ActFlags act;
  std::string note;
};

}  // namespace

void add_reopen_command(CommandLine& line) {
  const auto language = line.language();
  auto flags = std::make_shared<ReopenFlags>();
  auto* command = line.add(line.root(), "reopen", phrase(language, phrases::kReopenHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_reopen_ticket()->set_ticket(ticket);
      act.mutable_reopen_ticket()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ForceCloseFlags {
  ActFlags act;
  std::string note;
};

}  // namespace

void add_force_close_command(CommandLine& line) {
  const auto language = line.language();
  auto flags = std::make_shared<ForceCloseFlags>();
  auto* command = line.add(line.root(), "force-close", phrase(language, phrases::kForceCloseHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_force_close_ticket()->set_ticket(ticket);
      act.mutable_force_close_ticket()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

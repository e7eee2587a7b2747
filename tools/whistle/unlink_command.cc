#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct UnlinkFlags {
  ActFlags act;
  std::string note;
};

}  // namespace

void add_unlink_command(CommandLine& line) {
  const auto language = line.language();
  auto flags = std::make_shared<UnlinkFlags>();
  auto* command = line.add(line.root(), "unlink", phrase(language, phrases::kUnlinkHelp));
  add_act_flags(*command, flags->act, language, /*several=*/true);
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_unlink_tickets()->set_ticket(ticket);
      act.mutable_unlink_tickets()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

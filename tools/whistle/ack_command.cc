#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

void add_ack_command(CommandLine& line) {
  auto flags = std::make_shared<ActFlags>();
  auto* command = line.add(line.root(), "ack", phrase(line.language(), phrases::kAckHelp));
  add_act_flags(*command, *flags, line.language(), /*several=*/true);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, *flags, [](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_acknowledge_ticket()->set_ticket(ticket);
      return act;
    });
  });
}

}  // namespace whistle::tools

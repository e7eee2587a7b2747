#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ConfirmFlags {
  ActFlags act;
  unsigned rating = 0;  // 0: none
};

}  // namespace

void add_confirm_command(CommandLine& line) {
  auto flags = std::make_shared<ConfirmFlags>();
  auto* command = line.add(line.root(), "confirm", phrase(line.language(), phrases::kConfirmHelp));
  add_act_flags(*command, flags->act, line.language(), /*several=*/false);
  command->add_option("-r,--rating", flags->rating, std::string(phrase(line.language(), phrases::kRatingHelp)))
      ->check(CLI::Range(1U, 5U).description(""))
      ->type_name("1-5");
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_confirm_resolution()->set_ticket(ticket);
      act.mutable_confirm_resolution()->set_rating(flags->rating);
      return act;
    });
  });
}

}  // namespace whistle::tools

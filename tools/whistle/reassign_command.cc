#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ReassignFlags {
  ActFlags act;
  std::string party;
  std::string note;
};

}  // namespace

void add_reassign_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ReassignFlags>();
  auto* command = line.add(line.root(), "reassign", phrase(language, phrases::kReassignHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-t,--to", flags->party, help(phrases::kReassignToHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_reassign_ticket()->set_ticket(ticket);
      act.mutable_reassign_ticket()->set_party(flags->party);
      act.mutable_reassign_ticket()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

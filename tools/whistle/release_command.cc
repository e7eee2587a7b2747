#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ReleaseFlags {
  ActFlags act;
  std::string party;
  std::string note;
};

}  // namespace

void add_release_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ReleaseFlags>();
  auto* command = line.add(line.root(), "release", phrase(language, phrases::kReleaseHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-p,--party", flags->party, help(phrases::kReleasePartyHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_release_assistant()->set_ticket(ticket);
      act.mutable_release_assistant()->set_party(flags->party);
      act.mutable_release_assistant()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

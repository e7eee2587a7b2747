#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct LinkFlags {
  ActFlags act;
  std::string note;
};

}  // namespace

void add_link_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<LinkFlags>();
  auto* command = line.add(line.root(), "link", phrase(language, phrases::kLinkHelp));
  add_act_flags(*command, flags->act, language, /*several=*/true);
  command->add_option("--to", flags->act.other, help(phrases::kLinkToHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-n,--note", flags->note, help(phrases::kLinkNoteHelp))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) {
    return link_tickets(context, flags->act, [flags](std::uint64_t ticket, std::uint64_t lead_ticket) {
      v1::Command act;
      auto& link = *act.mutable_link_tickets();
      link.set_ticket(ticket);
      link.set_lead_ticket(lead_ticket);
      if (!flags->note.empty()) link.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

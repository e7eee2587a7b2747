#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct UrgeFlags {
  ActFlags act;
  std::string note;
};

}  // namespace

void add_urge_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<UrgeFlags>();
  auto* command = line.add(line.root(), "urge", phrase(language, phrases::kUrgeHelp));
  add_act_flags(*command, flags->act, language, /*several=*/true);
  command->add_option("-n,--note", flags->note, help(phrases::kUrgeNoteHelp))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_urge_ticket()->set_ticket(ticket);
      if (!flags->note.empty()) act.mutable_urge_ticket()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

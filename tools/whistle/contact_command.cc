#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ContactFlags {
  ActFlags act;
  bool missed = false;
  std::string note;
};

}  // namespace

void add_contact_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ContactFlags>();
  auto* command = line.add(line.root(), "contact", phrase(language, phrases::kContactHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_flag("--no-answer", flags->missed, help(phrases::kContactMissedHelp));
  command->add_option("-n,--note", flags->note, help(phrases::kContactNoteHelp))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_contact_reporter()->set_ticket(ticket);
      act.mutable_contact_reporter()->set_reached(!flags->missed);
      if (!flags->note.empty()) act.mutable_contact_reporter()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

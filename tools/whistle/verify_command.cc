#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct VerifyFlags {
  ActFlags act;
  bool pass = false;
  bool fail = false;  // one of the two must be said
  std::string note;
};

}  // namespace

void add_verify_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<VerifyFlags>();
  auto* command = line.add(line.root(), "verify", phrase(language, phrases::kVerifyHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  auto* answer = command->add_option_group("answer");
  answer->add_flag("--pass", flags->pass, help(phrases::kVerifyPassHelp));
  answer->add_flag("--fail", flags->fail, help(phrases::kVerifyFailHelp));
  answer->require_option(1);
  command->add_option("-n,--note", flags->note, help(phrases::kVerifyNoteHelp))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& verify = *act.mutable_verify_resolution();
      verify.set_ticket(ticket);
      verify.set_passed(flags->pass);
      if (!flags->note.empty()) verify.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ExtendFlags {
  ActFlags act;
  std::uint32_t count = 0;
  std::string note;
};

}  // namespace

void add_extend_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ExtendFlags>();
  auto* command = line.add(line.root(), "extend", phrase(language, phrases::kExtendHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-c,--count", flags->count, help(phrases::kExtendCountHelp))->required();
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      act.mutable_request_extension()->set_ticket(ticket);
      act.mutable_request_extension()->set_count(flags->count);
      act.mutable_request_extension()->mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

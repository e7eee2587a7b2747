#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ReturnFlags {
  ActFlags act;
  std::string reason;
  std::string suggested;
  std::string note;
};

}  // namespace

void add_return_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ReturnFlags>();
  auto* command = line.add(line.root(), "return", phrase(language, phrases::kReturnHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-r,--reason", flags->reason, help(phrases::kReturnReasonHelp))
      ->check(CLI::IsMember({"not_competent", "wrong_place", "wrong_category", "beyond_authority"}))
      ->required();
  command->add_option("-t,--to", flags->suggested, help(phrases::kReturnToHelp))->type_name(help(phrases::kTextType));
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& request = *act.mutable_request_return();
      request.set_ticket(ticket);
      v1::ReturnReason reason{};
      if (parse_machine_word(flags->reason, reason)) request.set_reason(reason);
      request.set_suggested_party(flags->suggested);
      request.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

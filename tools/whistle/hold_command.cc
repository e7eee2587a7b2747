#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct HoldFlags {
  ActFlags act;
  std::string cause;
  std::string note;
};

}  // namespace

void add_hold_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<HoldFlags>();
  auto* command = line.add(line.root(), "hold", phrase(language, phrases::kHoldHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-c,--cause", flags->cause, help(phrases::kHoldCauseHelp))
      ->check(CLI::IsMember({"funds", "project", "season", "litigation", "policy", "materials"}))
      ->required();
  command->add_option("-u,--until", flags->act.until, help(phrases::kHoldUntilHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket, std::int64_t until_us) {
      v1::Command act;
      auto& request = *act.mutable_request_hold();
      request.set_ticket(ticket);
      v1::HoldCause cause{};
      if (parse_machine_word(flags->cause, cause)) request.set_cause(cause);
      request.set_until_us(until_us);
      request.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

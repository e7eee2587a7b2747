#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct AppealFlags {
  ActFlags act;
  std::string subject;
  std::string ground;
  std::string basis;
};

}  // namespace

void add_appeal_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<AppealFlags>();
  auto* command = line.add(line.root(), "appeal", phrase(language, phrases::kAppealHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-s,--subject", flags->subject, help(phrases::kAppealSubjectHelp))
      ->check(CLI::IsMember({"misses", "rework", "rating"}))
      ->required();
  command->add_option("-g,--ground", flags->ground, help(phrases::kAppealGroundHelp))
      ->check(CLI::IsMember({"force_majeure", "done_offline", "not_competent", "wrong_facts", "waited_for_others"}))
      ->required();
  command->add_option("-b,--basis", flags->basis, help(phrases::kAppealBasisHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& appeal = *act.mutable_lodge_appeal();
      appeal.set_ticket(ticket);
      v1::AppealSubject subject{};
      if (parse_machine_word(flags->subject, subject)) appeal.set_subject(subject);
      v1::AppealGround ground{};
      if (parse_machine_word(flags->ground, ground)) appeal.set_ground(ground);
      appeal.mutable_personal()->set_text(flags->basis);
      return act;
    });
  });
}

}  // namespace whistle::tools

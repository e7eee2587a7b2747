#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ConsultFlags {
  ActFlags act;
  std::vector<std::string> parties;
  std::string note;
};

struct RuleFlags {
  ActFlags act;
  std::string lead;
  std::vector<std::string> assist;
  std::string note;
};

}  // namespace

void add_consult_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ConsultFlags>();
  auto* command = line.add(line.root(), "consult", phrase(language, phrases::kConsultHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-p,--party", flags->parties, help(phrases::kConsultPartyHelp))
      ->type_name(help(phrases::kTextType));
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& consult = *act.mutable_open_consult();
      consult.set_ticket(ticket);
      consult.mutable_parties()->Assign(flags->parties.begin(), flags->parties.end());
      consult.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

void add_rule_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<RuleFlags>();
  auto* command = line.add(line.root(), "rule", phrase(language, phrases::kRuleHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-l,--lead", flags->lead, help(phrases::kRuleLeadHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-a,--assist", flags->assist, help(phrases::kRuleAssistHelp))
      ->type_name(help(phrases::kTextType));
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& ruling = *act.mutable_rule_consult();
      ruling.set_ticket(ticket);
      ruling.set_lead(flags->lead);
      ruling.mutable_assist()->Assign(flags->assist.begin(), flags->assist.end());
      ruling.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

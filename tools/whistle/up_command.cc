#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct UpFlags {
  ActFlags act;
  std::string category;
  std::string urgency;
  std::string note;
};

}  // namespace

void add_up_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<UpFlags>();
  auto* command = line.add(line.root(), "up", phrase(language, phrases::kUpHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-c,--category", flags->category, help(phrases::kUpCategoryHelp))
      ->type_name(help(phrases::kTextType));
  command->add_option("-u,--urgency", flags->urgency, help(phrases::kUpUrgencyHelp))
      ->type_name(help(phrases::kTextType));
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& up = *act.mutable_whistle_up();
      up.set_ticket(ticket);
      up.set_category(flags->category);
      up.set_urgency(flags->urgency);
      up.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/matter_flags.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

Result<ExitCode> amend(CommandContext& context, const MatterFlags& flags) {
  if (flags.category.empty() && flags.urgency.empty() && flags.place.address.empty() && !flags.place.locate()) {
    return usage_failure(std::string(phrase(context.language, phrases::kNothingToAmend)),
                         std::string(phrase(context.language, phrases::kNothingToAmendHint)));
  }
  const auto said = matter_of<v1::AmendTicket>(context.language, flags);
  if (!said) return tl::unexpected(said.error());
  return act_on_tickets(context, flags.act, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_amend_ticket() = *said;
    act.mutable_amend_ticket()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_amend_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<MatterFlags>();
  auto* command = line.add(line.root(), "amend", phrase(language, phrases::kAmendHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-c,--category", flags->category, help(phrases::kAmendCategoryHelp))
      ->type_name(help(phrases::kTextType));
  command->add_option("-u,--urgency", flags->urgency, help(phrases::kAmendUrgencyHelp))
      ->type_name(help(phrases::kTextType));
  add_place_options(*command, flags->place, language);
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) { return amend(context, *flags); });
}

}  // namespace whistle::tools

#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/matter_flags.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

Result<ExitCode> split(CommandContext& context, const MatterFlags& flags) {
  const auto said = matter_of<v1::SplitTicket>(context.language, flags);
  if (!said) return tl::unexpected(said.error());
  return act_on_tickets(context, flags.act, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_split_ticket() = *said;
    act.mutable_split_ticket()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_split_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<MatterFlags>();
  auto* command = line.add(line.root(), "split", phrase(language, phrases::kSplitHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-c,--category", flags->category, help(phrases::kSplitCategoryHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-u,--urgency", flags->urgency, help(phrases::kBlowUrgencyHelp))
      ->type_name(help(phrases::kTextType));
  add_place_options(*command, flags->place, language);
  command->add_option("-n,--note", flags->note, help(phrases::kSplitNoteHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  line.runs(command, [flags](CommandContext& context) { return split(context, *flags); });
}

}  // namespace whistle::tools

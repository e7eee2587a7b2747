#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/place_options.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct SplitFlags {
  ActFlags act;
  std::string category;
  std::string urgency;
  PlaceOptions place;
  std::string note;
};

Result<ExitCode> split(CommandContext& context, const SplitFlags& flags) {
  v1::SplitTicket said;
  said.set_category(flags.category);
  said.set_urgency(flags.urgency);
  said.mutable_personal()->set_text(flags.note);
  said.mutable_personal()->set_address(flags.place.address);
  if (flags.place.locate()) {
    const auto location = location_of(context.language, flags.place);
    if (!location) return tl::unexpected(location.error());
    *said.mutable_location() = *location;
  }
  return act_on_tickets(context, flags.act, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_split_ticket() = said;
    act.mutable_split_ticket()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_split_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<SplitFlags>();
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

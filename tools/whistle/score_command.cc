#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ScoreFlags {
  ActFlags act;
  std::string party;
  std::uint32_t score = 0;
  std::string note;
};

}  // namespace

void add_score_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ScoreFlags>();
  auto* command = line.add(line.root(), "score", phrase(language, phrases::kScoreHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-p,--party", flags->party, help(phrases::kScorePartyHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-s,--score", flags->score, help(phrases::kScoreScoreHelp))->check(CLI::Range(1, 5))->required();
  command->add_option("-n,--note", flags->note, help(phrases::kNoteHelp))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& score = *act.mutable_score_party();
      score.set_ticket(ticket);
      score.set_party(flags->party);
      score.set_score(flags->score);
      if (!flags->note.empty()) score.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ReviewFlags {
  ActFlags act;
  std::string party;
  std::string subject;
  bool grant = false;
  bool refuse = false;  // one of the two must be said
  std::string note;
};

}  // namespace

void add_review_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ReviewFlags>();
  auto* command = line.add(line.root(), "review", phrase(language, phrases::kReviewHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-p,--party", flags->party, help(phrases::kReviewPartyHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-s,--subject", flags->subject, help(phrases::kAppealSubjectHelp))
      ->check(CLI::IsMember({"misses", "rework", "rating"}))
      ->required();
  auto* answer = command->add_option_group("answer");
  answer->add_flag("--grant", flags->grant, help(phrases::kDecideGrantHelp));
  answer->add_flag("--refuse", flags->refuse, help(phrases::kDecideRefuseHelp));
  answer->require_option(1);
  add_reason_flag(*command, flags->note, language);
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& review = *act.mutable_review_appeal();
      review.set_ticket(ticket);
      review.set_party(flags->party);
      v1::AppealSubject subject{};
      if (parse_machine_word(flags->subject, subject)) review.set_subject(subject);
      review.set_granted(flags->grant);
      review.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace whistle::tools

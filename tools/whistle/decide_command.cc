#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct DecideFlags {
  ActFlags act;
  bool grant = false;
  bool refuse = false;  // one of the two must be said
  std::string party;
  std::uint32_t count = 0;
  std::string reason;
  std::string note;
};

using Flags = std::shared_ptr<DecideFlags>;

// What the three have in common: yes or no, and why.
CLI::App* add_decision(CommandLine& line, CLI::App& decide, const Flags& flags, const char* name, const Phrase& about) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto* command = line.add(decide, name, phrase(language, about));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  auto* answer = command->add_option_group("answer");
  answer->add_flag("--grant", flags->grant, help(phrases::kDecideGrantHelp));
  answer->add_flag("--refuse", flags->refuse, help(phrases::kDecideRefuseHelp));
  answer->require_option(1);
  add_reason_flag(*command, flags->note, language);
  return command;
}

void add_return(CommandLine& line, CLI::App& decide) {
  const auto flags = std::make_shared<DecideFlags>();
  auto* command = add_decision(line, decide, flags, "return", phrases::kDecideReturnHelp);
  command->add_option("-t,--to", flags->party, std::string(phrase(line.language(), phrases::kDecideToHelp)));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& decision = *act.mutable_decide_return();
      decision.set_ticket(ticket);
      decision.set_granted(flags->grant);
      decision.set_party(flags->party);
      decision.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

void add_hold(CommandLine& line, CLI::App& decide) {
  const auto flags = std::make_shared<DecideFlags>();
  auto* command = add_decision(line, decide, flags, "hold", phrases::kDecideHoldHelp);
  command->add_option("-u,--until", flags->act.until, std::string(phrase(line.language(), phrases::kDecideUntilHelp)));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket, std::int64_t until_us) {
      v1::Command act;
      auto& decision = *act.mutable_decide_hold();
      decision.set_ticket(ticket);
      decision.set_approved(flags->grant);
      decision.set_until_us(until_us);
      decision.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

void add_extension(CommandLine& line, CLI::App& decide) {
  const auto flags = std::make_shared<DecideFlags>();
  auto* command = add_decision(line, decide, flags, "extension", phrases::kDecideExtensionHelp);
  command->add_option("-c,--count", flags->count, std::string(phrase(line.language(), phrases::kDecideCountHelp)));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& decision = *act.mutable_decide_extension();
      decision.set_ticket(ticket);
      decision.set_granted(flags->grant);
      decision.set_count(flags->count);
      decision.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

void add_approval(CommandLine& line, CLI::App& decide) {
  const auto flags = std::make_shared<DecideFlags>();
  auto* command = add_decision(line, decide, flags, "approval", phrases::kDecideApprovalHelp);
  command->add_option("-r,--reason", flags->reason, std::string(phrase(line.language(), phrases::kDecideReasonHelp)))
      ->check(CLI::IsMember({"not_voted", "no_funds", "not_needed", "not_lawful"}));
  line.runs(command, [flags](CommandContext& context) {
    return act_on_tickets(context, flags->act, [flags](std::uint64_t ticket) {
      v1::Command act;
      auto& decision = *act.mutable_decide_approval();
      decision.set_ticket(ticket);
      decision.set_approved(flags->grant);
      v1::RejectReason reason{};
      if (parse_machine_word(flags->reason, reason)) decision.set_reason(reason);
      decision.mutable_personal()->set_text(flags->note);
      return act;
    });
  });
}

}  // namespace

void add_decide_command(CommandLine& line) {
  auto* decide = line.add(line.root(), "decide", phrase(line.language(), phrases::kDecideHelp));
  decide->require_subcommand(1);
  add_return(line, *decide);
  add_hold(line, *decide);
  add_extension(line, *decide);
  add_approval(line, *decide);
}

}  // namespace whistle::tools

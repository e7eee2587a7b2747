#include <algorithm>
#include <memory>

#include <boost/json.hpp>

#include "engine/hexadecimal.h"
#include "tools/whistle/aside_file.h"
#include "tools/whistle/file_commands.h"
#include "tools/whistle/file_transfer.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_holdings.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kHashDigitsMin = 6;  // fewer may be a number

struct FetchFlags {
  std::string ticket;
  std::string which;  // a number from 1, or the beginning of its hash; empty: the only one
  std::string to;     // empty: a name made of the ticket's number
};

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < kHashDigitsMin &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The position of the file that is meant.
Result<int> find_file(Language language, const v1::TicketRecord& record, const std::string& which) {
  const int files = record.attachments_size();
  const auto none = [&] { return usage_failure(worded(language, phrases::kNoSuchFile, {std::to_string(files)})); };
  if (which.empty()) {
    if (files == 1) return 0;
    return none();
  }
  if (is_number(which)) {
    const int number = std::stoi(which);
    if (number >= 1 && number <= files) return number - 1;
    return none();
  }
  std::optional<int> found;
  for (int i = 0; i < files; ++i) {
    if (!engine::hexadecimal(record.attachments(i).sha256()).starts_with(which)) continue;
    if (found) return none();  // several begin alike
    found = i;
  }
  if (found) return *found;
  return none();
}

Result<ExitCode> fetch(CommandContext& context, const FetchFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto ticket = fetch_ticket(**session, flags.ticket);
  if (!ticket) return tl::unexpected(ticket.error());
  const auto which = find_file(context.language, ticket->record(), flags.which);
  if (!which) return tl::unexpected(which.error());
  const auto& attachment = ticket->record().attachments(*which);
  const auto bytes = fetch_file(**session, context.console, ticket->record().id(), attachment);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto path = flags.to.empty() ? ticket->number() + "-" + std::to_string(*which + 1) + "." +
                                           std::string(attachment_extension(attachment.type()))
                                     : flags.to;
  if (auto written = write_new_file(context.language, path, *bytes); !written) return tl::unexpected(written.error());
  if (context.json) {
    boost::json::object object;
    object["file"] = path;
    object["sha256"] = engine::hexadecimal(attachment.sha256());
    object["bytes"] = bytes->size();
    context.console.out << boost::json::serialize(object) << '\n';
  } else {
    context.console.out << path << "  " << size_words(attachment.size()) << '\n';
  }
  return ExitCode::Ok;
}

}  // namespace

void add_fetch_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<FetchFlags>();
  auto* command = line.add(line.root(), "fetch", phrase(language, phrases::kFetchHelp));
  const auto text = [&](const char* name, std::string& value, const Phrase& what) {
    return command->add_option(name, value, help(what))->type_name(help(phrases::kTextType));
  };
  text("ticket", flags->ticket, phrases::kTicketHelp)->required();
  text("which", flags->which, phrases::kFetchWhichHelp);
  command->add_option("--to", flags->to, help(phrases::kFetchToHelp))->type_name(help(phrases::kFileType));
  line.runs(command, [flags](CommandContext& context) { return fetch(context, *flags); });
}

}  // namespace whistle::tools

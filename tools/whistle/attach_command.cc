#include <boost/json.hpp>
#include <memory>

#include "engine/hexadecimal.h"
#include "tools/whistle/file_commands.h"
#include "tools/whistle/file_transfer.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

struct AttachFlags {
  std::string ticket;
  std::vector<std::string> files;
};

void print_put(CommandContext& context, EngineSession& session, const LocalFile& file,
               const std::optional<v1::Accepted>& accepted) {
  auto& out = context.console.out;
  if (context.json) {
    boost::json::object object;
    object["file"] = file.path;
    object["sha256"] = engine::hexadecimal(file.sha256);
    object["accepted"] = accepted ? boost::json::parse(json_text(*accepted)) : boost::json::value(nullptr);
    out << boost::json::serialize(object) << '\n';
    return;
  }
  out << context.console.paint(Colour::Green, "✓") << ' ' << context.console.paint(Colour::Bold, file.path) << '\n';
  if (!accepted) {
    out << "  " << phrase(context.language, phrases::kLiesThere) << '\n';
    return;
  }
  const Telling telling{context.language, session.names_or_codes(), session.time(), session.now()};
  for (const auto& event : accepted->events())
    out << "  " << event_sentence(telling, event) << '\n';
}

Result<ExitCode> attach(CommandContext& context, const AttachFlags& flags) {
  // All are read before anything is sent.
  std::vector<LocalFile> files;
  for (const auto& path : flags.files) {
    auto file = local_file(context.language, path);
    if (!file) return tl::unexpected(file.error());
    files.push_back(*std::move(file));
  }
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto ticket = find_ticket(**session, flags.ticket);
  if (!ticket) return tl::unexpected(ticket.error());
  for (const auto& file : files) {
    auto put = put_file(**session, context.console, *ticket, file);
    if (!put) {
      put.error().message = file.path + ": " + put.error().message;
      return tl::unexpected(put.error());
    }
    print_put(context, **session, file, *put);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_attach_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<AttachFlags>();
  auto* command = line.add(line.root(), "attach", phrase(language, phrases::kAttachHelp));
  command->add_option("ticket", flags->ticket, help(phrases::kTicketHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  command->add_option("files", flags->files, help(phrases::kAttachFilesHelp))
      ->required()
      ->type_name(help(phrases::kFileType));
  line.runs(command, [flags](CommandContext& context) { return attach(context, *flags); });
}

}  // namespace whistle::tools

// `whistle export`: tickets for maps, spreadsheets and programs, page after page.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/district/civil_text.h"
#include "tools/whistle/aside_file.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/exchange/ticket_writer.h"
#include "tools/whistle/exchange/wording_exchange.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kPageTickets = 500;

struct ExportOptions {
  std::string format;
  std::vector<std::string> states;
  std::string area;
  std::string category;
  std::string from;
  std::string until;
  std::string out;
  bool content = false;
};

Result<TicketFormat> format_of(Language language, const ExportOptions& options) {
  if (!options.format.empty()) {
    if (const auto format = ticket_format(options.format)) return *format;
    return usage_failure(worded(language, phrases::kBadOption, {"--format", options.format}),
                         worded(language, phrases::kOneOf, {"geojson, csv, jsonl"}));
  }
  for (const auto* word : {"geojson", "csv", "jsonl"}) {
    if (options.out.ends_with(std::string(".") + word)) return *ticket_format(word);
  }
  return usage_failure(std::string(phrase(language, phrases::kExportNoFormat)),
                       worded(language, phrases::kOneOf, {"--format geojson, csv, jsonl"}));
}

// Every state that a ticket can be in; `open_only`: those of open ones.
void add_states(v1::ListTickets& question, bool open_only) {
  for (int state = v1::TicketState_MIN; state <= v1::TicketState_MAX; ++state) {
    const bool ended = state == v1::TICKET_STATE_CLOSED || state == v1::TICKET_STATE_REJECTED;
    if (!v1::TicketState_IsValid(state) || state == v1::TICKET_STATE_UNSPECIFIED || (open_only && ended)) continue;
    question.add_states(static_cast<v1::TicketState>(state));
  }
}

Result<v1::ListTickets> question_of(Language language, const ExportOptions& options) {
  v1::ListTickets question;
  question.set_limit(kPageTickets);
  if (options.states.empty()) add_states(question, /*open_only=*/false);
  for (const auto& word : options.states) {
    v1::TicketState state{};
    if (word == "open") {
      add_states(question, /*open_only=*/true);
    } else if (parse_machine_word(word, state)) {
      question.add_states(state);
    } else {
      return usage_failure(worded(language, phrases::kBadOption, {"--state", word}),
                           worded(language, phrases::kOneOf,
                                  {"open, awaiting_approval, dispatched, acknowledged, on_site, return_requested, "
                                   "in_consult, on_hold, verifying, closed, rejected"}));
    }
  }
  return question;
}

// What the engine cannot be asked for. Days are since 1970-01-01, of the district's calendar.
struct Wanted {
  std::optional<std::int32_t> first_day;
  std::optional<std::int32_t> last_day;
  std::string area;
  std::string category;

  [[nodiscard]] bool holds(const DistrictNames& names, const DistrictTime& time, const v1::TicketRecord& record) const {
    if (!area.empty() && !names.area_within(record.place().area(), area)) return false;
    if (!category.empty() && !names.category_within(record.category(), category)) return false;
    if (!first_day && !last_day) return true;
    const auto day = time.local_day({record.accepted_us()});
    return (!first_day || day >= *first_day) && (!last_day || day <= *last_day);
  }
};

Result<std::optional<std::int32_t>> day_of(Language language, const char* option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto day = adapters::district::parse_date(text)) return day;
  return usage_failure(worded(language, phrases::kBadOption, {option, text}),
                       std::string(phrase(language, phrases::kExportDayHint)));
}

Result<Wanted> wanted_of(Language language, const ExportOptions& options, const DistrictNames& names) {
  Wanted wanted{std::nullopt, std::nullopt, options.area, options.category};
  const auto first = day_of(language, "--from", options.from);
  if (!first) return tl::unexpected(first.error());
  const auto last = day_of(language, "--until", options.until);
  if (!last) return tl::unexpected(last.error());
  wanted.first_day = *first;
  wanted.last_day = *last;
  if (*first && *last && **last < **first)
    return usage_failure(std::string(phrase(language, phrases::kExportPeriodEmpty)));
  if (!options.area.empty() && !names.has_area(options.area))
    return usage_failure(worded(language, phrases::kExportUnknownArea, {options.area}));
  if (!options.category.empty() && !names.has_category(options.category))
    return usage_failure(worded(language, phrases::kExportUnknownCategory, {options.category}));
  return wanted;
}

class Exporter {
 public:
  Exporter(CommandContext& context, EngineSession& session, const DistrictNames& names, Wanted wanted, bool content)
      : context_(context),
        session_(session),
        names_(names),
        wanted_(std::move(wanted)),
        content_(content),
        bar_(context.console, context.language, std::nullopt) {}

  // False: interrupted.
  [[nodiscard]] Result<bool> run(v1::ListTickets question, TicketWriter& writer, std::ostream& out) {
    while (!InterruptWatch::interrupted()) {
      v1::Request request;
      *request.mutable_list_tickets() = question;
      auto reply = session_.ask(std::move(request));
      if (!reply) return tl::unexpected(reply.error());
      const auto& page = reply->list_tickets();
      for (const auto& ticket : page.tickets()) {
        if (InterruptWatch::interrupted()) return false;
        if (!wanted_.holds(names_, session_.time(), ticket.record())) continue;
        if (auto written = write(ticket, writer); !written) return tl::unexpected(written.error());
        // Whoever reads has gone, or the disk is full: the rest need not be asked for.
        if (!out) return file_failure(std::string(phrase(context_.language, phrases::kOutputLost)));
      }
      if (!page.more() || page.cursor() <= question.after()) return true;
      question.set_after(page.cursor());
    }
    return false;
  }

  void tell() {
    bar_.clear();
    context_.console.err << worded(context_.language, phrases::kExportTally,
                                   {std::to_string(tickets_), std::to_string(without_point_)})
                         << '\n';
  }

 private:
  [[nodiscard]] Result<void> write(const v1::Ticket& listed, TicketWriter& writer) {
    bar_.advance(1);
    ++tickets_;
    if (!content_) {
      without_point_ += ticket_point(listed) ? 0 : 1;
      writer.write(listed);
      return {};
    }
    v1::Request request;
    request.mutable_get_ticket()->set_ticket(listed.record().id());
    auto reply = session_.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    const auto& ticket = reply->get_ticket().ticket();
    without_point_ += ticket_point(ticket) ? 0 : 1;
    writer.write(ticket);
    return {};
  }

  CommandContext& context_;
  EngineSession& session_;
  const DistrictNames& names_;
  const Wanted wanted_;
  const bool content_;
  ProgressBar bar_;
  std::uint64_t tickets_ = 0;
  std::uint64_t without_point_ = 0;
};

Result<ExitCode> export_tickets(CommandContext& context, const ExportOptions& options) {
  const auto format = format_of(context.language, options);
  if (!format) return tl::unexpected(format.error());
  const auto question = question_of(context.language, options);
  if (!question) return tl::unexpected(question.error());
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto names = (*session)->names();
  if (!names) return tl::unexpected(names.error());
  auto wanted = wanted_of(context.language, options, **names);
  if (!wanted) return tl::unexpected(wanted.error());
  std::optional<AsideFile> file;
  if (!options.out.empty()) {
    auto opened = AsideFile::open(context.language, options.out);
    if (!opened) return tl::unexpected(opened.error());
    file.emplace(*std::move(opened));
  }
  std::ostream& out = file ? static_cast<std::ostream&>(file->stream()) : context.console.out;
  const InterruptWatch interrupts;
  const TicketRowParts parts{context.language, **names, (*session)->time(), options.content};
  TicketWriter writer(out, *format, parts);
  Exporter exporter(context, **session, **names, *std::move(wanted), options.content);
  const auto whole = exporter.run(*question, writer, out);
  if (!whole) return tl::unexpected(whole.error());
  if (!*whole) {
    const auto& words = file ? phrases::kExportInterrupted : phrases::kExportInterruptedOut;
    context.console.err << phrase(context.language, words) << '\n';
    return ExitCode::Interrupted;
  }
  writer.end();
  if (file) {
    if (auto kept = file->keep(); !kept) return tl::unexpected(kept.error());
  }
  exporter.tell();
  return ExitCode::Ok;
}

}  // namespace

void add_export_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<ExportOptions>();
  auto* command = line.add(line.root(), "export", help(phrases::kExportHelp));
  command->add_option("--format", options->format, help(phrases::kExportFormatHelp))->type_name("geojson|csv|jsonl");
  command->add_option("--state", options->states, help(phrases::kExportStateHelp))
      ->delimiter(',')
      ->type_name(help(phrases::kTextType));
  command->add_option("--area", options->area, help(phrases::kExportAreaHelp))->type_name("CODE");
  command->add_option("--category", options->category, help(phrases::kExportCategoryHelp))->type_name("CODE");
  command->add_option("--from", options->from, help(phrases::kExportFromHelp))->type_name("D");
  command->add_option("--until", options->until, help(phrases::kExportUntilHelp))->type_name("D");
  command->add_flag("--content", options->content, help(phrases::kExportContentHelp));
  command->add_option("--out", options->out, help(phrases::kExportOutHelp))->type_name(help(phrases::kFileType));
  line.runs(command, [options](CommandContext& context) { return export_tickets(context, *options); });
}

}  // namespace whistle::tools

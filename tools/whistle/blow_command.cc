#include <algorithm>
#include <fstream>
#include <memory>
#include <vector>

#include <boost/json.hpp>

#include "tools/whistle/blow_stream.h"
#include "tools/whistle/blow_whistle.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/file_transfer.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/place_options.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/token_text.h"
#include "tools/whistle/whistle_answer.h"
#include "tools/whistle/word_value.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;

// What Shandong calls 社区吹哨、部门报到. For whoever types; streams have the directory's words alone.
constexpr std::string_view kCommunityAlias = "乡呼县应";
constexpr unsigned kInFlight = 64;
constexpr unsigned kInFlightMax = 4'096;
// An engine that catches up with many due clocks may keep a stream waiting.
constexpr unsigned kStreamTimeoutSeconds = 120;

struct BlowOptions : PlaceOptions {
  std::string text, kind = "resident", source, category, urgency;
  std::string at, channel, name, phone, key, from;
  std::vector<std::string> files;
  bool anonymous = false;
  bool lenient = false;
  bool make_keys = false;
  unsigned in_flight = kInFlight;
};

// Who blows without saying a source: what its roles let it be.
v1::Source usual_source(const v1::GetStatusReply& status, v1::WhistleKind kind) {
  if (kind == v1::WHISTLE_KIND_COMMUNITY) return v1::SOURCE_COMMUNITY;
  const auto has = [&](v1::Role role) {
    return std::find(status.roles().begin(), status.roles().end(), static_cast<int>(role)) != status.roles().end();
  };
  if (has(v1::ROLE_INTAKE)) return v1::SOURCE_RESIDENT;
  if (has(v1::ROLE_GRID_MEMBER)) return v1::SOURCE_GRID_MEMBER;
  if (has(v1::ROLE_PLATFORM)) return v1::SOURCE_PLATFORM;
  return v1::SOURCE_RESIDENT;
}

Result<district::StreamWhistle> whistle_of(const EngineSession& session, const BlowOptions& options) {
  const auto language = session.language();
  district::StreamWhistle whistle;
  const auto kind =
      word_value<v1::WhistleKind>(language, "--kind", options.kind == kCommunityAlias ? "community" : options.kind);
  if (!kind) return tl::unexpected(kind.error());
  whistle.kind = *kind;
  whistle.source = usual_source(session.status(), *kind);
  if (!options.source.empty()) {
    const auto source = word_value<v1::Source>(language, "--source", options.source);
    if (!source) return tl::unexpected(source.error());
    whistle.source = *source;
  }
  whistle.text = options.text;
  whistle.category = options.category;
  whistle.urgency = options.urgency;
  whistle.channel = options.channel;
  if (auto placed = put_place(language, options, whistle); !placed) return tl::unexpected(placed.error());
  if (!options.at.empty()) {
    whistle.occurred_at = session.time().parse(options.at, session.now());
    if (!whistle.occurred_at) {
      return usage_failure(worded(language, phrases::kBadOption, {"--at", options.at}),
                           std::string(phrase(language, phrases::kTimeHint)));
    }
  }
  if (options.anonymous || !options.name.empty() || !options.phone.empty()) {
    whistle.reporter = district::StreamReporter{options.name, options.phone, options.anonymous};
  }
  return whistle;
}

boost::json::object accepted_json(const std::string& key, const v1::Accepted& accepted, const DistrictNames& names,
                                  const DistrictTime& time) {
  auto object = to_json(answer_of(key, accepted, names, time));
  object["ticket"] = accepted.ticket();
  object["number"] = accepted.ticket_number();
  if (!accepted.ticket_token().empty()) object["token"] = token_text(accepted.ticket_token());
  return object;
}

void print_accepted(Console& console, const Telling& telling, const v1::Accepted& accepted) {
  console.out << console.paint(Colour::Bold, accepted.ticket_number()) << "  id:" << accepted.ticket() << '\n';
  for (const auto& event : accepted.events()) {
    if (const auto sentence = event_sentence(telling, event); !sentence.empty())
      console.out << "  " << sentence << '\n';
  }
  if (!accepted.ticket_token().empty()) {
    console.out << "  " << worded(telling.language, phrases::kTicketToken, {token_text(accepted.ticket_token())})
                << '\n';
  }
}

Result<ExitCode> blow_one(CommandContext& context, EngineSession& session, const BlowOptions& options) {
  auto whistle = whistle_of(session, options);
  if (!whistle) return tl::unexpected(whistle.error());
  const auto key = options.key.empty() ? make_key() : options.key;
  if (context.json) {
    // The answer needs the district's tree: better to fail before the whistle than after it.
    if (auto names = session.names(); !names) return tl::unexpected(names.error());
  }
  // Files are read before anything is sent, and promised by the whistle.
  auto command = blow_command_of(*whistle);
  std::vector<LocalFile> files;
  for (const auto& path : options.files) {
    auto file = local_file(context.language, path);
    if (!file) return tl::unexpected(file.error());
    command.mutable_blow_whistle()->add_attachment_sha256(file->sha256);
    files.push_back(*std::move(file));
  }
  auto accepted = session.act(std::move(command), {.key = key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  const auto& names = session.names_or_codes();
  if (context.json) {
    context.console.out << boost::json::serialize(accepted_json(key, *accepted, names, session.time())) << '\n';
  } else {
    print_accepted(context.console, {context.language, names, session.time(), session.now()}, *accepted);
  }
  // The whistle stands; what does not come of its files can be put later.
  for (const auto& file : files) {
    if (auto put = put_file(session, context.console, accepted->ticket(), file); !put) {
      put.error().message = file.path + ": " + put.error().message;
      return tl::unexpected(put.error());
    }
  }
  return ExitCode::Ok;
}

// ---- a stream ----

// Prints what became of each line: JSON on the output, what went wrong on the error output.
class BlownPrinter {
 public:
  BlownPrinter(CommandContext& context, EngineSession& session, const DistrictNames& names, const std::string& file)
      : context_(context), session_(session), names_(names), file_(file) {}

  void print(const Blown& blown, ProgressBar& bar) const {
    const auto* accepted = std::get_if<v1::Accepted>(&blown.outcome);
    if (context_.json) {
      context_.console.out << json_line(blown) << '\n';
    } else if (accepted == nullptr) {
      bar.clear();
      context_.console.err << file_ << ':' << blown.line << ": " << complaint(blown) << '\n';
    }
    bar.advance(1);
  }

 private:
  std::string json_line(const Blown& blown) const {
    if (const auto* accepted = std::get_if<v1::Accepted>(&blown.outcome)) {
      return boost::json::serialize(accepted_json(blown.key, *accepted, names_, session_.time()));
    }
    boost::json::object object;
    object["key"] = blown.key.empty() ? boost::json::value(nullptr) : boost::json::value(blown.key);
    object["line"] = blown.line;
    if (const auto* refusal = std::get_if<v1::Refusal>(&blown.outcome)) {
      object["refused"] = boost::json::parse(json_text_of_refusal(*refusal));
    } else {
      object["unreadable"] = complaint(blown);
    }
    return boost::json::serialize(object);
  }

  std::string complaint(const Blown& blown) const {
    if (const auto* refusal = std::get_if<v1::Refusal>(&blown.outcome))
      return word_refusal(context_.language, *refusal).message;
    const auto& fault = std::get<district::StreamFault>(blown.outcome);
    return (fault.member.empty() ? "" : fault.member + ": ") + fault.what;
  }

  CommandContext& context_;
  EngineSession& session_;
  const DistrictNames& names_;
  const std::string& file_;
};

BlowSource source_of(district::StreamReader& reader, const BlowOptions& options, Language language) {
  return [&reader, &options, language]() -> std::optional<tl::expected<Blowing, district::StreamFault>> {
    auto whistle = reader.next();
    if (!whistle) return std::nullopt;
    if (!*whistle) return tl::unexpected(whistle->error());
    auto& one = **whistle;
    if (one.key.empty() && options.make_keys) one.key = make_key();
    if (one.key.empty())
      return tl::unexpected(
          district::StreamFault{one.line, "key", std::string(phrase(language, phrases::kKeyMissing))});
    return Blowing{one.line, one.key, blow_command_of(one)};
  };
}

// nullopt: of a file that cannot be read through, or not twice.
std::optional<std::uint64_t> line_count(std::istream& file) {
  std::vector<char> piece(std::size_t{64} << 10);
  std::uint64_t lines = 0;
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    lines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.begin() + file.gcount(), '\n'));
  }
  const bool whole = !file.bad();
  file.clear();
  file.seekg(0);
  return whole && file ? std::optional(lines) : std::nullopt;
}

void print_tally(CommandContext& context, const BlowTally& tally, double seconds) {
  const auto all = tally.accepted + tally.refused + tally.unreadable;
  context.console.err << worded(context.language, phrases::kTally,
                                {std::to_string(all), std::to_string(tally.accepted), std::to_string(tally.refused),
                                 std::to_string(tally.unreadable),
                                 span_text(context.language, static_cast<std::int64_t>(seconds * 1e6)),
                                 std::to_string(rate_of(all, seconds))})
                      << '\n';
  if (tally.interrupted) context.console.err << phrase(context.language, phrases::kInterrupted) << '\n';
}

Result<ExitCode> blow_stream(CommandContext& context, EngineSession& session, const BlowOptions& options) {
  auto names = session.names();
  if (!names) return tl::unexpected(names.error());
  std::ifstream file;
  const bool from_input = options.from == "-";
  if (!from_input) {
    file.open(options.from, std::ios::binary);
    if (!file) return file_failure(worded(context.language, phrases::kCannotRead, {options.from}));
  }
  const auto total = from_input ? std::nullopt : line_count(file);
  district::StreamReader reader(from_input ? context.console.in : file, {.lenient = options.lenient});
  const InterruptWatch interrupts;
  ProgressBar bar(context.console, context.language, total);
  const BlownPrinter printer(context, session, **names, options.from);
  BlowStream stream(session, options.in_flight);
  auto tally =
      stream.run(source_of(reader, options, context.language), [&](const Blown& blown) { printer.print(blown, bar); });
  bar.clear();
  if (!tally) return tl::unexpected(tally.error());
  print_tally(context, *tally, bar.seconds());
  if (tally->interrupted) return ExitCode::Interrupted;
  if (const auto at = reader.failed_at())
    return file_failure(worded(context.language, phrases::kReadFailed, {options.from, std::to_string(*at)}),
                        std::string(phrase(context.language, phrases::kSendAgainHint)));
  if (tally->unreadable > 0) return ExitCode::LocalFile;
  return tally->refused > 0 ? ExitCode::Refused : ExitCode::Ok;
}

Result<ExitCode> blow(CommandContext& context, const BlowOptions& options) {
  if (options.from.empty() && options.text.empty() && options.category.empty()) {
    return usage_failure(std::string(phrase(context.language, phrases::kNothingToBlow)),
                         std::string(phrase(context.language, phrases::kNothingToBlowHint)));
  }
  auto settings = context.settings;
  if (!options.from.empty() && !settings.timeout_seconds) settings.timeout_seconds = kStreamTimeoutSeconds;
  auto session = open_session(settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  return options.from.empty() ? blow_one(context, **session, options) : blow_stream(context, **session, options);
}

}  // namespace

void add_blow_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<BlowOptions>();
  auto* command = line.add(line.root(), "blow", phrase(language, phrases::kBlowHelp));
  const auto text = [&](const char* name, std::string& value, const Phrase& what) {
    return command->add_option(name, value, help(what))->type_name(help(phrases::kTextType));
  };
  text("text", options->text, phrases::kBlowTextHelp);
  text("-c,--category", options->category, phrases::kBlowCategoryHelp);
  text("-k,--kind", options->kind, phrases::kBlowKindHelp);
  text("--source", options->source, phrases::kBlowSourceHelp);
  text("-u,--urgency", options->urgency, phrases::kBlowUrgencyHelp);
  add_place_options(*command, *options, language);
  text("--at", options->at, phrases::kBlowAtHelp);
  text("--channel", options->channel, phrases::kBlowChannelHelp);
  text("--name", options->name, phrases::kBlowNameHelp);
  text("--phone", options->phone, phrases::kBlowPhoneHelp);
  command->add_flag("--anonymous", options->anonymous, help(phrases::kBlowAnonymousHelp));
  text("--idempotency-key", options->key, phrases::kIdempotencyKeyHelp);
  command->add_option("--attach", options->files, help(phrases::kBlowAttachHelp))
      ->type_name(help(phrases::kFileType))
      ->allow_extra_args(false);
  auto* from = text("--from", options->from, phrases::kBlowFromHelp);
  from->excludes("text")->excludes("--category")->excludes("--idempotency-key")->excludes("--attach");
  command->add_option("--in-flight", options->in_flight, help(phrases::kBlowInFlightHelp))
      ->check(CLI::Range(1U, kInFlightMax).description(""))
      ->type_name("1-4096")
      ->needs(from);
  command->add_flag("--lenient", options->lenient, help(phrases::kBlowLenientHelp))->needs(from);
  command->add_flag("--make-keys", options->make_keys, help(phrases::kBlowMakeKeysHelp))->needs(from);
  line.runs(command, [options](CommandContext& context) { return blow(context, *options); });
}

}  // namespace whistle::tools

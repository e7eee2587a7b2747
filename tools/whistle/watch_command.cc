#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "adapters/zeromq/feed_subscription.h"
#include "tools/whistle/cli.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/timeline.h"
#include "tools/whistle/wording_connection.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;

constexpr std::uint32_t kPageEntries = 500;
// The engine sends a heartbeat each second; a feed that is silent for longer is taken for dead.
constexpr std::chrono::seconds kSilenceMax{5};
constexpr std::chrono::seconds kRetry{1};

struct WatchOptions {
  std::optional<std::uint64_t> from;
  bool all = false;
  bool no_follow = false;
};

// What was seen is a number: whatever happens to the connection or the feed, the next entries are asked for from there.
class Watcher {
 public:
  Watcher(CommandContext& context, EngineSession& session, const WatchOptions& options)
      : context_(context), session_(session), cursor_(options.from.value_or(session.status().next_sequence())) {
    const auto& party = session.status().party();
    topics_ = {options.all || party.empty() ? "all" : "party/" + party, "heartbeat"};
  }

  // Prints every entry up to the journal's end.
  [[nodiscard]] Result<void> catch_up() {
    while (!InterruptWatch::interrupted()) {
      v1::Request request;
      request.mutable_fetch_entries()->set_from(cursor_);
      request.mutable_fetch_entries()->set_limit(kPageEntries);
      auto reply = session_.ask(std::move(request));
      if (!reply) return tl::unexpected(reply.error());
      const auto& page = reply->fetch_entries();
      for (const auto& entry : page.entries()) {
        if (auto printed = print(entry); !printed) return printed;
      }
      context_.console.out.flush();
      const bool moved = page.cursor() > cursor_;
      if (moved) cursor_ = page.cursor();
      if (!moved || cursor_ >= page.next_sequence()) return {};
    }
    return {};
  }

  // Returns when there may be something new; says on the error output when the feed was lost.
  void wait() {
    if (!feed_) {
      auto opened = zeromq::FeedSubscription::open(
          {.endpoint = session_.settings().feed_endpoint, .curve = session_.settings().curve, .topics = topics_});
      if (!opened) {
        lose_feed(opened.error());
        return;
      }
      feed_ = std::move(*opened);
      lost_ = false;
    }
    while (!InterruptWatch::interrupted()) {
      auto notice = feed_->receive(kSilenceMax);
      if (!notice) {
        feed_.reset();
        lose_feed(notice.error());
        return;
      }
      if (notice->sequence() >= cursor_) return;
    }
  }

  void complain(const Failure& failure) {
    report_failure(context_.console, context_.language, /*json=*/false, failure);
  }

 private:
  [[nodiscard]] Result<void> print(const v1::Entry& entry) {
    for (const auto& event : entry.events()) {
      if (!event.has_ruleset_published()) continue;
      if (auto renewed = session_.refresh(); !renewed) return renewed;
    }
    if (context_.json) {
      context_.console.out << json_text(entry) << '\n';
      return {};
    }
    auto names = session_.names();
    if (!names) return tl::unexpected(names.error());
    print_entry(context_.console, {context_.language, **names, session_.time(), session_.now()}, entry,
                /*with_ticket=*/true);
    return {};
  }

  void lose_feed(const zeromq::ClientError& error) {
    if (InterruptWatch::interrupted()) return;
    if (!lost_) complain(word_client_error(context_.language, error));
    lost_ = true;
    std::this_thread::sleep_for(kRetry);
  }

  CommandContext& context_;
  EngineSession& session_;
  std::uint64_t cursor_;
  std::vector<std::string> topics_;
  std::unique_ptr<zeromq::FeedSubscription> feed_;
  bool lost_ = false;  // and said so
};

Result<ExitCode> watch(CommandContext& context, const WatchOptions& options) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  if ((*session)->settings().feed_endpoint.empty() && !options.no_follow) {
    return usage_failure(std::string(phrase(context.language, phrases::kNoFeed)),
                         std::string(phrase(context.language, phrases::kNoFeedHint)));
  }
  const InterruptWatch interrupts;
  Watcher watcher(context, **session, options);
  while (!InterruptWatch::interrupted()) {
    auto caught_up = watcher.catch_up();
    if (!caught_up) {
      const bool passing = caught_up.error().exit == ExitCode::NoAnswer && !options.no_follow;
      if (!passing) return tl::unexpected(caught_up.error());
      watcher.complain(caught_up.error());
      continue;
    }
    if (options.no_follow) return ExitCode::Ok;
    watcher.wait();
  }
  return ExitCode::Ok;
}

}  // namespace

void add_watch_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<WatchOptions>();
  auto* command = line.add(line.root(), "watch", help(phrases::kWatchHelp));
  command->add_option("--from", options->from, help(phrases::kWatchFromHelp))->type_name("N");
  command->add_flag("--all", options->all, help(phrases::kWatchAllHelp));
  command->add_flag("--no-follow", options->no_follow, help(phrases::kWatchNoFollowHelp));
  line.runs(command, [options](CommandContext& context) { return watch(context, *options); });
}

}  // namespace whistle::tools

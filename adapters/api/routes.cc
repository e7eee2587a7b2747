#include "adapters/api/routes.h"

#include <algorithm>
#include <optional>

#include "adapters/api/http_status.h"

namespace whistle::adapters::api {

namespace {

constexpr std::size_t kJsonBytesMax = std::size_t{64} << 10;
constexpr std::size_t kChunkBytesMax = std::size_t{256} << 10;
constexpr std::size_t kFileBytesMax = std::size_t{16} << 20;
// 24 MiB of files, which base64 makes a third longer, and their names.
constexpr std::size_t kPublishBytesMax = std::size_t{33} << 20;

constexpr Route act(std::string_view path, std::string_view command, std::string_view summary,
                    Asker asker = Asker::Member, unsigned status = kOk) {
  return {.method = "POST",
          .path = path,
          .asks = command,
          .tag = "tickets",
          .summary = summary,
          .asker = asker,
          .body = BodyKind::Json,
          .body_bytes_max = kJsonBytesMax,
          .status = status,
          .takes_if_match = true};
}

// A command on something else than a ticket.
constexpr Route command(std::string_view path, std::string_view asks, std::string_view tag, std::string_view summary,
                        unsigned status = kOk, std::size_t bytes_max = kJsonBytesMax) {
  return {.method = "POST",
          .path = path,
          .asks = asks,
          .tag = tag,
          .summary = summary,
          .body = BodyKind::Json,
          .body_bytes_max = bytes_max,
          .status = status};
}

constexpr Route query(std::string_view path, std::string_view asks, std::string_view tag, std::string_view summary,
                      Asker asker = Asker::Member, std::string_view cursor = {}) {
  return {
      .method = "GET", .path = path, .asks = asks, .tag = tag, .summary = summary, .asker = asker, .cursor = cursor};
}

constexpr Route raw_query(std::string_view path, std::string_view asks, std::string_view tag, std::string_view summary,
                          Asker asker = Asker::Member) {
  auto route = query(path, asks, tag, summary, asker);
  route.answers_raw = true;
  return route;
}

constexpr Route kPutChunk = {
    .method = "PUT",
    .path = "/tickets/{ticket}/attachments/{sha256}",
    .asks = "put_chunk",
    .tag = "attachments",
    .summary = "Sends a piece of a file from an offset; without content asks how much has arrived",
    .asker = Asker::Resident,
    .body = BodyKind::Raw,
    .body_bytes_max = kChunkBytesMax};

constexpr Route kPutFile = {.method = "POST",
                            .path = "/tickets/{ticket}/attachments",
                            .asks = "put_attachment",
                            .tag = "attachments",
                            .summary = "Puts a whole file on a ticket, which is the body",
                            .asker = Asker::Resident,
                            .body = BodyKind::File,
                            .body_bytes_max = kFileBytesMax,
                            .status = kCreated,
                            .takes_if_match = true};

constexpr Route kFetchFile = {.method = "GET",
                              .path = "/tickets/{ticket}/attachments/{sha256}",
                              .asks = "fetch_attachment",
                              .tag = "attachments",
                              .summary = "A file, whole or a range of it",
                              .asker = Asker::Resident,
                              .answers_raw = true,
                              .answers_file = true};

constexpr Route kHeartbeat = {
    .method = "POST",
    .path = "/heartbeats",
    .asks = "heartbeat",
    .tag = "status",
    .summary = "A platform says that it lives, and hears how the engine and its deliveries stand",
    .body = BodyKind::Json,
    .body_bytes_max = kJsonBytesMax};

constexpr Route kRoutes[] = {
    command("/whistles", "blow_whistle", "whistles", "Blows a whistle, which starts a ticket", kCreated),
    query("/tickets", "list_tickets", "tickets", "Tickets, ascending; by default the open ones", Asker::Member,
          "after"),
    query("/tickets/{ticket}", "get_ticket", "tickets", "A ticket as the asker may see it", Asker::Resident),
    query("/tickets/{ticket}/entries", "fetch_entries", "tickets", "What happened to a ticket, from the journal",
          Asker::Resident, "from"),
    act("/tickets/{ticket}/acknowledge", "acknowledge_ticket",
        "Takes the order: a member of the lead or of an assistant"),
    act("/tickets/{ticket}/arrive", "arrive_on_site", "Is on site: a member of the lead or of an assistant"),
    act("/tickets/{ticket}/report-progress", "report_progress", "Says how far it is"),
    act("/tickets/{ticket}/resolve", "resolve_ticket", "Says that the matter is dealt with, with the evidence"),
    act("/tickets/{ticket}/finish-part", "finish_part", "An assistant has done its part"),
    act("/tickets/{ticket}/hand-over-duty", "hand_over_duty", "Gives what a member has in hand to a colleague"),
    act("/tickets/{ticket}/confirm", "confirm_resolution", "The whistle-blower agrees that it is done",
        Asker::Resident),
    act("/tickets/{ticket}/dispute", "dispute_resolution", "The whistle-blower does not agree that it is done",
        Asker::Resident),
    act("/tickets/{ticket}/withdraw", "withdraw_whistle", "The whistle-blower takes it back", Asker::Resident),
    act("/tickets/{ticket}/urge", "urge_ticket", "Urges whoever leads", Asker::Resident),
    act("/tickets/{ticket}/verify", "verify_resolution", "A verifier has checked what was resolved"),
    act("/tickets/{ticket}/contact-reporter", "contact_reporter", "The reporter was called, reached or not"),
    act("/tickets/{ticket}/reveal-reporter", "reveal_reporter",
        "Name and telephone number in full; recorded with the reason"),
    act("/tickets/{ticket}/request-return", "request_return",
        "The lead asks the arbiter to give the ticket to somebody else"),
    act("/tickets/{ticket}/decide-return", "decide_return", "An arbiter grants or refuses a return"),
    act("/tickets/{ticket}/open-consult", "open_consult", "An arbiter calls the parties together"),
    act("/tickets/{ticket}/rule-consult", "rule_consult", "The convener rules, finally"),
    act("/tickets/{ticket}/request-hold", "request_hold", "The lead asks for a wait until a date"),
    act("/tickets/{ticket}/decide-hold", "decide_hold", "An arbiter approves or refuses a hold"),
    act("/tickets/{ticket}/resume", "resume_ticket", "Ends a hold before its date"),
    act("/tickets/{ticket}/request-extension", "request_extension", "The lead asks for a later due"),
    act("/tickets/{ticket}/decide-extension", "decide_extension", "An arbiter grants or refuses an extension"),
    act("/tickets/{ticket}/decide-approval", "decide_approval",
        "The approving party answers for what needs an approval"),
    act("/tickets/{ticket}/release-assistant", "release_assistant", "An assistant is not needed any more"),
    act("/tickets/{ticket}/reassign", "reassign_ticket", "A dispatcher gives the ticket another lead"),
    act("/tickets/{ticket}/amend", "amend_ticket", "Corrects category, place or urgency; the ticket is routed again"),
    act("/tickets/{ticket}/split", "split_ticket", "Makes a second ticket of the second matter", Asker::Member,
        kCreated),
    act("/tickets/{ticket}/link", "link_tickets", "Lets the ticket follow another about the same matter"),
    act("/tickets/{ticket}/unlink", "unlink_tickets", "Takes the ticket out of its group"),
    act("/tickets/{ticket}/whistle-up", "whistle_up",
        "A community blows for departments what was a resident's whistle"),
    act("/tickets/{ticket}/score-party", "score_party", "A community scores a party that was called"),
    act("/tickets/{ticket}/supervise", "supervise_ticket", "A supervisor takes the ticket under supervision"),
    act("/tickets/{ticket}/force-close", "force_close_ticket", "A supervisor ends what nothing else ends"),
    act("/tickets/{ticket}/reopen", "reopen_ticket", "A supervisor takes up a closed ticket again"),
    act("/tickets/{ticket}/lodge-appeal", "lodge_appeal", "A party appeals against what is charged to it"),
    act("/tickets/{ticket}/review-appeal", "review_appeal", "One of two reviewers speaks on an appeal"),
    act("/tickets/{ticket}/rebase", "rebase_ticket", "Pins an open ticket to the ruleset in force"),
    act("/tickets/{ticket}/erase", "erase_ticket", "Destroys the personal data of a closed ticket"),
    kPutFile,
    kPutChunk,
    act("/tickets/{ticket}/attachments/{sha256}/complete", "put_attachment",
        "Completes a file whose pieces have arrived", Asker::Resident),
    kFetchFile,
    query("/orders/{order}", "get_order", "whistles",
          "What became of an order that the asker pushed, by the key with which it blew the whistle"),
    kHeartbeat,
    query("/public/tickets", "list_public_tickets", "public", "What anybody may see, newest first", Asker::Anybody,
          "before"),
    query("/status", "get_status", "status", "The engine, its rules, its time, and who it takes the asker for",
          Asker::Anybody),
    query("/district", "get_district", "status", "The tree and the names of the ruleset in force", Asker::Anybody),
    command("/absences", "report_absence", "members", "A member is away"),
    command("/absences/end", "end_absence", "members", "A member is back before the time"),
    query("/identities", "list_identities", "identities", "Who may speak to the engine"),
    command("/identities", "register_identity", "identities", "Binds a credential to a member"),
    command("/identities/revoke", "revoke_identity", "identities", "Ends a credential, at once"),
    command("/rulesets", "publish_ruleset", "rules",
            "Proposes or publishes rules, as the files of a district directory", kOk, kPublishBytesMax),
    query("/rulesets/{ruleset_sha256}", "get_published_ruleset", "rules", "A published ruleset as the core reads it"),
    query("/rulesets/{ruleset_sha256}/files", "get_district_files", "rules",
          "The files that a ruleset was compiled from, of one that waits too"),
    command("/rulesets/{ruleset_sha256}/withdraw", "withdraw_ruleset", "rules",
            "Takes back a ruleset that waits: scheduled and not yet in force, or submitted"),
    query("/submissions", "list_submissions", "rules", "Rules that members want, and nobody has agreed to"),
    command("/submissions", "submit_ruleset", "rules",
            "Hands in dictionary, grids or calendar as rules that somebody wants; puts nothing in force", kOk,
            kPublishBytesMax),
    query("/rebase-preview", "preview_rebase", "rules", "What the ruleset in force would say of other open tickets",
          Asker::Member, "after"),
    query("/entries/{entry}/ruleset", "get_ruleset", "rules", "A part of the rules that an entry was decided by"),
    command("/logic", "adopt_logic", "rules", "Lets another version of the logic decide from the next entry on"),
    query("/entries", "fetch_entries", "audit", "The journal, as far as the asker may see it", Asker::Member, "from"),
    query("/reconciliation", "reconcile", "audit", "In which state every ticket was, with counts and hashes to compare",
          Asker::Member, "cursor"),
    query("/checkpoints", "list_checkpoints", "audit", "Signed notes on the journal"),
    raw_query("/tiles/{level}/{index}", "get_tile", "audit", "A piece of the tree over the journal"),
};

constexpr std::string_view kEnginesOwn[] = {
    "record_refusal",    "link_split_ticket",  "put_ruleset_in_force", "hand_over_ticket",
    "record_follower",   "follow_lead_ticket", "record_repeat",        "record_reading",
    "rotate_master_key", "create_journal",     "start_engine",         "fire_clock",
};

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - 2);
}

struct CutRoute {
  const Route* route = nullptr;
  std::vector<std::string_view> segments;
};

const std::vector<CutRoute>& cut_routes() {
  static const auto cut = [] {
    std::vector<CutRoute> made;
    for (const auto& route : kRoutes)
      made.push_back({&route, segments_of(route.path)});
    return made;
  }();
  return cut;
}

// How many of the segments are literally those of the path; nullopt: it is another path.
std::optional<std::size_t> literals_of(std::span<const std::string_view> path, std::span<const std::string> segments) {
  if (path.size() != segments.size()) return std::nullopt;
  std::size_t literals = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_parameter(path[i])) {
      if (segments[i].empty()) return std::nullopt;
    } else {
      if (path[i] != segments[i]) return std::nullopt;
      ++literals;
    }
  }
  return literals;
}

FoundRoute found_route(const CutRoute& route, std::span<const std::string> segments) {
  FoundRoute found{route.route, {}};
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (is_parameter(route.segments[i])) found.parameters.emplace_back(parameter_name(route.segments[i]), segments[i]);
  }
  return found;
}

// "GET, HEAD, POST"; empty: no route has this path.
std::string methods_of(std::span<const std::string> segments) {
  std::string methods;
  for (const auto& [route, path] : cut_routes()) {
    if (!literals_of(path, segments)) continue;
    const std::string_view known(route->method == "GET" ? "GET, HEAD" : route->method);
    if (methods.find(known) == std::string::npos) methods.append(methods.empty() ? "" : ", ").append(known);
  }
  return methods;
}

const google::protobuf::FieldDescriptor* command_field(const Route& route) {
  return v1::Command::descriptor()->FindFieldByName(std::string(route.asks));
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

std::span<const std::string_view> commands_without_route() {
  return kEnginesOwn;
}

bool is_command(const Route& route) {
  return command_field(route) != nullptr;
}

const google::protobuf::FieldDescriptor& asked_field(const Route& route) {
  if (const auto* field = command_field(route)) return *field;
  return *v1::Request::descriptor()->FindFieldByName(std::string(route.asks));
}

tl::expected<FoundRoute, Problem> find_route(std::string_view method, std::span<const std::string> segments) {
  const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
  const CutRoute* best = nullptr;
  std::size_t literals = 0;
  for (const auto& route : cut_routes()) {
    if (route.route->method != wanted) continue;
    const auto found = literals_of(route.segments, segments);
    if (!found || (best != nullptr && *found <= literals)) continue;
    best = &route;
    literals = *found;
  }
  if (best != nullptr) return found_route(*best, segments);
  const auto allowed = methods_of(segments);
  if (allowed.empty()) {
    return tl::unexpected(
        http_problem(HttpFault::UnknownPath, "There is no such resource; /api/v1/openapi.json lists them."));
  }
  auto problem = http_problem(HttpFault::MethodNotAllowed, "This resource knows " + allowed + ".");
  problem.headers.push_back({"Allow", allowed});
  return tl::unexpected(std::move(problem));
}

std::vector<std::string_view> path_parameters(std::string_view path) {
  std::vector<std::string_view> names;
  for (const auto segment : segments_of(path)) {
    if (is_parameter(segment)) names.push_back(parameter_name(segment));
  }
  return names;
}

}  // namespace whistle::adapters::api

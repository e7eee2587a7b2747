#include "adapters/api/problem_words.h"

#include "adapters/api/problem.h"

namespace whistle::adapters::api {

namespace {

constexpr RefusalWords kWords[] = {
    {v1::REFUSAL_CODE_MALFORMED, "The request cannot be read", "It cannot be read: {what}."},
    {v1::REFUSAL_CODE_TOO_LARGE, "Something is too large", "{field} is too large; the limit is {limit}."},
    {v1::REFUSAL_CODE_MISSING, "A field is missing", "{field} has to be there."},
    {v1::REFUSAL_CODE_INVALID, "A field is not valid", "{field} is not valid: {why}."},
    {v1::REFUSAL_CODE_INVALID_TEXT, "A text is not valid", "{field} has to be UTF-8 without control characters."},
    {v1::REFUSAL_CODE_KEY_REUSED, "The idempotency key was used for something else",
     "Under this Idempotency-Key entry {sequence} was made of another content."},
    {v1::REFUSAL_CODE_UNKNOWN_IDENTITY, "Nobody is known by this credential",
     "No member is bound to the credential, or the rules have no such member: {member}."},
    {v1::REFUSAL_CODE_NOT_PERMITTED, "The asker may not do this", "It needs {needs}."},
    {v1::REFUSAL_CODE_OWN_WORK, "Nobody verifies its own work", "{party} did the work and cannot verify it."},
    {v1::REFUSAL_CODE_UNKNOWN_CATEGORY, "There is no such category", "The catalogue has no category {category}."},
    {v1::REFUSAL_CODE_UNKNOWN_URGENCY, "There is no such urgency", "The rules have no urgency {urgency}."},
    {v1::REFUSAL_CODE_UNKNOWN_TICKET, "There is no such ticket",
     "There is no ticket {ticket}, or none that the asker may see."},
    {v1::REFUSAL_CODE_UNKNOWN_MEMBER, "There is no such member", "The rules have no member {member}."},
    {v1::REFUSAL_CODE_WRONG_STATE, "The ticket's state does not allow it",
     "Ticket {ticket} is {state}, which does not allow this."},
    {v1::REFUSAL_CODE_ALREADY_DONE, "It has been done already", "{party} has done this on ticket {ticket} already."},
    {v1::REFUSAL_CODE_EVIDENCE_MISSING, "Evidence is missing", "The resolution has to bring {evidence}."},
    {v1::REFUSAL_CODE_TIME_IMPOSSIBLE, "A time is not possible", "{field} cannot be {time}."},
    {v1::REFUSAL_CODE_POINT_IMPOSSIBLE, "A point is not on the earth",
     "A latitude or longitude is past the end of its range."},
    {v1::REFUSAL_CODE_RULESET_INVALID, "The rules have faults", "The rules have faults: {error}."},
    {v1::REFUSAL_CODE_RULESET_UNCHANGED, "These rules are there already",
     "That ruleset is in force already, or was proposed by the same member."},
    {v1::REFUSAL_CODE_RULESET_OTHER, "The files give other rules than the ones named",
     "The files compile to {compiled}, not to the hash that was named."},
    {v1::REFUSAL_CODE_KEY_BOUND, "The credential is bound already", "The credential is bound to {member} already."},
    {v1::REFUSAL_CODE_UNKNOWN_KEY, "There is no such credential",
     "No such credential is registered, or it is revoked."},
    {v1::REFUSAL_CODE_BUSY, "The engine has too much to do",
     "Too much waits; try again under the same Idempotency-Key."},
    {v1::REFUSAL_CODE_STOPPING, "The engine is stopping",
     "The engine is stopping; try again under the same Idempotency-Key."},
    {v1::REFUSAL_CODE_WRONG_TOKEN, "The ticket token does not fit",
     "That is not the private token of this ticket, or its personal data are erased."},
    {v1::REFUSAL_CODE_RATE_EXCEEDED, "Too many requests",
     "The {of} has sent too much; try again after {retry_after_ms} ms."},
    {v1::REFUSAL_CODE_TOO_MANY_OPEN, "Too many open tickets",
     "The reporter has {limit} open tickets, as many as it may."},
    {v1::REFUSAL_CODE_LAST_ADMIN, "The last administrator stays",
     "Without {member} nobody could register or revoke identities any more."},
    {v1::REFUSAL_CODE_COMPLAINED_ABOUT, "The party complained about does not act here",
     "{party} is complained about, and neither acts on the ticket nor is given it."},
    {v1::REFUSAL_CODE_UNKNOWN_PARTY, "There is no such party", "The rules have no party {party}."},
    {v1::REFUSAL_CODE_NOTHING_CHANGES, "Nothing would change", "Ticket {ticket} is so already."},
    {v1::REFUSAL_CODE_NO_REPORTER, "There is nobody to call",
     "Ticket {ticket} was blown anonymously, or nobody said who it was."},
    {v1::REFUSAL_CODE_TOO_MANY_SPLITS, "It has been split too often",
     "Ticket {ticket} has been split {limit} times, as often as it may."},
    {v1::REFUSAL_CODE_REQUEST_WAITS, "Something waits for an arbiter already",
     "On ticket {ticket} a request waits for an arbiter already: {kind}."},
    {v1::REFUSAL_CODE_NO_REQUEST, "Nothing of that kind waits for an arbiter",
     "On ticket {ticket} nothing of that kind waits for an arbiter."},
    {v1::REFUSAL_CODE_RULED_FINALLY, "The lead was ruled finally",
     "The lead of ticket {ticket} was named by a final ruling."},
    {v1::REFUSAL_CODE_LAST_RESORT, "Nobody stands above the lead", "Nobody stands above {party}."},
    {v1::REFUSAL_CODE_RETURNED_BEFORE, "Its return was granted before",
     "The return of {party} was granted before; only a consult can name it."},
    {v1::REFUSAL_CODE_DISK_LOW, "There is too little space for new whistles",
     "Too little space is left for new whistles; acts go on. Try again after {retry_s} s."},
    {v1::REFUSAL_CODE_CLOCK_SUSPENDED, "The engine's clock waits for its operator",
     "The machine's time jumped, and an operator has to confirm it. Try again after {retry_s} s."},
    {v1::REFUSAL_CODE_OVERDUE, "The limit has been missed", "The resolve limit of ticket {ticket} has been missed."},
    {v1::REFUSAL_CODE_TOO_MANY_EXTENSIONS, "It has been extended too often",
     "Ticket {ticket} has had {limit} extensions, as many as it may."},
    {v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR, "A party of open tickets has no successor",
     "The new rules have neither {party} nor a successor; open tickets: {tickets}."},
    {v1::REFUSAL_CODE_NOT_SCHEDULED, "No such ruleset waits", "That ruleset does not wait for its instant."},
    {v1::REFUSAL_CODE_FOLLOWS, "The ticket follows another",
     "Ticket {ticket} follows ticket {lead_ticket}, where the work is done."},
    {v1::REFUSAL_CODE_NOT_LINKABLE, "The tickets cannot be linked", "Ticket {ticket} cannot be linked: {why}."},
    {v1::REFUSAL_CODE_TOO_LATE, "It is too late",
     "Ticket {ticket} was closed too long ago; it was possible until {until} (microseconds UTC)."},
    {v1::REFUSAL_CODE_TOO_MANY_FOLLOWERS, "Too many tickets follow",
     "Ticket {ticket} has {limit} followers, as many as it may."},
    {v1::REFUSAL_CODE_NO_APPEAL, "No such appeal waits",
     "On ticket {ticket} no appeal of that party and subject waits."},
    {v1::REFUSAL_CODE_NOTHING_TO_APPEAL, "There is nothing to appeal against",
     "On ticket {ticket} nothing of the kind is charged to {party}."},
    {v1::REFUSAL_CODE_REVIEWED_BEFORE, "Two reviewers are two members", "{member} has reviewed this appeal before."},
    {v1::REFUSAL_CODE_ABSENT, "The member is away", "{member} is away."},
    {v1::REFUSAL_CODE_NOT_ABSENT, "The member is not away", "{member} has not been reported to be away."},
    {v1::REFUSAL_CODE_ATTACHMENT_MISSING, "A file is not there",
     "The file {sha256} is named but was not put on the ticket."},
    {v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE, "Parts of the file are missing",
     "The file has not arrived whole; the next byte that is missing is {next}."},
    {v1::REFUSAL_CODE_ATTACHMENT_OTHER, "The file has another hash",
     "The bytes that arrived have the SHA-256 {sha256}."},
    {v1::REFUSAL_CODE_ATTACHMENT_TYPE, "Files of this type are not kept", "The content is of no type that is kept."},
    {v1::REFUSAL_CODE_TOO_MANY_ATTACHMENTS, "Too many files", "Ticket {ticket} has {limit} files, as many as it may."},
    {v1::REFUSAL_CODE_UNKNOWN_ATTACHMENT, "There is no such file", "With this ticket lies no file {sha256}."},
    {v1::REFUSAL_CODE_ERASED, "The personal data are erased", "The personal data of ticket {ticket} are erased."},
    {v1::REFUSAL_CODE_LOGIC_OLD, "The journal is decided by an older logic",
     "It needs logic {logic}, which has to be adopted first."},
    {v1::REFUSAL_CODE_UNKNOWN_LOGIC, "This program does not have that logic",
     "The newest logic that this program has is {newest}."},
    {v1::REFUSAL_CODE_TICKET_CHANGED, "The ticket has changed",
     "Something else happened to ticket {ticket}; its last entry is {last_entry}."},
    {v1::REFUSAL_CODE_UNKNOWN_ORDER, "There is no such order", "The asker has blown no whistle under the key {order}."},
    {v1::REFUSAL_CODE_UNKNOWN_RULESET, "There are no files of such rules",
     "No files are kept of the ruleset {ruleset_sha256}."},
    {v1::REFUSAL_CODE_RULESET_OUTDATED, "Other rules are in force",
     "The rules that it is laid over are not in force; {in_force} are."},
};

}  // namespace

std::span<const RefusalWords> refusal_words() {
  return kWords;
}

// Without a default, so that a code that is added does not compile until it has a status here. Several in a line, so
// that what has the same status is seen together.
unsigned status_of(v1::RefusalCode code) {
  switch (code) {
    // clang-format off
    case v1::REFUSAL_CODE_MALFORMED: case v1::REFUSAL_CODE_MISSING: case v1::REFUSAL_CODE_INVALID:
    case v1::REFUSAL_CODE_INVALID_TEXT: case v1::REFUSAL_CODE_TIME_IMPOSSIBLE: case v1::REFUSAL_CODE_POINT_IMPOSSIBLE:
      return 400;
    case v1::REFUSAL_CODE_UNKNOWN_IDENTITY:
      return 401;
    case v1::REFUSAL_CODE_NOT_PERMITTED: case v1::REFUSAL_CODE_OWN_WORK: case v1::REFUSAL_CODE_WRONG_TOKEN:
    case v1::REFUSAL_CODE_COMPLAINED_ABOUT:
      return 403;
    case v1::REFUSAL_CODE_UNKNOWN_TICKET: case v1::REFUSAL_CODE_UNKNOWN_ATTACHMENT:
    case v1::REFUSAL_CODE_UNKNOWN_ORDER: case v1::REFUSAL_CODE_UNKNOWN_RULESET:
      return 404;
    case v1::REFUSAL_CODE_WRONG_STATE: case v1::REFUSAL_CODE_ALREADY_DONE: case v1::REFUSAL_CODE_RULESET_UNCHANGED:
    case v1::REFUSAL_CODE_KEY_BOUND: case v1::REFUSAL_CODE_TOO_MANY_OPEN: case v1::REFUSAL_CODE_LAST_ADMIN:
    case v1::REFUSAL_CODE_NOTHING_CHANGES: case v1::REFUSAL_CODE_NO_REPORTER: case v1::REFUSAL_CODE_TOO_MANY_SPLITS:
    case v1::REFUSAL_CODE_REQUEST_WAITS: case v1::REFUSAL_CODE_NO_REQUEST: case v1::REFUSAL_CODE_RULED_FINALLY:
    case v1::REFUSAL_CODE_LAST_RESORT: case v1::REFUSAL_CODE_RETURNED_BEFORE: case v1::REFUSAL_CODE_OVERDUE:
    case v1::REFUSAL_CODE_TOO_MANY_EXTENSIONS: case v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR:
    case v1::REFUSAL_CODE_NOT_SCHEDULED: case v1::REFUSAL_CODE_FOLLOWS: case v1::REFUSAL_CODE_NOT_LINKABLE:
    case v1::REFUSAL_CODE_TOO_LATE: case v1::REFUSAL_CODE_TOO_MANY_FOLLOWERS: case v1::REFUSAL_CODE_NO_APPEAL:
    case v1::REFUSAL_CODE_NOTHING_TO_APPEAL: case v1::REFUSAL_CODE_REVIEWED_BEFORE: case v1::REFUSAL_CODE_ABSENT:
    case v1::REFUSAL_CODE_NOT_ABSENT: case v1::REFUSAL_CODE_ATTACHMENT_MISSING:
    case v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE: case v1::REFUSAL_CODE_TOO_MANY_ATTACHMENTS:
    case v1::REFUSAL_CODE_LOGIC_OLD: case v1::REFUSAL_CODE_RULESET_OUTDATED:
      return 409;
    case v1::REFUSAL_CODE_ERASED:
      return 410;
    case v1::REFUSAL_CODE_TICKET_CHANGED:
      return 412;
    case v1::REFUSAL_CODE_TOO_LARGE:
      return 413;
    case v1::REFUSAL_CODE_KEY_REUSED: case v1::REFUSAL_CODE_UNKNOWN_CATEGORY: case v1::REFUSAL_CODE_UNKNOWN_URGENCY:
    case v1::REFUSAL_CODE_UNKNOWN_MEMBER: case v1::REFUSAL_CODE_UNKNOWN_PARTY: case v1::REFUSAL_CODE_UNKNOWN_KEY:
    case v1::REFUSAL_CODE_UNKNOWN_LOGIC: case v1::REFUSAL_CODE_EVIDENCE_MISSING:
    case v1::REFUSAL_CODE_RULESET_INVALID: case v1::REFUSAL_CODE_RULESET_OTHER:
    case v1::REFUSAL_CODE_ATTACHMENT_OTHER: case v1::REFUSAL_CODE_ATTACHMENT_TYPE:
      return 422;
    case v1::REFUSAL_CODE_RATE_EXCEEDED:
      return 429;
    case v1::REFUSAL_CODE_BUSY: case v1::REFUSAL_CODE_STOPPING: case v1::REFUSAL_CODE_DISK_LOW:
    case v1::REFUSAL_CODE_CLOCK_SUSPENDED:
      return 503;
    case v1::REFUSAL_CODE_UNSPECIFIED:
    case v1::RefusalCode_INT_MIN_SENTINEL_DO_NOT_USE_: case v1::RefusalCode_INT_MAX_SENTINEL_DO_NOT_USE_:
      return 500;
      // clang-format on
  }
  return 500;  // of a newer engine
}

}  // namespace whistle::adapters::api

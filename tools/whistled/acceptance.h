// A command from the wire into the core: who speaks, whether it was said before, what has to be sealed, what time it
// is.
//
// Nothing here commits or tells: what was accepted gathers in Uncommitted. A failing store is a Failure, everything
// else an answer. One thread, the core's.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/clock.h"
#include "engine/core.h"
#include "engine/permission.h"
#include "engine/ports.h"
#include "storage/attachment_files.h"
#include "storage/erasure_list.h"
#include "storage/vault.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/publication.h"
#include "tools/whistled/reporter_limit.h"
#include "tools/whistled/sealed_content.h"
#include "tools/whistled/uncommitted.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// What acceptance works with; all outlive it.
struct AcceptanceParts {
  engine::Core& core;
  const engine::Store& store;
  const storage::Vault& vault;
  engine::RandomSource& random;
  adapters::CivilClock& clock;
  Uncommitted& uncommitted;
  // Called when so much gathers that it should be made durable first: only time that follows whistles can leap that
  // far.
  std::function<Result<void>()> relieve;
  std::uint32_t reporter_open_max = 0;       // see ReporterLimit
  storage::ErasureList* erasures = nullptr;  // nullptr: nothing is erased here
};

// A file that its sender may put on a ticket.
struct AdmittedFile {
  storage::Upload upload;
  std::string first_row;  // of the ticket in the vault: its key seals the file
  bool system = false;    // the sender speaks for many, such as an intake identity
};

// What is known of a file that lies sealed.
struct SealedFacts {
  v1::AttachmentType type{};
  std::uint64_t size = 0;
  std::string sealed_sha256;
};

// A ruleset, and the files it was compiled from.
struct SubmissionBase {
  std::string sha256;  // empty: no rules are in force
  std::vector<adapters::district::SourceFileBytes> files;
};

class Acceptance {
 public:
  explicit Acceptance(AcceptanceParts parts);

  // Accepted or refused; the correlation is the caller's to set. The request has passed the codec. A PublishRuleset
  // or SubmitRuleset that brings files goes to `accept_ruleset` when they are compiled; `brings_files` says so.
  [[nodiscard]] Result<v1::Reply> accept(const v1::Request& request, const v1::Actor& actor);
  [[nodiscard]] Result<v1::Reply> accept_ruleset(const v1::Request& request, const v1::Actor& actor,
                                                 PreparedRuleset prepared);
  // Whether the actor may propose or publish rules at all: compiling costs more than refusing.
  [[nodiscard]] engine::Decided<void> may_publish(const v1::Actor& actor) const;
  [[nodiscard]] engine::Decided<void> may_submit(const v1::Actor& actor) const;
  // What a SubmitRuleset is laid over: the rules in force, or of a repeated one those that were then. Everything
  // decided has to be durable.
  using Base = tl::expected<SubmissionBase, v1::Refusal>;
  [[nodiscard]] Result<Base> base_of(const v1::Request& request, const v1::Actor& actor) const;

  // Of a PutChunk or a PutAttachment, before a byte of the file is looked at: who sends what under which key; or the
  // answer, a refusal or that of a command which was given before.
  [[nodiscard]] Result<tl::expected<AdmittedFile, v1::Reply>> admit_file(const v1::Request& request,
                                                                         const v1::Actor& actor) const;
  // The PutAttachment of a file that is durable under its name.
  [[nodiscard]] Result<v1::Reply> accept_file(const v1::Request& request, const v1::Actor& actor,
                                              const SealedFacts& file);

  // Journals what the engine has noted itself: a RecordRefusal, a RecordReading.
  void record(const v1::Command& command);

  // ---- personal data that are forgotten (acceptance_erasure.cc) ----
  // The engine's own EraseTicket. False: it is erased already, there is no such ticket, its time has not come, or
  // nothing is erased here.
  [[nodiscard]] Result<bool> erase_own(engine::TicketId ticket, v1::EraseGround ground);
  // Of the list, what this journal still holds: it came back with a backup. Takes what the journal erased and the list
  // lacks into the list.
  [[nodiscard]] Result<std::vector<engine::TicketId>> erased_elsewhere();

  // Fires what is due at the clock's time, at most `most`; returns how many entries that made.
  std::size_t fire_due(std::size_t most);

 private:
  using Sealed = storage::Vault::Sealed;

  [[nodiscard]] Result<v1::Reply> decide(const v1::Request& request, const v1::Actor& actor,
                                         const v1::Command& command);
  [[nodiscard]] Result<std::optional<engine::Sequence>> find_key(const std::string& client,
                                                                 const std::string& key) const;
  [[nodiscard]] Result<std::optional<std::string>> find_vault_row(engine::TicketId ticket,
                                                                  engine::Sequence entry) const;
  [[nodiscard]] Result<v1::Entry> find_entry(engine::Sequence sequence) const;
  [[nodiscard]] Result<v1::Reply> repeat(const v1::Request& request, const v1::Actor& actor, const v1::Command& command,
                                         engine::Sequence sequence) const;
  [[nodiscard]] Result<std::shared_ptr<const engine::Ruleset>> rules_of(const v1::Entry& entry) const;
  [[nodiscard]] Result<bool> same_personal(const engine::Ruleset* rules, const v1::Command& command,
                                           const v1::Entry& entry) const;
  [[nodiscard]] SealedContent content() const;
  [[nodiscard]] Result<v1::Accepted> reply_of(const v1::Entry& entry) const;
  [[nodiscard]] Result<engine::Decided<void>> check_token(const v1::Request& request, const v1::Command& command) const;
  [[nodiscard]] Result<engine::Decided<std::optional<Sealed>>> seal(const engine::Standing& standing,
                                                                    const v1::Command& command);
  [[nodiscard]] Sealed committed_to(const v1::PersonalData& personal) const;
  [[nodiscard]] Result<engine::Decided<void>> move_time(const engine::Input& input);
  [[nodiscard]] Result<void> fire_before(engine::Instant at);
  [[nodiscard]] Result<std::optional<engine::TicketId>> find_same_file(const std::string& sha256,
                                                                       engine::TicketId own) const;
  // ---- acceptance_erasure.cc ----
  [[nodiscard]] Result<v1::Reply> erase(const v1::Request& request, const v1::Actor& actor,
                                        const engine::Standing& standing);
  [[nodiscard]] Result<engine::Decided<v1::Entry>> erase_now(const engine::Input& input);
  [[nodiscard]] Result<std::optional<engine::Ticket>> find_any_ticket(engine::TicketId ticket) const;
  [[nodiscard]] Result<bool> is_erased(engine::TicketId ticket) const;
  [[nodiscard]] Result<std::set<engine::TicketId>> erased_here() const;
  [[nodiscard]] Result<storage::Erasure> erasure_of(engine::TicketId ticket) const;

  // ---- of RevealReporter alone (acceptance_reveal.cc) ----
  // Whom a command that is decided next will tell of; nullopt: it is another command.
  [[nodiscard]] Result<engine::Decided<std::optional<v1::Reporter>>> reporter_to_tell(const engine::Input& input) const;
  // nullopt: nobody said who it was, or it is erased.
  [[nodiscard]] Result<std::optional<v1::Reporter>> reporter_of(engine::TicketId ticket) const;
  [[nodiscard]] Result<v1::Reply> closed_or(const engine::Rejection& rejection, const v1::Command& command) const;

  AcceptanceParts parts_;
  ReporterLimit reporter_limit_;
};

// Whose files have to be compiled first.
[[nodiscard]] bool brings_files(const v1::Request& request);

}  // namespace whistle::tools::whistled

// Files of tickets: chunks that arrive, files that are completed, files that are fetched. Whether somebody may is asked
// on the core thread; disk and ciphers have a thread of their own, so that no whistle waits for a photo.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/attachment_type.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

namespace zeromq = adapters::zeromq;
using zeromq::refusal;

namespace {

constexpr std::size_t kFileJobsMax = 64;  // at once: with a chunk each, 16 MiB
constexpr const char* kLaterMs = "1000";
constexpr const char* kRetrySeconds = "60";  // somebody has to make space
// What is on its way: of a person, and of all together.
constexpr std::size_t kArrivingFilesMax = 32;
constexpr std::size_t kArrivingFilesOfAllMax = 4'096;
constexpr std::uint64_t kArrivingBytesOfAllMax = std::uint64_t{4} << 30;
constexpr std::chrono::hours kArrivingAgeMax{24};
constexpr std::chrono::hours kSweepEvery{1};

// The engine goes on: of what is acknowledged nothing is lost.
v1::Reply disk_refused(const char* event, const engine::StoreError& error) {
  spdlog::error("event={} what={}", event, in_quotes(error.what));
  if (error.fault == engine::StoreFault::Full)
    return refused(refusal(v1::REFUSAL_CODE_DISK_LOW, {{"retry_s", kRetrySeconds}}));
  return refused(refusal(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", kLaterMs}}));
}

v1::Reply too_many_arriving(std::size_t limit) {
  return refused(
      refusal(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "files on their way"}, {"limit", std::to_string(limit)}}));
}

std::optional<v1::Reply> no_room(const storage::AttachmentFiles& files, const AdmittedFile& admitted) {
  if (files.has_arriving(admitted.upload)) return std::nullopt;
  const auto all = files.arriving();
  if (!all) return disk_refused("files_unreadable", all.error());
  if (all->files >= kArrivingFilesOfAllMax || all->bytes >= kArrivingBytesOfAllMax)
    return too_many_arriving(kArrivingFilesOfAllMax);
  if (admitted.system) return std::nullopt;
  const auto own = files.arriving(admitted.upload.member);
  if (!own) return disk_refused("files_unreadable", own.error());
  if (own->files >= kArrivingFilesMax) return too_many_arriving(kArrivingFilesMax);
  return std::nullopt;
}

v1::Reply chunk_taken(storage::AttachmentFiles& files, const storage::Vault& vault, const AdmittedFile& admitted,
                      const v1::PutChunk& chunk) {
  if (auto full = no_room(files, admitted)) return *std::move(full);
  const auto next =
      files.take_chunk({vault, admitted.first_row}, admitted.upload, chunk.size(), chunk.offset(), chunk.content());
  if (!next) return disk_refused("chunk_not_taken", next.error());
  v1::Reply reply;
  reply.mutable_put_chunk()->set_next(*next);
  return reply;
}

// Sealed and durable under its name; or why not.
tl::expected<SealedFacts, v1::Reply> completed(storage::AttachmentFiles& files, const storage::Vault& vault,
                                               const AdmittedFile& admitted) {
  using Outcome = storage::CheckedUpload::Outcome;
  auto checked = files.check({vault, admitted.first_row}, admitted.upload);
  if (!checked) return tl::unexpected(disk_refused("file_unreadable", checked.error()));
  if (checked->outcome == Outcome::Incomplete) {
    return tl::unexpected(
        refused(refusal(v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE, {{"next", std::to_string(checked->next)}})));
  }
  if (checked->outcome == Outcome::Other) {
    return tl::unexpected(
        refused(refusal(v1::REFUSAL_CODE_ATTACHMENT_OTHER, {{"sha256", engine::hexadecimal(checked->sha256)}})));
  }
  const auto type = judge_type(checked->head, checked->size);
  if (type == v1::ATTACHMENT_TYPE_UNSPECIFIED) {
    files.forget(admitted.upload);
    return tl::unexpected(refused(refusal(v1::REFUSAL_CODE_ATTACHMENT_TYPE, {})));
  }
  if (const auto kept = files.keep(admitted.upload, checked->sealed_sha256); !kept)
    return tl::unexpected(disk_refused("file_not_kept", kept.error()));
  return SealedFacts{type, checked->size, std::move(checked->sealed_sha256)};
}

v1::Reply piece_of(const storage::AttachmentFiles& files, const storage::Vault& vault, const AttachmentFound& found,
                   std::uint64_t offset) {
  const auto& attachment = found.attachment;
  auto piece = files.read({vault, found.first_row}, attachment.sha256, attachment.sealed_sha256, offset);
  if (!piece) {
    spdlog::error("event=attachment_damaged entry={} what={}", attachment.entry.value, in_quotes(piece.error().what));
    return refused(refusal(v1::REFUSAL_CODE_UNKNOWN_ATTACHMENT, {{"sha256", engine::hexadecimal(attachment.sha256)}}));
  }
  v1::Reply reply;
  reply.mutable_fetch_attachment()->set_type(attachment.type);
  reply.mutable_fetch_attachment()->set_size(attachment.size);
  reply.mutable_fetch_attachment()->set_content(*std::move(piece));
  return reply;
}

}  // namespace

// Files that no entry names: the process ended between the file and its entry. Nobody puts any meanwhile.
Result<void> Service::remove_orphans() {
  if (!options_.files) return {};
  std::vector<std::string> named;
  const auto scanned = parts_.store.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    named.push_back(row.sealed_sha256);
    return true;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  std::ranges::sort(named);
  std::vector<std::string> orphans;
  const auto listed = options_.files->each_kept([&](const std::string& sealed_sha256) {
    if (!std::ranges::binary_search(named, sealed_sha256)) orphans.push_back(sealed_sha256);
    return true;
  });
  if (!listed) return tl::unexpected(failure_of(listed.error()));
  for (const auto& orphan : orphans)
    options_.files->remove(orphan);
  if (!orphans.empty()) spdlog::warn("event=orphans_removed files={}", orphans.size());
  return {};
}

void Service::sweep_files(SteadyTime now) {
  if (!options_.files || now < next_sweep_) return;
  next_sweep_ = now + kSweepEvery;
  file_thread_.run([this] {
    const auto forgotten =
        options_.files->forget_older(std::filesystem::file_time_type::clock::now() - kArrivingAgeMax);
    if (!forgotten) spdlog::error("event=files_unreadable what={}", in_quotes(forgotten.error().what));
    if (forgotten && *forgotten > 0) spdlog::info("event=unfinished_files_removed files={}", *forgotten);
  });
}

std::optional<v1::Refusal> Service::no_file_work(bool writes) const {
  if (!options_.files) return refusal(v1::REFUSAL_CODE_INVALID, {{"field", "body"}, {"why", "no files are kept here"}});
  if (stopping_) return refusal(v1::REFUSAL_CODE_STOPPING, {});
  if (writes && disk_ && disk_->space() != DiskSpace::Ample)
    return refusal(v1::REFUSAL_CODE_DISK_LOW, {{"retry_s", kRetrySeconds}});
  if (file_jobs_ >= kFileJobsMax) return refusal(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", kLaterMs}});
  return std::nullopt;
}

// `work` on the thread of files, `then` with what it made on this one.
template <typename Work, typename Then>
void Service::with_files(Work work, Then then) {
  ++file_jobs_;
  file_thread_.run([this, work = std::move(work), then = std::move(then)]() mutable {
    auto made = std::make_shared<decltype(work())>(work());
    mailbox_.post([this, made, then = std::move(then)]() mutable {
      --file_jobs_;
      then(*std::move(made));
    });
  });
}

void Service::fail_with(const Failure& failure) {
  options_.on_fatal(failure);
  failure_ = failure;
}

void Service::take_chunk(Addressee addressee, v1::Request request, const v1::Actor& actor) {
  const auto correlation = request.correlation();
  if (auto why = no_file_work(/*writes=*/true)) return refuse_now(addressee, correlation, *std::move(why));
  auto admitted = acceptance_.admit_file(request, actor);
  if (!admitted) return fail_with(admitted.error());
  if (!*admitted) {
    audit(actor, &request, admitted->error().refusal());
    return reply(std::move(addressee), correlation, std::move(admitted->error()));
  }
  auto chunk = std::make_shared<v1::PutChunk>(std::move(*request.mutable_put_chunk()));
  with_files([this, admitted = **std::move(admitted),
              chunk] { return chunk_taken(*options_.files, parts_.vault, admitted, *chunk); },
             [this, addressee = std::move(addressee), correlation](v1::Reply answer) {
               if (answer.has_refusal()) measures_.count_refusal(answer.refusal().code());
               answer.set_correlation(correlation);
               send(addressee, std::move(answer));
             });
}

Result<void> Service::put_attachment(WaitingCommand&& command) {
  const auto correlation = command.request.correlation();
  if (auto why = no_file_work(/*writes=*/true)) {
    refuse_now(command.addressee, correlation, *std::move(why));
    return {};
  }
  auto admitted = acceptance_.admit_file(command.request, command.actor);
  if (!admitted) {
    options_.on_fatal(admitted.error());
    return tl::unexpected(admitted.error());
  }
  if (!*admitted) {
    if (admitted->error().has_refusal()) audit(command.actor, &command.request, admitted->error().refusal());
    reply(command.addressee, correlation, std::move(admitted->error()));
    return {};
  }
  auto asked = std::make_shared<WaitingCommand>(std::move(command));
  with_files([this, admitted = **std::move(admitted)] { return completed(*options_.files, parts_.vault, admitted); },
             [this, asked](tl::expected<SealedFacts, v1::Reply> sealed) { accept_sealed(*asked, std::move(sealed)); });
  return {};
}

void Service::accept_sealed(const WaitingCommand& asked, tl::expected<SealedFacts, v1::Reply> sealed) {
  const auto correlation = asked.request.correlation();
  if (!sealed) {
    // Sent twice, the first may have taken the file away from the second: that gets the first one's answer.
    auto admitted = acceptance_.admit_file(asked.request, asked.actor);
    if (!admitted) return fail_with(admitted.error());
    return reply(asked.addressee, correlation, std::move(*admitted ? sealed.error() : admitted->error()));
  }
  // Time may have jumped while it was read.
  if (auto closed = closed_for(asked.request.command()))
    return refuse_now(asked.addressee, correlation, *std::move(closed));
  auto answer = acceptance_.accept_file(asked.request, asked.actor, *sealed);
  if (!answer) return fail_with(answer.error());
  if (answer->has_refusal()) audit(asked.actor, &asked.request, answer->refusal());
  const auto decided = SteadyTime::clock::now();
  measures_.deciding.add(decided - asked.arrived);
  reply(asked.addressee, correlation, *std::move(answer), decided);
}

Result<std::optional<v1::Reply>> Service::fetch_attachment(const ParkedQuery& query) {
  if (auto why = no_file_work(/*writes=*/false)) return refused(*std::move(why));
  auto found =
      find_attachment({parts_.core.state(), parts_.store, parts_.vault, parts_.clock}, query.request, query.actor);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::move(found->error());
  with_files(
      [this, found = **std::move(found), offset = query.request.fetch_attachment().offset()] {
        return piece_of(*options_.files, parts_.vault, found, offset);
      },
      [this, addressee = query.addressee, correlation = query.request.correlation()](v1::Reply answer) {
        answer.set_correlation(correlation);
        send(addressee, std::move(answer));
      });
  return std::nullopt;
}

}  // namespace whistle::tools::whistled

// The engine in service: requests in, commits, replies and notices out, clocks fired in time. One loop on one thread,
// the core thread; it alone touches core, sockets and clock.
//
//   auto service = Service::open({store, vault, random, clock, *core}, options);
//   (*service)->run();                                     // until request_stop
//
// A turn takes what has arrived, decides it, fires what is due, commits, and only then tells. Alone, a batch is
// committed by this thread; a large one is handed to a writer thread, and the next gathers meanwhile.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/clock.h"
#include "adapters/zeromq/feed_socket.h"
#include "adapters/zeromq/router_socket.h"
#include "adapters/zeromq/zap_authenticator.h"
#include "engine/core.h"
#include "engine/ports.h"
#include "storage/attachment_files.h"
#include "storage/checkpoint_key.h"
#include "storage/erasure_list.h"
#include "storage/vault.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/addressee.h"
#include "tools/whistled/admission.h"
#include "tools/whistled/committer.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/disk_guard.h"
#include "tools/whistled/edge_thread.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/heartbeats.h"
#include "tools/whistled/journal_tree.h"
#include "tools/whistled/mailbox.h"
#include "tools/whistled/measures.h"
#include "tools/whistled/operations.h"
#include "tools/whistled/publication.h"
#include "tools/whistled/queries.h"
#include "tools/whistled/reading_audit.h"
#include "tools/whistled/refusal_audit.h"
#include "tools/whistled/request_lanes.h"
#include "tools/whistled/retention_sweep.h"
#include "tools/whistled/sender_limits.h"
#include "tools/whistled/snapshot.h"
#include "tools/whistled/uncommitted.h"
#include "tools/whistled/web_options.h"

namespace whistle::tools::whistled {

namespace deliveries {
class Deliveries;
}
namespace web {
class WebEdge;
}

// All outlive the service.
struct ServiceParts {
  engine::Store& store;
  const storage::Vault& vault;
  const storage::CheckpointKey& checkpoint_key;
  engine::RandomSource& random;
  adapters::CivilClock& clock;
  engine::Core& core;
};

// Where the subscribers of deliveries stand.
struct DeliveryOptions {
  std::filesystem::path file;              // empty: nothing is delivered
  engine::RandomSource* random = nullptr;  // of pauses; outlives the service
};

struct ServiceOptions {
  std::string commands = "tcp://127.0.0.1:7710";
  std::string feed = "tcp://127.0.0.1:7711";
  std::optional<adapters::zeromq::CurveKeys> curve_server;  // nullopt: plain mode
  std::filesystem::path district;                           // what `request_reload` compiles; empty: nothing
  SenderRates rates;
  AdmissionLimits admission;
  std::uint32_t reporter_open_max = 0;  // open tickets of one reporter; 0: no limit
  // What operators ask; see Operations. Empty: no port, no socket.
  std::string operations;
  std::filesystem::path control;
  WebOptions web = {};  // `endpoint` empty: no door on the web
  DeliveryOptions deliveries = {};
  std::filesystem::path store;
  std::function<Result<std::filesystem::path>()> copy_store;
  std::chrono::seconds heartbeat_within{
      0};  // that a platform which has said once that it lives says so again; see Heartbeats
  // How often what has been accepted is signed for, while something is; zero: when the service stops alone.
  std::chrono::milliseconds checkpoint_every{5'000};
  std::optional<storage::AttachmentFiles> files;  // nullopt: no files are taken
  std::optional<storage::ErasureList> erasures;   // nullopt: nothing is erased
  // Asked once a second; a null function, or nullopt: the disk is not watched.
  std::function<std::optional<DiskReading>()> read_disk;
  std::optional<DiskLimits> disk_limits;  // nullopt: default_limits of the disk
  // Called on the core thread the moment that a commit has failed, before anything else happens. The daemon ends the
  // process here.
  std::function<void(const Failure&)> on_fatal = [](const Failure&) {};
};

// What an edge inside this process asks for somebody.
struct EdgeRequest {
  v1::Request request;  // has passed the codec
  v1::Actor actor;
  std::string address;                  // of whoever asks; empty: not known
  std::function<void(v1::Reply)> tell;  // see Addressee::in_process
};

class Service {
 public:
  // Binds the sockets.
  [[nodiscard]] static Result<std::unique_ptr<Service>> open(ServiceParts parts, ServiceOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Writes the start into the journal and serves until `request_stop`; then finishes what has arrived, commits and
  // returns. BadData where the journal has lived on another kind of time.
  [[nodiscard]] Result<void> run();

  // As bound.
  const Endpoints& endpoints() const { return endpoints_; }

  // ---- any thread ----
  // Thrown away because a peer did not read them.
  [[nodiscard]] std::uint64_t replies_lost() const { return router_->lost(); }
  void request_stop();
  // Compiles the district directory and publishes it as the operator; a bad one is logged, fault by fault, and changes
  // nothing.
  void request_reload();
  // A request that an edge of this process has decoded: checked, limited, decided and answered as one of the ROUTER is.
  // Not answered after the service has ended.
  void ask(EdgeRequest request);
  // Also calls these two by signals, from now on.
  void watch_signals();

 private:
  struct ParkedQuery {
    Addressee addressee;
    v1::Request request;
    v1::Actor actor;
  };
  using SteadyTime = std::chrono::steady_clock::time_point;

  Service(ServiceParts parts, ServiceOptions options);
  [[nodiscard]] Result<void> bind();

  // ---- the loop (service.cc) ----
  [[nodiscard]] Result<void> start();
  // At the start: whatever is refused ends it.
  [[nodiscard]] Result<void> command_by_operator(const v1::Command& command);
  [[nodiscard]] Result<void> turn(bool wait);
  [[nodiscard]] Result<void> finish();
  void wait_for_work();
  [[nodiscard]] std::chrono::milliseconds time_to_wait() const;
  [[nodiscard]] Result<void> drain();
  [[nodiscard]] Result<std::size_t> work();
  // Whether no clock fires now: civil time has jumped, or a full batch waits behind the disk.
  [[nodiscard]] bool clocks_wait() const;
  void fire_due();
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] Result<void> land(engine::Stored<void> outcome);
  [[nodiscard]] Result<void> make_durable();
  [[nodiscard]] Result<std::optional<v1::Reply>> answer_of(const ParkedQuery& query);
  [[nodiscard]] Result<void> answer_queries();
  void tell(const std::vector<WaitingReply>& replies);
  void beat(SteadyTime now);

  // ---- what is watched, and whoever watches (service_watch.cc) ----
  [[nodiscard]] Result<void> open_operations();
  [[nodiscard]] Result<void> open_web();
  void tell_web(const engine::Batch& landed);
  void tell_tokens();
  // Looks whether civil time can be relied on; tells the log when it has jumped.
  void watch_clock();
  void confirm_clock(const std::function<void(bool)>& told);
  void watch_disk();
  // Why a command is not taken now, whoever sends it; nullopt: it is.
  [[nodiscard]] std::optional<v1::Refusal> closed_for(const v1::Command& command) const;
  [[nodiscard]] Snapshot snapshot() const;

  // ---- what platforms of others are told (service_deliveries.cc) ----
  [[nodiscard]] Result<void> open_deliveries();
  void keep(const std::vector<engine::DeliveryRow>& rows, const std::function<void()>& durable);
  void tell_deliveries(const engine::Batch& landed);
  [[nodiscard]] Result<void> finish_deliveries();

  // ---- platforms that live (service_heartbeats.cc) ----
  [[nodiscard]] v1::Reply answer_heartbeat(const ParkedQuery& query);
  void watch_heartbeats(SteadyTime now);

  // ---- the tree over the journal (service_tree.cc) ----
  [[nodiscard]] Result<void> open_tree();
  // Signs for what is durable, where it is time.
  void watch_tree(SteadyTime now);
  void grow_tree();
  [[nodiscard]] Result<void> finish_tree();

  // ---- personal data that are forgotten (service_erasure.cc) ----
  // What the list says is erased and a backup brought back goes before anybody is served.
  [[nodiscard]] Result<void> erase_again();
  [[nodiscard]] Result<void> adopt_newest_logic();
  void sweep_retention();
  void watch_scrub(SteadyTime now);
  [[nodiscard]] Result<void> finish_scrub();

  // ---- one request (service_requests.cc) ----
  void take(adapters::zeromq::Incoming incoming);
  void take_decoded(Addressee addressee, v1::Request request, v1::Actor actor);
  [[nodiscard]] std::optional<v1::Refusal> turned_away(const adapters::zeromq::Incoming& incoming);
  void line_up(Addressee addressee, v1::Request request, v1::Actor actor);
  [[nodiscard]] v1::Actor actor_of(const adapters::zeromq::Incoming& incoming, const v1::Request& request) const;
  [[nodiscard]] Result<void> take_command(WaitingCommand&& command);
  // What somebody's rules are compiled from; or the answer, a refusal.
  struct FilesToCompile {
    std::vector<adapters::district::SourceFileBytes> files;
    std::string base_sha256;         // of what is submitted
    std::vector<std::string> paths;  // the same
  };
  [[nodiscard]] Result<tl::expected<FilesToCompile, v1::Reply>> files_to_compile(const v1::Request& request,
                                                                                 const v1::Actor& actor);
  [[nodiscard]] Result<void> compile(Addressee addressee, v1::Request request, v1::Actor actor);
  void take_compiled(const ParkedQuery& asked,
                     tl::expected<PreparedRuleset, std::vector<adapters::district::Diagnostic>> prepared);
  void reload();
  [[nodiscard]] bool reload_suspended() const;
  void reply(Addressee addressee, std::uint64_t correlation, v1::Reply answer,
             SteadyTime decided = std::chrono::steady_clock::now());
  void refuse_now(const Addressee& addressee, std::uint64_t correlation, v1::Refusal refusal);
  // A v1::Reply, moved to whoever is in this process where it may be; a peer needs its bytes alone.
  template <typename Reply>
  void send(const Addressee& addressee, Reply&& answer) {
    if (addressee.in_process) return addressee.in_process(std::forward<Reply>(answer));
    (void)router_->send(addressee.peer, answer.SerializeAsString());
  }
  [[nodiscard]] std::optional<v1::Command> worth_recording(const v1::Actor& actor, const v1::Request* request,
                                                           const v1::Refusal& refusal);
  void audit(const v1::Actor& actor, const v1::Request* request, const v1::Refusal& refusal);
  void audit_reading(const v1::Actor& actor, const v1::Request& request);

  // ---- files of tickets (service_files.cc) ----
  [[nodiscard]] Result<void> remove_orphans();
  void sweep_files(SteadyTime now);
  [[nodiscard]] std::optional<v1::Refusal> no_file_work(bool writes) const;
  template <typename Work, typename Then>
  void with_files(Work work, Then then);
  void fail_with(const Failure& failure);
  void take_chunk(Addressee addressee, v1::Request request, const v1::Actor& actor);
  [[nodiscard]] Result<void> put_attachment(WaitingCommand&& command);
  void accept_sealed(const WaitingCommand& asked, tl::expected<SealedFacts, v1::Reply> sealed);
  // nullopt: the answer comes when the file has been read.
  [[nodiscard]] Result<std::optional<v1::Reply>> fetch_attachment(const ParkedQuery& query);

  ServiceParts parts_;
  ServiceOptions options_;
  Endpoints endpoints_;

  Mailbox mailbox_;
  Uncommitted uncommitted_;
  Acceptance acceptance_;
  SenderLimits sender_limits_;
  Admission admission_;
  RequestLanes lanes_;
  RefusalAudit refusal_audit_;
  ReadingAudit reading_audit_;
  RetentionSweep retention_;
  std::deque<engine::TicketId> kept_long_enough_;  // to be erased
  std::vector<ParkedQuery> queries_;
  Heartbeats heartbeats_;
  Measures measures_;
  std::optional<Failure> failure_;    // of a job that the mailbox ran
  std::optional<Failure> ended_for_;  // why it stops of itself, in order
  std::optional<DiskGuard> disk_;
  bool suspended_ = false;  // civil time has jumped
  bool stopping_ = false;
  std::size_t compiling_ = 0;
  std::size_t file_jobs_ = 0;
  bool more_is_due_ = false;
  std::chrono::nanoseconds settled_in_{0};  // the last turn's sync and answers
  SteadyTime next_beat_;
  SteadyTime next_sweep_{};
  engine::Sequence durable_next_;      // of the journal, as far as it is durable
  std::unique_ptr<JournalTree> tree_;  // of the tree's thread, while it grows
  engine::Sequence signed_next_{0};    // the last checkpoint's size
  bool growing_ = false;
  SteadyTime next_checkpoint_;
  std::size_t publications_told_ = 0;  // to the web
  bool scrubbing_ = false;
  SteadyTime next_scrub_{};

  // ---- threads and sockets go first ----
  zmq::context_t context_;
  std::unique_ptr<adapters::zeromq::ZapAuthenticator> authenticator_;
  std::unique_ptr<adapters::zeromq::RouterSocket> router_;
  std::unique_ptr<adapters::zeromq::FeedSocket> feed_;
  Committer committer_;
  std::unique_ptr<Operations> operations_;              // closed first, gone after the thread that it lives on
  std::unique_ptr<web::WebEdge> web_;                   // the same
  std::unique_ptr<deliveries::Deliveries> deliveries_;  // the same
  EdgeThread edge_{"edge"};
  EdgeThread web_thread_{"web"};
  EdgeThread deliveries_thread_{"deliveries", EdgeThread::Priority::Background};
  EdgeThread file_thread_{"files"};
  EdgeThread tree_thread_{"tree"};
  EdgeThread scrub_thread_{"scrub"};
};

}  // namespace whistle::tools::whistled

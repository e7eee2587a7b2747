#include "bench/floor/floor.h"

#include <rocksdb/write_batch.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.hpp>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "bench/floor/sample_rows.h"
#include "bench/require.h"
#include "storage/record_format.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "whistle/v1/service.pb.h"

namespace whistle::bench {

namespace {

using storage::Family;
using storage::number_key;

constexpr std::size_t kDrainMax = 4'096;
constexpr std::size_t kSampleMax = 4'096;
constexpr char kCorrelationTag = 0x08;

struct Request {
  zmq::message_t peer;
  std::uint64_t correlation = 0;
  std::string bytes;  // kept where they are what is written
};
using Requests = std::vector<Request>;

// What is written: one batch, one sync.
class Writer {
 public:
  explicit Writer(const FloorOptions& options) : rows_(options.rows) {
    if (rows_ == Rows::Equal) sample_ = read_sample(options.sample, kSampleMax);
    auto opened =
        storage::open_directory(options.data, /*create_if_missing=*/true, storage::RocksdbStoreOptions{}.cache_bytes);
    require(opened.has_value(), opened ? "" : opened.error().what);
    directory_ = *std::move(opened);
  }

  void commit(const Requests& requests) {
    batch_.Clear();
    rows_ == Rows::Equal ? put_equal(requests) : put_lean(requests);
    next_ += requests.size();
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto status = directory_.db->Write(options, &batch_);
    require(status.ok(), status.ToString());
  }

  // The answer to the request at a place of the batch that was committed last.
  [[nodiscard]] std::string reply_to(const Request& request) {
    std::string bytes(1, kCorrelationTag);
    auto value = request.correlation;
    for (; value >= 0x80; value >>= 7)
      bytes.push_back(static_cast<char>(value | 0x80U));
    bytes.push_back(static_cast<char>(value));
    return bytes.append(rows_ == Rows::Equal ? sampled(request.correlation).reply : kLeanReply);
  }

 private:
  static constexpr std::string_view kLeanReply{"\x12\x02\x08\x01", 4};  // accepted, sequence 1

  const SampleRows::Whistle& sampled(std::uint64_t number) const {
    return sample_.whistles[number % sample_.whistles.size()];
  }

  void put_equal(const Requests& requests) {
    auto at = next_;
    for (const auto& request : requests)
      put(Family::Journal, number_key(at++), sampled(request.correlation).entry);
    at = next_;
    for (const auto& request : requests)
      put(Family::Open, number_key(at++), sampled(request.correlation).ticket);
    at = next_;
    for (const auto& request : requests) {
      put(Family::Vault, storage::vault_key(engine::TicketId{at}, engine::Sequence{at}),
          sampled(request.correlation).vault);
      ++at;
    }
    put(Family::Meta, "header", sample_.header);
    put(Family::Own, storage::kAppliedName, number_key(at));
  }

  void put_lean(const Requests& requests) {
    auto at = next_;
    for (const auto& request : requests)
      put(Family::Journal, number_key(at++), request.bytes);
    at = next_;
    for (const auto& request : requests)
      put(Family::Open, number_key(at++), request.bytes);
  }

  void put(Family family, const std::string& key, const std::string& value) {
    const auto status = batch_.Put(directory_.family(family), key, value);
    require(status.ok(), status.ToString());
  }

  Rows rows_;
  SampleRows sample_;
  storage::OpenDirectory directory_;
  rocksdb::WriteBatch batch_;
  std::uint64_t next_ = 0;
};

// Commits on a thread of its own, one batch at a time.
class WriterThread {
 public:
  explicit WriterThread(Writer& writer) : writer_(writer), woken_(eventfd(0, EFD_NONBLOCK)) {
    require(woken_ >= 0, "no eventfd");
    std::thread([this] { write(); }).detach();  // the process ends by a signal, and this with it
  }

  [[nodiscard]] int descriptor() const { return woken_; }
  [[nodiscard]] bool busy() const { return busy_; }
  void hand_over(Requests requests) {
    busy_ = true;
    const std::scoped_lock lock(mutex_);
    requests_ = std::move(requests);
    changed_.notify_one();
  }
  // What has become durable; empty: it has not yet.
  Requests finished() {
    const std::scoped_lock lock(mutex_);
    if (!done_) return {};
    std::uint64_t ignored = 0;
    (void)!::read(woken_, &ignored, sizeof ignored);
    done_ = busy_ = false;
    return std::move(requests_);
  }

 private:
  void write() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !done_ && !requests_.empty(); });
      lock.unlock();
      writer_.commit(requests_);
      lock.lock();
      done_ = true;
      const std::uint64_t one = 1;
      require(::write(woken_, &one, sizeof one) == sizeof one, "eventfd");
    }
  }

  Writer& writer_;
  int woken_;
  bool busy_ = false;  // of the owner
  std::mutex mutex_;
  std::condition_variable changed_;
  Requests requests_;
  bool done_ = false;
};

class Floor {
 public:
  explicit Floor(const FloorOptions& options)
      : options_(options), writer_(options), router_(context_, zmq::socket_type::router) {
    router_.set(zmq::sockopt::sndhwm, 0);
    router_.set(zmq::sockopt::rcvhwm, 0);
    router_.bind("tcp://127.0.0.1:*");
    std::ofstream ready(options.ready_file.string() + ".new");
    ready << "commands=" << router_.get(zmq::sockopt::last_endpoint) << '\n';
    ready.close();
    std::filesystem::rename(options.ready_file.string() + ".new", options.ready_file);
  }

  void serve() { options_.threads == Threads::One ? serve_alone() : serve_with_writer(); }

 private:
  [[noreturn]] void serve_alone() {
    std::array<zmq_pollitem_t, 1> polled = {{{router_.handle(), 0, ZMQ_POLLIN, 0}}};
    for (Requests requests;; requests.clear()) {
      (void)zmq_poll(polled.data(), polled.size(), -1);
      drain(requests);
      if (requests.empty()) continue;
      writer_.commit(requests);
      reply(requests);
    }
  }

  [[noreturn]] void serve_with_writer() {
    WriterThread thread(writer_);
    std::array<zmq_pollitem_t, 2> polled = {
        {{router_.handle(), 0, ZMQ_POLLIN, 0}, {nullptr, thread.descriptor(), ZMQ_POLLIN, 0}}};
    for (Requests gathering;;) {
      (void)zmq_poll(polled.data(), polled.size(), -1);
      drain(gathering);
      auto done = thread.busy() ? thread.finished() : Requests();
      if (!thread.busy() && !gathering.empty()) thread.hand_over(std::exchange(gathering, {}));
      reply(done);
    }
  }

  void drain(Requests& requests) {
    zmq::message_t frame;
    for (std::size_t drained = 0; drained < kDrainMax; ++drained) {
      Request request;
      if (!router_.recv(request.peer, zmq::recv_flags::dontwait)) return;
      require(router_.recv(frame, zmq::recv_flags::none).has_value(), "a request of one frame");
      require(parsed_.ParseFromArray(frame.data(), static_cast<int>(frame.size())), "not a request");
      request.correlation = parsed_.correlation();
      if (options_.rows == Rows::Lean) request.bytes.assign(static_cast<const char*>(frame.data()), frame.size());
      requests.push_back(std::move(request));
    }
  }

  void reply(Requests& requests) {
    for (auto& request : requests) {
      const auto bytes = writer_.reply_to(request);
      (void)router_.send(request.peer, zmq::send_flags::sndmore);
      (void)router_.send(zmq::buffer(bytes), zmq::send_flags::none);
    }
  }

  const FloorOptions& options_;
  Writer writer_;
  zmq::context_t context_;
  zmq::socket_t router_;
  v1::Request parsed_;
};

}  // namespace

void serve_floor(const FloorOptions& options) {
  try {
    Floor(options).serve();
  } catch (const zmq::error_t& error) {
    require(false, error.what());
  }
}

}  // namespace whistle::bench

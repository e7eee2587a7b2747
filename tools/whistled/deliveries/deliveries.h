// Deliveries to all subscribers of the operator's file: set up, set up anew, listed, and remembered.
//
//   auto deliveries = Deliveries::open(thread.context(), std::move(parts));
//   (*deliveries)->grown(next);          // after each commit
//
// Lives on one thread, that of the context. Made, told and closed on the core's thread, gone after the context's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/platform/subscriber.h"
#include "engine/ports.h"
#include "tools/whistled/deliveries/delivery_facts.h"
#include "tools/whistled/deliveries/subscription.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/service.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::deliveries {

struct DeliveriesParts {
  std::filesystem::path file;
  std::function<void(EdgeRequest)> ask;  // Service::ask
  // Puts rows into the store; calls back on the core thread once they are durable, unless that is null. Any thread.
  std::function<void(std::vector<engine::DeliveryRow>, std::function<void()>)> keep;
  engine::RandomSource& random;  // outlives the deliveries
  std::string source;            // of every event
  std::uint64_t next_sequence = 0;
  std::vector<engine::DeliveryRow> rows;  // as stored
  std::optional<OfferedCheckpoint> checkpoint;
};

class Deliveries {
 public:
  // Usage where the file has faults, all of them in one text, a line each; BadData where a row cannot be read. Nothing
  // is sent before `start`.
  [[nodiscard]] static Result<std::unique_ptr<Deliveries>> open(boost::asio::io_context& context,
                                                                DeliveriesParts parts);
  ~Deliveries();
  Deliveries(const Deliveries&) = delete;
  Deliveries& operator=(const Deliveries&) = delete;

  // Rows of subscribers that are seen for the first time: durable no later than the next entry, or what happens between
  // would be missed by them after a crash. Once, before `start`.
  [[nodiscard]] std::vector<engine::DeliveryRow> new_rows() const;

  // ---- any thread ----
  void start();
  // The journal is durable up to before `next`.
  void grown(std::uint64_t next);
  void offer(OfferedCheckpoint checkpoint);
  // Reads the file again. One with faults is logged, fault by fault, and changes nothing.
  void reload();
  // Ends, and remembers how far it came; `ended` is called on the core thread when that is durable.
  void stop(std::function<void()> ended);
  // The same without remembering.
  void close();
  [[nodiscard]] std::vector<DeliveryFacts> facts() const;
  // What an operator asks: a path below /-/deliveries, "" or "/NAME/dead" with GET, "/NAME/retry/SEQUENCE" and
  // "/NAME/drop/SEQUENCE" with POST, "all" for every one that stands still. Answered once it is durable: 200 with how
  // many, 404 of what is no dead letter, 409 of one that is under way or has ended, of which nothing was changed.
  using Told = std::function<void(unsigned status, std::string body)>;
  void operate(std::string method, std::string path, Told told);

 private:
  class Desk;
  explicit Deliveries(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}

  std::shared_ptr<Desk> desk_;
};

}  // namespace whistle::tools::whistled::deliveries

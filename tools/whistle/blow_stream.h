// Many whistles over one connection: several in flight, told in the order in which they came, sent again under the same
// keys when the connection is lost.
//
//   BlowStream stream(session, /*in_flight_max=*/64);
//   auto tally = stream.run(source, [](const Blown& blown) { print(blown); });
//
// One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "adapters/district/whistle_stream.h"
#include "adapters/zeromq/retry_pause.h"
#include "storage/system_random.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/failure.h"

namespace whistle::tools {

// A whistle to be sent, or a line that could not be read.
struct Blowing {
  std::uint32_t line = 0;
  std::string key;
  v1::Command command;
};
using BlowSource =
    std::function<std::optional<tl::expected<Blowing, adapters::district::StreamFault>>()>;  // nullopt: the end

// What became of one line.
struct Blown {
  std::uint32_t line = 0;
  std::string key;
  std::variant<v1::Accepted, v1::Refusal, adapters::district::StreamFault> outcome;
};
using BlownSink = std::function<void(const Blown&)>;

struct BlowTally {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t unreadable = 0;
  bool interrupted = false;  // the source was not read to its end
};

class BlowStream {
 public:
  // `session` outlives the stream.
  BlowStream(EngineSession& session, std::size_t in_flight_max) : session_(session), in_flight_max_(in_flight_max) {}

  // Until the source ends, or Ctrl-C: then what is in flight is still answered. Fails when the engine stays silent for
  // the session's timeout; what was sent until then may have been accepted, and sending the source again doubles
  // nothing.
  [[nodiscard]] Result<BlowTally> run(const BlowSource& source, const BlownSink& sink);

 private:
  struct Waiting {
    Blown blown;
    v1::Request request;
    std::optional<std::uint64_t> correlation;  // sent, and not answered
    bool answered = false;
    adapters::zeromq::RetryPause pause;
    std::chrono::steady_clock::time_point not_before;  // the engine was too busy for it until then
  };

  void read_more(const BlowSource& source);
  [[nodiscard]] Result<bool> exchange();
  [[nodiscard]] bool send_waiting(adapters::zeromq::ClientConnection& connection);
  void take(v1::Reply reply);
  [[nodiscard]] std::chrono::milliseconds until_next_send() const;
  void tell_in_order(const BlownSink& sink);
  void lose_connection();

  EngineSession& session_;
  const std::size_t in_flight_max_;
  std::deque<Waiting> waiting_;
  std::chrono::milliseconds silence_max_{0};
  storage::SystemRandom random_;
  bool source_ended_ = false;
  BlowTally tally_;
};

}  // namespace whistle::tools

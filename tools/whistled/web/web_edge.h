// The engine's doors on the web: /api/v1 with its feed, /open311, and the first page at /.
//
//   auto web = WebEdge::open(thread.context(), {ask, next_sequence}, {.endpoint = "https://0.0.0.0:7443", ...});
//   (*web)->grown(next);         // after each commit
//
// Lives on one thread, that of the context; every edge's rules are the core's, which is asked for each request. Made,
// told and closed on the core's thread, gone after the context's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/service.h"
#include "tools/whistled/snapshot.h"
#include "tools/whistled/web/body_admission.h"
#include "tools/whistled/web_options.h"

namespace boost::asio {
class io_context;
}

namespace whistle::tools::whistled::web {

struct WebParts {
  std::function<void(EdgeRequest)> ask;  // Service::ask
  std::uint64_t next_sequence = 0;       // of the journal
};

class WebEdge {
 public:
  // Failed where the address is in use or not allowed, where certificate or key cannot be read, or where an origin is
  // none.
  [[nodiscard]] static Result<std::unique_ptr<WebEdge>> open(boost::asio::io_context& context, WebParts parts,
                                                             const WebOptions& options);
  ~WebEdge();
  WebEdge(const WebEdge&) = delete;
  WebEdge& operator=(const WebEdge&) = delete;

  // Lets nobody in any more and ends all streams. What is being answered still uses this object, until the context has
  // run out of work.
  void close();

  // As bound.
  const std::string& endpoint() const;

  // The journal is durable up to before `next`. Any thread.
  void grown(std::uint64_t next);
  // The tokens in force: who shows none of them may not send much. Told at the start, and again whenever identities or
  // the rules have changed. Any thread.
  void set_tokens(Tokens tokens);
  // Other rules are in force, durably: whatever is kept of them is asked for anew. Any thread.
  void rules_changed();
  // Any thread.
  [[nodiscard]] WebCounts counts() const;
  // Reads certificate and key again, for connections to come. Any thread.
  [[nodiscard]] Result<void> reload_certificate();

 private:
  class Hall;
  explicit WebEdge(std::shared_ptr<Hall> hall) : hall_(std::move(hall)) {}

  std::shared_ptr<Hall> hall_;
};

}  // namespace whistle::tools::whistled::web

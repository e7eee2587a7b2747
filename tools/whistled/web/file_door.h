// Whole files of tickets over HTTP, on top of the pieces that the core knows: a body is hashed, sent piece by piece and
// completed; a file is fetched piece by piece and answered whole, or the range that was asked for.
//
// Each piece is asked in the asker's name, the next one after the answer, so that the core judges every one and a file
// has one piece in its queue. What has arrived stays where a file is cut off, and the same file goes on from there,
// whichever door it comes by. Of files larger than a piece 16 are answered at once, 4 of one asker: 256 MiB.
//
// Lives on the web's thread; hashing and stripping are done beside it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/api/api_request.h"
#include "adapters/http/http_message.h"
#include "tools/whistled/edge_thread.h"
#include "tools/whistled/web/places.h"
#include "tools/whistled/web/web_core.h"

namespace boost::asio {
class io_context;
}

namespace whistle::tools::whistled::web {

// One request about a whole file, its ticket named by id.
struct FileCall {
  adapters::api::Asked asked;
  v1::Actor actor;
  std::string address;
  std::string body;                  // of a file that is sent
  std::shared_ptr<const void> held;  // its place, while the body is kept
  // Exactly one is called, once: of what the core said last, or of what this door refuses. `held` is to live as long as
  // the answer's bytes.
  std::function<void(const v1::Reply& reply, std::shared_ptr<const void> held)> tell;
  std::function<void(const adapters::api::Problem&)> refuse;
};

class FileDoor {
 public:
  FileDoor(boost::asio::io_context& context, const WebCore& core) : context_(context), core_(core) {}

  // By BodyKind::File.
  void put(std::shared_ptr<FileCall> call);
  // By Route::answers_file.
  void fetch(const std::shared_ptr<FileCall>& call);

 private:
  struct Prepared;
  struct Fetched;
  void send_piece(const std::shared_ptr<FileCall>& call, std::uint64_t at, unsigned asked);
  void complete(const std::shared_ptr<FileCall>& call);
  void fetch_piece(const std::shared_ptr<FileCall>& call, const std::shared_ptr<Fetched>& fetched, std::uint64_t at);

  boost::asio::io_context& context_;
  const WebCore& core_;
  Places downloads_{{.all = 16, .each = 4}};
  EdgeThread worker_{"web-files"};
};

}  // namespace whistle::tools::whistled::web

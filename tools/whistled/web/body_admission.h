// How much is read of a request, judged by its header alone: much of those only who may send it, and of so many at a
// time only that memory is bounded.
//
// Files larger than a piece, their length told beforehand: 12 at once with a bearer token that is known, 4 of one
// token; 4 with a private link, 2 of one peer's group, because whether a link fits a ticket is not known before it is
// asked. With 16 MiB each these are 256 MiB. Rules: of those who may publish.
//
// Lives on the web's thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "adapters/http/http_message.h"
#include "adapters/http/target.h"
#include "tools/whistled/web/places.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled::web {

// Hashes of the tokens in force, and whether their bearers may publish rules.
using Tokens = std::map<std::string, bool>;

struct AdmittedBody {
  adapters::http::BodyRoom room;
  // What the request asks, of whoever shows a token that nobody is known by: to be asked of the core, which refuses it
  // and records that as of any other stranger.
  std::optional<v1::Request> strangers = {};
};

class BodyAdmission {
 public:
  void set_tokens(Tokens tokens) { tokens_ = std::move(tokens); }

  // Of a request whose target is below /api/v1.
  [[nodiscard]] AdmittedBody room_for(const adapters::http::Request& request, const adapters::http::Target& target);

 private:
  [[nodiscard]] AdmittedBody room_for_file(const adapters::http::Request& request, const adapters::http::Target& target,
                                           std::uint64_t bytes_max);

  Tokens tokens_;
  Places uploads_{{.all = 12, .each = 4}};
  Places link_uploads_{{.all = 4, .each = 2}};
};

}  // namespace whistle::tools::whistled::web

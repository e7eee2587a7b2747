// Where the web comes in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/tls_certificate.h"

namespace whistle::tools::whistled {

struct WebOptions {
  std::string endpoint;                              // see HttpServer::listen
  std::optional<adapters::http::TlsFiles> tls = {};  // of https
  std::vector<std::string> origins = {};             // whose pages may ask, see Cors
  std::string public_url = {};                       // how clients reach it; empty: the endpoint as bound
  std::string contact = {};                          // of Open311's discovery: whom to write to; empty: the district
  std::string key_service = {};                      // and how a key is to be had; empty: of an administrator
  std::size_t connections = 4'096;                   // at once; half of them from one address
};

}  // namespace whistle::tools::whistled

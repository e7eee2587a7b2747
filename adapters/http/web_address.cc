#include "adapters/http/web_address.h"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace whistle::adapters::http {

namespace {

tl::unexpected<HttpError> wrong_address(const char* why) {
  return tl::unexpected(HttpError{why});
}

bool is_of_this_machine(const std::string& host) {
  if (host == "localhost") return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

}  // namespace

tl::expected<WebAddress, HttpError> parse_web_address(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  if (!parsed) return wrong_address("not an address such as https://platform.example.org/whistle");
  const auto& url = *parsed;
  const std::string scheme(url.scheme());
  if (scheme != "https" && scheme != "http") return wrong_address("neither https nor http");
  if (!url.has_authority() || url.host().empty()) return wrong_address("names no host");
  if (url.has_userinfo()) return wrong_address("names a user: what may be sent is signed, nobody logs in");
  if (url.has_fragment()) return wrong_address("has a fragment, which is never sent");
  if (url.has_port() && url.port_number() == 0) return wrong_address("has no such port");
  WebAddress address;
  address.tls = scheme == "https";
  address.host = std::string(url.host_address());
  address.port = url.has_port() ? std::string(url.port()) : address.tls ? "443" : "80";
  address.target = std::string(url.encoded_path());
  if (address.target.empty()) address.target.push_back('/');
  if (url.has_query()) address.target.append(1, '?').append(std::string_view(url.encoded_query()));
  address.authority = std::string(std::string_view(url.encoded_host_and_port()));
  if (!address.tls && !is_of_this_machine(address.host))
    return wrong_address("http goes to this machine alone, such as 127.0.0.1: what leaves it needs https");
  return address;
}

}  // namespace whistle::adapters::http

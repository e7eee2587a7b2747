// Certificates for tests, made by OpenSSL on the spot.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/http/tls_certificate.h"

namespace whistle::adapters::http {

// Writes chain.pem and key.pem (P-256, signed by itself, for that name) into the directory, over what is there.
TlsFiles write_certificate(const std::filesystem::path& directory, const std::string& name);

}  // namespace whistle::adapters::http

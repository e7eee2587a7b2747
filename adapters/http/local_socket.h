// Names of sockets in the file system. A socket's address holds 107 bytes, a path of a data directory may be longer: it
// is reached through its directory's descriptor.
#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

class LocalSocketName {
 public:
  // The directory must exist; the last name of the path need not.
  [[nodiscard]] static tl::expected<LocalSocketName, HttpError> of(const std::filesystem::path& path);
  LocalSocketName(LocalSocketName&& other) noexcept;
  LocalSocketName& operator=(LocalSocketName&&) = delete;
  LocalSocketName(const LocalSocketName&) = delete;
  LocalSocketName& operator=(const LocalSocketName&) = delete;
  ~LocalSocketName();

  // Valid while this object lives.
  const std::string& text() const { return text_; }

 private:
  LocalSocketName(int directory, std::string text) : directory_(directory), text_(std::move(text)) {}

  int directory_;
  std::string text_;
};

}  // namespace whistle::adapters::http

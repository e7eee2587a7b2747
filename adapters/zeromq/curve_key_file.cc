#include "adapters/zeromq/curve_key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace whistle::adapters::zeromq {

namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kFileBytesMax = 65'536;

tl::unexpected<CurveKeyFileError> fault(const std::filesystem::path& path, std::string what) {
  return tl::unexpected(CurveKeyFileError{path.string() + ": " + std::move(what)});
}

tl::unexpected<CurveKeyFileError> fault_at(const std::filesystem::path& path, std::size_t line, std::string what) {
  return tl::unexpected(CurveKeyFileError{path.string() + ":" + std::to_string(line) + ": " + std::move(what)});
}

std::string public_of(std::string_view secret_key) {
  const auto secret = to_z85(secret_key);
  std::array<char, kCurveKeyZ85Bytes + 1> text{};
  if (zmq_curve_public(text.data(), secret.c_str()) != 0) return {};
  return from_z85(std::string_view(text.data(), kCurveKeyZ85Bytes)).value_or("");
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

struct ZplLine {
  std::size_t indent = 0;
  std::string name;
  std::optional<std::string> value;  // absent: a section
};

// nullopt: not ZPL. Blank lines and comments have an empty name.
std::optional<ZplLine> read_line(std::string_view raw) {
  ZplLine line;
  const auto text = trimmed(raw);
  if (text.empty() || text.front() == '#') return line;
  line.indent = raw.find_first_not_of(' ');
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    line.name = text;
    return line;
  }
  line.name = trimmed(text.substr(0, equals));
  const auto value = trimmed(text.substr(equals + 1));
  if (line.name.empty()) return std::nullopt;
  if (value.empty() || (value.front() != '"' && value.front() != '\'')) {
    line.value = trimmed(value.substr(0, value.find('#')));
    return line;
  }
  const auto closing = value.find(value.front(), 1);
  if (closing == std::string_view::npos) return std::nullopt;
  const auto rest = trimmed(value.substr(closing + 1));
  if (!rest.empty() && rest.front() != '#') return std::nullopt;
  line.value = value.substr(1, closing - 1);
  return line;
}

tl::expected<std::string, CurveKeyFileError> read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fault(path, std::string("cannot be opened: ") + std::strerror(errno));
  std::string text(kFileBytesMax + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return fault(path, "cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kFileBytesMax) return fault(path, "too large for a key file");
  return text;
}

tl::expected<void, CurveKeyFileError> check(const std::filesystem::path& path, const CurveKeys& keys) {
  if (keys.public_key.empty()) return fault(path, "holds no public-key");
  if (!keys.secret_key.empty() && public_of(keys.secret_key) != keys.public_key) {
    return fault(path, "the secret key is not the public key's");
  }
  return {};
}

tl::expected<void, CurveKeyFileError> write_new(const std::filesystem::path& path, const std::string& text,
                                                mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return fault(path, std::string("cannot be made: ") + std::strerror(errno));
  std::size_t done = 0;
  while (done < text.size()) {
    const auto n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    done += static_cast<std::size_t>(n);
  }
  const bool kept = done == text.size() && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (kept) return {};
  ::unlink(path.c_str());
  return fault(path, std::string("cannot be written: ") + std::strerror(reason));
}

std::string file_text(const CurveKeys& keys, const Metadata& metadata, bool secret) {
  std::ostringstream out;
  if (secret) {
    out << "#   ZeroMQ CURVE **Secret** Certificate\n"
           "#   DO NOT PROVIDE THIS FILE TO OTHER USERS nor change its permissions.\n\n";
  } else {
    out << "#   ZeroMQ CURVE Public Certificate\n"
           "#   Exchange securely, or use a secure mechanism to verify the contents of this file after exchange.\n\n";
  }
  out << "metadata\n";
  for (const auto& [name, value] : metadata)
    out << "    " << name << " = \"" << value << "\"\n";
  out << "curve\n    public-key = \"" << to_z85(keys.public_key) << "\"\n";
  if (secret) out << "    secret-key = \"" << to_z85(keys.secret_key) << "\"\n";
  return out.str();
}

bool writable(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"') return false;
  }
  return true;
}

}  // namespace

CurveKeys make_curve_keys(engine::RandomSource& random) {
  CurveKeys keys;
  do {
    std::array<std::uint8_t, kCurveKeyBytes> secret{};
    random.fill(secret);
    keys.secret_key.assign(reinterpret_cast<const char*>(secret.data()), secret.size());
    keys.public_key = public_of(keys.secret_key);
  } while (to_z85(keys.public_key).starts_with('-'));
  return keys;
}

tl::expected<CurveKeyFile, CurveKeyFileError> read_curve_key_file(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) return tl::unexpected(text.error());
  CurveKeyFile file;
  std::string section;
  std::istringstream lines(*text);
  std::string raw;
  for (std::size_t number = 1; std::getline(lines, raw); ++number) {
    const auto line = read_line(raw);
    if (!line) return fault_at(path, number, "not a certificate in ZPL format");
    if (line->name.empty()) continue;
    if (!line->value) {
      if (line->indent != 0) return fault_at(path, number, "a section inside a section");
      section = line->name;
    } else if (section == "metadata") {
      file.metadata.emplace_back(line->name, *line->value);
    } else if (section == "curve" && (line->name == "public-key" || line->name == "secret-key")) {
      const auto key = from_z85(*line->value);
      if (!key) return fault_at(path, number, line->name + " is not 40 characters of Z85");
      (line->name == "public-key" ? file.keys.public_key : file.keys.secret_key) = *key;
    } else {
      return fault_at(path, number, "unknown property " + line->name);
    }
  }
  const auto checked = check(path, file.keys);
  if (!checked) return tl::unexpected(checked.error());
  return file;
}

tl::expected<void, CurveKeyFileError> write_curve_key_files(const std::filesystem::path& path, const CurveKeys& keys,
                                                            const Metadata& metadata) {
  auto checked = check(path, keys);
  if (!checked) return checked;
  for (const auto& [name, value] : metadata) {
    if (name.empty() || name.find_first_of(" =#\"") != std::string::npos || !writable(name) || !writable(value)) {
      return fault(path, "metadata that the format cannot hold: " + name);
    }
  }
  if (std::error_code ignored; std::filesystem::exists(path, ignored)) return fault(path, "exists already");
  if (!keys.secret_key.empty()) {
    auto written = write_new(secret_file_of(path), file_text(keys, metadata, /*secret=*/true), 0600);
    if (!written) return written;
  }
  return write_new(path, file_text(keys, metadata, /*secret=*/false), 0644);
}

std::filesystem::path secret_file_of(const std::filesystem::path& path) {
  return path.string() + "_secret";
}

std::string to_z85(std::string_view key) {
  if (key.size() != kCurveKeyBytes) return {};
  std::array<char, kCurveKeyZ85Bytes + 1> text{};
  if (zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(key.data()), key.size()) == nullptr) return {};
  return {text.data(), kCurveKeyZ85Bytes};
}

std::optional<std::string> from_z85(std::string_view text) {
  if (text.size() != kCurveKeyZ85Bytes || text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  std::string key(kCurveKeyBytes, '\0');
  if (zmq_z85_decode(reinterpret_cast<std::uint8_t*>(key.data()), terminated.c_str()) == nullptr) return std::nullopt;
  // The decoder lets some characters outside the alphabet pass; what does not come back the same was not Z85.
  if (to_z85(key) != text) return std::nullopt;
  return key;
}

}  // namespace whistle::adapters::zeromq

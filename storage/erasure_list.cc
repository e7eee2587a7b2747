#include "storage/erasure_list.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/hexadecimal.h"
#include "storage/sha256.h"

namespace whistle::storage {

using engine::hexadecimal;
using engine::Stored;
using engine::StoreError;
using engine::StoreFault;
using engine::TicketId;

namespace {

std::optional<Erasure> parse(std::string_view line) {
  const auto first = line.find(' ');
  const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto number = line.substr(first + 1, second - first - 1);
  std::uint64_t ticket = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), ticket);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  auto journal_id = engine::from_hexadecimal(line.substr(0, first));
  auto leaf = engine::from_hexadecimal(line.substr(second + 1));
  if (!journal_id || journal_id->empty() || !leaf || leaf->size() != kSha256Bytes) return std::nullopt;
  return Erasure{*std::move(journal_id), TicketId{ticket}, *std::move(leaf)};
}

std::string to_line(const Erasure& erasure) {
  return hexadecimal(erasure.journal_id) + ' ' + std::to_string(erasure.ticket.value) + ' ' +
         hexadecimal(erasure.leaf) + '\n';
}

// Of whole lines; how many bytes they are. What comes after the last of them was cut off.
Stored<std::size_t> read_lines(const std::filesystem::path& file, const std::function<void(const Erasure&)>& visit) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return file_error(file);
  std::size_t whole = 0;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) break;  // without its end
    const auto erasure = parse(line);
    ++number;
    if (!erasure) {
      return tl::unexpected(
          StoreError{StoreFault::Damaged, file.string() + ": line " + std::to_string(number) + " is no erasure"});
    }
    visit(*erasure);
    whole += line.size() + 1;
  }
  if (in.bad()) return file_error(file);
  return whole;
}

}  // namespace

Stored<ErasureList> ErasureList::open(const std::filesystem::path& file) {
  const bool is_new = ::access(file.c_str(), F_OK) != 0;
  FileDescriptor out(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kOwnerOnly));
  if (out.get() < 0) return file_error(file);
  if (is_new) {
    auto synced = sync_names(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
    if (!synced) return tl::unexpected(synced.error());
  }
  ErasureList list(file, std::move(out));
  const auto whole = read_lines(file, [](const Erasure&) {});
  if (!whole) return tl::unexpected(whole.error());
  if (::ftruncate(list.file_.get(), static_cast<::off_t>(*whole)) != 0) return file_error(file);
  return list;
}

Stored<void> ErasureList::each(const std::function<void(const Erasure&)>& visit) const {
  const auto read = read_lines(path_, visit);
  if (!read) return tl::unexpected(read.error());
  return {};
}

Stored<void> ErasureList::add(const Erasure& erasure) {
  if (!write_all(file_.get(), to_line(erasure)) || ::fsync(file_.get()) != 0) return file_error(path_);
  return {};
}

}  // namespace whistle::storage

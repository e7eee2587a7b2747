// Which tickets' personal data have been erased, kept apart from the store: a backup of before the erasure does not
// know of it, and whoever serves that backup has to erase them again.
//
//   auto list = ErasureList::open("/var/lib/whistle/erasures");
//   list->add({journal_id, ticket, leaf_hash(first_entry)});   // durable when it returns, before the entry is
//   list->each([&](const Erasure& erasure) { ... });
//
// One line each, only ever added to: journal id, ticket, the leaf hash of the ticket's first entry; FORMAT.md. The hash
// says that a restored journal's ticket of that number is the same ticket: one that was restored goes on with numbers
// that another has used before. Nothing of the list is kept in memory. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "engine/ids.h"
#include "engine/ports.h"
#include "storage/file_descriptor.h"

namespace whistle::storage {

struct Erasure {
  std::string journal_id;
  engine::TicketId ticket;
  std::string leaf;  // 32 bytes

  friend bool operator==(const Erasure&, const Erasure&) = default;
};

class ErasureList {
 public:
  // Makes the file, of mode 0600, where there is none. A last line that was cut off is removed: its erasure was never
  // told to anybody. Damaged where another line is none, naming it.
  [[nodiscard]] static engine::Stored<ErasureList> open(const std::filesystem::path& file);

  // As they were added, read from the file. One ticket may be named more than once.
  [[nodiscard]] engine::Stored<void> each(const std::function<void(const Erasure&)>& visit) const;
  [[nodiscard]] engine::Stored<void> add(const Erasure& erasure);

 private:
  ErasureList(std::filesystem::path path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  FileDescriptor file_;
};

}  // namespace whistle::storage

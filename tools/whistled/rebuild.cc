#include "tools/whistled/rebuild.h"

#include "storage/rocksdb_store.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/recovery.h"

namespace whistle::tools::whistled {

Result<std::string> rebuild(const std::filesystem::path& directory) {
  const DataDirectory data(directory);
  if (auto checked = data.check_exists(); !checked) return tl::unexpected(checked.error());
  if (const auto dropped = storage::drop_rocksdb_tables(data.store()); !dropped)
    return tl::unexpected(unopened(dropped.error()));
  auto store = storage::open_rocksdb_store(data.store(), {.create_if_missing = false});
  if (!store) return tl::unexpected(unopened(store.error()));
  const auto recovered = recover(**store);
  if (!recovered) return tl::unexpected(recovered.error());
  return "Made the tables again from " + std::to_string(recovered->replayed) +
         " entries: " + std::to_string(recovered->open_tickets) + " open tickets.\n";
}

}  // namespace whistle::tools::whistled

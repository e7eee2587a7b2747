// What the core needs of the world: a store that keeps what it is given, and randomness. Time enters as an argument.
//
// Each port has a real implementation (storage/, adapters/) and an in-memory or seeded one, and one contract test that
// both pass.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ids.h"
#include "engine/time.h"

namespace whistle::engine {

struct EntryBytes {
  Sequence sequence;
  std::string bytes;  // one format byte and the serialized Entry
};

struct TicketRow {
  TicketId id;
  std::string row;  // serialized TicketRecord
  Instant closed;   // of closed tickets alone
};

// Where a closed ticket's row lies.
struct ClosedPlace {
  TicketId id;
  Instant closed;
};

// (client, key) -> the entry whose reply was given. Of tickets that have closed, keys that an open ticket no longer
// holds, and commands without a ticket.
struct KeyRow {
  std::string client;
  std::string key;
  Sequence sequence;
};

// Personal data of one entry of one ticket. The ticket's first row holds its wrapped key too.
struct VaultRow {
  TicketId ticket;
  Sequence entry;  // equal to the ticket's id for the whistle's own data
  std::string row;
};

// A file that lies with a ticket: found by what it holds, so that a photo used before is seen.
struct AttachmentRow {
  std::string sha256;  // of the file as it is, 32 bytes
  TicketId ticket;
  Sequence entry;             // that put it there
  std::string sealed_sha256;  // of the stored ciphertext, 32 bytes
};

struct Blob {
  std::string sha256;  // 32 bytes
  std::string bytes;
};

// A piece of the tree over the journal (RFC 9162): up to 256 hashes of 32 bytes, joined. Those of the perfect subtrees
// of 256^level entries, from number 256 * index of them on. A tile at the tree's right edge grows.
// Source: C2SP tlog-tiles.
struct TreeTile {
  std::uint8_t level = 0;
  std::uint64_t index = 0;
  std::string hashes;
};

// A signed note on the first `size` entries.
struct CheckpointRow {
  std::uint64_t size = 0;
  std::string note;

  friend bool operator==(const CheckpointRow&, const CheckpointRow&) = default;
};

// What a subscriber of deliveries has been told: follows from no entry, and nothing follows from it.
struct DeliveryRow {
  std::string subscriber;  // its name
  std::string row;         // serialized DeliveryRecord; empty: there is no such subscriber any more

  friend bool operator==(const DeliveryRow&, const DeliveryRow&) = default;
};

inline constexpr std::string_view kIdentityRows = "identity/";  // what their names begin with
inline constexpr std::string_view kErasureRows = "erasure/";

struct NamedRow {
  std::string name;  // "header", kIdentityRows and the credential, or kErasureRows and the ticket
  std::string row;
};

// Everything that one turn of the core changed; becomes durable together or not at all.
struct Batch {
  std::uint64_t epoch = 0;                    // of the writer; a store that has seen a newer one refuses
  std::vector<EntryBytes> entries;            // ascending, following what the store holds
  std::vector<ClosedPlace> reopened_tickets;  // removed from the closed ones, before rows are put
  std::vector<TicketRow> open_tickets;        // put
  std::vector<TicketRow> closed_tickets;      // put, and removed from the open ones
  std::vector<KeyRow> keys;
  std::vector<VaultRow> vault;
  std::vector<TicketId> erased;  // of which every row is removed from the vault, after rows are put
  std::vector<AttachmentRow> attachments;
  std::vector<Blob> blobs;
  std::vector<NamedRow> meta;   // put
  std::vector<TreeTile> tiles;  // put; no hash is of an entry that the store does not hold
  std::vector<CheckpointRow> checkpoints;
  std::vector<DeliveryRow> deliveries;  // put, or removed where the row is empty

  bool empty() const {
    return entries.empty() && vault.empty() && blobs.empty() && meta.empty() && tiles.empty() && checkpoints.empty() &&
           deliveries.empty();
  }
};

enum class StoreFault {
  Full,        // no space; nothing was written, or it cannot be told
  StaleEpoch,  // another writer has taken over
  Damaged,     // what was read is not what was written
  Io,          // anything else of the environment
};

struct StoreError {
  StoreFault fault = StoreFault::Io;
  std::string what;
};

template <typename T>
using Stored = tl::expected<T, StoreError>;

// Where a scan tells what it finds; false ends the scan.
using EntryVisitor = std::function<bool(Sequence, std::string_view)>;
using TicketVisitor = std::function<bool(TicketId, std::string_view)>;
using AttachmentVisitor = std::function<bool(const AttachmentRow&)>;
using CheckpointVisitor = std::function<bool(const CheckpointRow&)>;
using VaultVisitor = std::function<bool(const VaultRow&)>;

// The journal and the tree over it, the tables that follow from it, and the vault.
//
// `commit` is called by one thread at a time. When it returns without error the whole batch is durable and will be
// found after any crash; when it returns an error the outcome is unknown and the caller ends the process. Reads may run
// beside a commit, on any thread, and see each batch wholly or not at all.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  [[nodiscard]] virtual Stored<void> commit(const Batch& batch) = 0;

  // The number of entries, which is the next sequence number.
  [[nodiscard]] virtual Stored<Sequence> next_sequence() const = 0;
  // The tables hold everything before this; what follows has to be applied at start-up.
  [[nodiscard]] virtual Stored<Sequence> applied_sequence() const = 0;

  [[nodiscard]] virtual Stored<std::optional<std::string>> entry(Sequence sequence) const = 0;
  // Entries from `from` on, ascending.
  [[nodiscard]] virtual Stored<void> scan_entries(Sequence from, const EntryVisitor& visit) const = 0;
  // Open tickets, ascending by id.
  [[nodiscard]] virtual Stored<void> scan_open_tickets(const TicketVisitor& visit) const = 0;
  // Closed tickets, ascending by id, of ids greater than `after`.
  [[nodiscard]] virtual Stored<void> scan_closed_tickets(std::optional<TicketId> after,
                                                         const TicketVisitor& visit) const = 0;
  // Closed tickets, descending by id, of ids smaller than `before`.
  [[nodiscard]] virtual Stored<void> scan_closed_before(TicketId before, const TicketVisitor& visit) const = 0;
  // Those that closed at `from` or later, ascending by that.
  [[nodiscard]] virtual Stored<void> scan_closed_since(Instant from, const TicketVisitor& visit) const = 0;
  [[nodiscard]] virtual Stored<std::optional<std::string>> closed_ticket(TicketId id) const = 0;
  [[nodiscard]] virtual Stored<std::optional<Sequence>> key(std::string_view client, std::string_view key) const = 0;
  [[nodiscard]] virtual Stored<std::optional<std::string>> vault_row(TicketId ticket, Sequence entry) const = 0;
  // Rows of the vault from those of the ticket `from` on, ascending by ticket, then by entry.
  [[nodiscard]] virtual Stored<void> scan_vault(TicketId from, const VaultVisitor& visit) const = 0;
  // Attachments whose hash starts with `prefix`, ascending by hash, then by ticket.
  [[nodiscard]] virtual Stored<void> scan_attachments(std::string_view prefix,
                                                      const AttachmentVisitor& visit) const = 0;
  [[nodiscard]] virtual Stored<std::optional<std::string>> blob(std::string_view sha256) const = 0;
  // Its hashes, as last put.
  [[nodiscard]] virtual Stored<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) const = 0;
  // Checkpoints of at least `from` entries, ascending by size.
  [[nodiscard]] virtual Stored<void> scan_checkpoints(std::uint64_t from, const CheckpointVisitor& visit) const = 0;
  // The largest.
  [[nodiscard]] virtual Stored<std::optional<CheckpointRow>> last_checkpoint() const = 0;
  // Of every subscriber, ascending by name.
  [[nodiscard]] virtual Stored<std::vector<DeliveryRow>> deliveries() const = 0;
  [[nodiscard]] virtual Stored<std::optional<std::string>> meta(std::string_view name) const = 0;
  // Names that start with `prefix`, ascending by bytes.
  [[nodiscard]] virtual Stored<std::vector<NamedRow>> scan_meta(std::string_view prefix) const = 0;

  // What was removed from the vault, or put in the place of, before the call is in no file of the store any more when
  // this returns true. False: somebody still reads what was there, or it takes longer; call again. Beside commits and
  // reads, on any thread, one call at a time. A copy that was made of the store keeps what it has.
  [[nodiscard]] virtual Stored<bool> scrub() = 0;
  // Whether rows of the vault were removed that no `scrub` has followed yet, also before a crash.
  [[nodiscard]] virtual bool needs_scrub() const = 0;
};

// Unpredictable bytes, or on a driven clock those of a seed. Any thread.
class RandomSource {
 public:
  RandomSource() = default;
  RandomSource(const RandomSource&) = delete;
  RandomSource& operator=(const RandomSource&) = delete;
  virtual ~RandomSource() = default;

  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace whistle::engine

// Rows of the vault. The first byte says what the others are: a row as it lies in the store, or what somebody who has
// the key sealed into one.
#include <algorithm>
#include <array>
#include <string>

#include "engine/assert.h"
#include "storage/vault.h"
#include "storage/vault_row.h"
#include "tests/fuzz/known_vault.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

void read_row(std::string_view row) {
  if (const auto parts = storage::parse_row(row)) {
    WHISTLE_ASSERT(parts->payload.size() >= storage::kBoxOverheadBytes);
    const auto again = parts->kind == storage::RowKind::First
                           ? storage::first_row(parts->master_key_id, parts->wrapped_key, parts->payload)
                           : storage::later_row(parts->payload);
    WHISTLE_ASSERT(again == row);
  }
  for (const auto& first : {std::string(row), known_first_row()}) {
    const auto opened = known_vault().open(first, row);
    if (!opened) {
      WHISTLE_ASSERT(opened.error().fault == engine::StoreFault::Damaged);
      continue;
    }
    const auto commitments = storage::Vault::commit(opened->salt, opened->personal);
    WHISTLE_ASSERT(storage::Vault::matches(*opened, commitments));
  }
}

// Under the ticket's own key, which the master key has wrapped: opens, unless what was sealed is no payload.
void read_payload(std::string_view plain) {
  const auto first = known_first_row();
  const std::string nonce(storage::kNonceBytes, 'n');
  storage::TicketKey key;
  const auto parts = storage::parse_row(first);
  WHISTLE_ASSERT(storage::open_box(storage::wrap_context(parts->master_key_id), known_master_key(), parts->wrapped_key,
                                   key.bytes.data(), key.bytes.size()));
  const auto row =
      storage::later_row(storage::seal_box(storage::payload_context(storage::RowKind::Later), key.bytes, nonce, plain));
  const auto opened = known_vault().open(first, row);
  if (!opened) return;
  const auto commitments = storage::Vault::commit(opened->salt, opened->personal);
  WHISTLE_ASSERT(storage::Vault::matches(*opened, commitments));
}

}  // namespace

void read(std::string_view input) {
  if (input.empty()) return;
  if (input.front() == 'r') read_row(input.substr(1));
  if (input.front() == 'p') read_payload(input.substr(1));
}

}  // namespace whistle::fuzz

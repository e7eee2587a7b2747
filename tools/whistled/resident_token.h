// The private token by which a resident shows that a ticket is its own, through whatever intake identity.
#pragma once

#include <string_view>

#include "storage/vault.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools::whistled {

// Whether `token` is the one that the ticket's first entry gave; `first_row` is the ticket's row of the vault. False
// for an empty one, for a ticket that gave none, and for a row that is not the entry's.
[[nodiscard]] bool is_token_of(const storage::Vault& vault, std::string_view first_row, const v1::Entry& first_entry,
                               std::string_view token);

}  // namespace whistle::tools::whistled

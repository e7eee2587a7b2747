#include "tools/whistled/resident_token.h"

namespace whistle::tools::whistled {

bool is_token_of(const storage::Vault& vault, std::string_view first_row, const v1::Entry& first_entry,
                 std::string_view token) {
  const auto right = vault.ticket_token(first_row, first_entry.command().blow_whistle().commitments());
  return right && *right && storage::same_secret(**right, token);
}

}  // namespace whistle::tools::whistled

// A ticket as one asker may see it.
#pragma once

#include <string>
#include <string_view>

#include "engine/permission.h"
#include "engine/ports.h"
#include "engine/state.h"
#include "storage/vault.h"
#include "tools/whistled/failure.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// Everything but what lies in the vault and the point. Of Sight::Mention number and category alone; of Sight::Resident
// what becomes of the whistle, without anybody but the lead. Members who have a part in hand are told to the district's
// own people, and which of them are away at `now`.
[[nodiscard]] v1::Ticket view_ticket(const engine::State& state, const engine::Ticket& ticket, engine::Sight sight,
                                     engine::Instant now);

// Adds the platform's order, point, text, address and the masked reporter, as far as the sight reaches. Rows of the
// vault that are damaged, or another's, are left out and logged.
[[nodiscard]] Result<void> add_content(const engine::Store& store, const storage::Vault& vault, engine::Sight sight,
                                       v1::Ticket& view);

// Adds that its personal data are erased, where they are; for whoever sees more of it than that it is there. A resident
// is not told who erased them.
[[nodiscard]] Result<void> add_erasure(const engine::Store& store, engine::Sight sight, v1::Ticket& view);

// The first character and two stars: enough to recognise somebody one knows. Empty stays empty.
[[nodiscard]] std::string masked_name(std::string_view name);
// Three stars and the last two digits.
[[nodiscard]] std::string masked_phone(std::string_view phone);

}  // namespace whistle::tools::whistled

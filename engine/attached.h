// Files that acts name, as evidence or to show something.
#pragma once

#include <string>

#include "engine/draft.h"

namespace whistle::engine {

// Each file that an act names lies with the ticket: what nobody has put there shows nothing.
[[nodiscard]] Decided<void> check_attached(const Draft& draft,
                                           const google::protobuf::RepeatedPtrField<std::string>& hashes);
// The same of what a resolution brings; its photos and signatures are pictures.
[[nodiscard]] Decided<void> check_attached(const Draft& draft, const v1::ResolveTicket& command);

}  // namespace whistle::engine

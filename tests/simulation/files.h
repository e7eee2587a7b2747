// Who puts files on a ticket, and which of them an act may name; most of it as it should be.
#pragma once

#include <optional>
#include <string>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> put_attachment(const View& view, Chance& chance);
// One of the pictures that lie with the ticket; nullopt: there is none.
[[nodiscard]] std::optional<std::string> some_picture(const engine::Ticket& ticket, Chance& chance);
// A PutAttachment of a picture.
void put_picture(const engine::Ticket& ticket, v1::PutAttachment& put, Chance& chance);
// What an act names: as a rule a file that lies with the ticket, if any does.
[[nodiscard]] std::string some_named_file(const engine::Ticket& ticket, Chance& chance);
// What the edge finds a file to be, here by its hash.
[[nodiscard]] v1::AttachmentType type_of_file(const std::string& sha256);

}  // namespace whistle::tests

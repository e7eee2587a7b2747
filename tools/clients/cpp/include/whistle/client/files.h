// Files of tickets, the photos that are evidence. Of WhistleClient::proof, because a file is named by its hash.
//
//   auto put = put_file(client, 17, content);
//   v1::EvidenceItem after;  after.set_kind(v1::EVIDENCE_PHOTO_AFTER);  after.set_sha256(file_name(content));
//   client.act(resolve(17, "replaced", {after}));
//
// Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whistle/client/client.h"

namespace whistle::client {

// The 32 bytes of its SHA-256, by which commands name a file.
[[nodiscard]] std::string file_name(std::string_view content);
// Puts a file on a ticket, in pieces; one that was cut off goes on where it stopped when this is called again.
[[nodiscard]] Result<v1::Accepted> put_file(Client& client, std::uint64_t ticket, std::string_view content,
                                            const How& how = {});
// The file of that name, whole. Malformed: what came has another hash.
[[nodiscard]] Result<std::string> fetch_file(Client& client, std::uint64_t ticket, std::string_view sha256,
                                             const How& how = {});

}  // namespace whistle::client

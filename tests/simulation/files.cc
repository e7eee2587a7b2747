#include "tests/simulation/files.h"

#include <vector>

#include "tests/simulation/people.h"

namespace whistle::tests {

namespace {

constexpr std::uint64_t kFiles = 24;  // few, so that the same is brought twice, and to several tickets
constexpr std::uint64_t kPapersOf = 4;

std::string some_file(Chance& chance) {
  return std::string(32, static_cast<char>('a' + chance.below(kFiles)));
}

}  // namespace

v1::AttachmentType type_of_file(const std::string& sha256) {
  const bool paper = static_cast<unsigned char>(sha256.front()) % kPapersOf == 1;
  return paper ? v1::ATTACHMENT_TYPE_PDF : v1::ATTACHMENT_TYPE_JPEG;
}

// Whoever works on it, the whistle-blower, or somebody who may not.
std::optional<Intent> put_attachment(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  if (!ticket) return std::nullopt;
  auto member = somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, chance);
  if (!member || chance.one_in(3)) member = ticket->blower;
  if (chance.one_in(4)) member = somebody_with(view, v1::ROLE_DISPATCHER, chance);
  if (!member || chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  Intent intent{speaking(view, *member, chance), {}, *member + " puts a file on " + named(*ticket)};
  auto& put = *intent.command.mutable_put_attachment();
  put.set_ticket(ticket->id.value);
  put.set_sha256(some_file(chance));
  return intent;
}

std::optional<std::string> some_picture(const engine::Ticket& ticket, Chance& chance) {
  std::vector<std::string> pictures;
  for (const auto& file : ticket.attachments)
    if (file.type == v1::ATTACHMENT_TYPE_JPEG) pictures.push_back(file.sha256);
  if (pictures.empty()) return std::nullopt;
  return chance.pick(pictures);
}

void put_picture(const engine::Ticket& ticket, v1::PutAttachment& put, Chance& chance) {
  put.set_ticket(ticket.id.value);
  do {
    put.set_sha256(some_file(chance));
  } while (type_of_file(put.sha256()) != v1::ATTACHMENT_TYPE_JPEG);
}

std::string some_named_file(const engine::Ticket& ticket, Chance& chance) {
  if (ticket.attachments.empty() || chance.one_in(kSlip)) return some_file(chance);
  return chance.pick(ticket.attachments).sha256;
}

}  // namespace whistle::tests

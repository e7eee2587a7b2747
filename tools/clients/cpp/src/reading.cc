#include "tools/clients/cpp/src/reading.h"

#include <utility>

namespace whistle::client {

std::optional<v1::Entry> Reading::take() {
  if (fetched_.empty()) return std::nullopt;
  auto entry = std::move(fetched_.front());
  fetched_.pop_front();
  return entry;
}

v1::FetchEntries Reading::question() const {
  v1::FetchEntries question;
  question.set_from(reached_);
  return question;
}

void Reading::add(v1::FetchEntriesReply reply) {
  for (auto& entry : *reply.mutable_entries())
    fetched_.push_back(std::move(entry));
  reached_ = reply.cursor();
  at_end_ = reply.cursor() >= reply.next_sequence();
}

}  // namespace whistle::client

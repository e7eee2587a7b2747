// Who is told what happens, and how: what an operator writes of one receiver of deliveries.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/http/tls_trust.h"
#include "adapters/http/web_address.h"
#include "adapters/platform/backoff.h"
#include "adapters/platform/cloud_event.h"
#include "adapters/platform/outbox.h"

namespace whistle::adapters::platform {

struct Subscriber {
  std::string name;  // 1 to 32 of a-z, 0-9 and '-'
  http::WebAddress address;
  std::shared_ptr<const http::TlsTrust> trust;  // of https
  std::vector<std::string> keys;                // one, or two while they are exchanged
  std::string member;                           // whose view of the journal it is told
  ContentMode mode = ContentMode::Structured;
  std::optional<std::uint64_t> from;  // where it begins when it is first seen; nullopt: with what happens then
  // Each: any of these; empty: all.
  std::set<std::string, std::less<>> events;   // as fields of v1::Event are called
  std::set<std::string, std::less<>> areas;    // where the ticket lies, or an area above
  std::set<std::string, std::less<>> parties;  // that lead or assist
  bool checkpoints = true;
  std::chrono::seconds checkpoint_every{60};  // at the earliest
  std::chrono::milliseconds timeout{10'000};  // of one attempt
  BackoffLimits backoff;
  std::uint32_t breaker_failures = 5;  // in a row
  std::uint32_t per_second = 0;        // requests, at most; 0: as they come
  OutboxLimits outbox;
};

}  // namespace whistle::adapters::platform

#include "tools/whistled/deliveries/delivery_json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace whistle::tools::whistled::deliveries {

namespace json = boost::json;
using adapters::platform::BreakerState;

std::string_view word_of(BreakerState state) {
  switch (state) {
    case BreakerState::Closed:
      return "closed";
    case BreakerState::Open:
      return "open";
    case BreakerState::HalfOpen:
      break;
  }
  return "half_open";
}

std::string facts_json(const std::vector<DeliveryFacts>& facts) {
  json::array subscribers;
  for (const auto& one : facts) {
    json::object told{{"name", one.name},
                      {"configured", one.configured},
                      {"url", one.address},
                      {"member", one.member},
                      {"next", std::to_string(one.next)},
                      {"backlog", std::to_string(one.backlog)},
                      {"waiting", one.waiting},
                      {"inFlight", one.in_flight},
                      {"dead", one.dead},
                      {"checkpoint", std::to_string(one.checkpoint)},
                      {"breaker", json::string(word_of(one.breaker))},
                      {"attempts", std::to_string(one.attempts)},
                      {"delivered", std::to_string(one.delivered)},
                      {"failures", std::to_string(one.failures)},
                      {"lastFault", one.last_fault}};
    if (one.oldest_us) told["oldestUs"] = std::to_string(*one.oldest_us);
    subscribers.push_back(std::move(told));
  }
  return json::serialize(json::object{{"subscribers", std::move(subscribers)}}) + "\n";
}

std::string dead_json(const std::vector<v1::DeadLetter>& dead) {
  json::array letters;
  for (const auto& one : dead) {
    letters.push_back(json::object{{"sequence", std::to_string(one.sequence())},
                                   {"ticket", std::to_string(one.ticket())},
                                   {"sinceUs", std::to_string(one.since_us())},
                                   {"attempts", one.attempts()},
                                   {"status", one.status()},
                                   {"why", one.why()},
                                   {"retrying", one.retrying()}});
  }
  return json::serialize(json::object{{"deadLetters", std::move(letters)}}) + "\n";
}

}  // namespace whistle::tools::whistled::deliveries

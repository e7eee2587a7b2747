// Appeals 申诉: of what is charged, once, in time, by who it is charged to; decided by two who have nothing to do with
// it, or refused by one. Source: DOMAIN, "Evaluation", rules 5, 10 and 12.
//
// Kept over all entries of all tickets, from events alone.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/simulation/entry_rules.h"

namespace whistle::tests {

class AppealRules {
 public:
  // Throws BrokenRule where an appeal is of nothing, or is decided otherwise than its reviewers say.
  void follow(const Passage& passage);

 private:
  // Of one ticket.
  struct Case {
    std::set<std::string> missed;  // parties
    std::set<std::string> reworked;
    std::string disputed;  // of whom the whistle-blower's last word is that it is not done; empty: of nobody
    // By party and subject: who has spoken, until it is decided.
    std::map<std::pair<std::string, v1::AppealSubject>, std::set<std::string>> waiting;
    std::set<std::pair<std::string, v1::AppealSubject>> lodged;
  };

  static void charge(const Passage& passage, const v1::Event& event, Case& of);
  static void require_lodged(const Passage& passage, const v1::AppealLodged& event, Case& of);
  static void require_reviewed(const Passage& passage, const v1::AppealReviewed& event, Case& of);
  static void require_decided(const Passage& passage, const v1::AppealDecided& event, Case& of);

  std::map<engine::TicketId, Case> cases_;
};

}  // namespace whistle::tests

// A core on the district of the transcripts with one ticket brought to a state: illegal building at Willow Garden,
// which the eastern enforcement squad leads and the estate's firm assists; its community is informed.
//
//   StagedTicket stage(v1::TICKET_STATE_ON_SITE);
//   const auto outcome = stage.say(stage.resolve(), "squad-1");
#pragma once

#include <memory>
#include <string>

#include "engine/core.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tests {

// What has become of the rules since the ticket was dispatched.
enum class StagedRules {
  AsDispatched,
  Newer,      // others are in force
  Scheduled,  // others wait for their instant
};

// Whether it goes its own way.
enum class StagedGroup {
  Alone,
  Follower,  // of the other ticket, while it is handled
};

// What stands against its lead.
enum class StagedCharge {
  Nothing,
  Missed,    // its acknowledge clock
  Appealed,  // the same, and it has appealed
};

// Which logic its journal is decided by.
enum class StagedLogic {
  Newest,
  Oldest,
};

class StagedTicket {
 public:
  // Dispatched, acknowledged, on site, return requested, in consult, on hold, verifying or closed; by lead and
  // assistant alike. In the states in which the lead may ask for it, a hold or an extension `waits` for the street.
  // Awaiting approval: large maintenance-fund use at the same estate, for its community to approve. From the source
  // community it is blown by the place's own. The community's one member is away. Another ticket of the same category
  // and estate is open.
  explicit StagedTicket(v1::TicketState state, v1::RequestKind waits = v1::REQUEST_KIND_UNSPECIFIED,
                        v1::Source source = v1::SOURCE_RESIDENT, StagedRules rules = StagedRules::AsDispatched,
                        StagedGroup group = StagedGroup::Alone, StagedCharge charge = StagedCharge::Nothing,
                        StagedLogic logic = StagedLogic::Newest);

  [[nodiscard]] std::uint64_t ticket() const { return ticket_; }
  [[nodiscard]] std::uint64_t other() const { return other_; }
  [[nodiscard]] const engine::State& state() const { return core_->state(); }
  // So long after what the stage calls now.
  [[nodiscard]] static engine::Instant in_days(int days);
  // At a time when none of its clocks is due, but for what the stage has let pass. '@engine' and '@operator' are the
  // engine's own words.
  engine::Decided<v1::Entry> say(const v1::Command& command, const std::string& member);

  [[nodiscard]] static v1::Command whistle(const std::string& category, v1::Source source);
  [[nodiscard]] v1::Command acknowledge() const;
  [[nodiscard]] v1::Command arrive() const;
  [[nodiscard]] v1::Command resolve() const;
  [[nodiscard]] v1::Command confirm() const;
  [[nodiscard]] v1::Command withdraw() const;
  // Of its acknowledge clock, which is not due.
  [[nodiscard]] v1::Command fire() const;
  [[nodiscard]] v1::Command link_split() const;
  // What the engine tells of the other ticket.
  [[nodiscard]] v1::Command record_follower() const;
  [[nodiscard]] v1::Command record_repeat() const;
  [[nodiscard]] v1::Command follow_lead_ticket() const;
  [[nodiscard]] v1::Command erase(v1::EraseGround ground) const;
  [[nodiscard]] static v1::Command record_reading();
  [[nodiscard]] static v1::Command rotate_master_key();
  [[nodiscard]] static v1::Command adopt_logic();
  [[nodiscard]] static v1::Command create_journal();
  [[nodiscard]] static v1::Command start_engine();
  [[nodiscard]] static v1::Command record_refusal();
  // Another ruleset than the one in force.
  [[nodiscard]] v1::Command publish() const;
  // The same, laid over the one in force.
  [[nodiscard]] v1::Command submit_rules() const;
  // Of the rules that wait, if any do.
  [[nodiscard]] static v1::Command withdraw_rules();
  [[nodiscard]] static v1::Command put_in_force();
  [[nodiscard]] v1::Command rebase() const;
  [[nodiscard]] v1::Command hand_over() const;
  [[nodiscard]] static v1::Command register_key(char letter);
  // One that is registered.
  [[nodiscard]] static v1::Command revoke_key();

 private:
  std::unique_ptr<engine::Core> core_;
  engine::Instant now_;
  std::uint64_t ticket_ = 0;
  std::uint64_t other_ = 0;
  std::uint64_t keys_ = 0;
};

}  // namespace whistle::tests

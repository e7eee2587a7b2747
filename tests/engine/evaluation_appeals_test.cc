// What a granted appeal takes out of the evaluation, what it leaves to be seen, and what scores say.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/engine/evaluated_journal.h"

namespace whistle::engine {

namespace {

constexpr auto kMisses = v1::APPEAL_SUBJECT_MISSES;
constexpr auto kRework = v1::APPEAL_SUBJECT_REWORK;
constexpr auto kRating = v1::APPEAL_SUBJECT_RATING;

// Acknowledged after the two working hours that it had, resolved, disputed, resolved again, confirmed with a rating
// that the district does not call satisfied.
struct PoorLife {
  EvaluatedJournal journal;
  std::uint64_t ticket = 0;

  PoorLife() {
    auto command = whistle("B", "E1");
    command.mutable_blow_whistle()->set_urgency("normal");
    ticket = journal.must(command, "M2-DESK", kMonday);
    journal.must(acknowledge(ticket), "M1", kMonday + minutes(331));
    journal.must(resolve(ticket), "M1", kMonday + minutes(361));
    journal.must(dispute(ticket), "M2-DESK", kMonday + minutes(421));
    journal.must(resolve(ticket), "M1", kMonday + minutes(481));
    journal.must(confirm(ticket, 2), "M2-DESK", kMonday + minutes(511));
  }

  void lodge(v1::AppealSubject subject) { journal.must(appeal(ticket, subject), "M1", later()); }
  void review_by(const char* member, v1::AppealSubject subject, bool granted) {
    journal.must(review(ticket, "FIRM", subject, granted), member, later());
  }
  void grant(v1::AppealSubject subject) {
    lodge(subject);
    review_by("M9-DESK", subject, true);
    review_by("N1-ST1", subject, true);
  }
  Instant later() {
    minute_ += 1;
    return kMonday + minutes(minute_);
  }

 private:
  std::int64_t minute_ = 600;
};

std::uint64_t count_of(const Evaluation& evaluation, v1::DeedKind kind) {
  for (const auto& line : evaluation.firms) {
    for (const auto& item : line.items) {
      if (line.code == "FIRM" && item.kind == kind) return item.count;
    }
  }
  return 0;
}

}  // namespace

TEST_CASE("granted of misses: neither in time nor late, and the miss stays to be seen") {
  PoorLife life;
  auto before = life.journal.evaluated();
  CHECK(before.whole.rate(Rate::AckInTime) == 0);
  CHECK(count_of(before, v1::DEED_KIND_ACK_MISSED) == 1);
  CHECK(before.misses == std::vector<ChargedMiss>{{"FIRM", v1::CLOCK_KIND_ACK, 1, 0}});
  life.grant(kMisses);
  const auto after = life.journal.evaluated();
  CHECK(after.whole.rate(Rate::AckInTime) == std::nullopt);
  CHECK(after.whole.rate(Rate::ResolutionInTime) == before.whole.rate(Rate::ResolutionInTime));
  CHECK(count_of(after, v1::DEED_KIND_ACK_MISSED) == 0);
  CHECK(count_of(after, v1::DEED_KIND_REWORKED) == 1);
  CHECK(after.misses == std::vector<ChargedMiss>{{"FIRM", v1::CLOCK_KIND_ACK, 1, 1}});
  CHECK(after.whole[Count::Excluded] == 1);
}

TEST_CASE("granted of rework: no rework that counts") {
  PoorLife life;
  CHECK(life.journal.evaluated().whole.rate(Rate::Rework) == 10'000);
  life.grant(kRework);
  const auto after = life.journal.evaluated();
  CHECK(after.whole.rate(Rate::Rework) == std::nullopt);
  CHECK(after.whole[Count::EverResolved] == 1);
  CHECK(count_of(after, v1::DEED_KIND_REWORKED) == 0);
  CHECK(count_of(after, v1::DEED_KIND_ACK_MISSED) == 1);
}

TEST_CASE("granted of a rating: the whistle-blower's word counts in no rate") {
  PoorLife life;
  auto before = life.journal.evaluated().whole;
  CHECK(before.rate(Rate::Satisfaction) == 0);
  life.grant(kRating);
  const auto after = life.journal.evaluated().whole;
  CHECK(after.rate(Rate::Satisfaction) == std::nullopt);
  CHECK(after.rate(Rate::Solved) == std::nullopt);
  CHECK(after.rate(Rate::Response) == before.rate(Rate::Response));
}

TEST_CASE("refused by one, or waiting for a second: nothing is excluded") {
  PoorLife life;
  const auto before = life.journal.evaluated();
  life.lodge(kMisses);
  life.review_by("M9-DESK", kMisses, true);
  life.lodge(kRework);
  life.review_by("N1-ST1", kRework, false);
  const auto after = life.journal.evaluated();
  CHECK(after.whole == before.whole);
  CHECK(after.firms == before.firms);
  CHECK(after.misses == before.misses);
  REQUIRE(after.appeals.size() == 2);
  CHECK(after.appeals[0].end == AppealEnd::Waits);
  CHECK(after.appeals[0].reviewers == std::vector<std::string>{"M9-DESK"});
  CHECK(after.appeals[1].end == AppealEnd::Refused);
  CHECK(after.appellants == std::vector<AppealTally>{{"FIRM", 2, 0, 1, 1}});
}

TEST_CASE("an appeal is told with its ticket, its ground and who granted it") {
  PoorLife life;
  life.grant(kMisses);
  const auto evaluation = life.journal.evaluated();
  REQUIRE(evaluation.appeals.size() == 1);
  const auto& line = evaluation.appeals.front();
  CHECK(line.ticket == TicketId{life.ticket});
  CHECK(line.number == "20260928-00001-5");
  CHECK(line.party == "FIRM");
  CHECK(line.subject == kMisses);
  CHECK(line.ground == v1::APPEAL_GROUND_WRONG_FACTS);
  CHECK(line.end == AppealEnd::Granted);
  CHECK(line.reviewers == std::vector<std::string>{"M9-DESK", "N1-ST1"});
  CHECK(evaluation.appellants == std::vector<AppealTally>{{"FIRM", 1, 1, 0, 0}});
  // Of the tickets that are asked for alone.
  CHECK(life.journal.evaluated(life.journal.in("S1")).appeals.size() == 1);
  CHECK(life.journal.evaluated(life.journal.in("S2")).appeals.empty());
}

TEST_CASE("what came after an appeal was lodged counts: nobody has looked at it") {
  EvaluatedJournal journal;
  const auto id = journal.must(whistle("B", "E1"), "M2-DESK", kMonday);
  journal.must(acknowledge(id), "M1", kMonday + minutes(5));
  journal.must(resolve(id), "M1", kMonday + minutes(10));
  journal.must(dispute(id), "M2-DESK", kMonday + minutes(15));
  journal.must(appeal(id, kRework), "M1", kMonday + minutes(20));
  journal.must(appeal(id, kRating), "M1", kMonday + minutes(21));
  journal.must(resolve(id), "M1", kMonday + minutes(25));
  journal.must(dispute(id), "M2-DESK", kMonday + minutes(30));
  for (const auto subject : {kRework, kRating}) {
    journal.must(review(id, "FIRM", subject, true), "M9-DESK", kMonday + minutes(35));
    journal.must(review(id, "FIRM", subject, true), "N1-ST1", kMonday + minutes(40));
  }
  const auto evaluation = journal.evaluated();
  CHECK(evaluation.whole.rate(Rate::Rework) == 10'000);
  CHECK(evaluation.whole.rate(Rate::Satisfaction) == 0);
  CHECK(count_of(evaluation, v1::DEED_KIND_REWORKED) == 1);
}

TEST_CASE("of two parties that missed a limit the appeal of one leaves the ticket late") {
  EvaluatedJournal journal;
  auto command = whistle("B", "E1");
  command.mutable_blow_whistle()->set_urgency("normal");
  const auto id = journal.must(command, "M2-DESK", kMonday);
  journal.pass(kMonday + minutes(150));
  journal.must(reassigned(id, "CM11"), "M2-DESK", kMonday + minutes(151));
  journal.pass(kMonday + hours(24));
  const auto missed = journal.evaluated().misses;
  REQUIRE(missed == std::vector<ChargedMiss>{{"CM11", v1::CLOCK_KIND_ACK, 1, 0}, {"FIRM", v1::CLOCK_KIND_ACK, 1, 0}});
  journal.must(appeal(id, kMisses), "M1", kMonday + hours(24) + minutes(1));
  journal.must(review(id, "FIRM", kMisses, true), "M9-DESK", kMonday + hours(24) + minutes(2));
  journal.must(review(id, "FIRM", kMisses, true), "N1-ST1", kMonday + hours(24) + minutes(3));
  CHECK(journal.evaluated().whole.rate(Rate::AckInTime) == 0);
  journal.must(appeal(id, kMisses), "M3-CM11", kMonday + hours(24) + minutes(4));
  journal.must(review(id, "CM11", kMisses, true), "M9-DESK", kMonday + hours(24) + minutes(5));
  journal.must(review(id, "CM11", kMisses, true), "N1-ST1", kMonday + hours(24) + minutes(6));
  CHECK(journal.evaluated().whole.rate(Rate::AckInTime) == std::nullopt);
}

TEST_CASE("of two scores of a party the later counts, also one that was given after the closing") {
  EvaluatedJournal journal;
  std::vector<std::uint64_t> tickets;
  for (int i = 0; i < 2; ++i) {
    const auto id = journal.must(community_whistle("A", "G1"), "M3-CM11", kMonday + minutes(i));
    journal.must(acknowledge(id), "M4-DEP-S1", kMonday + minutes(5 + i));
    journal.must(resolve(id), "M4-DEP-S1", kMonday + minutes(10 + i));
    journal.must(score(id, "DEP-S1", 2), "M3-CM11", kMonday + minutes(15 + i));
    tickets.push_back(id);
  }
  CHECK(journal.evaluated().scored == std::vector<ScoreLine>{{"DEP-S1", 2, 4}});
  journal.must(confirm(tickets[1], 5), "M3-CM11", kMonday + minutes(20));
  journal.must(score(tickets[1], "DEP-S1", 5), "M3-CM11", kMonday + minutes(25));
  const auto evaluation = journal.evaluated();
  CHECK(evaluation.scored == std::vector<ScoreLine>{{"DEP-S1", 2, 7}});
  CHECK(evaluation.scorers == std::vector<ScoreLine>{{"CM11", 2, 7}});
  CHECK(evaluation.scored.front().mean_hundredths() == 350);
}

}  // namespace whistle::engine

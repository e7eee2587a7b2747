#include "tests/scenarios/appeal_words.h"

#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

std::string subject_words(v1::AppealSubject subject) {
  return short_name(v1::AppealSubject_Name(subject), "APPEAL_SUBJECT_");
}

std::string decided(const v1::AppealDecided& event) {
  auto words = "the appeal of " + event.party() + " against " + subject_words(event.subject()) + " is " +
               (event.granted() ? "granted" : "refused") + " by";
  for (const auto& reviewer : event.reviewers())
    words += " " + reviewer + ",";
  words.pop_back();
  return words;
}

}  // namespace

std::string appeal_line(const engine::Appeal& appeal) {
  auto line = "appeal: " + appeal.party + " against " + subject_words(appeal.subject) + ", ";
  line += !appeal.decided ? "waits" : appeal.granted ? "granted" : "refused";
  if (!appeal.first_reviewer.empty()) line += ", reviewed by " + appeal.first_reviewer;
  return appeal.second_reviewer.empty() ? line : line + " and " + appeal.second_reviewer;
}

std::string about_appeal(const engine::Calendar&, const v1::Event& event) {
  if (event.has_appeal_lodged()) {
    const auto& lodged = event.appeal_lodged();
    return lodged.party() + " appeals against " + subject_words(lodged.subject()) + ", ground " +
           short_name(v1::AppealGround_Name(lodged.ground()), "APPEAL_GROUND_");
  }
  if (event.has_appeal_reviewed()) {
    const auto& reviewed = event.appeal_reviewed();
    return reviewed.reviewer() + (reviewed.granted() ? " grants" : " refuses") + " the appeal of " + reviewed.party() +
           " against " + subject_words(reviewed.subject());
  }
  return decided(event.appeal_decided());
}

}  // namespace whistle::tests

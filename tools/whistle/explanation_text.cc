#include "tools/whistle/explanation_text.h"

#include <string>

#include "tools/whistle/display_width.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_explanation.h"

namespace whistle::tools {

namespace {

class Teller {
 public:
  Teller(Console& console, const Telling& telling)
      : console_(console), telling_(telling), language_(telling.language) {}

  void tell(const Turn& turn) const {
    head(turn);
    if (turn.was) line(granted(*turn.was));
    for (const Climbed& climbed : turn.climbed)
      tell(climbed);
    if (turn.routed) tell(*turn.routed, turn);
    if (!turn.former.empty() && turn.former != turn.lead) line(said(phrases::kHadBefore, {party(turn.former)}));
    for (const GivenClock& clock : turn.clocks)
      tell(clock);
    if (!turn.ladder.empty()) line(said(phrases::kClimbs, {turn.ladder}));
  }

  void tell(const Disagreement& one) const {
    console_.err << said(phrases::kDiffers, {std::to_string(one.sequence), one.what, one.recorded, one.recomputed})
                 << '\n';
  }

 private:
  std::string said(const Phrase& what, std::initializer_list<std::string> arguments) const {
    return worded(language_, what, arguments);
  }
  std::string party(const std::string& code) const { return named(telling_.names.party(language_, code), code); }
  std::string area(const std::string& code) const { return named(telling_.names.area(language_, code), code); }
  std::string category(const std::string& code) const {
    return code.empty() ? std::string(phrase(language_, phrases::kNone))
                        : named(telling_.names.category(language_, code), code);
  }
  static std::string named(const std::string& name, const std::string& code) {
    return name == code ? code : name + " (" + code + ")";
  }
  std::string listed_words(const std::vector<std::string>& words) const {
    std::string text;
    for (const auto& word : words)
      text = listed(language_, {text, word});
    return text;
  }
  void line(const std::string& text, Colour colour = Colour::None) const {
    console_.out << "    " << console_.paint(colour, printable(text)) << '\n';
  }

  void head(const Turn& turn) const {
    const auto why = turn.cause == v1::DISPATCH_CAUSE_UNSPECIFIED
                         ? std::string(phrase(language_, phrases::kLeadStays))
                         : said(phrases::kGoesTo, {party(turn.lead), std::string(words_for(language_, turn.cause))});
    console_.out << console_.paint(Colour::Dim, telling_.time.second_text(turn.at)) << "  "
                 << console_.paint(Colour::Bold, printable(why)) << "  "
                 << console_.paint(Colour::Dim,
                                   "#" + std::to_string(turn.sequence) + "  " + actor_words(language_, turn.actor))
                 << '\n';
  }

  std::string granted(const v1::RequestMade& was) const {
    auto text = said(phrases::kGranted,
                     {party(was.arbiter()), std::string(words_for(language_, was.kind())), party(was.party())});
    if (was.reason() == v1::RETURN_REASON_UNSPECIFIED) return text;
    return text + said(phrases::kBecause, {std::string(words_for(language_, was.reason()))});
  }

  void tell(const Climbed& climbed) const {
    const auto clock = clock_words(language_, climbed.clock);
    const auto charged =
        climbed.charged.empty() ? std::string(phrase(language_, phrases::kNobody)) : party(climbed.charged);
    line(climbed.ladder.empty()
             ? said(phrases::kClimbedWithout, {clock, charged})
             : said(phrases::kClimbed, {clock, charged, climbed.ladder, std::to_string(climbed.step), climbed.after}));
    if (climbed.skipped > 0) line(said(phrases::kSkipped, {std::to_string(climbed.skipped)}));
    line(said(phrases::kStepMeans,
              {std::string(words_for(language_, climbed.action)), climbed.selector, party(climbed.party)}));
  }

  void tell(const Routed& routed, const Turn& turn) const {
    line(said(phrases::kPlacedBy, {place_words(telling_, routed.place), place_codes(routed.place),
                                   std::string(words_for(language_, routed.place.how()))}));
    for (const auto flag : routed.place.flags())
      line("  " + std::string(words_for(language_, static_cast<v1::RouteFlag>(flag))), Colour::Yellow);
    line(said(phrases::kMatter,
              {category(routed.category), urgency_words(language_, routed.urgency),
               std::string(phrase(
                   language_, routed.hours == v1::HOUR_CLASS_WORKING ? phrases::kWorkingHours : phrases::kOffHours))}));
    for (const RejectedRule& rejected : routed.rejected)
      tell(rejected);
    line(routed.holds.empty() ? said(phrases::kRuleForAll, {routed.rule})
                              : said(phrases::kRuleHolds, {routed.rule, listed_words(routed.holds)}),
         Colour::Green);
    tell(phrases::kLeadIs, routed.lead);
    if (!routed.fallback.empty()) line("  " + said(phrases::kFellBackTo, {party(routed.fallback)}), Colour::Yellow);
    const bool kept_out = routed.fallback.empty() && routed.lead.party != turn.lead;
    if (kept_out) line("  " + said(phrases::kReturnedBefore, {party(turn.lead)}), Colour::Yellow);
    for (const PartySearch& search : routed.assist)
      tell(phrases::kAssistIs, search);
    for (const PartySearch& search : routed.inform)
      tell(phrases::kInformIs, search);
  }

  std::string place_codes(const v1::LocatedPlace& place) const {
    std::string text = place.estate();
    if (!place.area().empty()) text = listed(language_, {text, area(place.area())});
    return text.empty() ? std::string(phrase(language_, phrases::kNone)) : text;
  }

  void tell(const RejectedRule& rejected) const {
    const auto key = condition_words(language_, rejected.condition);
    const bool is_category = rejected.condition == engine::RejectedBy::Category;
    const auto had = is_category            ? category(rejected.had)
                     : rejected.had.empty() ? std::string(phrase(language_, phrases::kNone))
                                            : rejected.had;
    line(said(phrases::kRuleFails, {rejected.rule, std::string(key), listed_words(rejected.asked), had}), Colour::Dim);
  }

  void tell(const Phrase& what, const PartySearch& search) const {
    auto selector = search.selector;
    if (!search.meant.empty()) selector = said(phrases::kByCatalogue, {selector, search.meant});
    const auto found = search.party.empty() ? std::string(phrase(language_, phrases::kNobody)) : party(search.party);
    auto text = said(what, {selector, found});
    if (!search.serving.empty()) text += said(phrases::kServes, {area(search.serving)});
    if (!search.unserved.empty()) {
      std::string areas;
      for (const auto& code : search.unserved)
        areas = listed(language_, {areas, area(code)});
      text += said(phrases::kUnserved, {areas});
    }
    line(text);
  }

  void tell(const GivenClock& clock) const {
    const auto due = telling_.time.second_text(clock.due);
    const auto from = source_words(clock);
    auto text = said(phrases::kLimitGiven, {clock_words(language_, clock.clock), due, from});
    if (clock.past_data_until) text += phrase(language_, phrases::kPastData);
    line(text);
  }

  std::string source_words(const GivenClock& clock) const {
    switch (clock.source) {
      case LimitSource::Row:
        return said(phrases::kOfRow, {clock.limit, category(clock.named)});
      case LimitSource::RowAbove:
        return said(phrases::kOfRowAbove, {clock.limit, category(clock.named)});
      case LimitSource::Urgency:
        return said(phrases::kOfUrgency, {clock.limit, urgency_words(language_, clock.named)});
      case LimitSource::Carried:
        return std::string(phrase(language_, phrases::kCarried));
      case LimitSource::Reminder:
        return said(phrases::kReminder, {clock.limit});
    }
    return {};
  }

  Console& console_;
  const Telling& telling_;
  const Language language_;
};

}  // namespace

void print_explanation(Console& console, const Telling& telling, const Explanation& explanation) {
  const Teller teller(console, telling);
  for (const Turn& turn : explanation.turns)
    teller.tell(turn);
  console.out << '\n';
  if (explanation.disagreements.empty()) {
    console.out << phrase(telling.language, phrases::kAgrees) << '\n';
    return;
  }
  console.out.flush();
  console.err << phrase(telling.language, phrases::kDisagrees) << '\n';
  for (const Disagreement& one : explanation.disagreements)
    teller.tell(one);
}

}  // namespace whistle::tools

#include "engine/route.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/engine/sample_district.h"

namespace whistle::engine {
namespace {

using Codes = std::vector<std::string>;

// 2026-07-01, a Wednesday, in UTC+8.
constexpr Instant kMidnight{1'782'835'200'000'000};
constexpr Instant kWorking = kMidnight + hours(9);
constexpr Instant kOff = kMidnight + hours(13);

// The sample district under other routes, asked in codes.
class Routed {
 public:
  explicit Routed(const std::vector<RuleText>& rules) {
    RulesetParts parts = sample_district();
    parts.routes = routes(rules);
    ruleset_ = load(parts).value();
    question.kind = v1::WHISTLE_KIND_RESIDENT;
    question.source = v1::SOURCE_RESIDENT;
    question.at = kWorking;
  }

  Routed& at(const PlaceClues& clues) {
    place = locate(*ruleset_, clues);
    return *this;
  }
  Routed& category(std::string_view code) {
    question.category = ruleset_->find_category(code);
    return *this;
  }
  Routed& urgency(std::string_view name) {
    question.urgency = ruleset_->find_urgency(name);
    return *this;
  }

  Routing routing() const { return route(*ruleset_, place, question); }
  std::string rule() const { return ruleset_->route(routing().rule).id; }
  std::string lead() const { return code(routing().lead); }
  // The lead, and how it was found.
  std::string lead_by() const {
    const Routing found = routing();
    const char* how[]{"", " for the estate", " for nobody"};
    return code(found.lead) + how[static_cast<std::size_t>(found.fallback)];
  }
  Codes assist() const { return codes(routing().assist); }
  Codes inform() const { return codes(routing().inform); }
  std::string ladder() const {
    const auto found = routing().ladder;
    return found ? ruleset_->ladder(*found).name : "none";
  }
  std::string code(PartyIndex party) const { return ruleset_->party(party).code; }
  const Ruleset& ruleset() const { return *ruleset_; }

  Place place;
  RouteQuestion question;

 private:
  Codes codes(const std::vector<PartyIndex>& parties) const {
    Codes list;
    for (const PartyIndex party : parties)
      list.push_back(code(party));
    return list;
  }

  std::shared_ptr<const Ruleset> ruleset_;
};

RuleText when(std::string_view id, const std::function<void(v1::RouteCondition&)>& condition) {
  RuleText text = rule(id).lead(party("DEP"));
  condition(text.when());
  return text;
}

const RuleText kRest = rule("rest").lead(by_catalogue());

TEST_CASE("the first rule whose every condition holds decides") {
  Routed routed(
      {rule("drains").category("A").lead(party("DEP")), rule("also drains").category("A").lead(party("ST1")), kRest});
  CHECK(routed.category("A").rule() == "drains");
  CHECK(routed.category("G").rule() == "rest");
}

TEST_CASE("a category in a condition matches its descendants, not its ancestors") {
  Routed routed(
      {rule("below").category("A.1").lead(party("DEP")), rule("above").category("A").lead(party("DEP")), kRest});
  CHECK(routed.category("A.1").rule() == "below");
  CHECK(routed.category("A").rule() == "above");
  routed.question.category.reset();
  CHECK(routed.rule() == "rest");
}

TEST_CASE("a list asks for any of its words, several conditions for all") {
  Routed routed({when("rule",
                      [](auto& c) {
                        c.add_kinds(v1::WHISTLE_KIND_COMMUNITY);
                        c.add_sources(v1::SOURCE_HOTLINE);
                        c.add_sources(v1::SOURCE_SENSOR);
                      }),
                 kRest});
  routed.question.kind = v1::WHISTLE_KIND_COMMUNITY;
  routed.question.source = v1::SOURCE_SENSOR;
  CHECK(routed.rule() == "rule");
  routed.question.source = v1::SOURCE_HOTLINE;
  CHECK(routed.rule() == "rule");
  routed.question.source = v1::SOURCE_RESIDENT;
  CHECK(routed.rule() == "rest");
  routed.question.source = v1::SOURCE_UNSPECIFIED;
  CHECK(routed.rule() == "rest");
  routed.question.source = v1::SOURCE_SENSOR;
  routed.question.kind = v1::WHISTLE_KIND_RESIDENT;
  CHECK(routed.rule() == "rest");
}

TEST_CASE("place is the most specific word that fits") {
  for (const v1::PlaceClass asked :
       {v1::PLACE_CLASS_ESTATE, v1::PLACE_CLASS_GRID, v1::PLACE_CLASS_AREA, v1::PLACE_CLASS_UNLOCATED}) {
    CAPTURE(v1::PlaceClass_Name(asked));
    Routed routed({when("rule", [&](auto& c) { c.add_places(asked); }), kRest});
    CHECK((routed.at({.estate = "E1"}).rule() == "rule") == (asked == v1::PLACE_CLASS_ESTATE));
    CHECK((routed.at({.grid = "G1"}).rule() == "rule") == (asked == v1::PLACE_CLASS_GRID));
    CHECK((routed.at({.area = "G1"}).rule() == "rule") == (asked == v1::PLACE_CLASS_GRID));
    CHECK((routed.at({.area = "C11"}).rule() == "rule") == (asked == v1::PLACE_CLASS_AREA));
    CHECK((routed.at({.area = "D"}).rule() == "rule") == (asked == v1::PLACE_CLASS_AREA));
    CHECK((routed.at({.point = Point{-1, -1}}).rule() == "rule") == (asked == v1::PLACE_CLASS_UNLOCATED));
    CHECK((routed.at({}).rule() == "rule") == (asked == v1::PLACE_CLASS_UNLOCATED));
  }
}

TEST_CASE("class, estate type and hours are asked of category, estate and calendar") {
  Routed by_class({when("rule", [](auto& c) { c.add_classes(v1::CATEGORY_CLASS_PROPERTY); }), kRest});
  CHECK(by_class.category("B").rule() == "rule");
  CHECK(by_class.category("A").rule() == "rest");
  by_class.question.category.reset();
  CHECK(by_class.rule() == "rest");

  Routed by_type({when("rule", [](auto& c) { c.add_estate_types(v1::ESTATE_TYPE_SELF_GOVERNED); }), kRest});
  CHECK(by_type.at({.estate = "E2"}).rule() == "rule");
  CHECK(by_type.at({.estate = "E1"}).rule() == "rest");
  CHECK(by_type.at({.grid = "G3"}).rule() == "rest");

  Routed by_hours({when("rule", [](auto& c) { c.add_hours(v1::HOUR_CLASS_OFF); }), kRest});
  CHECK(by_hours.rule() == "rest");
  by_hours.question.at = kOff;
  CHECK(by_hours.rule() == "rule");
  by_hours.question.at = kMidnight + hours(12);  // a closing instant
  CHECK(by_hours.rule() == "rule");
}

TEST_CASE("inside_estate asks the catalogue row's own word, wherever the place is") {
  Routed routed({when("rule", [](auto& c) { c.set_inside_estate(true); }), kRest});
  CHECK(routed.category("A.1").at({.estate = "E1"}).rule() == "rule");
  CHECK(routed.category("A.1").at({.grid = "G1"}).rule() == "rule");
  CHECK(routed.category("A").at({.estate = "E1"}).rule() == "rest");
  CHECK(routed.category("-").rule() == "rest");
}

TEST_CASE("watched holds at an estate alone") {
  Routed watched({when("rule", [](auto& c) { c.set_watched(true); }), kRest});
  CHECK(watched.at({.estate = "E2"}).rule() == "rule");
  CHECK(watched.at({.estate = "E1"}).rule() == "rest");
  CHECK(watched.at({.grid = "G1"}).rule() == "rest");
  Routed unwatched({when("rule", [](auto& c) { c.set_watched(false); }), kRest});
  CHECK(unwatched.at({.estate = "E2"}).rule() == "rest");
  CHECK(unwatched.at({.estate = "E1"}).rule() == "rule");
  CHECK(unwatched.at({.grid = "G1"}).rule() == "rest");
}

TEST_CASE("an area matches all inside it and nothing around it") {
  Routed routed({rule("rule").area("C11").area("G4").lead(party("DEP")), kRest});
  CHECK(routed.at({.grid = "G2"}).rule() == "rule");
  CHECK(routed.at({.area = "C11"}).rule() == "rule");
  CHECK(routed.at({.estate = "E3"}).rule() == "rule");  // in G4
  CHECK(routed.at({.grid = "G3"}).rule() == "rest");
  CHECK(routed.at({.area = "S1"}).rule() == "rest");
  CHECK(routed.at({}).rule() == "rest");
}

TEST_CASE("a whistle may raise its category's urgency, never lower it") {
  Routed routed({rule("urgent").urgency("urgent").lead(party("DEP")), kRest});
  CHECK(routed.category("A").rule() == "rest");
  CHECK(routed.urgency("urgent").rule() == "urgent");
  CHECK(routed.category("G").urgency("low").rule() == "urgent");
  const Ruleset& ruleset = routed.ruleset();
  const auto urgency = [&](const char* category, const char* said) {
    return ruleset.urgency(effective_urgency(ruleset, ruleset.find_category(category), ruleset.find_urgency(said)))
        .name;
  };
  CHECK(urgency("A", "") == "normal");
  CHECK(urgency("A", "low") == "normal");
  CHECK(urgency("A", "urgent") == "urgent");
  CHECK(urgency("B", "") == "low");  // its row says none
  CHECK(urgency("B", "normal") == "normal");
  CHECK(urgency("", "") == "low");
  CHECK(urgency("", "normal") == "normal");
}

TEST_CASE("a duty that nobody serves at the place goes to the desk, never down to a community") {
  Routed routed({kRest});
  CHECK(routed.category("L").at({.grid = "G4"}).lead_by() == "LAMPS");
  CHECK(routed.category("L").at({.grid = "G1"}).lead_by() == "DESK for nobody");
  CHECK(routed.category("U").at({.grid = "G1"}).lead_by() == "DESK for nobody");
  CHECK(routed.category("N").at({.grid = "G1"}).lead_by() == "DESK for nobody");
  CHECK(routed.category("-").at({.grid = "G1"}).lead_by() == "DESK for nobody");
  CHECK(routed.category("A").at({}).lead_by() == "DESK for nobody");
  CHECK(routed.category("C").at({.grid = "G4"}).lead_by() == "DESK for nobody");
}

TEST_CASE("a lead estate that finds nobody is the community of the place, else the desk") {
  Routed routed({rule("estate").category("A").lead(estate_party()), kRest});
  for (const char* category : {"A", "B"}) {  // by the rule, and by the catalogue's duty
    CAPTURE(category);
    routed.category(category);
    CHECK(routed.at({.estate = "E1"}).lead_by() == "FIRM");
    CHECK(routed.at({.grid = "G3"}).lead_by() == "CM12 for the estate");
    CHECK(routed.at({.area = "C12"}).lead_by() == "CM12 for the estate");
    CHECK(routed.at({.grid = "G4"}).lead_by() == "DESK for nobody");
    CHECK(routed.at({}).lead_by() == "DESK for nobody");
  }
}

TEST_CASE("a desk that is asked for has not been fallen back to") {
  CHECK(Routed({rule("r").lead(of_tier(v1::TIER_DISTRICT))}).lead_by() == "DESK");
  CHECK(Routed({rule("r").lead(party("DESK"))}).lead_by() == "DESK");
}

TEST_CASE("assistants and the informed stand once, in the rule's order, and not beside themselves as lead") {
  Routed routed({rule("r")
                     .lead(estate_party())
                     .assist(of_tier(v1::TIER_STREET))
                     .assist(estate_party())
                     .assist(party("DEP"))
                     .assist(party("ST1"))
                     .inform(party("DEP"))
                     .inform(party("FIRM"))
                     .inform(duty_word("gas"))
                     .inform(party("CM11"))});
  routed.at({.estate = "E1"});
  CHECK(routed.lead() == "FIRM");
  CHECK(routed.assist() == Codes{"ST1", "DEP"});
  CHECK(routed.inform() == Codes{"DEP", "CM11"});
  CHECK(routed.routing().assist_unfound == 0);
}

TEST_CASE("an assistant that finds nobody is left out and counted") {
  Routed routed({rule("r")
                     .lead(party("DEP"))
                     .assist(estate_party())
                     .assist(duty_word("lamps"))
                     .assist(blower())
                     .inform(estate_party())});
  routed.at({.grid = "G1"});
  CHECK(routed.assist().empty());
  CHECK(routed.inform().empty());
  CHECK(routed.routing().assist_unfound == 3);
}

TEST_CASE("a catalogue duty estate does not fall back for an assistant") {
  Routed routed({rule("r").lead(party("DEP")).assist(by_catalogue())});
  CHECK(routed.category("B").at({.grid = "G1"}).assist().empty());
  CHECK(routed.at({.estate = "E1"}).assist() == Codes{"FIRM"});
}

TEST_CASE("the party complained about neither leads nor assists, but is heard") {
  Routed routed({rule("r")
                     .lead(estate_party())
                     .assist(estate_party())
                     .assist(party("ST1"))
                     .inform(estate_party())
                     .against(estate_party())});
  routed.at({.estate = "E1"});
  CHECK(routed.lead_by() == "CM11 for the estate");
  CHECK(routed.assist() == Codes{"ST1"});
  CHECK(routed.inform() == Codes{"FIRM"});
  CHECK(routed.code(*routed.routing().against) == "FIRM");
  CHECK(routed.routing().assist_unfound == 0);
  routed.at({.grid = "G1"});
  CHECK_FALSE(routed.routing().against.has_value());
}

TEST_CASE("a lead that is complained about counts as not found, also where it is the fallback") {
  Routed by_duty({rule("r").lead(by_catalogue()).against(duty_word("drainage"))});
  CHECK(by_duty.category("A").at({.grid = "G1"}).lead_by() == "DESK for nobody");
  Routed community({rule("r").lead(estate_party()).against(of_tier(v1::TIER_COMMUNITY))});
  CHECK(community.at({.grid = "G1"}).lead_by() == "DESK for nobody");
  CHECK(community.at({.estate = "E1"}).lead_by() == "FIRM");
}

TEST_CASE("the desk leads even where it is complained about: every whistle has a lead") {
  Routed routed({rule("r").lead(party("DESK")).assist(party("DESK")).against(party("DESK"))});
  CHECK(routed.lead() == "DESK");
  CHECK(routed.assist().empty());
}

TEST_CASE("the blower is known to the daemon and nobody offline") {
  Routed routed({rule("r").lead(blower()).inform(blower())});
  CHECK(routed.lead_by() == "DESK for nobody");
  routed.question.blower = routed.ruleset().find_party("CM11");
  CHECK(routed.lead_by() == "CM11");
  CHECK(routed.inform().empty());
}

TEST_CASE("a rule's own ladder counts, else one bound to the urgency, else the first of the lead's kind") {
  Routed routed(
      {rule("named").category("A").lead(party("FIRM")).ladder("by-name-only"), rule("rest").lead(estate_party())});
  CHECK(routed.category("A").at({.estate = "E1"}).ladder() == "by-name-only");
  CHECK(routed.category("B").ladder() == "property");
  CHECK(routed.urgency("urgent").ladder() == "property-urgent");
  CHECK(routed.at({.estate = "E2"}).ladder() == "property");
  CHECK(routed.at({.estate = "E3"}).ladder() == "none");  // no ladder for a fallback firm
}

TEST_CASE("the hand-off is the rule's") {
  Routed routed({rule("gas").category("G").lead(duty_word("gas")).hand_off("119"), kRest});
  CHECK(routed.category("G").routing().hand_off == "119");
  CHECK(routed.category("A").routing().hand_off.empty());
}

TEST_CASE("urgency and hours of the answer are those that decided") {
  Routed routed({kRest});
  routed.category("G");
  CHECK(routed.routing().urgency == UrgencyIndex{0});
  CHECK(routed.routing().hours == v1::HOUR_CLASS_WORKING);
  routed.question.at = kOff;
  CHECK(routed.routing().hours == v1::HOUR_CLASS_OFF);
}

TEST_CASE("limits are the row's, else the urgency's; zero is a limit of none") {
  const auto ruleset = load(sample_district()).value();
  const auto limits = [&](const char* category, const char* urgency) {
    const TicketLimits found = limits_of(*ruleset, ruleset->find_category(category), *ruleset->find_urgency(urgency));
    return to_string(found.ack) + ' ' + to_string(found.on_site) + ' ' + to_string(found.resolve) + ' ' +
           to_string(found.total);
  };
  CHECK(limits("A", "normal") == "2wh 0 4wh 15cd");
  CHECK(limits("A", "urgent") == "15m 0 4wh 15cd");  // a raised urgency leaves the row's own limit
  CHECK(limits("A.1", "normal") == "0 0 4wh 15cd");
  CHECK(limits("G", "urgent") == "15m 0 8ch 15cd");
  CHECK(limits("", "low") == "1wd 0 10wd 15cd");
}

TEST_CASE("the condition that fails first names the rejection") {
  Routed routed({when("r",
                      [](auto& c) {
                        c.add_kinds(v1::WHISTLE_KIND_COMMUNITY);
                        c.add_places(v1::PLACE_CLASS_ESTATE);
                        c.set_watched(true);
                        c.add_hours(v1::HOUR_CLASS_OFF);
                      }),
                 kRest});
  const auto rejection = [&] {
    const Routing found = routed.routing();
    return rejects(routed.ruleset(), routed.ruleset().routes[0], routed.place, routed.question, found.urgency,
                   found.hours);
  };
  CHECK(rejection() == RejectedBy::Kind);
  routed.question.kind = v1::WHISTLE_KIND_COMMUNITY;
  CHECK(rejection() == RejectedBy::Place);
  routed.at({.estate = "E1"});
  CHECK(rejection() == RejectedBy::Watched);
  routed.at({.estate = "E2"});
  CHECK(rejection() == RejectedBy::Hours);
  routed.question.at = kOff;
  CHECK_FALSE(rejection().has_value());
}

// ---- against asking every rule in turn
// -------------------------------------------------------------------------------

template <typename Random, typename Add>
void sometimes(Random& random, int last, Add add) {
  if (random() % 4 != 0) return;
  for (std::size_t i = 0; i < 1 + random() % 2; ++i)
    add(1 + static_cast<int>(random() % static_cast<unsigned>(last)));
}

RuleText random_rule(std::mt19937& random, const RulesetParts& parts, int number) {
  return when("r" + std::to_string(number), [&](v1::RouteCondition& c) {
    sometimes(random, 2, [&](int word) { c.add_kinds(static_cast<v1::WhistleKind>(word)); });
    sometimes(random, 6, [&](int word) { c.add_sources(static_cast<v1::Source>(word)); });
    sometimes(random, 5, [&](int word) { c.add_classes(static_cast<v1::CategoryClass>(word)); });
    sometimes(random, 4, [&](int word) { c.add_places(static_cast<v1::PlaceClass>(word)); });
    sometimes(random, 3, [&](int word) { c.add_estate_types(static_cast<v1::EstateType>(word)); });
    sometimes(random, 2, [&](int word) { c.add_hours(static_cast<v1::HourClass>(word)); });
    sometimes(random, parts.catalogue.categories_size(),
              [&](int word) { c.add_category_indexes(static_cast<unsigned>(word - 1)); });
    sometimes(random, parts.territory.areas_size(),
              [&](int word) { c.add_area_indexes(static_cast<unsigned>(word - 1)); });
    sometimes(random, 3, [&](int word) { c.add_urgency_indexes(static_cast<unsigned>(word - 1)); });
    if (random() % 8 == 0) c.set_watched(random() % 2 == 0);
    c.set_inside_estate(random() % 8 == 0);
  });
}

TEST_CASE("the winning rule is the first that rejects nothing, whatever the rules") {
  std::mt19937 random(38'000);
  const RulesetParts parts = sample_district();
  const std::vector<PlaceClues> clues{{.estate = "E1"}, {.estate = "E2"}, {.estate = "E3"},
                                      {.grid = "G5"},   {.area = "C11"},  {}};
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    std::vector<RuleText> rules;
    for (int i = 0; i < 12; ++i)
      rules.push_back(random_rule(random, parts, i));
    rules.push_back(kRest);
    Routed routed(rules);
    const Ruleset& ruleset = routed.ruleset();
    for (int i = 0; i < 50; ++i) {
      routed.at(clues[random() % clues.size()]);
      routed.question.kind = static_cast<v1::WhistleKind>(1 + random() % 2);
      routed.question.source = static_cast<v1::Source>(random() % 7);
      routed.question.at = random() % 2 == 0 ? kWorking : kOff;
      routed.question.category.reset();
      const std::size_t category = random() % (ruleset.categories.size() + 1);
      if (category < ruleset.categories.size())
        routed.question.category = CategoryIndex{static_cast<std::uint32_t>(category)};
      const Routing found = routed.routing();
      for (std::uint32_t number = 0; number <= found.rule.value; ++number) {
        const auto rejected =
            rejects(ruleset, ruleset.routes[number], routed.place, routed.question, found.urgency, found.hours);
        REQUIRE(rejected.has_value() == (number != found.rule.value));
      }
    }
  }
}

}  // namespace
}  // namespace whistle::engine

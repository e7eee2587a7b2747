#include "tools/whistle/ruleset_listing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "adapters/district/advice.h"
#include "adapters/district/civil_text.h"
#include "adapters/district/sha256.h"
#include "adapters/district/words.h"
#include "tools/whistle/district_outline.h"

namespace whistle::tools {
namespace {

using adapters::district::word_of;

template <typename List, typename TextOf>
std::string joined(const List& list, const TextOf& text_of) {
  std::string text;
  for (const auto& item : list) {
    if (!text.empty()) text += ';';
    text += text_of(item);
  }
  return text;
}

class Listing {
 public:
  explicit Listing(const OfflineDistrict& district) : district_(district), ruleset_(*district.ruleset) {}

  std::vector<ListedItem> run() {
    add_identity();
    add_territory();
    add_people();
    add_catalogue();
    add_calendar();
    add_clocks();
    add_routes();
    add_retention();
    return std::move(items_);
  }

 private:
  void open(std::string_view list, std::string_view code) {
    items_.push_back({std::string(list), std::string(code), {}});
  }
  void put(std::string_view field, std::string_view text) {
    if (!text.empty()) items_.back().fields.emplace_back(field, text);
  }
  void put(std::string_view field, const std::optional<engine::Limit>& limit) {
    if (limit) put(field, engine::to_string(*limit));
  }
  void put_names(const std::string& zh, const std::string& en) {
    put("name_zh", zh);
    put("name_en", en);
  }
  std::string area_code(engine::AreaIndex area) const { return ruleset_.area(area).code; }

  void add_identity() {
    const v1::CompiledRuleset& manifest = ruleset_.manifest;
    open("district", manifest.district_code());
    put_names(manifest.name_zh(), manifest.name_en());
    put("time_zone", manifest.time_zone());
    put("desk", ruleset_.party(ruleset_.desk).code);
    if (manifest.has_in_force_from_us()) {
      put("in_force_from", adapters::district::rfc3339_text({manifest.in_force_from_us()}, 0));
    }
  }

  void add_territory() {
    for (const engine::Area& area : ruleset_.areas) {
      open("areas", area.code);
      put("tier", word_of(area.tier));
      put_names(area.name_zh, area.name_en);
      if (area.parent) put("parent", area_code(*area.parent));
    }
    for (const v1::Shape& shape : district_.compiled.geometry.grids()) {
      add_outline("grids", ruleset_.areas[shape.index()].code, shape);
    }
    for (const engine::Estate& estate : ruleset_.estates) {
      open("estates", estate.code);
      put_names(estate.name_zh, estate.name_en);
      put("type", word_of(estate.type));
      put("grid", joined(estate.grids, [&](engine::AreaIndex grid) { return area_code(grid); }));
      put("party", ruleset_.party(estate.party).code);
      put("watched", estate.watched ? "true" : "");
    }
    for (const v1::Shape& shape : district_.compiled.geometry.estates()) {
      add_outline("estates.geojson", ruleset_.estates[shape.index()].code, shape);
    }
    for (const engine::LegacyGrid& legacy : ruleset_.legacy_grids) {
      open("legacy_grids", legacy.system + "/" + legacy.code);
      put("grid", area_code(legacy.grid));
    }
    for (const engine::Alias& alias : ruleset_.aliases) {
      open("places", alias.text);
      if (alias.estate) put("estate", ruleset_.estate(*alias.estate).code);
      if (alias.grid) put("grid", area_code(*alias.grid));
    }
    for (const engine::Venue& venue : ruleset_.venues) {
      open("venues", venue.code);
      put_names(venue.name_zh, venue.name_en);
      put("area", area_code(venue.area));
    }
  }

  void add_outline(std::string_view list, const std::string& code, const v1::Shape& shape) {
    v1::Shape outline = shape;
    outline.clear_index();
    const auto hash = adapters::district::to_hex(adapters::district::sha256(outline.SerializeAsString()));
    open(list, code);
    put("outline", hash.substr(0, 16));
  }

  void add_people() {
    for (const engine::Party& party : ruleset_.parties) {
      open("parties", party.code);
      put("kind", word_of(party.kind));
      put_names(party.name_zh, party.name_en);
      put("area", joined(party.areas, [&](engine::AreaIndex area) { return area_code(area); }));
      put("duties", joined(party.duties, [](const std::string& duty) { return duty; }));
      if (party.head) put("head", ruleset_.party(*party.head).code);
    }
    for (const engine::Successor& successor : ruleset_.successors) {
      open("successors", successor.code);
      put("successor", ruleset_.party(successor.party).code);
    }
    for (const engine::Member& member : ruleset_.members) {
      open("members", member.code);
      put("name", member.name);
      put("party", ruleset_.party(member.party).code);
      put("grids", joined(member.grids, [&](engine::AreaIndex grid) { return area_code(grid); }));
      std::vector<v1::Role> roles;
      for (const auto& role : adapters::district::words<v1::Role>()) {
        if (member.has(role.value)) roles.push_back(role.value);
      }
      put("roles", joined(roles, [](v1::Role role) { return std::string(word_of(role)); }));
    }
  }

  void add_catalogue() {
    for (const engine::Category& category : ruleset_.categories) {
      open("catalogue", category.code);
      if (category.parent) put("parent", ruleset_.category(*category.parent).code);
      put_names(category.name_zh, category.name_en);
      put("class", word_of(category.category_class));
      if (category.duty) put("duty", selector_words(ruleset_, *category.duty));
      put("inside_estate", category.inside_estate ? "estate" : "");
      if (category.urgency) put("urgency", ruleset_.urgency(*category.urgency).name);
      put("ack", category.ack);
      put("on_site", category.on_site);
      put("resolve", category.resolve);
      put("evidence", joined(category.evidence, [](v1::Evidence one) { return std::string(word_of(one)); }));
      put("approval", word_of(category.approval));
      put("private", category.point_private ? "true" : "");
      put("public", category.shown_public ? "true" : "");
    }
  }

  void add_calendar() {
    const v1::Calendar calendar = adapters::district::calendar_of(district_.compiled);
    const auto date = [](std::int32_t day) { return adapters::district::date_text(day); };
    open("calendar", "");
    put("hours", joined(calendar.hours(), [](const v1::WorkingSpan& span) {
          return std::to_string(span.start_minute()) + "-" + std::to_string(span.end_minute());
        }));
    put("weekend", std::to_string(calendar.weekend_mask()));
    put("working_day", word_of(calendar.working_day()));
    put("data_until", date(calendar.data_until()));
    for (const std::int32_t day : calendar.holidays())
      open("calendar/holidays", date(day));
    for (const std::int32_t day : calendar.make_up_days())
      open("calendar/make_up_days", date(day));
  }

  void add_clocks() {
    const engine::ClockRules& clocks = ruleset_.clocks;
    open("clocks", "");
    put("warn.fraction", std::to_string(clocks.warn_fraction_bp));
    put("warn.at_most", clocks.warn_at_most);
    put("silence_confirms", clocks.silence_confirms);
    put("recurrence_window", clocks.recurrence_window);
    put("appeal_within", clocks.appeal_within);
    put("similar.metres", std::to_string(clocks.similar_metres));
    put("similar.within", clocks.similar_within);
    put("return_limit", std::to_string(clocks.return_limit));
    put("extension.times", std::to_string(clocks.extension_times));
    for (const engine::Urgency& urgency : clocks.urgencies) {
      open("clocks/urgencies", urgency.name);
      put("limits", urgency_text(urgency));
    }
    for (const engine::Ladder& ladder : clocks.ladders) {
      open("clocks/ladders", ladder.name);
      for (const std::string& line : ladder_lines(ruleset_, ladder)) {
        const bool clock = line.starts_with("  ");
        put(clock ? line.substr(2, line.find(':') - 2) : "ladder", line);
      }
    }
  }

  void add_routes() {
    std::size_t place = 0;
    for (const engine::Route& route : ruleset_.routes) {
      open("routes", route.id);
      put("place", std::to_string(++place));
      put("rule", route_text(ruleset_, route));
    }
  }

  // There without the file too, so that a file that comes or goes is told with its times.
  void add_retention() {
    open("retention", "");
    for (const auto& [one, days] : ruleset_.retention_days)
      put("personal_data." + std::string(word_of(one)), engine::Limit{days, v1::LIMIT_UNIT_CALENDAR_DAYS});
  }

  const OfflineDistrict& district_;
  const engine::Ruleset& ruleset_;
  std::vector<ListedItem> items_;
};

std::vector<FieldChange> field_changes(const ListedItem& before, const ListedItem& after) {
  std::vector<FieldChange> changes;
  const std::map<std::string, std::string> new_texts(after.fields.begin(), after.fields.end());
  std::map<std::string, std::string> unseen = new_texts;
  for (const auto& [field, text] : before.fields) {
    const auto found = new_texts.find(field);
    const std::string now = found == new_texts.end() ? "" : found->second;
    if (now != text) changes.push_back({field, text, now});
    unseen.erase(field);
  }
  for (const auto& [field, text] : after.fields) {
    if (unseen.contains(field)) changes.push_back({field, "", text});
  }
  return changes;
}

}  // namespace

std::vector<ListedItem> list_ruleset(const OfflineDistrict& district) {
  return Listing(district).run();
}

std::vector<ListedChange> compare_listings(const std::vector<ListedItem>& before,
                                           const std::vector<ListedItem>& after) {
  std::map<std::pair<std::string, std::string>, const ListedItem*> old_items;
  std::map<std::pair<std::string, std::string>, const ListedItem*> new_items;
  for (const ListedItem& item : before)
    old_items[{item.list, item.code}] = &item;
  for (const ListedItem& item : after)
    new_items[{item.list, item.code}] = &item;
  std::vector<ListedChange> changes;
  for (const ListedItem& item : before) {
    const auto found = new_items.find({item.list, item.code});
    if (found == new_items.end()) {
      changes.push_back({ItemChange::Removed, item.list, item.code, {}});
      continue;
    }
    auto fields = field_changes(item, *found->second);
    if (!fields.empty()) changes.push_back({ItemChange::Changed, item.list, item.code, std::move(fields)});
  }
  for (const ListedItem& item : after) {
    if (!old_items.contains({item.list, item.code})) changes.push_back({ItemChange::Added, item.list, item.code, {}});
  }
  return changes;
}

}  // namespace whistle::tools

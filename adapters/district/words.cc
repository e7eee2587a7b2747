#include "adapters/district/words.h"

#include <array>

namespace whistle::adapters::district {
namespace {

constexpr std::array<Word<v1::Tier>, 4> kTierWords{{
    {"district", v1::TIER_DISTRICT},
    {"street", v1::TIER_STREET},
    {"community", v1::TIER_COMMUNITY},
    {"grid", v1::TIER_GRID},
}};

constexpr std::array<Word<v1::WhistleKind>, 2> kWhistleKindWords{{
    {"resident", v1::WHISTLE_KIND_RESIDENT},
    {"community", v1::WHISTLE_KIND_COMMUNITY},
}};

constexpr std::array<Word<v1::Source>, 6> kSourceWords{{
    {"resident", v1::SOURCE_RESIDENT},
    {"grid_member", v1::SOURCE_GRID_MEMBER},
    {"community", v1::SOURCE_COMMUNITY},
    {"hotline", v1::SOURCE_HOTLINE},
    {"platform", v1::SOURCE_PLATFORM},
    {"sensor", v1::SOURCE_SENSOR},
}};

constexpr std::array<Word<v1::Datum>, 4> kDatumWords{{
    {"WGS84", v1::DATUM_WGS84},
    {"GCJ02", v1::DATUM_GCJ02},
    {"BD09", v1::DATUM_BD09},
    {"CGCS2000", v1::DATUM_CGCS2000},
}};

constexpr std::array<Word<v1::PartyKind>, 8> kPartyKindWords{{
    {"property_firm", v1::PARTY_KIND_PROPERTY_FIRM},
    {"fallback_firm", v1::PARTY_KIND_FALLBACK_FIRM},
    {"owners_group", v1::PARTY_KIND_OWNERS_GROUP},
    {"community", v1::PARTY_KIND_COMMUNITY},
    {"street", v1::PARTY_KIND_STREET},
    {"department", v1::PARTY_KIND_DEPARTMENT},
    {"alliance", v1::PARTY_KIND_ALLIANCE},
    {"desk", v1::PARTY_KIND_DESK},
}};

constexpr std::array<Word<v1::EstateType>, 3> kEstateTypeWords{{
    {"PROPERTY_MANAGED", v1::ESTATE_TYPE_PROPERTY_MANAGED},
    {"SELF_GOVERNED", v1::ESTATE_TYPE_SELF_GOVERNED},
    {"UNMANAGED", v1::ESTATE_TYPE_UNMANAGED},
}};

constexpr std::array<Word<v1::Role>, 9> kRoleWords{{
    {"handler", v1::ROLE_HANDLER},
    {"grid_member", v1::ROLE_GRID_MEMBER},
    {"dispatcher", v1::ROLE_DISPATCHER},
    {"arbiter", v1::ROLE_ARBITER},
    {"supervisor", v1::ROLE_SUPERVISOR},
    {"auditor", v1::ROLE_AUDITOR},
    {"platform", v1::ROLE_PLATFORM},
    {"intake", v1::ROLE_INTAKE},
    {"admin", v1::ROLE_ADMIN},
}};

constexpr std::array<Word<v1::CategoryClass>, 5> kCategoryClassWords{{
    {"component", v1::CATEGORY_CLASS_COMPONENT},
    {"event", v1::CATEGORY_CLASS_EVENT},
    {"property", v1::CATEGORY_CLASS_PROPERTY},
    {"mediation", v1::CATEGORY_CLASS_MEDIATION},
    {"visit", v1::CATEGORY_CLASS_VISIT},
}};

constexpr std::array<Word<v1::Evidence>, 4> kEvidenceWords{{
    {"photo_before", v1::EVIDENCE_PHOTO_BEFORE},
    {"photo_after", v1::EVIDENCE_PHOTO_AFTER},
    {"note", v1::EVIDENCE_NOTE},
    {"signature", v1::EVIDENCE_SIGNATURE},
}};

constexpr std::array<Word<v1::Recurrence>, 3> kRecurrenceWords{{
    {"near", v1::RECURRENCE_UNSPECIFIED},
    {"point", v1::RECURRENCE_POINT},
    {"never", v1::RECURRENCE_NEVER},
}};

constexpr std::array<Word<v1::HourClass>, 2> kHourClassWords{{
    {"working", v1::HOUR_CLASS_WORKING},
    {"off", v1::HOUR_CLASS_OFF},
}};

constexpr std::array<Word<v1::PlaceClass>, 4> kPlaceClassWords{{
    {"estate", v1::PLACE_CLASS_ESTATE},
    {"grid", v1::PLACE_CLASS_GRID},
    {"area", v1::PLACE_CLASS_AREA},
    {"unlocated", v1::PLACE_CLASS_UNLOCATED},
}};

constexpr std::array<Word<v1::LocatedBy>, 9> kLocatedByWords{{
    {"estate", v1::LOCATED_BY_ESTATE},
    {"estate_polygon", v1::LOCATED_BY_ESTATE_POLYGON},
    {"grid_polygon", v1::LOCATED_BY_GRID_POLYGON},
    {"grid", v1::LOCATED_BY_GRID},
    {"legacy", v1::LOCATED_BY_LEGACY},
    {"address", v1::LOCATED_BY_ADDRESS},
    {"area", v1::LOCATED_BY_AREA},
    {"outside", v1::LOCATED_BY_OUTSIDE},
    {"unlocated", v1::LOCATED_BY_UNLOCATED},
}};

constexpr std::array<Word<v1::RouteFlag>, 12> kRouteFlagWords{{
    {"on_edge", v1::ROUTE_FLAG_ON_EDGE},
    {"overlap", v1::ROUTE_FLAG_OVERLAP},
    {"outside", v1::ROUTE_FLAG_OUTSIDE},
    {"unknown_estate", v1::ROUTE_FLAG_UNKNOWN_ESTATE},
    {"unknown_grid", v1::ROUTE_FLAG_UNKNOWN_GRID},
    {"unknown_legacy", v1::ROUTE_FLAG_UNKNOWN_LEGACY},
    {"unknown_area", v1::ROUTE_FLAG_UNKNOWN_AREA},
    {"fell_back", v1::ROUTE_FLAG_FELL_BACK},
    {"ack_past_data_until", v1::ROUTE_FLAG_ACK_PAST_DATA_UNTIL},
    {"on_site_past_data_until", v1::ROUTE_FLAG_ON_SITE_PAST_DATA_UNTIL},
    {"resolve_past_data_until", v1::ROUTE_FLAG_RESOLVE_PAST_DATA_UNTIL},
    {"total_past_data_until", v1::ROUTE_FLAG_TOTAL_PAST_DATA_UNTIL},
}};

constexpr std::array<Word<v1::StepAction>, 3> kStepActionWords{{
    {"remind", v1::STEP_ACTION_REMIND},
    {"supervise", v1::STEP_ACTION_SUPERVISE},
    {"reassign", v1::STEP_ACTION_REASSIGN},
}};

constexpr std::array<Word<v1::WorkingDayRule>, 2> kWorkingDayRuleWords{{
    {"hours", v1::WORKING_DAY_RULE_HOURS},
    {"dates", v1::WORKING_DAY_RULE_DATES},
}};

constexpr std::array<Word<v1::DeedKind>, 9> kDeedKindWords{
    {{"acknowledged_in_time", v1::DEED_KIND_ACKNOWLEDGED_IN_TIME},
     {"arrived_in_time", v1::DEED_KIND_ARRIVED_IN_TIME},
     {"resolved_in_time", v1::DEED_KIND_RESOLVED_IN_TIME},
     {"well_rated", v1::DEED_KIND_WELL_RATED},
     {"ack_missed", v1::DEED_KIND_ACK_MISSED},
     {"on_site_missed", v1::DEED_KIND_ON_SITE_MISSED},
     {"resolve_missed", v1::DEED_KIND_RESOLVE_MISSED},
     {"reworked", v1::DEED_KIND_REWORKED},
     {"false_closure", v1::DEED_KIND_FALSE_CLOSURE}}};

}  // namespace

template <>
std::span<const Word<v1::Tier>> words() {
  return kTierWords;
}

template <>
std::span<const Word<v1::WhistleKind>> words() {
  return kWhistleKindWords;
}

template <>
std::span<const Word<v1::Source>> words() {
  return kSourceWords;
}

template <>
std::span<const Word<v1::Datum>> words() {
  return kDatumWords;
}

template <>
std::span<const Word<v1::PartyKind>> words() {
  return kPartyKindWords;
}

template <>
std::span<const Word<v1::EstateType>> words() {
  return kEstateTypeWords;
}

template <>
std::span<const Word<v1::Role>> words() {
  return kRoleWords;
}

template <>
std::span<const Word<v1::CategoryClass>> words() {
  return kCategoryClassWords;
}

template <>
std::span<const Word<v1::Evidence>> words() {
  return kEvidenceWords;
}

template <>
std::span<const Word<v1::Recurrence>> words() {
  return kRecurrenceWords;
}

template <>
std::span<const Word<v1::HourClass>> words() {
  return kHourClassWords;
}

template <>
std::span<const Word<v1::PlaceClass>> words() {
  return kPlaceClassWords;
}

template <>
std::span<const Word<v1::LocatedBy>> words() {
  return kLocatedByWords;
}

template <>
std::span<const Word<v1::RouteFlag>> words() {
  return kRouteFlagWords;
}

template <>
std::span<const Word<v1::StepAction>> words() {
  return kStepActionWords;
}

template <>
std::span<const Word<v1::WorkingDayRule>> words() {
  return kWorkingDayRuleWords;
}

template <>
std::span<const Word<v1::DeedKind>> words() {
  return kDeedKindWords;
}

}  // namespace whistle::adapters::district

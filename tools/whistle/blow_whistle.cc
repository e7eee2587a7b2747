#include "tools/whistle/blow_whistle.h"

namespace whistle::tools {

namespace {

void put_location(const adapters::district::StreamWhistle& whistle, v1::Location& location) {
  if (whistle.point) {
    location.mutable_point()->set_lat_e7(whistle.point->lat_e7);
    location.mutable_point()->set_lon_e7(whistle.point->lon_e7);
    location.set_datum(whistle.datum);
  }
  location.set_estate(whistle.estate);
  location.set_grid(whistle.grid);
  location.set_area(whistle.area);
  if (!whistle.legacy_code.empty()) {
    location.mutable_legacy()->set_system(whistle.legacy_system);
    location.mutable_legacy()->set_code(whistle.legacy_code);
  }
}

void put_personal(const adapters::district::StreamWhistle& whistle, v1::BlowWhistle& blow) {
  blow.set_anonymous(whistle.reporter && whistle.reporter->anonymous);
  const bool named =
      whistle.reporter && !blow.anonymous() && !(whistle.reporter->name.empty() && whistle.reporter->phone.empty());
  if (whistle.text.empty() && whistle.address.empty() && !named) return;
  auto& personal = *blow.mutable_personal();
  personal.set_text(whistle.text);
  personal.set_address(whistle.address);
  if (!named) return;
  personal.mutable_reporter()->set_name(whistle.reporter->name);
  personal.mutable_reporter()->set_phone(whistle.reporter->phone);
}

}  // namespace

v1::Command blow_command_of(const adapters::district::StreamWhistle& whistle) {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(whistle.kind);
  blow.set_source(whistle.source);
  blow.set_channel(whistle.channel);
  blow.set_category(whistle.category);
  blow.set_urgency(whistle.urgency);
  if (whistle.occurred_at) blow.set_occurred_at_us(whistle.occurred_at->us);
  put_location(whistle, *blow.mutable_location());
  put_personal(whistle, blow);
  return command;
}

}  // namespace whistle::tools

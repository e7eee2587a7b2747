#include "tests/adapters/open311/sample_call.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/http/http_message.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;

void add_category(v1::GetDistrictReply& district, const std::string& code, const std::string& parent,
                  const std::string& zh, const std::string& en, v1::CategoryClass category_class, bool shown = true) {
  auto& name = *district.add_categories();
  name.set_code(code);
  name.set_name_zh(zh);
  name.set_name_en(en);
  auto& row = *district.add_category_rows();
  row.set_code(code);
  row.set_parent(parent);
  row.set_class_(category_class);
  row.set_public_(shown);
  row.add_evidence(v1::EVIDENCE_PHOTO_AFTER);
  row.add_evidence(v1::EVIDENCE_NOTE);
}

void add_area(v1::GetDistrictReply& district, const std::string& code, v1::Tier tier, const std::string& zh) {
  auto& area = *district.add_areas();
  area.set_code(code);
  area.set_tier(tier);
  area.set_name_zh(zh);
}

void add_name(google::protobuf::RepeatedPtrField<v1::NamedCode>& list, const std::string& code, const std::string& zh,
              const std::string& en) {
  auto& name = *list.Add();
  name.set_code(code);
  name.set_name_zh(zh);
  name.set_name_en(en);
}

v1::GetDistrictReply make_district() {
  v1::GetDistrictReply district;
  add_area(district, "370700", v1::TIER_DISTRICT, "高新区");
  add_area(district, "370700.01", v1::TIER_STREET, "新城街道");
  add_area(district, "370700.01.07", v1::TIER_GRID, "第七网格");
  add_name(*district.mutable_estates(), "E-12", "阳光小区", "Sunshine Estate");
  add_name(*district.mutable_parties(), "GAS", "燃气公司", "Gas company");
  add_name(*district.mutable_parties(), "MUNI", "市政处", "");
  add_category(district, "C", "", "城市部件", "city component", v1::CATEGORY_CLASS_COMPONENT);
  add_category(district, "C01", "C", "公用设施", "public utilities", v1::CATEGORY_CLASS_COMPONENT);
  add_category(district, "C0137", "C01", "路灯不亮", "street lamp out", v1::CATEGORY_CLASS_COMPONENT);
  add_category(district, "E0502", "", "燃气泄漏", "", v1::CATEGORY_CLASS_EVENT);
  add_category(district, "M01", "", "邻里纠纷", "neighbour dispute", v1::CATEGORY_CLASS_MEDIATION, /*shown=*/false);
  add_category(district, "M02", "", "社情民意", "opinion on a round", v1::CATEGORY_CLASS_VISIT);
  return district;
}

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = text[at] == '%' && at + 2 < text.size()
                          ? engine::from_hexadecimal(http::lower_case(text.substr(at + 1, 2)))
                          : std::nullopt;
    if (byte) at += 2;
    plain += byte ? *byte : std::string(1, text[at] == '+' ? ' ' : text[at]);
  }
  return plain;
}

Pairs decoded(std::string_view form) {
  Pairs pairs;
  while (!form.empty()) {
    const auto end = std::min(form.find('&'), form.size());
    const auto pair = form.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    pairs.emplace_back(percent_decoded(pair.substr(0, equals)),
                       percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
    form.remove_prefix(std::min(end + 1, form.size()));
  }
  return pairs;
}

v1::ClockRecord clock_of(v1::ClockKind kind, std::int64_t started_us, std::int64_t due_us) {
  v1::ClockRecord clock;
  clock.mutable_name()->set_kind(kind);
  clock.set_phase(v1::CLOCK_PHASE_RUNNING);
  clock.set_started_us(started_us);
  clock.set_due_us(due_us);
  return clock;
}

}  // namespace

const v1::GetDistrictReply& sample_district() {
  static const auto district = make_district();
  return district;
}

Context sample_context() {
  Context context;
  context.jurisdiction_id = "370700";
  context.name_zh = "高新区";
  context.name_en = "High-tech Zone";
  context.district = &sample_district();
  context.utc_offset = [](std::int64_t) { return 8 * 3600; };
  context.now_us = kNowUs;
  context.rules_since_us = kNowUs - 30 * 24 * 60 * kMinuteUs;
  context.base_url = "https://whistle.example/open311";
  context.contact = "open311@whistle.example";
  context.key_service = "https://whistle.example/keys";
  return context;
}

Call get(std::string_view target) {
  Call call;
  call.method = "GET";
  const auto mark = std::min(target.find('?'), target.size());
  call.query = decoded(target.substr(std::min(mark + 1, target.size())));
  auto path = target.substr(0, mark);
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    call.path.push_back(percent_decoded(path.substr(0, end)));
    path.remove_prefix(end);
  }
  return call;
}

Call post(std::string_view target, std::string_view form) {
  auto call = get(target);
  call.method = "POST";
  call.content_type = "application/x-www-form-urlencoded; charset=utf-8";
  call.form = decoded(form);
  return call;
}

Question question_of(const Call& call) {
  const auto question = read(call, sample_context());
  REQUIRE_MESSAGE(question.has_value(), question.error().body);
  return *question;
}

Answer answer_to(const Call& call) {
  const auto question = read(call, sample_context());
  REQUIRE_FALSE(question.has_value());
  return question.error();
}

std::string faults_of(const Answer& answer) {
  std::string faults;
  const auto document = boost::json::parse(answer.body);
  for (const auto& fault : document.as_array()) {
    CHECK(fault.at("code").is_int64());
    faults += (faults.empty() ? "" : "; ") + std::string(fault.at("description").as_string());
  }
  return faults;
}

v1::Ticket open_ticket() {
  v1::Ticket ticket;
  ticket.set_number("20260928-00017-4");
  ticket.set_category_name_zh("路灯不亮");
  ticket.set_category_name_en("street lamp out");
  ticket.set_lead_name_zh("市政处");
  ticket.set_place_name_zh("阳光小区");
  ticket.set_place_name_en("Sunshine Estate");
  ticket.mutable_point()->set_lat_e7(367'173'000);
  ticket.mutable_point()->set_lon_e7(1'191'619'001);
  auto& record = *ticket.mutable_record();
  record.set_id(4711);
  record.set_kind(v1::WHISTLE_KIND_RESIDENT);
  record.set_state(v1::TICKET_STATE_DISPATCHED);
  record.set_category("C0137");
  record.set_accepted_us(kNowUs);
  record.set_last_entry(4711);
  record.add_parts()->set_party("MUNI");
  *record.add_clocks() = clock_of(v1::CLOCK_KIND_ACK, kNowUs, kNowUs + 120 * kMinuteUs);
  *record.add_clocks() = clock_of(v1::CLOCK_KIND_RESOLVE, kNowUs, kNowUs + 48 * 60 * kMinuteUs);
  *record.add_clocks() = clock_of(v1::CLOCK_KIND_TOTAL, kNowUs, kNowUs + 96 * 60 * kMinuteUs);
  return ticket;
}

v1::Ticket closed_ticket() {
  auto ticket = open_ticket();
  ticket.set_number("20260927-00003-1");
  ticket.clear_point();
  auto& record = *ticket.mutable_record();
  record.set_id(4242);
  record.set_state(v1::TICKET_STATE_CLOSED);
  record.set_outcome(v1::OUTCOME_FIXED);
  record.clear_clocks();
  record.set_accepted_us(kNowUs - 24 * 60 * kMinuteUs);
  record.set_resolve_due_us(kNowUs - 60 * kMinuteUs);
  record.set_resolved_us(kNowUs - 90 * kMinuteUs);
  record.set_closed_us(kNowUs - 30 * kMinuteUs);
  record.set_last_entry(4600);
  return ticket;
}

v1::Reply accepted_reply() {
  v1::Reply reply;
  auto& accepted = *reply.mutable_accepted();
  accepted.set_sequence(4712);
  accepted.set_ticket(4712);
  accepted.set_ticket_number("20260928-00018-2");
  accepted.set_ticket_token(
      std::string("\x00\x01\xfe\xff"
                  "0123456789ab",
                  16));
  auto& dispatched = *accepted.add_events()->mutable_ticket_dispatched();
  dispatched.set_lead("GAS");
  dispatched.set_hand_off("119");
  auto& clock = *accepted.add_events()->mutable_clock_started();
  clock.mutable_clock()->set_kind(v1::CLOCK_KIND_RESOLVE);
  clock.set_due_us(kNowUs + 60 * kMinuteUs);
  return reply;
}

v1::Reply list_reply(const v1::ListPublicTickets& asked) {
  v1::Reply reply;
  auto& list = *reply.mutable_list_public_tickets();
  for (const auto& ticket : {open_ticket(), closed_ticket()}) {
    const auto& numbers = asked.numbers();
    if (numbers.empty() || std::find(numbers.begin(), numbers.end(), ticket.number()) != numbers.end())
      *list.add_tickets() = ticket;
  }
  return reply;
}

}  // namespace whistle::adapters::open311

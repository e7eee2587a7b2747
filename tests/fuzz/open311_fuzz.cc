// What a civic client asks over Open311, and whatever the core replies: pieces are method, path, query, form, the
// headers Content-Type, Accept and Accept-Language, and a Reply in bytes.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <pugixml.hpp>
#include <string>

#include "adapters/open311/georeport.h"
#include "engine/assert.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace open311 = adapters::open311;

namespace {

v1::GetDistrictReply make_district() {
  v1::GetDistrictReply district;
  for (const auto* code : {"A", "B"}) {
    auto& category = *district.add_categories();
    category.set_code(code);
    category.set_name_zh("路灯");
    auto& row = *district.add_category_rows();
    row.set_code(code);
    row.set_parent(*code == 'B' ? "A" : "");
  }
  district.add_estates()->set_code("E");
  return district;
}

open311::Context make_context() {
  static const auto district = make_district();
  open311::Context context;
  context.jurisdiction_id = "D";
  context.district = &district;
  context.utc_offset = [](std::int64_t) { return 8 * 3600; };
  context.now_us = 1'790'568'000'000'000;
  return context;
}

// Without percent-decoding, which is the server's: any byte may stand in a piece as it is.
open311::Pairs pairs_of(std::string_view text) {
  open311::Pairs pairs;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto equals = std::min(text.find('='), end);
    pairs.emplace_back(text.substr(0, equals), text.substr(std::min(equals + 1, end), end - std::min(equals + 1, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pairs;
}

std::vector<std::string> segments_of(std::string_view text) {
  std::vector<std::string> segments;
  while (!text.empty()) {
    const auto end = std::min(text.find('/'), text.size());
    segments.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return segments;
}

// It is a document of its type, and nothing in its headers ends one.
void check_answer(const open311::Answer& answer) {
  WHISTLE_ASSERT(answer.status >= 200 && answer.status < 600);
  if (answer.content_type == "application/json; charset=utf-8") {
    boost::json::error_code error;
    static_cast<void>(boost::json::parse(answer.body, error));
    WHISTLE_ASSERT(!error);
  } else {
    WHISTLE_ASSERT(answer.content_type == "text/xml; charset=utf-8");
    pugi::xml_document document;
    WHISTLE_ASSERT(document.load_buffer(answer.body.data(), answer.body.size()));
  }
  for (const auto& [name, value] : answer.headers) {
    for (const char c : name + value)
      WHISTLE_ASSERT(c >= ' ' && c <= '~');
  }
}

void check_asked(const open311::Question& question) {
  if (question.about != open311::Question::About::NewRequest) {
    const auto& list = question.request.list_public_tickets();
    WHISTLE_ASSERT(list.limit() >= 1 && list.limit() <= 1'000 && question.skip < 1'000);
    // Something narrows it: ids, or a span of time.
    WHISTLE_ASSERT(!list.numbers().empty() || (list.from_us() > 0 && list.until_us() > list.from_us()));
    WHISTLE_ASSERT(list.numbers_size() <= 50 && list.categories_size() <= 50 && question.api_key.empty());
    return;
  }
  const auto& blow = question.request.command().blow_whistle();
  WHISTLE_ASSERT(blow.category() == "B" && (blow.has_location() || !blow.personal().address().empty()));
  WHISTLE_ASSERT(blow.personal().text().size() <= 8'192 && blow.personal().address().size() <= 512);
  // A field of a message of protobuf that is no UTF-8 is told when it is written.
  WHISTLE_ASSERT(v1::Request().ParseFromString(question.request.SerializeAsString()));
}

}  // namespace

void read(std::string_view input) {
  static const auto context = make_context();
  Pieces pieces(input);
  const auto next = [&pieces] { return std::string(pieces.next().value_or("")); };
  open311::Call call;
  call.method = next();
  call.path = segments_of(next());
  call.query = pairs_of(next());
  call.form = pairs_of(next());
  call.content_type = next();
  call.accept = next();
  call.accept_language = next();
  v1::Reply reply;
  if (!reply.ParseFromString(next())) reply.Clear();
  const auto question = open311::read(call, context);
  if (!question) {
    check_answer(question.error());
    return;
  }
  check_asked(*question);
  check_answer(open311::tell(*question, reply, context));
}

}  // namespace whistle::fuzz

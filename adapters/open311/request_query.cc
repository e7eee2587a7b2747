#include "adapters/open311/request_query.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "adapters/district/decimal.h"
#include "adapters/open311/document.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/instant.h"
#include "adapters/open311/parameters.h"
#include "engine/time.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::int64_t kSpanUs = 90LL * 86'400 * engine::kSecondUs;  // the specification's
constexpr std::uint32_t kTicketsMax = 1'000;                         // the specification's, and the core's
constexpr std::uint32_t kPageSize = 50;                              // where a page is asked for without its size
constexpr std::uint32_t kPagesMax = 1'000'000;
constexpr std::size_t kItemsMax = 50;  // the core's
constexpr std::size_t kNumberBytesMax = 32;

// Digits, a hyphen, digits, a hyphen, a digit: what the core reads as a number, or refuses as a wrong one.
bool may_be_number(std::string_view text) {
  if (text.size() > kNumberBytesMax || std::count(text.begin(), text.end(), '-') != 2) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  return text.find_first_not_of("0123456789-") == std::string_view::npos;
}

Answer no_tickets(Format format) {
  return answer_of(format, "service_requests", list("request", {}));
}

// Instants are shown in whole seconds, and both ends belong to the span: what is shown as begun at the end is found.
void read_span(Parameters& query, Faults& faults, std::int64_t now_us, v1::ListPublicTickets& list) {
  const auto count = faults.count();
  const auto start = read_instant(query, faults, "start_date");
  const auto end = read_instant(query, faults, "end_date");
  if (faults.count() != count) return;
  const std::int64_t last = end.value_or(start ? *start + kSpanUs : now_us);
  const std::int64_t first = start.value_or(last - kSpanUs);
  if (first > last) {
    faults.add(400, "start_date", {"晚于end_date", "later than end_date"});
  } else if (last - first > kSpanUs) {
    faults.add(400, "start_date, end_date", {"跨度最多90天", "a span of at most 90 days"});
  } else {
    list.set_from_us(std::max(first / engine::kSecondUs * engine::kSecondUs, std::int64_t{1}));
    list.set_until_us((last / engine::kSecondUs + 1) * engine::kSecondUs);
  }
}

void read_status(Parameters& query, Faults& faults, v1::ListPublicTickets& list) {
  bool open = false;
  bool closed = false;
  for (const auto status : query.list("status", kItemsMax, kCodeBytesMax)) {
    open = open || status == "open";
    closed = closed || status == "closed";
    if (status != "open" && status != "closed") {
      faults.add(400, "status", {"须为open或closed", "open or closed"});
      return;
    }
  }
  if (open != closed) list.set_status(open ? v1::PUBLIC_STATUS_OPEN : v1::PUBLIC_STATUS_CLOSED);
}

std::optional<std::uint32_t> read_count(Parameters& query, Faults& faults, std::string_view name, std::uint32_t max) {
  const auto given = query.one(name, kCodeBytesMax);
  if (given.empty()) return std::nullopt;
  const auto number = district::whole_number(given, max);
  if (number && *number > 0) return number;
  const auto to = std::to_string(max);
  faults.add(400, name, {"须为1至" + to + "的整数", "a whole number, 1 to " + to});
  return std::nullopt;
}

// Pages are cut out of the newest 1,000: the core is asked for all up to the page's end.
void read_page(Parameters& query, Faults& faults, Question& question, v1::ListPublicTickets& list) {
  const auto page = read_count(query, faults, "page", kPagesMax);
  const auto size = read_count(query, faults, "page_size", kTicketsMax).value_or(page ? kPageSize : kTicketsMax);
  const std::uint64_t skip = std::uint64_t{page.value_or(1) - 1} * size;
  question.skip = static_cast<std::size_t>(std::min<std::uint64_t>(skip, kTicketsMax));
  list.set_limit(static_cast<std::uint32_t>(std::min<std::uint64_t>(skip + size, kTicketsMax)));
}

}  // namespace

tl::expected<Question, Answer> read_query(const Call& call, const Context& context, Question question) {
  Faults faults(question.language);
  Parameters query(call.query, faults);
  auto& list = *question.request.mutable_list_public_tickets();
  question.about = Question::About::Requests;
  const auto numbers = query.list("service_request_id", kItemsMax, kCodeBytesMax);
  if (!faults.empty()) return tl::unexpected(faults.answer(question.format));
  if (!numbers.empty()) {
    // They override every other condition. None that may be a number must not become no condition at all.
    for (const auto number : numbers) {
      if (may_be_number(number)) list.add_numbers(std::string(number));
    }
    list.set_limit(kItemsMax);
    if (list.numbers().empty()) return tl::unexpected(no_tickets(question.format));
    return question;
  }
  for (const auto code : query.list("service_code", kItemsMax, kCodeBytesMax))
    list.add_categories(std::string(code));
  read_span(query, faults, context.now_us, list);
  read_status(query, faults, list);
  read_page(query, faults, question, list);
  if (!faults.empty()) return tl::unexpected(faults.answer(question.format));
  if (question.skip >= kTicketsMax) return tl::unexpected(no_tickets(question.format));
  return question;
}

tl::expected<Question, Answer> read_number(std::string_view number, Question question) {
  if (!may_be_number(number)) return tl::unexpected(no_such_request(question));
  auto& list = *question.request.mutable_list_public_tickets();
  list.add_numbers(std::string(number));
  list.set_limit(1);
  return question;
}

Answer no_such_request(const Question& question) {
  const auto* field = question.about == Question::About::Token ? "token" : "service_request_id";
  return fault_answer(question.format, question.language, 404, field, kNoSuchRequest);
}

}  // namespace whistle::adapters::open311

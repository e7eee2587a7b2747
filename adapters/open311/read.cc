#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/form.h"
#include "adapters/http/media_type.h"
#include "adapters/open311/catalogue.h"
#include "adapters/open311/discovery.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/georeport.h"
#include "adapters/open311/negotiation.h"
#include "adapters/open311/parameters.h"
#include "adapters/open311/refusal.h"
#include "adapters/open311/request_form.h"
#include "adapters/open311/request_query.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::size_t kLocaleBytesMax = 35;  // of a language tag
constexpr std::size_t kKeyBytesMax = 256;

enum class Resource { Unknown, Discovery, Services, Definition, Requests, OneRequest, Token };

// What the path names.
struct Target {
  Resource resource = Resource::Unknown;
  std::string_view name;         // of a definition, a request, a token
  std::optional<Format> format;  // by the suffix
  bool other_format = false;     // by a suffix that is none of ours
};

// Takes ".json" or ".xml" off the end of the path.
std::optional<Format> take_suffix(std::string_view& text) {
  if (text.ends_with(".json")) {
    text.remove_suffix(5);
    return Format::Json;
  }
  if (text.ends_with(".xml")) {
    text.remove_suffix(4);
    return Format::Xml;
  }
  return std::nullopt;
}

Resource list_named(std::string_view word) {
  if (word == "discovery") return Resource::Discovery;
  if (word == "services") return Resource::Services;
  if (word == "requests") return Resource::Requests;
  return Resource::Unknown;
}

Resource item_of(std::string_view list) {
  if (list == "services") return Resource::Definition;
  if (list == "requests") return Resource::OneRequest;
  if (list == "tokens") return Resource::Token;
  return Resource::Unknown;
}

Target find_target(const std::vector<std::string>& path) {
  const bool versioned = !path.empty() && path.front() == "v2";
  const std::size_t first = versioned ? 1 : 0;
  Target target;
  if (path.size() <= first || path.size() > first + 2) return target;
  std::string_view last = path.back();
  target.format = take_suffix(last);
  if (path.size() == first + 2) {
    target.resource = versioned ? item_of(path[first]) : Resource::Unknown;
    target.name = last;
    return target;
  }
  const auto dot = last.find('.');
  target.other_format = !target.format && dot != std::string_view::npos;
  target.resource = list_named(target.other_format ? last.substr(0, dot) : last);
  // Discovery stands above the versions; clients that know the endpoint alone look for it there.
  if (!versioned && target.resource != Resource::Discovery) target.resource = Resource::Unknown;
  return target;
}

// A parameter that is taken from the form or from the query.
std::string_view either(Parameters& form, Parameters& query, std::string_view name, std::size_t bytes_max) {
  const auto in_form = form.one(name, bytes_max);
  return in_form.empty() ? query.one(name, bytes_max) : in_form;
}

std::string_view raw(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name && !value.empty()) return value;
  }
  return {};
}

// As it is said: a fault in it is no reason to refuse, it is the default language then.
Language language_of(const Call& call) {
  const auto in_form = raw(call.form, "locale");
  const auto locale = in_form.empty() ? raw(call.query, "locale") : in_form;
  return spoken_language(locale.substr(0, kLocaleBytesMax), call.accept_language);
}

tl::expected<Question, Answer> read_post(const Call& call, const Context& context, Question question) {
  const auto refuse = [&](unsigned status, std::string_view field, const Phrase& what) {
    return tl::unexpected(fault_answer(question.format, question.language, status, field, what));
  };
  if (http::essence_of(call.content_type) != "application/x-www-form-urlencoded") {
    return refuse(415, "Content-Type",
                  {"须为application/x-www-form-urlencoded", "application/x-www-form-urlencoded alone"});
  }
  Faults faults(question.language);
  Parameters form(call.form, faults);
  Parameters query(call.query, faults);
  const auto key = either(form, query, "api_key", kKeyBytesMax);
  if (!faults.empty()) return refuse(403, "api_key", {"无效", "not a key"});
  if (key.empty() && !call.authorized) return refuse(403, "api_key", kNotProvided);
  question.api_key = key;
  return read_form(call, context, std::move(question));
}

// Nothing is wrong with the method, the size and the jurisdiction.
tl::expected<Question, Answer> read_resource(const Call& call, const Context& context, const Target& target,
                                             Question question) {
  switch (target.resource) {
    case Resource::Discovery:
      return tl::unexpected(tell_discovery(context, question.format, question.language));
    case Resource::Services:
      return tl::unexpected(tell_services(context, question.format, question.language));
    case Resource::Definition:
      return tl::unexpected(tell_definition(context, target.name, question.format, question.language));
    case Resource::Requests:
      if (call.method == "POST") return read_post(call, context, std::move(question));
      return read_query(call, context, std::move(question));
    case Resource::OneRequest:
      question.about = Question::About::OneRequest;
      return read_number(target.name, std::move(question));
    case Resource::Token:
      question.about = Question::About::Token;
      return read_number(target.name, std::move(question));
    case Resource::Unknown:
      break;
  }
  return tl::unexpected(
      fault_answer(question.format, question.language, 404, "URL", {"没有此资源", "no such resource"}));
}

// What holds of every call to a resource that there is.
std::optional<Answer> fault_of(const Call& call, const Context& context, const Target& target, Question& question) {
  const auto refusal = [&](unsigned status, std::string_view field, const Phrase& what) {
    return fault_answer(question.format, question.language, status, field, what);
  };
  if (call.method != "GET" && call.method != "HEAD" &&
      (call.method != "POST" || target.resource != Resource::Requests)) {
    auto answer = refusal(405, "method", {"不支持", "not one of this resource"});
    answer.headers.emplace_back("Allow", target.resource == Resource::Requests ? "GET, HEAD, POST" : "GET, HEAD");
    return answer;
  }
  if (call.query.size() > kPairsMax || call.form.size() > kPairsMax) {
    const auto limit = std::to_string(kPairsMax);
    return refusal(400, "parameters", {"最多" + limit + "个", "at most " + limit});
  }
  Faults faults(question.language);
  Parameters form(call.form, faults);
  Parameters query(call.query, faults);
  const auto jurisdiction = either(form, query, "jurisdiction_id", kCodeBytesMax);
  question.extensions = form.flag("extensions") || query.flag("extensions");
  if (!faults.empty()) return faults.answer(question.format);
  if (!jurisdiction.empty() && jurisdiction != context.jurisdiction_id)
    return refusal(404, "jurisdiction_id", {"此处不受理该辖区", "not served here"});
  return std::nullopt;
}

}  // namespace

bool needs_now(const Call& call) {
  return call.method != "POST" && find_target(call.path).resource == Resource::Requests &&
         raw(call.query, "service_request_id").empty() && raw(call.query, "start_date").empty() &&
         raw(call.query, "end_date").empty();
}

namespace {

Format format_of(const Call& call) {
  return find_target(call.path).format.value_or(accepted_format(call.accept).value_or(Format::Xml));
}

}  // namespace

Answer refuse(const Call& call, const v1::Refusal& refusal) {
  return tell_refusal(refusal, format_of(call), language_of(call));
}

Answer refuse_form(const Call& call, FormFault fault) {
  const auto format = format_of(call);
  if (fault == FormFault::TooLarge) return fault_answer(format, language_of(call), 413, "form", {"过大", "too large"});
  const auto most = std::to_string(http::FormLimits{}.pairs);
  return fault_answer(format, language_of(call), 400, "form",
                      {"须为UTF-8，转义完整，不含NUL，参数最多" + most + "个",
                       "UTF-8 with whole escapes and without NUL, of at most " + most + " parameters"});
}

tl::expected<Question, Answer> read(const Call& call, const Context& context) {
  const auto target = find_target(call.path);
  const auto accepted = accepted_format(call.accept);
  Question question;
  question.format = target.format.value_or(accepted.value_or(Format::Xml));
  question.language = language_of(call);
  if (target.resource != Resource::Unknown) {
    if (target.other_format || (!target.format && !accepted)) {
      return tl::unexpected(
          fault_answer(question.format, question.language, 406, "format", {"须为json或xml", "json or xml"}));
    }
    if (auto fault = fault_of(call, context, target, question)) return tl::unexpected(*std::move(fault));
  }
  return read_resource(call, context, target, std::move(question));
}

}  // namespace whistle::adapters::open311

#include "adapters/open311/catalogue.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/open311/document.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {
namespace {

constexpr int kDepthMax = 32;  // of a catalogue

// A row of a list that ascends by code; null: none has the code.
template <typename Row>
const Row* find_row(const google::protobuf::RepeatedPtrField<Row>& rows, std::string_view code) {
  const auto at = std::lower_bound(rows.begin(), rows.end(), code,
                                   [](const Row& row, std::string_view c) { return row.code() < c; });
  return at != rows.end() && at->code() == code ? &*at : nullptr;
}

using Codes = std::set<std::string_view>;

Codes parents_of(const v1::GetDistrictReply& district) {
  Codes parents;
  for (const auto& row : district.category_rows())
    parents.insert(row.parent());
  return parents;
}

bool is_offered(const v1::CategoryRow& row, const Codes& parents) {
  return row.class_() != v1::CATEGORY_CLASS_VISIT && !parents.contains(row.code());
}

// From the row's parent up to its root.
std::vector<std::string> ancestor_names(const v1::GetDistrictReply& district, const v1::CategoryRow& row,
                                        Language language) {
  std::vector<std::string> names;
  const auto* at = find_row(district.category_rows(), row.parent());
  for (int depth = 0; at != nullptr && depth < kDepthMax; ++depth) {
    names.push_back(name_of(district.categories(), at->code(), language));
    at = at->parent().empty() ? nullptr : find_row(district.category_rows(), at->parent());
  }
  return names;
}

// Whether anybody can look it up, and what has to be shown when it is closed.
std::string description_of(const v1::CategoryRow& row, Language language) {
  std::string sentence(row.public_() ? say(language, {"公开可查。", "Shown to anybody."})
                                     : say(language, {"不公开。", "Not shown to the public."}));
  const auto* before = language == Language::Zh ? "办结须有：" : " Resolved with ";
  for (const int evidence : row.evidence()) {
    const auto words = words_for(language, static_cast<v1::Evidence>(evidence));
    if (words.empty()) continue;
    sentence.append(before).append(words);
    before = language == Language::Zh ? "、" : ", ";
  }
  if (row.evidence_size() > 0) sentence += say(language, {"。", "."});
  return sentence;
}

// Its name in the other language, its class, and what lies between it and its group.
std::string keywords_of(const v1::GetDistrictReply& district, const v1::CategoryRow& row,
                        const std::vector<std::string>& ancestors, Language language) {
  std::vector<std::string> words;
  const auto other = language == Language::Zh ? Language::En : Language::Zh;
  const auto& name = name_of(district.categories(), row.code(), language);
  if (const auto& other_name = name_of(district.categories(), row.code(), other); other_name != name)
    words.push_back(other_name);
  if (const auto word = words_for(language, row.class_()); !word.empty()) words.emplace_back(word);
  for (std::size_t i = 0; i + 1 < ancestors.size(); ++i)
    words.push_back(ancestors[i]);
  std::string joined;
  for (const auto& word : words)
    joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

Value service_of(const v1::GetDistrictReply& district, const v1::CategoryRow& row, Language language) {
  const auto ancestors = ancestor_names(district, row, language);
  const auto& name = name_of(district.categories(), row.code(), language);
  return object({
      {"service_code", text(row.code())},
      {"service_name", text(name)},
      {"description", text(description_of(row, language))},
      {"metadata", truth(true)},
      {"type", text("realtime")},
      {"keywords", text_or_null(keywords_of(district, row, ancestors, language))},
      {"group", text(ancestors.empty() ? name : ancestors.back())},
  });
}

struct Attribute {
  const char* code;
  const char* datatype;
  Phrase datatype_description;
  Phrase description;
};

Value attribute_of(const Attribute& attribute, unsigned order, std::vector<Value> values, Language language) {
  const auto words = [language](const Phrase& phrase) { return text(std::string(say(language, phrase))); };
  return object({
      {"variable", truth(true)},
      {"code", text(attribute.code)},
      {"datatype", text(attribute.datatype)},
      {"required", truth(false)},
      {"datatype_description", words(attribute.datatype_description)},
      {"order", number(order)},
      {"description", words(attribute.description)},
      {"values", list("value", std::move(values))},
  });
}

Value attributes(Language language) {
  const auto option = [language](const char* key, const Phrase& name) {
    return object({{"key", text(key)}, {"name", text(std::string(say(language, name)))}});
  };
  const Attribute anonymous{"anonymous",
                            "singlevaluelist",
                            {"不填视为否", "no, where nothing is said"},
                            {"是否保密？保密的诉求不留姓名、电话、邮箱，无法回访。",
                             "Anonymous? Then no name, telephone or email is kept, and nobody can call back."}};
  const Attribute occurred_at{"occurred_at",
                              "datetime",
                              {"带时区，如2026-01-31T08:30:00+08:00", "with an offset, as 2026-01-31T08:30:00+08:00"},
                              {"何时发生？不填视为现在。", "When did it happen? Now, where nothing is said."}};
  return list("attribute",
              {attribute_of(anonymous, 1, {option("no", {"否", "no"}), option("yes", {"是", "yes"})}, language),
               attribute_of(occurred_at, 2, {}, language)});
}

}  // namespace

const v1::NamedCode* find_code(const NamedCodes& list, std::string_view code) {
  return find_row(list, code);
}

const std::string& name_of(const NamedCodes& list, const std::string& code, Language language) {
  const auto* named = find_code(list, code);
  return named == nullptr ? code : name_in(language, named->name_zh(), named->name_en());
}

const v1::DistrictArea* find_area(const v1::GetDistrictReply& district, std::string_view code) {
  return find_row(district.areas(), code);
}

bool is_service(const v1::GetDistrictReply& district, std::string_view code) {
  const auto* row = find_row(district.category_rows(), code);
  return row != nullptr && is_offered(*row, parents_of(district));
}

Answer tell_services(const Context& context, Format format, Language language) {
  const auto& district = *context.district;
  const auto parents = parents_of(district);
  std::vector<Value> services;
  for (const auto& row : district.category_rows()) {
    if (is_offered(row, parents)) services.push_back(service_of(district, row, language));
  }
  return answer_of(format, "services", list("service", std::move(services)));
}

Answer tell_definition(const Context& context, std::string_view code, Format format, Language language) {
  if (!is_service(*context.district, code)) {
    return fault_answer(format, language, 404, "service_code", kNoSuchService);
  }
  return answer_of(format, "service_definition",
                   object({{"service_code", text(std::string(code))}, {"attributes", attributes(language)}}));
}

}  // namespace whistle::adapters::open311

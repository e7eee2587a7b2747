#include "adapters/open311/fault.h"

#include <utility>

#include "adapters/open311/document.h"

namespace whistle::adapters::open311 {

void Faults::add(unsigned status, std::string_view field, const Phrase& what) {
  std::string description(field);
  description += say(language_, {"：", ": "});
  description += say(language_, what);
  faults_.push_back({status, std::move(description)});
}

Answer Faults::answer(Format format) const {
  std::vector<Value> errors;
  for (const auto& fault : faults_)
    errors.push_back(object({{"code", number(fault.status)}, {"description", text(fault.description)}}));
  auto answer = answer_of(format, "errors", list("error", std::move(errors)));
  answer.status = faults_.empty() ? 500 : faults_.front().status;
  return answer;
}

Answer fault_answer(Format format, Language language, unsigned status, std::string_view field, const Phrase& what) {
  Faults faults(language);
  faults.add(status, field, what);
  return faults.answer(format);
}

}  // namespace whistle::adapters::open311

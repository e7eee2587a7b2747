#include "tools/whistle/wording_explanation.h"

namespace whistle::tools {

std::string_view condition_words(Language language, engine::RejectedBy condition) {
  using engine::RejectedBy;
  switch (condition) {
    case RejectedBy::Kind:
      return phrase(language, {"哨类型", "kind"});
    case RejectedBy::Source:
      return phrase(language, {"来源", "source"});
    case RejectedBy::Category:
      return phrase(language, {"事项", "category"});
    case RejectedBy::Class:
      return phrase(language, {"类别", "class"});
    case RejectedBy::Place:
      return phrase(language, {"地点级别", "place"});
    case RejectedBy::EstateType:
      return phrase(language, {"小区类型", "estate type"});
    case RejectedBy::InsideEstate:
      return phrase(language, {"小区内由谁办", "inside_estate"});
    case RejectedBy::Watched:
      return phrase(language, {"是否关注小区", "watch flag"});
    case RejectedBy::Urgency:
      return phrase(language, {"紧急程度", "urgency"});
    case RejectedBy::Area:
      return phrase(language, {"区域", "area"});
    case RejectedBy::Hours:
      return phrase(language, {"时段", "hours"});
  }
  return {};
}

}  // namespace whistle::tools

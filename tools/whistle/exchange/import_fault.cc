#include "tools/whistle/exchange/import_fault.h"

namespace whistle::tools {

namespace {

struct CauseWords {
  std::string_view word;
  Phrase phrase;  // {0} the value, {1} the detail
};

// Without a default: a cause without words does not compile.
CauseWords words_of(ImportCause cause) {
  switch (cause) {
    case ImportCause::BrokenRow:
      return {"broken_row", {"这一行读不懂：{1}", "the row cannot be read: {1}"}};
    case ImportCause::FieldCount:
      return {"field_count", {"列数与表头不同：{1}", "not as many fields as the header has: {1}"}};
    case ImportCause::NotUtf8:
      return {"not_utf8", {"不是 UTF-8（可能是 GBK）", "not UTF-8 (perhaps GBK)"}};
    case ImportCause::ControlCharacter:
      return {"control_character", {"含有控制字符", "a control character"}};
    case ImportCause::NoId:
      return {"no_id", {"没有这一行自己的编号，重导会重复", "the row has no id of its own: it could be doubled"}};
    case ImportCause::NothingSaid:
      return {"nothing_said", {"既无类别又无内容", "neither a category nor a text"}};
    case ImportCause::TooLong:
      return {"too_long", {"太长，上限 {1} 字节", "longer than {1} bytes"}};
    case ImportCause::NotMapped:
      return {"not_mapped", {"映射里没有“{0}”", "the mapping has no '{0}'"}};
    case ImportCause::NotInCatalogue:
      return {"not_in_catalogue", {"事项清单里没有“{0}”", "the catalogue has no '{0}'"}};
    case ImportCause::SeveralCalledSo:
      return {"several_called_so", {"有几个类别叫“{0}”：{1}", "several categories are called '{0}': {1}"}};
    case ImportCause::UnknownWord:
      return {"unknown_word", {"“{0}”不是 {1} 之一", "'{0}' is none of {1}"}};
    case ImportCause::NotANumber:
      return {"not_a_number", {"“{0}”不是十进制度数", "'{0}' is no number of degrees"}};
    case ImportCause::HalfPoint:
      return {"half_point", {"经纬度只有一个", "latitude and longitude come together"}};
    case ImportCause::Swapped:
      return {"swapped", {"经纬度像是写反了：{0}", "latitude and longitude seem to be swapped: {0}"}};
    case ImportCause::OutOfBounds:
      return {"out_of_bounds", {"不在映射给出的范围内：{0}", "outside the mapping's bounds: {0}"}};
    case ImportCause::NoSuchTime:
      return {"no_such_time", {"“{0}”不是 {1} 形式的时间", "'{0}' is no time of the form {1}"}};
    case ImportCause::TimeInGap:
      return {"time_in_gap",
              {"“{0}”在 {1} 不存在：时钟拨快跳过了它", "'{0}' never was in {1}: the clocks jumped over it"}};
    case ImportCause::TimeTwice:
      return {"time_twice", {"“{0}”在 {1} 出现过两次，取前一次", "'{0}' was twice in {1}: the earlier one was taken"}};
    case ImportCause::OutsideDistrict:
      return {"outside_district", {"位置不在任何网格内", "it lies in no grid of the district"}};
    case ImportCause::Refused:
      return {"refused", {"引擎拒绝：{1}", "the engine refused it: {1}"}};
  }
  return {"", {"", ""}};
}

}  // namespace

std::string_view machine_word(ImportCause cause) {
  return words_of(cause).word;
}

std::string_view machine_word(ImportEffect effect) {
  switch (effect) {
    case ImportEffect::Row:
      return "row_left_out";
    case ImportEffect::Value:
      return "value_left_out";
    case ImportEffect::Replaced:
      return "replaced";
    case ImportEffect::Cut:
      return "cut";
    case ImportEffect::Kept:
      return "kept";
  }
  return {};
}

std::string import_fault_words(Language language, const ImportFault& fault) {
  return worded(language, words_of(fault.cause).phrase, {fault.value, fault.detail});
}

}  // namespace whistle::tools

#include "adapters/district/wording.h"

#include <algorithm>
#include <array>

namespace whistle::adapters::district {
namespace {

// `{0}` is an argument, `{n0}` an argument that is a noun of kNouns.
struct Sentence {
  Fault fault;
  std::string_view english;
  std::string_view chinese;
};

struct Noun {
  std::string_view english;
  std::string_view chinese;
};

constexpr std::array<Sentence, 130> kSentences{{
    {Fault::MoreDiagnostics, "and {0} more", "另有 {0} 条未列出"},
    {Fault::NotADirectory, "'{0}' is not a directory", "“{0}”不是目录"},
    {Fault::UnknownFolder, "unknown folder; a district directory has only tests/",
     "未知的文件夹；区县目录里只有 tests/"},
    {Fault::NotAFile, "not a regular file", "不是普通文件"},
    {Fault::FileUnreadable, "can't be read: {0}", "无法读取：{0}"},
    {Fault::FileTooLarge, "larger than {0} bytes", "超过 {0} 字节"},
    {Fault::TooManyFiles, "more than {0} files", "文件超过 {0} 个"},
    {Fault::DirectoryTooLarge, "the files together are larger than {0} bytes", "全部文件合计超过 {0} 字节"},
    {Fault::UnknownFile, "unknown file", "未知的文件"},
    {Fault::FileTwice, "the file is given twice", "同一文件给出了两次"},
    {Fault::MissingFile, "the file is missing", "缺少该文件"},
    {Fault::NotUtf8, "not UTF-8", "不是 UTF-8 编码"},
    {Fault::ControlCharacter, "a control character", "含有控制字符"},
    {Fault::CsvBroken, "not CSV: a quote is open, or stands where it must not", "不是合法的 CSV：引号未闭合或位置不对"},
    {Fault::MissingHeader, "the header row is missing", "缺少表头"},
    {Fault::UnknownColumn, "unknown column '{0}'", "未知的列“{0}”"},
    {Fault::RepeatedColumn, "column '{0}' is given twice", "列“{0}”重复"},
    {Fault::MissingColumn, "column '{0}' is missing", "缺少列“{0}”"},
    {Fault::FieldCount, "the row has {0} fields, the header {1}", "本行有 {0} 个字段，表头有 {1} 个"},
    {Fault::TooManyRows, "more than {0} rows", "行数超过 {0}"},
    {Fault::CellMissing, "must not be empty", "不能为空"},
    {Fault::TextTooLong, "longer than {0} bytes", "超过 {0} 字节"},
    {Fault::EmptyListItem, "an empty item in the list", "列表中有空项"},
    {Fault::RepeatedListItem, "'{0}' stands in the list twice", "列表中“{0}”重复"},
    {Fault::TooManyItems, "more than {0} items", "超过 {0} 项"},
    {Fault::UnknownWord, "'{1}' is no {n0}", "“{1}”不是{n0}"},
    {Fault::UnknownName, "unknown {n0} '{1}'", "未知的{n0}“{1}”"},
    {Fault::BadCode, "'{0}' is no code: 1 to 64 bytes, no ';', no blanks around it",
     "“{0}”不是合法代码：1 至 64 字节，不含“;”，首尾无空白"},
    {Fault::RepeatedCode, "{n0} '{1}' is already on line {2}", "{n0}“{1}”已在第 {2} 行出现"},
    {Fault::BadBoolean, "'{0}' is neither true nor false", "“{0}”既不是 true 也不是 false"},
    {Fault::BadLimit, "'{0}' is no limit: a whole number and m, ch, wh, wd or cd, or 0",
     "“{0}”不是时限：整数加 m、ch、wh、wd 或 cd，或为 0"},
    {Fault::BadNumber, "'{0}' is no whole number from 0 to {1}", "“{0}”不是 0 到 {1} 的整数"},
    {Fault::BadFraction, "'{0}' is no number from 0 to 1", "“{0}”不是 0 到 1 之间的数"},
    {Fault::BadDate, "'{0}' is no date of the years 1970 to 2199", "“{0}”不是 1970 至 2199 年间的日期"},
    {Fault::BadInstant, "'{0}' is no RFC 3339 time with an offset", "“{0}”不是带时差的 RFC 3339 时间"},
    {Fault::YamlBroken, "not YAML: {0}", "不是合法的 YAML：{0}"},
    {Fault::YamlAnchor, "anchors are not allowed", "不允许使用锚点"},
    {Fault::YamlAlias, "aliases are not allowed", "不允许使用别名引用"},
    {Fault::YamlTag, "tags are not allowed", "不允许使用标签"},
    {Fault::YamlKeyNotScalar, "a key must be a single word", "键必须是单个词"},
    {Fault::YamlSeveralDocuments, "only one document is allowed", "只允许一个文档"},
    {Fault::YamlTooDeep, "nested deeper than {0} levels", "嵌套超过 {0} 层"},
    {Fault::RepeatedKey, "key '{0}' is given twice", "键“{0}”重复"},
    {Fault::UnknownKey, "unknown key '{0}'", "未知的键“{0}”"},
    {Fault::MissingKey, "key '{0}' is missing", "缺少键“{0}”"},
    {Fault::WantedScalar, "must be a single value", "应为单个值"},
    {Fault::WantedList, "must be a list", "应为列表"},
    {Fault::WantedMap, "must be a map of keys", "应为键值表"},
    {Fault::WantedOneOrMore, "must be a value or a list of values", "应为一个值或一列值"},
    {Fault::UnknownSchema, "schema '{0}' is unknown; this program reads 1", "未知的 schema“{0}”；本程序只读 1"},
    {Fault::ZoneUnreadable, "the system's time zone data can't be read: {0}", "无法读取系统时区数据：{0}"},
    {Fault::DeskKind, "desk '{0}' is of kind {1}", "兜底单位“{0}”的类型是 {1}"},
    {Fault::NoDistrict, "no area of tier district", "没有 district 层级的区域"},
    {Fault::SecondDistrict, "a second district; the first is on line {0}", "第二个 district；第一个在第 {0} 行"},
    {Fault::DistrictHasParent, "the district has no parent", "district 没有上级"},
    {Fault::ParentTier, "'{0}' is a {1}; the parent of a {2} is a {3}", "“{0}”是 {1}；{2} 的上级应为 {3}"},
    {Fault::NotAGrid, "'{0}' is a {1}, not a grid", "“{0}”是 {1}，不是网格"},
    {Fault::GridWithoutShape, "grid '{0}' has no feature in grids.geojson", "网格“{0}”在 grids.geojson 中没有图形"},
    {Fault::JsonBroken, "not JSON: {0}", "不是合法的 JSON：{0}"},
    {Fault::JsonTooDeep, "nested deeper than {0} levels", "嵌套超过 {0} 层"},
    {Fault::JsonWanted, "'{0}' is missing or is no {1}", "缺少“{0}”，或它不是 {1}"},
    {Fault::NotWgs84, "'{0}' is not WGS-84; outlines are longitude and latitude of WGS-84",
     "“{0}”不是 WGS-84；图形须为 WGS-84 经纬度"},
    {Fault::NotAPolygon, "'{0}' is neither Polygon nor MultiPolygon", "“{0}”既不是 Polygon 也不是 MultiPolygon"},
    {Fault::BadPosition, "a position is a longitude and a latitude", "坐标应为经度和纬度"},
    {Fault::PositionOutOfRange, "longitude {0}, latitude {1} is not on earth", "经度 {0}、纬度 {1} 超出范围"},
    {Fault::RingNotClosed, "a ring has at least four positions and ends where it starts",
     "环至少有四个坐标，且首尾相同"},
    {Fault::RingWithoutArea, "a ring without area", "环没有面积"},
    {Fault::RingTooWide, "a ring wider than 180 degrees", "环的跨度超过 180 度"},
    {Fault::TooManyCorners, "more than {0} corners", "顶点超过 {0} 个"},
    {Fault::ShapeTwice, "the outline is already on line {0}", "该图形已在第 {0} 行出现"},
    {Fault::BadDutyWord, "'{0}' is no duty word: a code without ':', and not estate, duty, blower or head",
     "“{0}”不是职责词：不含“:”，也不能是 estate、duty、blower、head"},
    {Fault::DutiesWithoutArea, "duties without an area are never served", "有职责而无区域，永远轮不到"},
    {Fault::DutyTwice, "duty '{0}' in area '{1}' is already party '{2}''s, on line {3}",
     "区域“{1}”的职责“{0}”已属“{2}”（第 {3} 行）"},
    {Fault::TierTwice, "the {0} of area '{1}' is already party '{2}', on line {3}",
     "区域“{1}”的 {0} 已是“{2}”（第 {3} 行）"},
    {Fault::AuthorityWithoutArea, "a {0} without an area is never found", "没有区域的 {0} 永远找不到"},
    {Fault::HeadLoop, "the heads above '{0}' lead back to it", "“{0}”的上级链绕回自身"},
    {Fault::ReservedMember, "codes that start with '@' are the engine's own", "以“@”开头的代码为引擎保留"},
    {Fault::SuccessorOfParty, "'{0}' is in parties.csv, line {1}: who is there has no successor",
     "“{0}”仍在 parties.csv 第 {1} 行，还在的单位没有承接单位"},
    {Fault::MemberWithoutRole, "a member without a role can do nothing", "没有角色的成员什么也做不了"},
    {Fault::UnusualEstateParty, "a {0} estate is usually led by a {1}; '{2}' is a {3}",
     "{0} 小区通常由 {1} 负责；“{2}”是 {3}"},
    {Fault::PlaceTarget, "exactly one of estate and grid must be given", "estate 与 grid 须且只须填一个"},
    {Fault::AliasTwice, "'{0}' already leads elsewhere, at {1}", "“{0}”已在 {1} 指向别处"},
    {Fault::ParentLoop, "the parents of '{0}' lead back to it", "“{0}”的上级链绕回自身"},
    {Fault::InsideEstateWord, "'{0}' is not 'estate'", "“{0}”不是 estate"},
    {Fault::ApprovalByGrid, "a grid approves nothing", "网格不能审批"},
    {Fault::NoClass, "no class here or in a row above", "本行及各上级行都没有 class"},
    {Fault::BadHours, "'{0}' is no span of hours such as 08:00-12:00", "“{0}”不是 08:00-12:00 这样的时段"},
    {Fault::HoursOutOfOrder, "'{0}' starts before the span before it ends", "“{0}”开始于前一时段结束之前"},
    {Fault::NoWorkingDay, "a week needs a working day", "一周至少要有一个工作日"},
    {Fault::MakeUpNotWeekend, "{0} is a {n1}, no weekend day", "{0} 是{n1}，不在周末"},
    {Fault::MakeUpIsHoliday, "{0} is a holiday too", "{0} 同时也是节假日"},
    {Fault::DateAfterDataUntil, "{0} lies after data_until, {1}", "{0} 晚于 data_until（{1}）"},
    {Fault::StepTargetKey, "{0} goes with '{1}'", "{0} 应配“{1}”"},
    {Fault::StepWithoutTarget, "{0} needs '{1}'", "{0} 需要“{1}”"},
    {Fault::ReminderOfNone, "must be more than 0", "必须大于 0"},
    {Fault::LadderTaken, "{0} has ladder '{1}' already; this one is never taken",
     "{0} 已由升级链“{1}”负责，本链永远用不到"},
    {Fault::BadSelector, "'{0}' means nobody: estate, duty, duty:WORD, tier:T, party:CODE, blower or, in ladders, head",
     "“{0}”不知所指：可用 estate、duty、duty:词、tier:层级、party:代码、blower，升级链中还可用 head"},
    {Fault::BadDuty, "'{0}' means nobody: a duty word, estate, tier:T or party:CODE",
     "“{0}”不知所指：可用职责词、estate、tier:层级、party:代码"},
    {Fault::BadSelectorTier, "'{0}' is no tier that answers: district, street or community",
     "“{0}”不是可担责的层级：district、street、community"},
    {Fault::HeadInRoute, "'{0}' is for ladders only", "“{0}”只能用于升级链"},
    {Fault::NoRules, "at least one rule is needed", "至少需要一条规则"},
    {Fault::LastRuleHasCondition, "the last rule must have no condition", "最后一条规则不能有条件"},
    {Fault::BadHandOff, "'{0}' is no telephone number", "“{0}”不是电话号码"},
    {Fault::BadWhistle, "{0}", "{0}"},
    {Fault::NameWithColon, "a text with a colon needs quotes; read to the end of the line",
     "含冒号的文字须加引号；已读到行尾"},
    {Fault::NothingExpected, "a test expects something", "测试须有预期"},
    {Fault::WeightsSum, "the three weights must sum to 1", "三个权重之和必须为 1"},
    {Fault::GradesOutOfOrder, "grades stand from the best to the worst", "等级须从优到劣排列"},
    {Fault::BadRetention, "'{0}' is no time to keep: whole calendar days from 1cd to {1}cd",
     "“{0}”不是保存期限：须为 1cd 至 {1}cd 的整日历日"},
    {Fault::RetentionTooShort, "'{0}' is too short: {1} is {2} (clocks.yaml), which can last {3}",
     "“{0}”太短：{1} 为 {2}（clocks.yaml），最长可达 {3}"},
    {Fault::GridsOverlap, "grids '{0}' and '{1}' overlap by {2} m², for instance at {3}, {4}",
     "网格“{0}”与“{1}”重叠 {2} 平方米，例如 {3}, {4} 处"},
    {Fault::GridGap, "a gap of {0} m² between the grids, for instance at {1}, {2}",
     "网格之间有 {0} 平方米的空隙，例如 {1}, {2} 处"},
    {Fault::RuleShadowed, "rule '{0}' is never reached: rule '{1}' on line {2} holds wherever it does",
     "规则“{0}”永远轮不到：凡它成立处，第 {2} 行的规则“{1}”先成立"},
    {Fault::DutyUnserved, "nobody has the duty '{0}'; its matters go to the desk",
     "没有单位承担职责“{0}”，相关事项归兜底单位"},
    {Fault::DutyServedInPart,
     "duty '{0}' is served in {1} of {2} grids; elsewhere, for instance in '{3}', its matters go to the desk",
     "职责“{0}”只覆盖 {2} 个网格中的 {1} 个；别处（如“{3}”）归兜底单位"},
    {Fault::TierUnserved, "no party of kind {0} answers for area '{1}'", "区域“{1}”没有类型为 {0} 的单位"},
    {Fault::LadderWithoutSteps, "ladder '{0}' says nothing about a missed {1} clock",
     "升级链“{0}”没有说明 {1} 超时怎么办"},
    {Fault::LadderNotToDesk, "the last step of '{1}' of ladder '{0}' does not reach the desk",
     "升级链“{0}”的“{1}”最后一步没有到达兜底单位"},
    {Fault::LadderStepBack, "step {2} of '{1}' of ladder '{0}' is due before the step above it",
     "升级链“{0}”的“{1}”第 {2} 步早于上一步"},
    {Fault::LadderHeadless, "ladder '{0}' turns to heads, and party '{1}' has none",
     "升级链“{0}”要找上级，而“{1}”没有上级"},
    {Fault::KindWithoutLadder, "no ladder applies to parties of kind {0}, such as '{1}'",
     "没有升级链适用于类型为 {0} 的单位，例如“{1}”"},
    {Fault::UrgentByWorkingTime, "urgency '{1}' climbs ladder '{0}' by working time: '{2}' waits {3}",
     "紧急程度“{1}”按工作时间走升级链“{0}”：“{2}”要等 {3}"},
    {Fault::CategoryUnchased, "no clock runs on category '{0}': neither ack, on_site, resolve nor total",
     "事项“{0}”没有任何时限：ack、on_site、resolve、total 均无"},
    {Fault::NoMembers, "no party has members; nobody can act", "没有任何成员，谁也无法办理"},
    {Fault::PartyWithoutMembers, "party '{0}' has no members", "单位“{0}”没有成员"},
    {Fault::DoesNotLoad, "what was compiled does not load (a fault of this program): {0}",
     "编译结果无法装载（程序有误）：{0}"},
    {Fault::CalendarEnded, "the calendar's data end on {0}, before {1}", "日历数据止于 {0}，早于 {1}"},
    {Fault::CalendarShort,
     "a limit of {0} (of '{1}') that is given on {2} reaches past the calendar's data, which end on {3}",
     "{2} 给出的时限 {0}（“{1}”）超出日历数据，日历数据止于 {3}"},
    {Fault::PartyWithoutHandler, "nobody can act for party '{0}': none of its members is handler or grid_member",
     "没有人能为“{0}”办理：其成员都不是 handler 或 grid_member"},
    {Fault::RuleIdle, "rule '{0}' decides nothing here: no place, matter, hour or source is left for it",
     "规则“{0}”在本区不起作用：没有任何地点、事项、时段或来源轮得到它"},
}};

constexpr std::array<Noun, 32> kNouns{{
    {"area", "区域"},
    {"grid", "网格"},
    {"party", "责任主体"},
    {"estate", "小区"},
    {"category", "事项"},
    {"urgency", "紧急程度"},
    {"ladder", "升级链"},
    {"member", "成员"},
    {"venue", "场所"},
    {"legacy grid", "旧网格"},
    {"rule", "规则"},
    {"tier", "层级"},
    {"party kind", "主体类型"},
    {"estate type", "小区类型"},
    {"role", "角色"},
    {"class", "类别"},
    {"evidence", "佐证"},
    {"source", "来源"},
    {"whistle kind", "哨类型"},
    {"place", "地点级别"},
    {"hour class", "时段类别"},
    {"weekday", "星期"},
    {"working day rule", "工作日算法"},
    {"step", "步骤"},
    {"time zone", "时区"},
    {"Monday", "周一"},
    {"Tuesday", "周二"},
    {"Wednesday", "周三"},
    {"Thursday", "周四"},
    {"Friday", "周五"},
    {"Saturday", "周六"},
    {"Sunday", "周日"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kSentences.size(); ++i) {
    if (kSentences[i].fault != static_cast<Fault>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "every fault has its sentence, at its own place");

std::string_view noun_text(Language language, std::string_view noun) {
  const auto found = std::find_if(kNouns.begin(), kNouns.end(), [&](const Noun& one) { return one.english == noun; });
  return found == kNouns.end() || language == Language::English ? noun : found->chinese;
}

}  // namespace

std::string fault_text(Language language, Fault fault, std::span<const std::string> args) {
  const Sentence& sentence = kSentences[static_cast<std::size_t>(fault)];
  std::string_view rest = language == Language::English ? sentence.english : sentence.chinese;
  std::string text;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    text += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    std::string_view slot = rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
    const bool noun = slot.starts_with('n');
    if (noun) slot.remove_prefix(1);
    const auto index = static_cast<std::size_t>(slot.front() - '0');
    const std::string_view argument = index < args.size() ? std::string_view(args[index]) : std::string_view();
    text += noun ? noun_text(language, argument) : argument;
  }
  return text;
}

std::string suggestion_text(Language language, std::string_view name) {
  if (language == Language::English) return "; did you mean '" + std::string(name) + "'?";
  return "；是否应为“" + std::string(name) + "”？";
}

std::string_view warning_text(Language language) {
  return language == Language::English ? "warning: " : "警告：";
}

}  // namespace whistle::adapters::district

// The words for what can be wrong in a district directory, in English and Chinese. Logic elsewhere deals in faults and
// arguments alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace whistle::adapters::district {

enum class Language : std::uint8_t { English, Chinese };

enum class Fault : std::uint8_t {
  // the directory
  MoreDiagnostics,
  NotADirectory,
  UnknownFolder,
  NotAFile,
  FileUnreadable,
  FileTooLarge,
  TooManyFiles,
  DirectoryTooLarge,
  UnknownFile,
  FileTwice,
  MissingFile,
  NotUtf8,
  ControlCharacter,
  // tables
  CsvBroken,
  MissingHeader,
  UnknownColumn,
  RepeatedColumn,
  MissingColumn,
  FieldCount,
  TooManyRows,
  CellMissing,
  TextTooLong,
  EmptyListItem,
  RepeatedListItem,
  TooManyItems,
  // values
  UnknownWord,
  UnknownName,
  BadCode,
  RepeatedCode,
  BadBoolean,
  BadLimit,
  BadNumber,
  BadFraction,
  BadDate,
  BadInstant,
  // YAML
  YamlBroken,
  YamlAnchor,
  YamlAlias,
  YamlTag,
  YamlKeyNotScalar,
  YamlSeveralDocuments,
  YamlTooDeep,
  RepeatedKey,
  UnknownKey,
  MissingKey,
  WantedScalar,
  WantedList,
  WantedMap,
  WantedOneOrMore,
  // district.yaml, areas.csv
  UnknownSchema,
  ZoneUnreadable,
  DeskKind,
  NoDistrict,
  SecondDistrict,
  DistrictHasParent,
  ParentTier,
  NotAGrid,
  GridWithoutShape,
  // outlines
  JsonBroken,
  JsonTooDeep,
  JsonWanted,
  NotWgs84,
  NotAPolygon,
  BadPosition,
  PositionOutOfRange,
  RingNotClosed,
  RingWithoutArea,
  RingTooWide,
  TooManyCorners,
  ShapeTwice,
  // parties, members, estates, places
  BadDutyWord,
  DutiesWithoutArea,
  DutyTwice,
  TierTwice,
  AuthorityWithoutArea,
  HeadLoop,
  ReservedMember,
  SuccessorOfParty,
  MemberWithoutRole,
  UnusualEstateParty,
  PlaceTarget,
  AliasTwice,
  // catalogue
  ParentLoop,
  InsideEstateWord,
  ApprovalByGrid,
  NoClass,
  // calendar
  BadHours,
  HoursOutOfOrder,
  NoWorkingDay,
  MakeUpNotWeekend,
  MakeUpIsHoliday,
  DateAfterDataUntil,
  // clocks and ladders
  StepTargetKey,
  StepWithoutTarget,
  ReminderOfNone,
  LadderTaken,
  // routes, tests, evaluation, retention
  BadSelector,
  BadDuty,
  BadSelectorTier,
  HeadInRoute,
  NoRules,
  LastRuleHasCondition,
  BadHandOff,
  BadWhistle,
  NameWithColon,
  NothingExpected,
  WeightsSum,
  GradesOutOfOrder,
  BadRetention,
  RetentionTooShort,
  // what `district check` finds in rules that compile
  GridsOverlap,
  GridGap,
  RuleShadowed,
  DutyUnserved,
  DutyServedInPart,
  TierUnserved,
  LadderWithoutSteps,
  LadderNotToDesk,
  LadderStepBack,
  LadderHeadless,
  KindWithoutLadder,
  UrgentByWorkingTime,
  CategoryUnchased,
  NoMembers,
  PartyWithoutMembers,
  DoesNotLoad,
  CalendarEnded,
  CalendarShort,
  PartyWithoutHandler,
  RuleIdle,
};

// The sentence, with its arguments filled in; without position and suggestion.
[[nodiscard]] std::string fault_text(Language language, Fault fault, std::span<const std::string> args);
// "; did you mean 'street'?"
[[nodiscard]] std::string suggestion_text(Language language, std::string_view name);
// "warning: "
[[nodiscard]] std::string_view warning_text(Language language);

}  // namespace whistle::adapters::district

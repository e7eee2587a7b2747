#include "adapters/district/ladders.h"

#include <array>
#include <map>
#include <string>
#include <utility>

#include "adapters/district/cells.h"
#include "adapters/district/limits.h"
#include "adapters/district/selector_text.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 9> kLadderKeys{{{"applies_to", false},
                                              {"urgency", false},
                                              {"ack", false},
                                              {"on_site", false},
                                              {"resolve", false},
                                              {"arbitrate", false},
                                              {"verify", false},
                                              {"total", false},
                                              {"remind_every"}}};
constexpr std::array<YamlKey, 4> kStepKeys{{{"after"}, {"do"}, {"to", false}, {"by", false}}};

// Whom the step turns to: `by` for supervise, `to` for the others.
void set_target(const YamlFields& fields, const YamlNode& node, const Parties& parties, v1::LadderStep& step) {
  const std::string_view wanted = step.action() == v1::STEP_ACTION_SUPERVISE ? "by" : "to";
  const std::string_view other = wanted == "by" ? "to" : "by";
  if (step.action() == v1::STEP_ACTION_UNSPECIFIED) return;
  const std::string action(word_of(step.action()));
  if (const YamlNode* wrong = fields.find(other)) {
    fields.error(wrong->at, other, Fault::StepTargetKey, {action, std::string(wanted)});
  }
  if (fields.find(wanted) == nullptr)
    return fields.error(node.at, "", Fault::StepWithoutTarget, {action, std::string(wanted)});
  const YamlNode* target = fields.scalar(wanted);
  if (target == nullptr) return;
  const auto selector =
      parse_selector(fields.report(), target->at, wanted, target->text, SelectorPlace::Ladder, parties);
  if (selector) *step.mutable_target() = *selector;
}

using Steps = google::protobuf::RepeatedPtrField<v1::LadderStep>;

void read_steps(const YamlFields& ladder, std::string_view key, const Parties& parties, Steps* steps) {
  const YamlNode* list = ladder.list(key);
  if (list == nullptr) return;
  if (list->items.size() > kLadderStepsMax) {
    return ladder.error(list->at, key, Fault::TooManyItems, {std::to_string(kLadderStepsMax)});
  }
  for (const YamlNode& node : list->items) {
    const YamlFields fields(ladder.report(), node, kStepKeys);
    v1::LadderStep& step = *steps->Add();
    if (const auto after = fields.limit("after")) *step.mutable_after() = engine::to_proto(*after);
    step.set_action(fields.word<v1::StepAction>("do", "step").value_or(v1::STEP_ACTION_UNSPECIFIED));
    set_target(fields, node, parties, step);
  }
}

v1::Ladder read_ladder(const FileReport& report, const YamlEntry& entry, const Parties& parties,
                       const Urgencies& urgencies) {
  const YamlFields fields(report, entry.value, kLadderKeys);
  v1::Ladder ladder;
  ladder.set_name(entry.key);
  if (!is_code(entry.key)) report.error(entry.at, Fault::BadCode, {entry.key}, {"ladders", {}});
  for (const v1::PartyKind kind : fields.word_list<v1::PartyKind>("applies_to", "party kind"))
    ladder.add_applies_to(kind);
  if (const YamlNode* urgency = fields.scalar("urgency")) {
    const auto index = urgencies.resolve(report, urgency->at, "urgency", urgency->text);
    if (index) ladder.set_urgency_index(*index);
  }
  read_steps(fields, "ack", parties, ladder.mutable_ack());
  read_steps(fields, "on_site", parties, ladder.mutable_on_site());
  read_steps(fields, "resolve", parties, ladder.mutable_resolve());
  read_steps(fields, "arbitrate", parties, ladder.mutable_arbitrate());
  read_steps(fields, "verify", parties, ladder.mutable_verify());
  read_steps(fields, "total", parties, ladder.mutable_total());
  if (const auto every = fields.limit("remind_every")) {
    *ladder.mutable_remind_every() = engine::to_proto(*every);
    if (every->none()) fields.error(fields.find("remind_every")->at, "remind_every", Fault::ReminderOfNone);
  }
  return ladder;
}

// A kind that two ladders of the same urgency apply to: the first is taken, the second never.
void warn_of_rivals(const FileReport& report, const Clocks& clocks) {
  std::map<std::pair<int, int>, std::size_t> taken;
  for (std::size_t i = 0; i < clocks.ladders.names.size(); ++i) {
    const v1::Ladder& ladder = clocks.rules.ladders(static_cast<int>(i));
    const int urgency = ladder.has_urgency_index() ? static_cast<int>(ladder.urgency_index()) : -1;
    for (const int kind : ladder.applies_to()) {
      const auto [found, fresh] = taken.try_emplace({kind, urgency}, i);
      if (fresh) continue;
      report.warning(clocks.ladders.at[i], Fault::LadderTaken,
                     {std::string(word_of(static_cast<v1::PartyKind>(kind))), clocks.ladders.names[found->second]},
                     {clocks.ladders.names[i], {}});
    }
  }
}

}  // namespace

void read_ladders(const FileReport& report, const YamlNode& node, const Parties& parties, Clocks& clocks) {
  if (node.kind != YamlNode::Kind::Map) {
    report.error(node.at, Fault::WantedMap, {}, {"ladders", {}});
    return;
  }
  if (node.entries.size() > kLaddersMax) {
    report.error(node.at, Fault::TooManyItems, {std::to_string(kLaddersMax)}, {"ladders", {}});
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    clocks.ladders.names.push_back(entry.key);
    clocks.ladders.at.push_back(entry.at);
    *clocks.rules.add_ladders() = read_ladder(report, entry, parties, clocks.urgencies);
  }
  warn_of_rivals(report, clocks);
}

}  // namespace whistle::adapters::district

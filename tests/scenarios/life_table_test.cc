// The tables of engine/LIFE.md, each cell played against the real core. WHISTLE_REWRITE=1 writes what holds now: read
// the difference before you commit it, it is the reviewed table of who may do what.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/event_words.h"
#include "tests/scenarios/life_rows.h"

namespace whistle::tests {

namespace {

namespace fs = std::filesystem;
using engine::Decided;

struct Column {
  const char* head;
  const char* member;
};

// One actor of every role, in every relation to the ticket; see LIFE.md for who they are.
constexpr std::array<Column, 16> kCast = {{{"blower", "app"},
                                           {"other intake", "hotline"},
                                           {"lead", "squad-1"},
                                           {"assistant", "firm-1"},
                                           {"part-time grid member", "firm-2"},
                                           {"other party", "sanitation-1"},
                                           {"its community", "co1"},
                                           {"its street", "st1"},
                                           {"other street", "st2"},
                                           {"desk", "desk-1"},
                                           {"supervisor", "desk-chief"},
                                           {"auditor", "auditor"},
                                           {"admin", "admin"},
                                           {"platform", "platform"},
                                           {"operator", "@operator"},
                                           {"engine", "@engine"}}};

constexpr std::array kStates = {
    v1::TICKET_STATE_AWAITING_APPROVAL, v1::TICKET_STATE_DISPATCHED,       v1::TICKET_STATE_ACKNOWLEDGED,
    v1::TICKET_STATE_ON_SITE,           v1::TICKET_STATE_RETURN_REQUESTED, v1::TICKET_STATE_IN_CONSULT,
    v1::TICKET_STATE_ON_HOLD,           v1::TICKET_STATE_VERIFYING,        v1::TICKET_STATE_CLOSED};

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  const auto* body = v1::Command::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const auto of_field = rows_of(body->field(i)->name());
    INFO("LIFE.md's tables have no row for the command " << body->field(i)->name());
    REQUIRE_FALSE(of_field.empty());
    rows.insert(rows.end(), of_field.begin(), of_field.end());
  }
  return rows;
}

// ---- cells ----

std::string needs_of(const v1::Refusal& refusal) {
  for (const auto& argument : refusal.arguments()) {
    if (argument.name() == "needs") return argument.value();
  }
  return {};
}

// A refusal for want of a role or relation says which; any other its code.
std::string cell(const Decided<v1::Entry>& outcome) {
  if (outcome) return "**yes**";
  const auto& refusal = outcome.error().refusal;
  if (refusal.code() == v1::REFUSAL_CODE_NOT_PERMITTED) return "needs " + needs_of(refusal);
  return "`" + short_name(v1::RefusalCode_Name(refusal.code()), "REFUSAL_CODE_") + "`";
}

// The table is too wide for sentences: they are numbered as they come, and listed below it.
class Footnotes {
 public:
  std::string mark(const std::string& sentence) {
    if (sentence == "**yes**") return sentence;
    auto found = std::find(sentences_.begin(), sentences_.end(), sentence);
    if (found == sentences_.end()) found = sentences_.insert(sentences_.end(), sentence);
    return std::to_string(found - sentences_.begin() + 1);
  }
  [[nodiscard]] std::string text() const {
    std::string lines = "\n";
    for (std::size_t i = 0; i < sentences_.size(); ++i)
      lines += "- " + std::to_string(i + 1) + ": " + sentences_[i] + "\n";
    return lines;
  }

 private:
  std::vector<std::string> sentences_;
};

std::string cell_of(const Row& row, v1::TicketState state, const char* member) {
  auto stage = row.staged(state);
  return cell(stage.say(row.command(stage), member));
}

const char* somebody_who_may(const Row& row) {
  for (const auto& column : kCast) {
    if (cell_of(row, row.asked_in, column.member) == "**yes**") return column.member;
  }
  return nullptr;
}

std::string line(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const auto& one : cells)
    text += " " + one + " |";
  return text + "\n";
}

std::string rule(std::size_t columns) {
  std::string text = "|";
  for (std::size_t i = 0; i < columns; ++i)
    text += "---|";
  return text + "\n";
}

// ---- the tables ----

std::string who_table() {
  std::vector<std::string> head{"command", "asked while"};
  for (const auto& column : kCast)
    head.emplace_back(column.head);
  auto text = line(head) + rule(head.size());
  Footnotes footnotes;
  for (const auto& row : all_rows()) {
    std::vector<std::string> cells{
        row.name, row.of_ticket ? short_name(v1::TicketState_Name(row.asked_in), "TICKET_STATE_") : "–"};
    for (const auto& column : kCast)
      cells.push_back(footnotes.mark(cell_of(row, row.asked_in, column.member)));
    text += line(cells);
  }
  return text + footnotes.text();
}

std::string state_table() {
  std::vector<std::string> head{"command"};
  for (const auto state : kStates)
    head.push_back(short_name(v1::TicketState_Name(state), "TICKET_STATE_"));
  auto text = line(head) + rule(head.size());
  for (const auto& row : all_rows()) {
    if (!row.of_ticket) continue;
    const auto* member = somebody_who_may(row);
    if (member == nullptr) continue;  // the engine's clocks, when they are due
    std::vector<std::string> cells{row.name};
    for (const auto state : kStates)
      cells.push_back(cell_of(row, state, member));
    text += line(cells);
  }
  return text;
}

std::string clock_word(const v1::ClockName& name) {
  return (name.part() == 0 ? "" : "assistant's ") + short_name(v1::ClockKind_Name(name.kind()), "CLOCK_KIND_");
}

void add_word(std::string& list, const std::string& word) {
  if ((", " + list + ", ").find(", " + word + ", ") != std::string::npos) return;
  list += (list.empty() ? "" : ", ") + word;
}

std::string effect_table() {
  auto text = line({"command", "clocks that stop", "clocks that start", "other events"}) + rule(4);
  for (const auto& row : all_rows()) {
    const auto* member = somebody_who_may(row);
    if (member == nullptr) continue;
    auto stage = row.staged(row.asked_in);
    const auto entry = stage.say(row.command(stage), member);
    std::string stopped;
    std::string started;
    std::string other;
    for (const auto& event : entry->events()) {
      if (event.has_clock_stopped()) {
        add_word(stopped, clock_word(event.clock_stopped().clock()));
      } else if (event.has_clock_started()) {
        add_word(started, clock_word(event.clock_started().clock()));
      } else {
        add_word(other, v1::Event::descriptor()->FindFieldByNumber(event.body_case())->message_type()->name());
      }
    }
    text += line({row.name, stopped.empty() ? "–" : stopped, started.empty() ? "–" : started, other});
  }
  return text;
}

// ---- the file ----

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// What stands between "<!-- table: NAME -->" and "<!-- end -->", to be compared or replaced.
void check_table(const std::string& name, const std::string& table) {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  const auto path = fs::path(source == nullptr ? "." : source) / "engine" / "LIFE.md";
  auto text = read(path);
  const auto mark = "<!-- table: " + name + " -->\n";
  const auto at = text.find(mark);
  REQUIRE(at != std::string::npos);
  const auto start = at + mark.size();
  const auto end = text.find("<!-- end -->", start);
  REQUIRE(end != std::string::npos);
  if (std::getenv("WHISTLE_REWRITE") != nullptr) {
    text.replace(start, end - start, table);
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  CHECK(text.substr(start, end - start) == table);
}

}  // namespace

TEST_CASE("LIFE.md tells for every command which role and relation may give it, and what else it needs") {
  check_table("who", who_table());
}

TEST_CASE("LIFE.md tells for every act in which states of the ticket it may be done") {
  check_table("states", state_table());
}

TEST_CASE("LIFE.md tells for every command which clocks it moves and what it lets happen") {
  check_table("effects", effect_table());
}

TEST_CASE("an auditor changes nothing, by no command of the language, where somebody else may give it") {
  for (const auto& row : all_rows()) {
    if (row.name == "ReportAbsence") continue;  // of oneself, and nobody's work or rights depend on it
    CAPTURE(row.name);
    auto stage = row.staged(row.asked_in);
    const auto before = engine::header_record(stage.state()).SerializeAsString();
    CHECK_FALSE(stage.say(row.command(stage), "auditor"));
    CHECK(engine::header_record(stage.state()).SerializeAsString() == before);
  }
}

}  // namespace whistle::tests

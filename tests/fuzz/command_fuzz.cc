// A day of commands from the wire into the core. The input is pieces with their length before them: a byte that says
// who speaks, one for the time that has passed since the piece before, and the frame of a request. The core asserts its
// own invariants after each entry; here, that what was refused changed nothing, that what was decided is decided again
// to the same bytes, and that a second core which only reads the journal has the same tables.
#include <cstddef>
#include <string>
#include <vector>

#include "adapters/zeromq/request_codec.h"
#include "engine/assert.h"
#include "engine/core.h"
#include "engine/personal.h"
#include "storage/vault.h"
#include "tests/fuzz/core_on_rules.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

constexpr std::size_t kCommandsMax = 32;
constexpr std::size_t kDueMax = 16;

const std::shared_ptr<const engine::Ruleset>& rules() {
  static const auto loaded = engine::load(peopled_district()).value();
  return loaded;
}

// Not of the core alone: files are sealed, and rulesets compiled, before it is asked.
bool needs_more(const v1::Command& command) {
  return command.has_put_attachment() || command.has_publish_ruleset();
}

// The rows that a batch puts, in one text.
std::string rows_of(const engine::Batch& batch) {
  std::string text;
  for (const auto* rows : {&batch.open_tickets, &batch.closed_tickets}) {
    for (const auto& row : *rows)
      text += std::to_string(row.id.value) + '=' + row.row + '\n';
  }
  for (const auto& row : batch.meta)
    text += row.name + '=' + row.row + '\n';
  return text;
}

// The core after one command, and the one that follows it by its entries.
class Twins {
 public:
  Twins() : first_(core_on(rules())), second_(engine::State{}) {
    second_.install(kRulesHash, rules());
    follow();
  }

  void act(const v1::Actor& actor, const v1::Request& request, engine::Instant now) {
    const auto& command = request.command();
    engine::Input input{actor, request.key(), request.acted_at_us(), command, {}};
    if (const auto personal = engine::split_personal(rules().get(), command))
      input.commitments = storage::Vault::commit(std::string(32, 's'), *personal);
    // Keys that the state knows never get to the core.
    if (first_.state().find_key(actor.member(), request.key())) return;
    const auto entry = first_.handle(input, now);
    if (!entry) {
      WHISTLE_ASSERT(entry.error().refusal.code() != v1::REFUSAL_CODE_UNSPECIFIED);
      WHISTLE_ASSERT(v1::RefusalCode_IsValid(entry.error().refusal.code()));
    }
    follow();
  }

  void pass(engine::Instant now) {
    static_cast<void>(first_.fire_due(now, kDueMax));
    follow();
  }

 private:
  void follow() {
    const auto batch = first_.take_batch();
    for (const auto& bytes : batch.entries) {
      const auto entry = engine::parse_entry(bytes.bytes);
      WHISTLE_ASSERT(entry && engine::entry_bytes(*entry) == bytes.bytes);
      second_.replay(*entry);
    }
    WHISTLE_ASSERT(rows_of(second_.take_batch()) == rows_of(batch));
  }

  engine::Core first_;
  engine::Core second_;
};

v1::Actor speaker(unsigned char byte) {
  const auto& members = rules()->members;
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(byte < members.size() ? members[byte].code : "@plain");
  return actor;
}

}  // namespace

void read(std::string_view input) {
  Pieces pieces(input);
  Twins cores;
  auto now = kMonday;
  for (std::size_t i = 0; i < kCommandsMax; ++i) {
    const auto piece = pieces.next();
    if (!piece) break;
    if (piece->size() < 2) continue;
    const auto who = static_cast<unsigned char>((*piece)[0]);
    const std::int64_t passed = static_cast<unsigned char>((*piece)[1]);
    now = now + engine::minutes(passed * passed);  // up to six weeks
    const auto request = adapters::zeromq::decode_request(piece->substr(2));
    if (request && request->has_command() && !needs_more(request->command()))
      cores.act(speaker(who), *request, now);
    else
      cores.pass(now);
  }
}

}  // namespace whistle::fuzz

// A receipt that somebody shows: JSON, checked without an engine. After the first byte `r` comes a receipt as it is
// shown; after `e` an entry, proven here under a checkpoint that is signed with a key that everybody knows, so that
// what is read after the proof is reached.
#include "tools/whistle/audit/receipt.h"

#include <google/protobuf/util/json_util.h>

#include <string>

#include "engine/assert.h"
#include "engine/core.h"
#include "storage/checkpoint.h"
#include "storage/record_format.h"
#include "tests/fuzz/known_checkpoint_key.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

const std::string kOrigin = "whistle/370700/00";

void read_receipt(std::string_view text) {
  const auto proven = tools::check_receipt(text, {kOrigin, known_checkpoint_key().public_key()});
  if (!proven) return;
  WHISTLE_ASSERT(proven->origin == kOrigin && !proven->entries.empty());
  for (const auto& entry : proven->entries)
    WHISTLE_ASSERT(entry.sequence() < proven->size);
  // Nobody else's key says the same.
  WHISTLE_ASSERT(!tools::check_receipt(text, {kOrigin, std::string(32, 'k')}));
}

// The tree has this entry alone, or with as many as its number says before it, of which no hash is known: then the
// proof is of zeros and leads to the root that is signed.
void prove(std::string_view bytes) {
  const auto number = storage::entry_number(bytes);
  if (!number || number->value > 3) return;
  const auto leaf = storage::leaf_hash(bytes);
  storage::TreeProof proof;
  if (number->value > 0) proof.assign(2, std::string(32, '\0'));
  const std::uint64_t size = number->value > 0 ? 4 : 1;
  const auto root = storage::root_by_inclusion(leaf, number->value, size, proof);
  WHISTLE_ASSERT(root.has_value());
  v1::Receipt receipt;
  receipt.set_checkpoint(storage::sign_checkpoint({kOrigin, size, *root}, known_checkpoint_key()));
  auto& entry = *receipt.add_entries();
  entry.set_entry(std::string(bytes));
  for (const auto& hash : proof)
    entry.add_proof(hash);
  std::string text;
  WHISTLE_ASSERT(google::protobuf::util::MessageToJsonString(receipt, &text).ok());
  const auto proven = tools::check_receipt(text, {kOrigin, known_checkpoint_key().public_key()});
  const auto told = engine::parse_entry(bytes);
  WHISTLE_ASSERT(proven.has_value() == (told && told->sequence() == number->value));
  if (proven) WHISTLE_ASSERT(engine::entry_bytes(proven->entries.front()) == engine::entry_bytes(*told));
}

}  // namespace

void read(std::string_view input) {
  if (input.empty()) return;
  if (input.front() == 'r') read_receipt(input.substr(1));
  if (input.front() == 'e') prove(input.substr(1));
}

}  // namespace whistle::fuzz

// A receipt proves its entries to whoever has the public key, and nothing else does.
#include "tools/whistle/audit/receipt.h"

#include <doctest/doctest.h>

#include <random>

#include "storage/checkpoint.h"
#include "tests/whistle/audit/lived_journal.h"
#include "tools/whistle/json_text.h"

namespace whistle::tools {
namespace {

v1::Receipt receipt_of(const std::vector<std::uint64_t>& entries) {
  const auto source = open_stored(lived_journal().store());
  const auto checkpoint = source->last_checkpoint().value().value();
  return make_receipt(*source, checkpoint, entries).value();
}

TEST_CASE("a receipt tells its entries, and needs nothing but the key") {
  const auto text = json_text(receipt_of({5, 17, lived_journal().entries - 1}));
  const auto proven = check_receipt(text, lived_journal().key);
  REQUIRE(proven.has_value());
  CHECK(proven->origin == lived_journal().key.origin);
  CHECK(proven->size == lived_journal().entries);
  REQUIRE(proven->entries.size() == 3);
  CHECK(proven->entries[1].sequence() == 17);
}

TEST_CASE("a receipt of another journal or key proves nothing") {
  const auto text = json_text(receipt_of({5}));
  auto other = lived_journal().key;
  other.key[0] = static_cast<char>(other.key[0] ^ 1);
  CHECK(check_receipt(text, other).error().fault == ReceiptFault::OtherKey);
  other = lived_journal().key;
  other.origin += "0";
  CHECK(check_receipt(text, other).error().fault == ReceiptFault::OtherKey);
}

TEST_CASE("an entry that was changed, and one that stands elsewhere, are not proven") {
  auto changed = receipt_of({5, 17});
  auto& bytes = *changed.mutable_entries(1)->mutable_entry();
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  const auto refused = check_receipt(json_text(changed), lived_journal().key);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault != ReceiptFault::OtherKey);
  auto elsewhere = receipt_of({5, 17});
  elsewhere.mutable_entries(1)->set_entry(elsewhere.entries(0).entry());
  CHECK(check_receipt(json_text(elsewhere), lived_journal().key).error().fault == ReceiptFault::NotInIt);
  auto shorter = receipt_of({5});
  shorter.mutable_entries(0)->mutable_proof()->RemoveLast();
  CHECK(check_receipt(json_text(shorter), lived_journal().key).error().fault == ReceiptFault::NotInIt);
}

TEST_CASE("whatever text comes instead of a receipt, nothing is proven by it") {
  for (const auto* text : {"", "{}", "[]", "null", "{\"checkpoint\":1}", "{\"entries\":[{}]}", "\xff\xfe"})
    CHECK(check_receipt(text, lived_journal().key).error().fault != ReceiptFault::NotInIt);
  const auto text = json_text(receipt_of({9}));
  std::mt19937_64 dice(std::random_device{}());
  for (int i = 0; i < 2'000; ++i) {
    auto turned = text;
    const auto at = dice() % turned.size();
    turned[at] = static_cast<char>(turned[at] ^ (1 << dice() % 7));
    CAPTURE(turned);
    const auto proven = check_receipt(turned, lived_journal().key);
    // A field's name that nobody knows, or white space: what it proves is what it proved.
    if (proven) CHECK((proven->entries.size() == 1 && proven->entries[0].sequence() == 9));
  }
}

}  // namespace
}  // namespace whistle::tools

#include <google/protobuf/util/json_util.h>

#include "storage/receipt.h"
#include "whistle/client/proof.h"

namespace whistle::client {

namespace {

tl::unexpected<Error> unsound(std::string what) {
  return tl::unexpected(Error(Unsound{std::move(what)}));
}

std::string words(const storage::ReceiptRefused& refused) {
  switch (refused.fault) {
    case storage::ReceiptFault::Malformed:
      return "no receipt";
    case storage::ReceiptFault::OtherKey:
      return "the receipt's checkpoint is not one that this key has signed";
    case storage::ReceiptFault::NotInIt:
      return "entry " + std::to_string(refused.sequence) + " does not stand in what was signed for";
  }
  return {};
}

Result<ProvenReceipt> proven_of(tl::expected<storage::ProvenReceipt, storage::ReceiptRefused> checked) {
  if (!checked) return unsound(words(checked.error()));
  return ProvenReceipt{std::move(checked->origin), checked->size, std::move(checked->entries)};
}

storage::VerifierKey shared(const VerifierKey& key) {
  return {key.name, key.public_key};
}

}  // namespace

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  auto key = storage::parse_verifier_key(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
  if (!key) return unsound("no verifier key of Ed25519");
  return VerifierKey{std::move(key->name), std::move(key->public_key)};
}

std::string VerifierKey::text() const {
  return storage::verifier_key(name, public_key);
}

Result<ProvenReceipt> check_receipt(std::string_view text, const VerifierKey& key) {
  return proven_of(storage::check_receipt(text, shared(key)));
}

Result<ProvenReceipt> check_receipt(const v1::Receipt& receipt, const VerifierKey& key) {
  return proven_of(storage::check_receipt(receipt, shared(key)));
}

std::string receipt_text(const v1::Receipt& receipt) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  // Bytes and numbers alone: nothing that JSON cannot say.
  (void)google::protobuf::util::MessageToJsonString(receipt, &text, options);
  return text;
}

Result<SignedTree> open_checkpoint(std::string_view note, const VerifierKey& key) {
  auto opened = storage::open_checkpoint(note, key.public_key);
  if (!opened || opened->origin != key.name) return unsound("no checkpoint that this key has signed");
  return SignedTree{std::move(opened->origin), opened->size, std::move(opened->root)};
}

Result<void> check_consistency(std::string_view old_note, std::string_view note, const std::vector<std::string>& proof,
                               const VerifierKey& key) {
  const auto before = open_checkpoint(old_note, key);
  if (!before) return tl::unexpected(before.error());
  const auto after = open_checkpoint(note, key);
  if (!after) return tl::unexpected(after.error());
  if (!storage::proves_consistency(before->root, before->size, after->root, after->size, proof)) {
    return unsound("the journal of " + std::to_string(after->size) + " entries is not shown to go on from that of " +
                   std::to_string(before->size));
  }
  return {};
}

}  // namespace whistle::client

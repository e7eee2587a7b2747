#include "storage/vault_row.h"

#include <sodium.h>

#include "engine/assert.h"

namespace whistle::storage {

namespace {

constexpr char kRowFormat = 1;
constexpr std::size_t kRowHeadBytes = 2;
constexpr std::size_t kWrappedKeyBytes = kKeyBytes + kBoxOverheadBytes;
constexpr std::size_t kFirstHeadBytes = kRowHeadBytes + kMasterKeyIdBytes + kWrappedKeyBytes;

static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kBoxOverheadBytes == kNonceBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

const unsigned char* row_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

TicketKey::~TicketKey() {
  sodium_memzero(bytes.data(), bytes.size());
}

std::string first_row(std::string_view master_key_id, std::string_view wrapped_key, std::string_view payload) {
  WHISTLE_ASSERT(master_key_id.size() == kMasterKeyIdBytes && wrapped_key.size() == kWrappedKeyBytes);
  std::string row = {kRowFormat, static_cast<char>(RowKind::First)};
  row.append(master_key_id).append(wrapped_key).append(payload);
  return row;
}

std::string later_row(std::string_view payload) {
  std::string row = {kRowFormat, static_cast<char>(RowKind::Later)};
  row.append(payload);
  return row;
}

std::optional<RowParts> parse_row(std::string_view row) {
  if (row.size() < kRowHeadBytes || row[0] != kRowFormat) return std::nullopt;
  RowParts parts{};
  switch (row[1]) {
    case static_cast<char>(RowKind::First):
      if (row.size() < kFirstHeadBytes + kBoxOverheadBytes) return std::nullopt;
      parts.kind = RowKind::First;
      parts.master_key_id = row.substr(kRowHeadBytes, kMasterKeyIdBytes);
      parts.wrapped_key = row.substr(kRowHeadBytes + kMasterKeyIdBytes, kWrappedKeyBytes);
      parts.payload = row.substr(kFirstHeadBytes);
      return parts;
    case static_cast<char>(RowKind::Later):
      if (row.size() < kRowHeadBytes + kBoxOverheadBytes) return std::nullopt;
      parts.kind = RowKind::Later;
      parts.payload = row.substr(kRowHeadBytes);
      return parts;
    default:
      return std::nullopt;
  }
}

std::string wrap_context(std::string_view master_key_id) {
  return "whistle vault 1 ticket key " + std::string(master_key_id);
}

std::string payload_context(RowKind kind) {
  return kind == RowKind::First ? "whistle vault 1 first payload" : "whistle vault 1 later payload";
}

std::string seal_box(std::string_view context, KeyView key, std::string_view nonce, std::string_view plain) {
  WHISTLE_ASSERT(nonce.size() == kNonceBytes);
  std::string box(nonce);
  box.resize(kBoxOverheadBytes + plain.size());
  const int sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(box.data()) + kNonceBytes, nullptr, row_bytes(plain), plain.size(),
      row_bytes(context), context.size(), nullptr, row_bytes(nonce), key.data());
  WHISTLE_ASSERT(sealed == 0);
  return box;
}

bool open_box(std::string_view context, KeyView key, std::string_view box, std::uint8_t* plain, std::size_t size) {
  if (box.size() != size + kBoxOverheadBytes) return false;
  const auto sealed = box.substr(kNonceBytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, nullptr, nullptr, row_bytes(sealed), sealed.size(),
                                                    row_bytes(context), context.size(), row_bytes(box),
                                                    key.data()) == 0;
}

}  // namespace whistle::storage

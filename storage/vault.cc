#include "storage/vault.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/assert.h"
#include "storage/sha256.h"
#include "storage/vault_row.h"

namespace whistle::storage {

using engine::RandomSource;
using engine::Stored;
using engine::StoreError;
using engine::StoreFault;

namespace {

constexpr std::string_view kMasterKeyLabel = "whistle-master-key-1";
constexpr std::size_t kSaltBytes = 32;

// Fields of PersonalData that are committed to, by number.
enum class Tag : char { Text = 1, Address = 2, Reporter = 3, Point = 4, TicketToken = 16 };

tl::unexpected<StoreError> damaged_vault(std::string_view what) {
  return tl::unexpected(StoreError{StoreFault::Damaged, "vault: " + std::string(what)});
}

// Random bytes of one sealing, asked for in one go: the system's are a call of the kernel each.
class Dice {
 public:
  Dice(RandomSource& random, std::size_t size) : bytes_(size, '\0') {
    random.fill({reinterpret_cast<std::uint8_t*>(bytes_.data()), size});
  }
  Dice(const Dice&) = delete;
  Dice& operator=(const Dice&) = delete;
  ~Dice() { sodium_memzero(bytes_.data(), bytes_.size()); }

  std::string_view take(std::size_t size) {
    WHISTLE_ASSERT(at_ + size <= bytes_.size());
    at_ += size;
    return std::string_view(bytes_).substr(at_ - size, size);
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

constexpr std::size_t kPayloadDice = kSaltBytes + kNonceBytes;
constexpr std::size_t kTicketDice = kKeyBytes + kNonceBytes;

std::string commitment(std::string_view salt, Tag tag, std::string_view value) {
  const char byte = static_cast<char>(tag);
  return sha256({salt, {&byte, 1}, value});
}

// Salt and message in one, wiped after use.
class Payload {
 public:
  Payload(std::string_view salt, const v1::PersonalData& personal) : bytes_(salt) { personal.AppendToString(&bytes_); }
  explicit Payload(std::string bytes) : bytes_(std::move(bytes)) {}
  Payload(const Payload&) = delete;
  Payload& operator=(const Payload&) = delete;
  ~Payload() { sodium_memzero(bytes_.data(), bytes_.size()); }

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Keyed BLAKE2b: another primitive than the box's under the same key, and a text that says what it is for.
std::string token_of(const TicketKey& ticket_key) {
  static_assert(kTicketTokenBytes >= crypto_generichash_BYTES_MIN);
  constexpr std::string_view kContext = "whistle vault 1 ticket token";
  std::string token(kTicketTokenBytes, '\0');
  const int hashed = crypto_generichash(reinterpret_cast<unsigned char*>(token.data()), token.size(),
                                        reinterpret_cast<const unsigned char*>(kContext.data()), kContext.size(),
                                        ticket_key.bytes.data(), ticket_key.bytes.size());
  WHISTLE_ASSERT(hashed == 0);
  return token;
}

std::string block_context(std::string_view place) {
  return "whistle vault 1 file block " + std::string(place);
}

// Keyed BLAKE2b over place and content; the place says its own length, so no two pairs give one text.
std::string block_nonce(const TicketKey& ticket_key, std::string_view place, std::string_view block) {
  static_assert(kNonceBytes >= crypto_generichash_BYTES_MIN && kNonceBytes <= crypto_generichash_BYTES_MAX);
  constexpr std::string_view kContext = "whistle vault 1 file nonce";
  const auto place_size = static_cast<std::uint64_t>(place.size());
  crypto_generichash_state state;
  std::string nonce(kNonceBytes, '\0');
  const auto add = [&](const void* bytes, std::size_t size) {
    WHISTLE_ASSERT(crypto_generichash_update(&state, static_cast<const unsigned char*>(bytes), size) == 0);
  };
  WHISTLE_ASSERT(crypto_generichash_init(&state, ticket_key.bytes.data(), ticket_key.bytes.size(), nonce.size()) == 0);
  add(kContext.data(), kContext.size());
  for (std::size_t i = sizeof place_size; i-- > 0;) {
    const auto byte = static_cast<unsigned char>(place_size >> (8 * i));
    add(&byte, 1);
  }
  add(place.data(), place.size());
  add(block.data(), block.size());
  WHISTLE_ASSERT(crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(nonce.data()), nonce.size()) == 0);
  return nonce;
}

Vault::Sealed sealed_payload(RowKind kind, const TicketKey& ticket_key, const v1::PersonalData& personal, Dice& dice,
                             Vault::GiveToken give_token) {
  const auto salt = dice.take(kSaltBytes);
  const auto nonce = dice.take(kNonceBytes);
  const Payload payload(salt, personal);
  Vault::Sealed sealed{seal_box(payload_context(kind), ticket_key.bytes, nonce, payload.bytes()),
                       Vault::commit(salt, personal), ""};
  if (give_token == Vault::GiveToken::Yes) {
    sealed.ticket_token = token_of(ticket_key);
    sealed.commitments.set_ticket_token(commitment(salt, Tag::TicketToken, sealed.ticket_token));
  }
  return sealed;
}

KeyView key_view(const SecretBytes& key) {
  return KeyView(key.data(), kKeyBytes);
}

// The ticket's key out of its first row.
Stored<TicketKey> unwrap(const SecretBytes& master_key, std::string_view master_key_id, std::string_view first) {
  const auto parts = parse_row(first);
  if (!parts || parts->kind != RowKind::First) return damaged_vault("a ticket's first row is of no form that is known");
  if (parts->master_key_id != master_key_id)
    return damaged_vault("a ticket's first row was sealed under another master key");
  TicketKey ticket_key;
  if (!open_box(wrap_context(master_key_id), key_view(master_key), parts->wrapped_key, ticket_key.bytes.data(),
                kKeyBytes)) {
    return damaged_vault("a ticket's key does not open");
  }
  return ticket_key;
}

}  // namespace

Vault::Vault(SecretBytes master_key) : master_key_(std::move(master_key)) {
  const std::string_view key(reinterpret_cast<const char*>(master_key_.data()), master_key_.size());
  master_key_id_ = sha256({"whistle master key id", key}).substr(0, kMasterKeyIdBytes);
}

Stored<Vault> Vault::create(const std::filesystem::path& master_key_file, RandomSource& random) {
  SecretBytes key(kKeyBytes);
  random.fill(key.span());
  const auto written = write_secret_file(master_key_file, kMasterKeyLabel, key);
  if (!written) return tl::unexpected(written.error());
  return Vault(std::move(key));
}

Stored<Vault> Vault::open(const std::filesystem::path& master_key_file) {
  auto key = read_secret_file(master_key_file, kMasterKeyLabel, kKeyBytes);
  if (!key) return tl::unexpected(key.error());
  return Vault(std::move(*key));
}

Vault::Sealed Vault::seal(const v1::PersonalData& personal, RandomSource& random, GiveToken give_token) const {
  Dice dice(random, kTicketDice + kPayloadDice);
  const auto key = dice.take(kKeyBytes);
  const auto nonce = dice.take(kNonceBytes);
  TicketKey ticket_key;
  std::copy(key.begin(), key.end(), ticket_key.bytes.begin());
  const std::string wrapped = seal_box(wrap_context(master_key_id_), key_view(master_key_), nonce, key);
  Sealed sealed = sealed_payload(RowKind::First, ticket_key, personal, dice, give_token);
  sealed.row = first_row(master_key_id_, wrapped, sealed.row);
  return sealed;
}

Stored<std::optional<std::string>> Vault::ticket_token(std::string_view first,
                                                       const v1::Commitments& commitments) const {
  if (commitments.ticket_token().empty()) return std::nullopt;
  const auto opened = open(first, first);
  if (!opened) return tl::unexpected(opened.error());
  const auto ticket_key = unwrap(master_key_, master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  auto token = token_of(*ticket_key);
  if (commitment(opened->salt, Tag::TicketToken, token) != commitments.ticket_token()) return std::nullopt;
  return token;
}

Stored<Vault::Sealed> Vault::seal_under(std::string_view first, const v1::PersonalData& personal,
                                        RandomSource& random) const {
  const auto ticket_key = unwrap(master_key_, master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  Dice dice(random, kPayloadDice);
  Sealed sealed = sealed_payload(RowKind::Later, *ticket_key, personal, dice, GiveToken::No);
  sealed.row = later_row(sealed.row);
  return sealed;
}

bool Vault::wraps(std::string_view first) const {
  const auto parts = parse_row(first);
  return parts && parts->kind == RowKind::First && parts->master_key_id == master_key_id_;
}

Stored<std::string> Vault::rewrap(const Vault& former, std::string_view first, RandomSource& random) const {
  const auto ticket_key = unwrap(former.master_key_, former.master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  Dice dice(random, kNonceBytes);
  const std::string_view key(reinterpret_cast<const char*>(ticket_key->bytes.data()), ticket_key->bytes.size());
  const auto wrapped = seal_box(wrap_context(master_key_id_), key_view(master_key_), dice.take(kNonceBytes), key);
  return first_row(master_key_id_, wrapped, parse_row(first)->payload);
}

Stored<std::string> Vault::seal_block(std::string_view first, std::string_view place, std::string_view block) const {
  const auto ticket_key = unwrap(master_key_, master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  return seal_box(block_context(place), ticket_key->bytes, block_nonce(*ticket_key, place, block), block);
}

Stored<std::string> Vault::open_block(std::string_view first, std::string_view place, std::string_view box) const {
  const auto ticket_key = unwrap(master_key_, master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  if (box.size() < kBoxOverheadBytes) return damaged_vault("a block of a file is too short");
  std::string block(box.size() - kBoxOverheadBytes, '\0');
  if (!open_box(block_context(place), ticket_key->bytes, box, reinterpret_cast<std::uint8_t*>(block.data()),
                block.size())) {
    return damaged_vault("a block of a file does not open under its ticket's key");
  }
  return block;
}

Stored<Vault::Opened> Vault::open(std::string_view first, std::string_view row) const {
  const auto ticket_key = unwrap(master_key_, master_key_id_, first);
  if (!ticket_key) return tl::unexpected(ticket_key.error());
  const auto parts = parse_row(row);
  if (!parts) return damaged_vault("a row is of no form that is known");
  const std::size_t size = parts->payload.size() - kBoxOverheadBytes;
  if (size < kSaltBytes) return damaged_vault("a row is too short");

  std::string plain(size, '\0');
  const bool opens = open_box(payload_context(parts->kind), ticket_key->bytes, parts->payload,
                              reinterpret_cast<std::uint8_t*>(plain.data()), plain.size());
  const Payload payload(std::move(plain));
  if (!opens) return damaged_vault("a row does not open under its ticket's key");
  Opened opened;
  opened.salt = payload.bytes().substr(0, kSaltBytes);
  const auto message = payload.bytes().substr(kSaltBytes);
  if (!opened.personal.ParseFromArray(message.data(), static_cast<int>(message.size()))) {
    return damaged_vault("a row holds no personal data");
  }
  return opened;
}

v1::Commitments Vault::commit(std::string_view salt, const v1::PersonalData& personal) {
  WHISTLE_ASSERT(salt.size() == kSaltBytes);
  v1::Commitments commitments;
  if (!personal.text().empty()) commitments.set_text(commitment(salt, Tag::Text, personal.text()));
  if (!personal.address().empty()) commitments.set_address(commitment(salt, Tag::Address, personal.address()));
  if (personal.has_reporter()) {
    commitments.set_reporter(commitment(salt, Tag::Reporter, personal.reporter().SerializeAsString()));
  }
  if (personal.has_point()) commitments.set_point(commitment(salt, Tag::Point, personal.point().SerializeAsString()));
  return commitments;
}

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool Vault::matches(const Opened& opened, const v1::Commitments& commitments) {
  const auto own = commit(opened.salt, opened.personal);
  return own.text() == commitments.text() && own.address() == commitments.address() &&
         own.reporter() == commitments.reporter() && own.point() == commitments.point();
}

}  // namespace whistle::storage

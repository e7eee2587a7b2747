#include "storage/checkpoint.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "engine/base64.h"
#include "engine/hexadecimal.h"
#include "storage/sha256.h"

namespace whistle::storage {

namespace {

constexpr std::string_view kSignatureMark = "\xe2\x80\x94 ";  // an em dash and a space
constexpr char kEd25519 = '\x01';
constexpr std::size_t kKeyHashBytes = 4;

std::string key_hash(std::string_view name, std::string_view public_key) {
  return sha256({name, "\n", std::string_view(&kEd25519, 1), public_key}).substr(0, kKeyHashBytes);
}

// Takes the first line off; nullopt: there is no whole one.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// Decimal, without sign or leading zeros.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (fault != std::errc() || end != text.data() + text.size() || std::to_string(size) != text) return std::nullopt;
  return size;
}

std::string text_of(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + engine::base64(checkpoint.root) + "\n";
}

// Lines after the third are extensions: none is known, all are signed.
std::optional<Checkpoint> parse_text(std::string_view text) {
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!root || origin->empty()) return std::nullopt;
  const auto count = parse_size(*size);
  const auto hash = engine::parse_base64(*root);
  if (!count || !hash || hash->size() != kSha256Bytes) return std::nullopt;
  while (!text.empty()) {
    const auto extension = take_line(text);
    if (!extension || extension->empty()) return std::nullopt;
  }
  return Checkpoint{std::string(*origin), *count, *hash};
}

struct Signature {
  std::string_view name;
  std::string key_hash;
  std::string bytes;
};

std::optional<Signature> parse_signature(std::string_view line) {
  if (!line.starts_with(kSignatureMark)) return std::nullopt;
  line.remove_prefix(kSignatureMark.size());
  const auto space = line.find(' ');
  if (space == 0 || space == std::string_view::npos) return std::nullopt;
  const auto bytes = engine::parse_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kKeyHashBytes) return std::nullopt;
  return Signature{line.substr(0, space), bytes->substr(0, kKeyHashBytes), bytes->substr(kKeyHashBytes)};
}

}  // namespace

std::string checkpoint_origin(std::string_view district_code, std::string_view journal_id) {
  return "whistle/" + std::string(district_code) + "/" + engine::hexadecimal(journal_id);
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const CheckpointKey& key) {
  const auto text = text_of(checkpoint);
  const auto signature = key_hash(checkpoint.origin, key.public_key()) + key.sign(text);
  return text + "\n" + std::string(kSignatureMark) + checkpoint.origin + " " + engine::base64(signature) + "\n";
}

tl::expected<Checkpoint, NoteFault> open_checkpoint(std::string_view note, std::string_view public_key) {
  const auto malformed = tl::unexpected(NoteFault::Malformed);
  const auto blank = note.rfind("\n\n");
  if (note.size() > kNoteBytesMax || blank == std::string_view::npos) return malformed;
  const auto text = note.substr(0, blank + 1);
  auto lines = note.substr(blank + 2);
  const auto checkpoint = parse_text(text);
  if (!checkpoint || lines.empty()) return malformed;
  const auto wanted = key_hash(checkpoint->origin, public_key);
  bool is_signed = false;
  while (!lines.empty()) {
    const auto line = take_line(lines);
    const auto signature = line ? parse_signature(*line) : std::nullopt;
    if (!signature) return malformed;
    if (signature->name != checkpoint->origin || signature->key_hash != wanted) continue;
    if (!CheckpointKey::verify(public_key, text, signature->bytes)) return tl::unexpected(NoteFault::Forged);
    is_signed = true;
  }
  if (!is_signed) return tl::unexpected(NoteFault::OtherKey);
  return *checkpoint;
}

std::string verifier_key(std::string_view name, std::string_view public_key) {
  return std::string(name) + "+" + engine::hexadecimal(key_hash(name, public_key)) + "+" +
         engine::base64(std::string(1, kEd25519) + std::string(public_key));
}

std::optional<VerifierKey> parse_verifier_key(std::string_view text) {
  // Base64 has `+` among its digits, names have none: the first two divide.
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto bytes = engine::parse_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 1 + crypto_sign_PUBLICKEYBYTES || bytes->front() != kEd25519) return std::nullopt;
  VerifierKey key{std::string(text.substr(0, first)), bytes->substr(1)};
  if (key.name.empty() || verifier_key(key.name, key.public_key) != text) return std::nullopt;
  return key;
}

}  // namespace whistle::storage

// Seals the personal data of tickets, so that it lies outside journal and ticket rows and can be destroyed with its
// key.
//
//   auto vault = Vault::open("/etc/whistle/master.key");
//   Vault::Sealed first = vault->seal(personal, random);        // the whistle: a new ticket key, wrapped by the master
//   key
//   ... commit first.row under (ticket, ticket), put first.commitments into the entry ...
//   auto note = vault->seal_under(first.row, more, random);     // a later act on the ticket, under the same ticket key
//   auto opened = vault->open(first.row, note->row);            // and back
//
// A ticket without any personal data has a first row too: later notes need its key.
//
// What a row is bound to: its kind (first or later) and its place in the grammar, by the authenticated text beside the
// cipher. It is not bound to its ticket, whose number is not known when it is sealed. A later row of another ticket
// does not open, because its key is another; a first row put in another ticket's place, or two later rows of one ticket
// exchanged, open, but do not match the commitments of the entry: whoever reads a row checks `matches`. Two first rows
// that hold nothing have nothing to match; exchanged, they make the later rows of both tickets unreadable.
//
// Threads: immutable after construction; every member may be called on any thread. FORMAT.md gives the bytes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports.h"
#include "storage/secret.h"
#include "whistle/v1/command.pb.h"

namespace whistle::storage {

inline constexpr std::size_t kTicketTokenBytes = 16;

// Compares in a time that does not depend on where the two differ.
[[nodiscard]] bool same_secret(std::string_view one, std::string_view other);

class Vault {
 public:
  // A row for the store, and what the entry says of it.
  struct Sealed {
    std::string row;
    v1::Commitments commitments;
    std::string ticket_token;  // 16 bytes where one was asked for, else empty
  };
  // Whether a ticket gets a private token, for the resident who blew.
  enum class GiveToken : bool { No, Yes };

  struct Opened {
    v1::PersonalData personal;
    std::string salt;  // 32 bytes
  };

  // Makes a new master key and its file, of mode 0600. Io where there is a file already: a key is never overwritten.
  [[nodiscard]] static engine::Stored<Vault> create(const std::filesystem::path& master_key_file,
                                                    engine::RandomSource& random);
  // Io where there is no such file or anybody but its owner may read it; Damaged where it holds no master key.
  [[nodiscard]] static engine::Stored<Vault> open(const std::filesystem::path& master_key_file);

  // A ticket's first row: a new random key of 32 bytes, wrapped by the master key, a new salt, and the payload under
  // the ticket's key.
  [[nodiscard]] Sealed seal(const v1::PersonalData& personal, engine::RandomSource& random,
                            GiveToken give_token = GiveToken::No) const;

  // The ticket's private token, a keyed hash under the ticket's key: equal for equal rows, unpredictable without the
  // master key, and gone with the row. nullopt: the entry's commitments give no token, or another's: the row is not
  // that entry's. Damaged as `open`.
  [[nodiscard]] engine::Stored<std::optional<std::string>> ticket_token(std::string_view first_row,
                                                                        const v1::Commitments& commitments) const;

  // A later payload of the same ticket, under the key that `first_row` holds. Damaged where that row does not open.
  [[nodiscard]] engine::Stored<Sealed> seal_under(std::string_view first_row, const v1::PersonalData& personal,
                                                  engine::RandomSource& random) const;

  // Opens `row`, which is `first_row` itself or a later one of its ticket. Damaged where either is not what was sealed,
  // or was sealed under another master key; `what` says which.
  [[nodiscard]] engine::Stored<Opened> open(std::string_view first_row, std::string_view row) const;

  // Whether the ticket's key in a first row is wrapped by this master key, as far as the row says.
  [[nodiscard]] bool wraps(std::string_view first_row) const;
  // A first row as it is, but for the ticket's key: `former` wrapped it, this master key does from here on. Damaged
  // where it does not open.
  [[nodiscard]] engine::Stored<std::string> rewrap(const Vault& former, std::string_view first_row,
                                                   engine::RandomSource& random) const;

  // A block of a file of the ticket, under the key that `first_row` holds. `place` says which block of which file, and
  // is authenticated beside it. The nonce is a keyed hash of both: the same block in the same place gives the same box,
  // so that a file which is sent again is stored under the name that it has already; another content there, another
  // nonce. Damaged where the row does not open.
  [[nodiscard]] engine::Stored<std::string> seal_block(std::string_view first_row, std::string_view place,
                                                       std::string_view block) const;
  // The way back. Damaged where the box is not what was sealed there under that ticket's key.
  [[nodiscard]] engine::Stored<std::string> open_block(std::string_view first_row, std::string_view place,
                                                       std::string_view box) const;

  // SHA-256(salt, tag, value) of each field that is given; the tag is the field's number. Equal for equal arguments.
  [[nodiscard]] static v1::Commitments commit(std::string_view salt, const v1::PersonalData& personal);
  // Whether `commitments`, of an entry, are those of what was opened: all of them and no others.
  [[nodiscard]] static bool matches(const Opened& opened, const v1::Commitments& commitments);

  // 8 bytes that name the master key; first rows carry them. No secret.
  [[nodiscard]] const std::string& master_key_id() const { return master_key_id_; }

 private:
  explicit Vault(SecretBytes master_key);

  SecretBytes master_key_;
  std::string master_key_id_;
};

}  // namespace whistle::storage

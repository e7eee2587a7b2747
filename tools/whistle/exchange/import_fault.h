// Why a row of another system's export, or a value of it, did not become what the mapping wants.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/whistle/wording.h"

namespace whistle::tools {

enum class ImportCause : std::uint8_t {
  BrokenRow,         // a JSON line that is none; detail: the reader's reason
  FieldCount,        // detail: how many fields, of how many
  NotUtf8,           // perhaps GBK
  ControlCharacter,  // no text of people
  NoId,              // the row's own id is empty
  NothingSaid,       // neither category nor text
  TooLong,           // detail: bytes that are allowed
  NotMapped,         // the mapping has no word for the value
  NotInCatalogue,    // no category has the code, or is called so
  SeveralCalledSo,   // several categories are called so; detail: their codes
  UnknownWord,       // no word of the district's language; detail: which there are
  NotANumber,        // of a coordinate
  HalfPoint,         // one coordinate without the other
  Swapped,           // latitude and longitude, probably
  OutOfBounds,       // outside the mapping's bounds, or outside the earth
  NoSuchTime,        // not as the format has it, or no day of the calendar
  TimeInGap,         // the clock jumped over it
  TimeTwice,         // the clock showed it twice
  OutsideDistrict,   // the engine found it in no grid
  Refused,           // by the engine; detail: its words
};

// What became of it.
enum class ImportEffect : std::uint8_t {
  Row,       // the whole row was left out
  Value,     // the value was left out, the whistle blown without it
  Replaced,  // by the mapping's `otherwise`
  Cut,       // to what fits
  Kept,      // as it was read; worth a look
};

struct ImportFault {
  ImportCause cause{};
  ImportEffect effect = ImportEffect::Row;
  std::string column;  // of the source; several: with a + between; empty: the row
  std::string value;   // as it came
  std::string detail;
};

// "not_in_catalogue".
[[nodiscard]] std::string_view machine_word(ImportCause cause);
[[nodiscard]] std::string_view machine_word(ImportEffect effect);
// One sentence.
[[nodiscard]] std::string import_fault_words(Language language, const ImportFault& fault);

}  // namespace whistle::tools

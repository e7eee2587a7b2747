// What a command is given when it runs. What commands are made of takes this, and need not know how they were typed.
#pragma once

#include "tools/whistle/console.h"
#include "tools/whistle/language.h"
#include "tools/whistle/settings.h"

namespace whistle::tools {

struct CommandContext {
  Console& console;
  Language language;
  bool json = false;       // -o json
  bool csv = false;        // -o csv, of a command that tells tables
  SettingsLayer settings;  // of all sources
};

}  // namespace whistle::tools

// How the program ends; README.md and `whistle --help` say the same.
#pragma once

namespace whistle::tools {

enum class ExitCode : int {
  Ok = 0,             // done
  Refused = 1,        // the engine refused (of several: at least one), or a directory has errors, or a rule test failed
  Usage = 2,          // the command line or the settings cannot be understood; audit verify: cannot tell
  Warnings = 3,       // district check --strict: no errors, but warnings
  NoAnswer = 4,       // the engine cannot be reached or did not answer in time; what was asked may have been done
  LocalFile = 5,      // a file on this side cannot be read, written or understood
  NotRecognised = 6,  // the engine is there, but the keys of the two sides do not fit
  Interrupted = 130,  // Ctrl-C before the work was finished
};

}  // namespace whistle::tools

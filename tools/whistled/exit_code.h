// How whistled ends. `whistled --help`, README.md and the systemd unit say the same.
#pragma once

namespace whistle::tools::whistled {

enum class ExitCode : int {
  Ok = 0,           // stopped as asked; or, of `init`, made
  Failed = 1,       // the machine refused something: an address in use, a file that cannot be read or written
  Usage = 2,        // the command line or the configuration file cannot be understood
  BadDistrict = 3,  // the district directory does not compile
  BadData = 4,  // the data directory: none there, one there already, held by another process, damaged, or of another
                // kind of time
  StoreFailed = 5,   // a commit failed or its outcome is unknown: start again, start-up recovers
  StoreFull = 6,     // the same for want of space: make space, then start again
  Superseded = 7,    // another writer has taken over; do not start again
  DoctorWarned = 8,  // of doctor: the gravest finding is a warning
  DoctorFailed = 9,  // of doctor: it is an error
};

}  // namespace whistle::tools::whistled

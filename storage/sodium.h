// libsodium wants to be started before its first use.
#pragma once

namespace whistle::storage {

// Starts it once; afterwards it does nothing. Any thread. Ends the process where the system offers no randomness.
void start_sodium();

}  // namespace whistle::storage

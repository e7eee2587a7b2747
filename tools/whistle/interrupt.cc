#include "tools/whistle/interrupt.h"

#include <csignal>

namespace whistle::tools {

namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

extern "C" void note_interrupt(int) {
  interrupt_seen = 1;
}

void set_action(void (*action)(int), int flags) {
  struct sigaction wanted {};
  wanted.sa_handler = action;
  wanted.sa_flags = flags;
  sigemptyset(&wanted.sa_mask);
  sigaction(SIGINT, &wanted, nullptr);
  sigaction(SIGTERM, &wanted, nullptr);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupt_seen = 0;
  // Without SA_RESTART a wait for the network or the keyboard ends at once.
  set_action(note_interrupt, static_cast<int>(SA_RESETHAND));
}

InterruptWatch::~InterruptWatch() {
  set_action(SIG_DFL, 0);
}

bool InterruptWatch::interrupted() {
  return interrupt_seen != 0;
}

}  // namespace whistle::tools

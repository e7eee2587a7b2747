#include "tools/whistle/interruptible_input.h"

#include <cerrno>
#include <csignal>
#include <ios>

#include <poll.h>
#include <unistd.h>

#include "tools/whistle/interrupt.h"

namespace whistle::tools {

bool InterruptibleInput::wait() const {
  // Held back but while it waits: a signal between the question and the wait would be slept through.
  sigset_t held;
  sigset_t usual;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &usual);
  pollfd input{descriptor_, POLLIN, 0};
  int ready = -1;
  do {
    ready = InterruptWatch::interrupted() ? 0 : ::ppoll(&input, 1, nullptr, &usual);
  } while (ready < 0 && errno == EINTR);
  pthread_sigmask(SIG_SETMASK, &usual, nullptr);
  return ready > 0;
}

InterruptibleInput::int_type InterruptibleInput::underflow() {
  ssize_t bytes = -1;
  do {
    if (!wait()) throw std::ios_base::failure("interrupted");
    bytes = ::read(descriptor_, buffer_.data(), buffer_.size());
  } while (bytes < 0 && (errno == EINTR || errno == EAGAIN));
  if (bytes < 0) throw std::ios_base::failure("read");
  if (bytes == 0) return traits_type::eof();
  setg(buffer_.data(), buffer_.data(), buffer_.data() + bytes);
  return traits_type::to_int_type(buffer_.front());
}

}  // namespace whistle::tools

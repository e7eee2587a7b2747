#include "adapters/http/body_stream.h"

#include <algorithm>
#include <utility>

namespace whistle::adapters::http {

std::shared_ptr<BodyStream> BodyStream::make() {
  return std::shared_ptr<BodyStream>(new BodyStream());
}

BodyStream::~BodyStream() = default;

bool BodyStream::write(std::string piece) {
  const std::scoped_lock lock(mutex_);
  if (closed_ || ended_ || overflown_) return false;
  overflown_ = piece.size() > bytes_max_ - std::min(bytes_max_, waiting_.size() + taken_);
  if (overflown_) {
    std::string().swap(waiting_);
  } else if (waiting_.empty()) {
    waiting_ = std::move(piece);
  } else {
    waiting_.append(piece);
  }
  if (wake_ && !std::exchange(woken_, true)) wake_();
  return !overflown_;
}

void BodyStream::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  if (wake_ && !std::exchange(woken_, true)) wake_();
}

bool BodyStream::open() const {
  const std::scoped_lock lock(mutex_);
  return !closed_ && !ended_ && !overflown_;
}

std::size_t BodyStream::waiting() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.size() + taken_;
}

void BodyStream::when_gone(std::function<void()> call) {
  const std::scoped_lock lock(mutex_);
  gone_ = std::move(call);
}

void BodyStream::attach(std::size_t bytes_max, std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  bytes_max_ = bytes_max;
  overflown_ = overflown_ || waiting_.size() > bytes_max_;
  wake_ = std::move(wake);
}

BodyStream::Taken BodyStream::take() {
  const std::scoped_lock lock(mutex_);
  woken_ = false;
  taken_ += waiting_.size();
  return {std::exchange(waiting_, {}), closed_, overflown_};
}

bool BodyStream::overflown() const {
  const std::scoped_lock lock(mutex_);
  return overflown_;
}

void BodyStream::sent(std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  taken_ -= bytes;
}

void BodyStream::end(bool tell) {
  std::function<void()> gone;
  std::function<void()> wake;
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(ended_, true)) return;
    std::string().swap(waiting_);
    gone.swap(gone_);
    wake.swap(wake_);
  }
  if (tell && gone) gone();
}

}  // namespace whistle::adapters::http

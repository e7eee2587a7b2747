// A stream whose disk fails: so many bytes can be read of it, and then no more, which is no end.
//
//   FailingInput input("one\ntwo");
//   read_all(input.stream());           // "one\ntwo", and then stream().bad()
//
// Use from one thread.
#pragma once

#include <ios>
#include <istream>
#include <streambuf>
#include <string>
#include <utility>

namespace whistle::support {

class FailingInput {
 public:
  explicit FailingInput(std::string bytes) : bytes_(std::move(bytes)), stream_(&bytes_) {}
  [[nodiscard]] std::istream& stream() { return stream_; }

 private:
  // As the library's own file buffer, which throws where read(2) fails, and whose stream catches that.
  class Bytes : public std::streambuf {
   public:
    explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {
      setg(bytes_.data(), bytes_.data(), bytes_.data() + bytes_.size());
    }

   protected:
    int_type underflow() override { throw std::ios_base::failure("EIO"); }

   private:
    std::string bytes_;
  };

  Bytes bytes_;
  std::istream stream_;
};

}  // namespace whistle::support

// A bounded number of places for what takes much memory, of all and of each.
//
//   Places uploads({.all = 16, .each = 4});
//   auto place = uploads.take(credential);      // nullptr: none is free
//   request.held = place;                       // free again once whoever holds it is gone
//
// Any thread; places may be held longer than this object lives.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace whistle::tools::whistled::web {

class Places {
 public:
  struct Bounds {
    std::size_t all = 0;
    std::size_t each = 0;
  };
  explicit Places(Bounds bounds) : taken_(std::make_shared<Taken>()), bounds_(bounds) {}

  [[nodiscard]] std::shared_ptr<const void> take(const std::string& who);

 private:
  struct Taken {
    std::mutex mutex;
    std::size_t all = 0;
    std::map<std::string, std::size_t> of;
  };
  class Place;

  const std::shared_ptr<Taken> taken_;
  const Bounds bounds_;
};

}  // namespace whistle::tools::whistled::web

#include "tools/whistled/web/places.h"

#include <utility>

namespace whistle::tools::whistled::web {

class Places::Place {
 public:
  Place(std::shared_ptr<Taken> taken, std::string who) : taken_(std::move(taken)), who_(std::move(who)) {}
  ~Place() {
    const std::lock_guard lock(taken_->mutex);
    --taken_->all;
    const auto own = taken_->of.find(who_);
    if (--own->second == 0) taken_->of.erase(own);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  const std::shared_ptr<Taken> taken_;
  const std::string who_;
};

std::shared_ptr<const void> Places::take(const std::string& who) {
  const std::lock_guard lock(taken_->mutex);
  const auto own = taken_->of.find(who);
  const bool has_all = own != taken_->of.end() && own->second >= bounds_.each;
  if (taken_->all >= bounds_.all || has_all) return nullptr;
  auto place = std::make_shared<Place>(taken_, who);
  ++taken_->all;
  ++taken_->of[who];
  return place;
}

}  // namespace whistle::tools::whistled::web

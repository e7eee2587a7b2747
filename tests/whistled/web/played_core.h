// A core that is played by a test: what the web asks waits until it is answered.
#pragma once

#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <utility>

#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::web {

class PlayedCore {
 public:
  using Play = std::function<v1::Reply(const EdgeRequest&)>;

  // Answers everything that has been asked, and what is asked thereupon.
  void answer_all(const Play& play) {
    while (answer_one(play)) {
    }
  }
  // False: nothing has been asked.
  bool answer_one(const Play& play) {
    if (asked_.empty()) return false;
    auto request = std::move(asked_.front());
    asked_.pop_front();
    ++questions;
    request.tell(play(request));
    context.restart();
    context.poll();
    return true;
  }

  boost::asio::io_context context{1};
  std::size_t questions = 0;

 private:
  std::deque<EdgeRequest> asked_;

 public:
  WebCore core{context, [this](EdgeRequest request) { asked_.push_back(std::move(request)); }};
};

}  // namespace whistle::tools::whistled::web

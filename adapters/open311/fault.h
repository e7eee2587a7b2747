// What is wrong with a call, and how that is answered.
//
//   Faults faults(language);
//   faults.add(400, "lat", {"须为十进制度数", "a decimal number of degrees"});
//   if (!faults.empty()) return tl::unexpected(faults.answer(format));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/open311/georeport.h"
#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {

class Faults {
 public:
  explicit Faults(Language language) : language_(language) {}

  // `field` is one of our own words, never what somebody sent: an answer repeats nothing that the call brought.
  void add(unsigned status, std::string_view field, const Phrase& what);

  [[nodiscard]] bool empty() const { return faults_.empty(); }
  [[nodiscard]] std::size_t count() const { return faults_.size(); }
  // Of all of them, in the order in which they were found; its status is the first one's.
  [[nodiscard]] Answer answer(Format format) const;

 private:
  struct Fault {
    unsigned status;
    std::string description;
  };
  Language language_;
  std::vector<Fault> faults_;
};

// An answer of a single fault.
[[nodiscard]] Answer fault_answer(Format format, Language language, unsigned status, std::string_view field,
                                  const Phrase& what);

}  // namespace whistle::adapters::open311

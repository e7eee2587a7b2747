// Which alias stands in an address: the longest in characters, of equals the lower by bytes.
//
//   AliasIndex index({"阳光花园", "阳光花园二期"});   // sorted by bytes, none empty, none twice
//   index.find("健康街阳光花园二期3号楼");            // 1
//
// Characters are UTF-8 code points; comparison is byte for byte, anywhere in the address. A tree of the first bytes
// that tell the aliases apart, so that the cost hangs on the address and not on how many aliases there are. Constant
// after construction.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::engine {

class AliasIndex {
 public:
  AliasIndex() = default;
  explicit AliasIndex(std::vector<std::string> sorted_texts);

  // Position of the winning alias in the list.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view address) const;

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // The aliases that share their first bytes.
  struct Node {
    std::uint32_t first_child = 0;
    std::uint16_t children = 0;
    std::uint8_t byte = 0;        // the last of the shared bytes
    std::uint32_t ends = kNone;   // the alias that is these bytes exactly
    std::uint32_t alone = kNone;  // the one alias of a node that needs no children: its rest is compared directly
  };

  void build();
  [[nodiscard]] std::uint32_t child(const Node& node, std::uint8_t byte) const;
  [[nodiscard]] std::uint32_t longest_at(std::string_view rest) const;
  [[nodiscard]] bool beats(std::uint32_t alias, std::uint32_t other) const;

  std::vector<std::string> texts_;
  std::vector<std::uint32_t> characters_;
  std::vector<Node> nodes_;
  std::array<std::uint32_t, 256> roots_{};  // node by first byte
};

// Number of UTF-8 code points; a stray byte that continues nothing counts none.
[[nodiscard]] std::uint32_t count_characters(std::string_view text);

}  // namespace whistle::engine

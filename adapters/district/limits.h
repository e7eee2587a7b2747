// Bounds on what a district directory may hold. They stop mistakes and hostile uploads, not districts: a city of ten
// million people stays two orders of magnitude below each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whistle::adapters::district {

inline constexpr std::size_t kFilesMax = 256;
inline constexpr std::size_t kFileBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kDirectoryBytesMax = std::size_t{128} << 20;
inline constexpr std::size_t kYamlBytesMax = std::size_t{4} << 20;
inline constexpr std::size_t kYamlDepthMax = 16;
inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::size_t kCsvRowsMax = 200'000;
inline constexpr std::size_t kCodeBytesMax = 64;
inline constexpr std::size_t kNameBytesMax = 512;
inline constexpr std::size_t kAliasBytesMax = 512;
inline constexpr std::size_t kListItemsMax = 10'000;
inline constexpr std::size_t kCornersMax = 5'000'000;
inline constexpr std::size_t kRoutesMax = 2'000;
inline constexpr std::size_t kLaddersMax = 200;
inline constexpr std::size_t kLadderStepsMax = 32;
inline constexpr std::size_t kUrgenciesMax = 16;
inline constexpr std::size_t kRuleTestsMax = 20'000;
// More are counted, not kept: nobody reads them.
inline constexpr std::size_t kDiagnosticsMax = 1'000;

}  // namespace whistle::adapters::district

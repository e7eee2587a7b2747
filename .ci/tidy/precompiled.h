// What most sources include and no change of ours touches: clang-tidy reads it once instead of before every source.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include <whistle/v1/entry.pb.h>
#include <whistle/v1/ruleset.pb.h>
#include <whistle/v1/service.pb.h>

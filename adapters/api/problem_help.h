// What the pages of problems say beside the English of problem.h: the title in Chinese, and what the caller can do.
//
//   for (const auto& kind : problem_kinds()) help_of(kind.code)->todo_en;
#pragma once

#include <string_view>

namespace whistle::adapters::api {

struct ProblemHelp {
  std::string_view code;
  std::string_view title_zh;
  std::string_view todo_zh;  // sentences
  std::string_view todo_en;
};

// One for every code of problem_kinds(); nullptr: there is no such code.
[[nodiscard]] const ProblemHelp* help_of(std::string_view code);

}  // namespace whistle::adapters::api

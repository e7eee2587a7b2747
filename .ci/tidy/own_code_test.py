"""clang-tidy says the same of our code with own_code.cc as without: of a source and a header that have one of each fault.

    .ci/tidy/own_code_test.py build/tidy/own_code/own_code.so
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = """\
#pragma once
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>
namespace faults {
struct bad_name {                                   // readability-identifier-naming
  bad_name(int value) : held(value) {}              // google-explicit-constructor
  virtual ~bad_name() = default;
  virtual int told() const { return held; }
  int held;
};
struct Derived : bad_name {
  using bad_name::bad_name;
  virtual int told() const { return 2; }            // modernize-use-override
};
template <typename Item>
bool is_empty_of(const std::vector<Item>& items) {
  return items.size() == 0;                         // readability-container-size-empty, in a template
}
int defined_in_header(int x) { return x; }          // misc-definitions-in-headers
#define FAULTS_MOVED(text) (take(std::move(text)), text.size())
inline std::size_t take(std::string text) {         // performance-unnecessary-value-param
  return text.size();
}
}  // namespace faults
"""
SOURCE = """\
#include "engine/faults.h"
using std::pair;                                    // misc-unused-using-decls
namespace faults {
namespace {
int BadFunction(int x) { return x == x ? 1 : 2; }   // misc-redundant-expression, readability-identifier-naming
std::size_t moved(std::string text) {
  const std::size_t taken = take(std::move(text));
  return taken + text.size();                       // bugprone-use-after-move
}
std::size_t moved_by_macro(std::string text) { return FAULTS_MOVED(text); }
std::size_t copied(const std::map<std::string, std::string>& texts) {
  std::size_t sum = 0;
  for (const std::pair<std::string, std::string>& each : texts) sum += each.second.size();  // performance-for-range-copy
  for (const auto each : texts) sum += each.first.size();
  return sum;
}
int __reserved = 1;                                 // clang-diagnostic-reserved-identifier
}  // namespace
int all(const std::vector<int>& items) {
  const auto lambda = [](std::string text) { return text == "" ? 1 : 2; };
  std::unique_ptr<Derived> one = std::make_unique<Derived>(1);
  return BadFunction(is_empty_of(items)) + static_cast<int>(moved("a") + copied({}) + moved_by_macro("b")) +
         lambda("c") + (*one.get()).told() + __reserved;  // readability-redundant-smartptr-get
}
}  // namespace faults
"""


def findings(directory: Path, *flags: str) -> list[str]:
    source = directory / "engine" / "faults.cc"
    command = ["clang-tidy", "-quiet", f"--config-file={ROOT / '.clang-tidy'}", *flags, str(source), "--"]
    said = subprocess.run([*command, "-std=c++20", "-Wall", "-Wextra", f"-I{directory}"], capture_output=True, text=True)
    return sorted(set(re.findall(r"^(?:\S*/)?(faults\.\w+:\d+:\d+: (?:error|warning): .*)$", said.stdout, re.MULTILINE)))


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "engine").mkdir()
        (directory / "engine" / "faults.h").write_text(HEADER)
        (directory / "engine" / "faults.cc").write_text(SOURCE)
        whole, narrowed = findings(directory), findings(directory, f"--load={sys.argv[1]}")
    checks = set(re.findall(r"\[([\w.-]+)", "\n".join(whole)))
    for lost in sorted(set(whole) ^ set(narrowed)):
        print(("only without own_code: " if lost in whole else "only with own_code: ") + lost)
    print(f"{len(whole)} findings of {len(checks)} checks without own_code, {len(narrowed)} with it")
    return 0 if whole == narrowed and len(checks) >= 10 else 1


if __name__ == "__main__":
    sys.exit(main())

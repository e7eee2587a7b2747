// Every transcript in this folder is played and compared with itself. WHISTLE_REWRITE=1 writes what is printed now into
// the files: read the difference before you commit it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/player.h"

namespace whistle::tests {

namespace {

namespace fs = std::filesystem;

fs::path folder() {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  return fs::path(source == nullptr ? "." : source) / "tests" / "scenarios";
}

std::vector<fs::path> transcripts() {
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(folder())) {
    if (file.path().extension() == ".txt") found.push_back(file.path());
  }
  std::ranges::sort(found);
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_output(const std::string& line) {
  return line.starts_with("  ");
}

// The transcript as it would read if everything it prints were right.
std::string played(const std::string& text) {
  Player player((folder() / "district").string());
  std::istringstream in(text);
  std::string out;
  for (std::string line; std::getline(in, line);) {
    if (is_output(line)) continue;
    out += line + "\n";
    if (line.empty() || line.front() == '#') continue;
    for (const auto& printed : player.play(line))
      out += "  " + printed + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("every transcript prints what it says") {
  const auto files = transcripts();
  REQUIRE(!files.empty());
  for (const auto& file : files) {
    CAPTURE(file.filename().string());
    const auto expected = read(file);
    CHECK_MESSAGE(expected.starts_with("# "), "opens with a paragraph on what it shows");
    const auto actual = played(expected);
    if (std::getenv("WHISTLE_REWRITE") != nullptr) {
      std::ofstream(file, std::ios::binary) << actual;
      continue;
    }
    CHECK_MESSAGE(actual == expected, "the transcript now reads:\n", actual);
  }
}

}  // namespace whistle::tests

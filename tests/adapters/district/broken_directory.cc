#include "tests/adapters/district/broken_directory.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/district/compile.h"
#include "tests/adapters/district/sample.h"

namespace whistle::adapters::district {
namespace {

std::vector<SourceFileBytes> changed(const BrokenCase& broken) {
  if (broken.change == Change::Replace) return sample_with(broken.path, broken.from, broken.to);
  std::vector<SourceFileBytes> files = sample();
  std::erase_if(files, [&](const SourceFileBytes& file) { return file.path == broken.path; });
  if (broken.change == Change::Write) files.push_back({broken.path, broken.to});
  return files;
}

std::vector<std::string> errors_of(std::vector<SourceFileBytes> files) {
  const auto district = compile_district(std::move(files));
  std::vector<std::string> texts;
  for (const Diagnostic& one : district ? district->test_faults : district.error())
    texts.push_back(to_text(one));
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts)
    all += text + "\n";
  return all;
}

}  // namespace

void check_broken(const std::vector<BrokenCase>& cases) {
  for (const BrokenCase& broken : cases) {
    CAPTURE(broken.path);
    CAPTURE(broken.from);
    CAPTURE(broken.to);
    CHECK(joined(errors_of(changed(broken))) == joined(broken.messages));
  }
}

}  // namespace whistle::adapters::district

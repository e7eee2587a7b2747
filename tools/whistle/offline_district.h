// A district directory opened by a command: compiled and loaded, or its errors printed.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "adapters/district/compile.h"
#include "adapters/district/whistle_stream.h"
#include "engine/ruleset.h"
#include "tools/whistle/command_context.h"

namespace whistle::tools {

struct OfflineDistrict {
  adapters::district::CompiledDistrict compiled;
  std::shared_ptr<const engine::Ruleset> ruleset;  // with its geometry
};

// nullopt: the errors stand on the console's error stream, one a line, each with the directory before its file.
[[nodiscard]] std::optional<OfflineDistrict> open_district(CommandContext& context, const std::string& directory);

// "dir/areas.csv:3: message", coloured where colours are on.
[[nodiscard]] std::string diagnostic_line(const CommandContext& context, const std::string& directory,
                                          const adapters::district::Diagnostic& diagnostic);

// Where a stream of whistles comes from: a file, or the console's input for "" and "-".
class StreamSource {
 public:
  [[nodiscard]] static Result<StreamSource> open(CommandContext& context, const std::string& path);
  [[nodiscard]] std::istream& stream() { return file_ ? *file_ : *input_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  // Fails where the reader's end was none.
  [[nodiscard]] Result<void> check_end(Language language, const adapters::district::StreamReader& reader) const;

 private:
  std::unique_ptr<std::istream> file_;  // absent: the console's input
  std::istream* input_ = nullptr;
  std::string name_;
};

}  // namespace whistle::tools

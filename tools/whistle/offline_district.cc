#include "tools/whistle/offline_district.h"

#include <fstream>
#include <utility>

#include "tools/whistle/wording.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {
namespace {

namespace district = adapters::district;

constexpr Phrase kCompilerFault{"编译结果无法装载（程序有误）：{0}",
                                "what was compiled does not load (a fault of this program): {0}"};
constexpr Phrase kNoStream{"无法打开 {0}", "can't open {0}"};

}  // namespace

std::string diagnostic_line(const CommandContext& context, const std::string& directory,
                            const district::Diagnostic& diagnostic) {
  const std::string position = district::position_of(diagnostic);
  std::string where = directory;
  if (!position.empty()) where += (where.ends_with('/') ? "" : "/") + position;
  const bool warning = diagnostic.severity == district::Severity::Warning;
  const std::string_view kind = warning ? district::warning_text(context.language) : std::string_view();
  return where + ": " + context.console.paint(Colour::Yellow, kind) +
         district::message_of(diagnostic, context.language);
}

std::optional<OfflineDistrict> open_district(CommandContext& context, const std::string& directory) {
  auto compiled = district::compile_directory(directory);
  if (!compiled) {
    for (const district::Diagnostic& error : compiled.error()) {
      context.console.err << diagnostic_line(context, directory, error) << '\n';
    }
    return std::nullopt;
  }
  auto ruleset = district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  if (!ruleset) {
    context.console.err << worded(context.language, kCompilerFault, {ruleset.error().what}) << '\n';
    return std::nullopt;
  }
  return OfflineDistrict{std::move(*compiled), std::move(*ruleset)};
}

Result<StreamSource> StreamSource::open(CommandContext& context, const std::string& path) {
  StreamSource source;
  if (path.empty() || path == "-") {
    source.input_ = &context.console.in;
    source.name_ = "-";
    return source;
  }
  source.name_ = path;
  source.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*source.file_) return file_failure(worded(context.language, kNoStream, {path}));
  return source;
}

Result<void> StreamSource::check_end(Language language, const district::StreamReader& reader) const {
  const auto at = reader.failed_at();
  if (!at) return {};
  return file_failure(worded(language, phrases::kReadFailed, {name_, std::to_string(*at)}));
}

}  // namespace whistle::tools

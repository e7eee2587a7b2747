#include "tools/whistle/data_directory.h"

#include <fstream>

#include "adapters/zeromq/curve_key_file.h"
#include "tools/whistle/wording.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

Result<LocalEngine> read_data_directory(const std::filesystem::path& directory, Language language) {
  const auto path = directory / "endpoints";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return file_failure(worded(language, phrases::kNoEndpoints, {directory.string()}),
                        worded(language, phrases::kNoEndpointsHint, {directory.string()}));
  }
  std::ifstream file(path);
  if (!file)
    return file_failure(worded(language, phrases::kCannotRead, {path.string()}),
                        worded(language, phrases::kServerHint, {}));
  LocalEngine engine;
  std::string line;
  while (std::getline(file, line)) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) continue;
    const auto name = line.substr(0, equals);
    const auto value = line.substr(equals + 1);
    if (name == "commands") engine.commands = value;
    if (name == "feed") engine.feed = value;
    if (name == "mode") engine.plain = value == "plain";
    if (name == "server_public_key") engine.server_public_key = adapters::zeromq::from_z85(value).value_or("");
  }
  if (file.bad()) return file_failure(worded(language, phrases::kCannotRead, {path.string()}));
  if (engine.commands.empty() || (!engine.plain && engine.server_public_key.empty())) {
    return file_failure(worded(language, phrases::kBadEndpoints, {path.string()}),
                        worded(language, phrases::kServerHint, {}));
  }
  return engine;
}

}  // namespace whistle::tools

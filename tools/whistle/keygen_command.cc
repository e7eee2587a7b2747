#include <memory>

#include <boost/json.hpp>

#include "adapters/zeromq/curve_key_file.h"
#include "storage/system_random.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;

struct KeygenOptions {
  std::string file;
  std::string member;
};

Result<ExitCode> keygen(CommandContext& context, const KeygenOptions& options) {
  auto& console = context.console;
  const auto language = context.language;
  auto path = std::filesystem::path(options.file);
  if (options.file.empty()) {
    const auto directory = config_directory(console.environment);
    std::error_code failed;
    if (!directory.empty()) std::filesystem::create_directories(directory, failed);
    if (directory.empty() || failed) return file_failure(worded(language, phrases::kCannotWrite, {directory.string()}));
    path = directory / "whistle.key";
  }
  storage::SystemRandom random;
  const auto keys = zeromq::make_curve_keys(random);
  std::vector<std::pair<std::string, std::string>> metadata;
  if (!options.member.empty()) metadata.emplace_back("member", options.member);
  if (auto written = zeromq::write_curve_key_files(path, keys, metadata); !written) {
    return file_failure(written.error().what, std::string(phrase(language, phrases::kKeygenHint)));
  }
  const auto public_key = zeromq::to_z85(keys.public_key);
  if (context.json) {
    boost::json::object object;
    object["public_key"] = public_key;
    object["public_file"] = path.string();
    object["secret_file"] = zeromq::secret_file_of(path).string();
    console.out << boost::json::serialize(object) << '\n';
    return ExitCode::Ok;
  }
  const auto member =
      options.member.empty() ? std::string(phrase(language, phrases::kMemberPlaceholder)) : options.member;
  console.out << worded(language, phrases::kKeygenDone,
                        {public_key, path.string(), zeromq::secret_file_of(path).string()})
              << '\n'
              << worded(language, phrases::kKeygenNext, {member, public_key}) << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_keygen_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<KeygenOptions>();
  auto* command = line.add(line.root(), "keygen", help(phrases::kKeygenHelp));
  command->add_option("file", options->file, help(phrases::kKeygenFileHelp))->type_name(help(phrases::kFileType));
  command->add_option("--member", options->member, help(phrases::kKeygenMemberHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [options](CommandContext& context) { return keygen(context, *options); });
}

}  // namespace whistle::tools

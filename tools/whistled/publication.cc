#include "tools/whistled/publication.h"

#include <algorithm>
#include <map>

#include "adapters/zeromq/message_form.h"
#include "engine/assert.h"
#include "storage/sha256.h"

namespace whistle::tools::whistled {

namespace district = adapters::district;
using adapters::zeromq::refusal;

namespace {

constexpr std::size_t kErrorsMax = 100;

// Bytes under the name that they are stored by; nullopt and a word in `fault` where they are not what the name says.
std::optional<std::string> read_blob(const engine::Store& store, std::string_view sha256, std::string& fault) {
  auto blob = store.blob(sha256);
  if (!blob) {
    fault = blob.error().what;
    return std::nullopt;
  }
  if (!*blob) {
    fault = "a part of the ruleset is missing";
    return std::nullopt;
  }
  if (storage::sha256(**blob) != sha256) {
    fault = "a part of the ruleset is damaged";
    return std::nullopt;
  }
  return std::move(*blob);
}

}  // namespace

tl::expected<PreparedRuleset, std::vector<district::Diagnostic>> prepare_ruleset(district::CompileResult compiled) {
  if (!compiled) return tl::unexpected(std::move(compiled.error()));
  auto loaded = district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  // What the compiler made and the core cannot read is a broken compiler, not a broken directory.
  WHISTLE_ASSERT(loaded.has_value());
  PreparedRuleset prepared;
  prepared.sha256 = district::to_bytes(compiled->hash);
  prepared.district_code = (*loaded)->manifest.district_code();
  prepared.ruleset = std::move(*loaded);
  prepared.blobs.push_back({prepared.sha256, std::move(compiled->manifest)});
  for (auto& part : compiled->parts)
    prepared.blobs.push_back({district::to_bytes(part.sha256), std::move(part.bytes)});
  for (auto& file : compiled->files) {
    auto hash = storage::sha256(file.bytes);
    prepared.blobs.push_back({std::move(hash), std::move(file.bytes)});
  }
  return prepared;
}

std::vector<district::SourceFileBytes> files_of(const v1::PublishRuleset& command) {
  std::vector<district::SourceFileBytes> files;
  for (const auto& file : command.files())
    files.push_back({file.path(), file.content()});
  return files;
}

StoredFiles stored_files(const engine::Store& store, std::string_view sha256) {
  std::string fault;
  const auto bytes = store.blob(sha256);
  if (!bytes) return tl::unexpected(bytes.error().what);
  if (!*bytes) return {};
  v1::CompiledRuleset manifest;
  if (!manifest.ParseFromString(**bytes)) return tl::unexpected("the manifest of a ruleset cannot be read");
  std::vector<district::SourceFileBytes> files;
  for (const auto& file : manifest.files()) {
    auto content = read_blob(store, file.sha256(), fault);
    if (!content) return tl::unexpected(file.path() + ": " + fault);
    files.push_back({file.path(), *std::move(content)});
  }
  return files;
}

tl::expected<Overlaid, v1::Refusal> overlaid(std::vector<district::SourceFileBytes> base,
                                             const v1::SubmitRuleset& submit) {
  std::map<std::string, std::string> files;
  for (auto& file : base)
    files[std::move(file.path)] = std::move(file.bytes);
  Overlaid result;
  for (const auto& path : submit.removed()) {
    if (files.erase(path) == 0)
      return tl::unexpected(refusal(v1::REFUSAL_CODE_INVALID, {{"field", "removed"}, {"why", "no file " + path}}));
    result.paths.push_back(path);
  }
  for (const auto& file : submit.files()) {
    const auto [row, is_new] = files.try_emplace(file.path());
    if (!is_new && row->second == file.content()) continue;
    row->second = file.content();
    result.paths.push_back(file.path());
  }
  std::ranges::sort(result.paths);
  for (auto& [path, bytes] : files)
    result.files.push_back({path, std::move(bytes)});
  return result;
}

v1::Refusal refusal_of(const std::vector<district::Diagnostic>& errors) {
  v1::Refusal refusal;
  refusal.set_code(v1::REFUSAL_CODE_RULESET_INVALID);
  for (const auto& error : errors) {
    if (static_cast<std::size_t>(refusal.arguments_size()) == kErrorsMax) break;
    auto& argument = *refusal.add_arguments();
    argument.set_name("error");
    argument.set_value(district::to_text(error));
  }
  return refusal;
}

tl::expected<std::shared_ptr<const engine::Ruleset>, std::string> load_stored_ruleset(const engine::Store& store,
                                                                                      std::string_view sha256,
                                                                                      engine::LoadGeometry geometry) {
  std::string fault;
  const auto manifest = read_blob(store, sha256, fault);
  if (!manifest) return tl::unexpected(fault);
  auto loaded = engine::Ruleset::load(
      *manifest, [&](std::string_view part) { return read_blob(store, part, fault); }, geometry);
  if (loaded) return *std::move(loaded);
  return tl::unexpected(fault.empty() ? loaded.error().what : fault);
}

}  // namespace whistle::tools::whistled

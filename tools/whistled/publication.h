// From a directory's files to a ruleset that can be published: compiled, loaded, and its bytes ready for the store.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/district/compile.h"
#include "engine/ports.h"
#include "engine/ruleset.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

struct PreparedRuleset {
  std::string sha256;  // 32 bytes, of the manifest
  std::shared_ptr<const engine::Ruleset> ruleset;
  std::vector<engine::Blob> blobs;  // manifest, parts and source files
  std::string district_code;
  // Of what is submitted: the ruleset that it was laid over, and the files that differ.
  std::string base_sha256;
  std::vector<std::string> paths;
};

// Any thread; takes as long as the directory is large.
[[nodiscard]] tl::expected<PreparedRuleset, std::vector<adapters::district::Diagnostic>> prepare_ruleset(
    adapters::district::CompileResult compiled);
[[nodiscard]] std::vector<adapters::district::SourceFileBytes> files_of(const v1::PublishRuleset& command);

// The files that a ruleset of the store was compiled from, by path; none where they were not kept with it. Error: what
// is damaged, in words.
using StoredFiles = tl::expected<std::vector<adapters::district::SourceFileBytes>, std::string>;
[[nodiscard]] StoredFiles stored_files(const engine::Store& store, std::string_view sha256);

// What a SubmitRuleset makes of the files that it is laid over, and the paths that differ, ascending. INVALID where it
// removes what is not there.
struct Overlaid {
  std::vector<adapters::district::SourceFileBytes> files;
  std::vector<std::string> paths;
};
[[nodiscard]] tl::expected<Overlaid, v1::Refusal> overlaid(std::vector<adapters::district::SourceFileBytes> base,
                                                           const v1::SubmitRuleset& submit);

// RULESET_INVALID with one argument `error` a fault, as many as a reply should carry.
[[nodiscard]] v1::Refusal refusal_of(const std::vector<adapters::district::Diagnostic>& errors);

// A ruleset that the store holds already. Error: what is missing or damaged, in words.
[[nodiscard]] tl::expected<std::shared_ptr<const engine::Ruleset>, std::string> load_stored_ruleset(
    const engine::Store& store, std::string_view sha256, engine::LoadGeometry geometry);

}  // namespace whistle::tools::whistled

#include "adapters/zeromq/house_limits.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "engine/identity.h"

namespace whistle::adapters::zeromq {

namespace {

constexpr std::size_t kLabelBytesMax = 64;
constexpr std::size_t kFilesMax = 256;
constexpr std::size_t kPathBytesMax = 128;
constexpr std::size_t kRulesFileBytesMax = std::size_t{16} << 20;

bool is_relative_path(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.back() == '/') return false;
  for (std::size_t start = 0; start <= path.size();) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto name = path.substr(start, end - start);
    if (name.empty() || name == "." || name == "..") return false;
    start = end + 1;
  }
  return path.find('\\') == std::string_view::npos;
}

void check_path(FieldChecks& check, const char* field, const std::string& path, std::set<std::string_view>& paths) {
  check.at_most(field, path.size(), kPathBytesMax);
  check.valid(field, is_relative_path(path), "not a relative path");
  check.valid(field, paths.insert(path).second, "given twice");
}

// Of a PublishRuleset or a SubmitRuleset.
template <typename OfRules>
void check_files(FieldChecks& check, const OfRules& command, std::set<std::string_view>& paths) {
  check.hash("ruleset_sha256", command.ruleset_sha256());
  check.at_most("files", static_cast<std::size_t>(command.files_size()), kFilesMax);
  for (const auto& file : command.files()) {
    check_path(check, "files.path", file.path(), paths);
    check.at_most("files.content", file.content().size(), kRulesFileBytesMax);
  }
}

void check_publish(FieldChecks& check, const v1::PublishRuleset& publish) {
  check.given("files", publish.files_size() > 0 || !publish.ruleset_sha256().empty());
  std::set<std::string_view> paths;
  check_files(check, publish, paths);
}

void check_submit(FieldChecks& check, const v1::SubmitRuleset& submit) {
  check.given("files", submit.files_size() + submit.removed_size() > 0);
  std::set<std::string_view> paths;
  check_files(check, submit, paths);
  check.at_most("removed", static_cast<std::size_t>(submit.removed_size()), kFilesMax);
  for (const auto& path : submit.removed())
    check_path(check, "removed", path, paths);
  check.hash("base_sha256", submit.base_sha256());
  check.valid("paths", submit.paths_size() == 0, "journal only");
}

// A CURVE key or a token's hash.
template <typename OfIdentity>
void check_credential(FieldChecks& check, const OfIdentity& command) {
  const bool is_token = engine::names_token(command);
  check.given("curve_public_key", is_token || !command.curve_public_key().empty());
  check.valid("token_sha256", !is_token || command.curve_public_key().empty(), "one credential");
  check.hash("curve_public_key", command.curve_public_key());
  check.hash("token_sha256", command.token_sha256());
}

void check_register(FieldChecks& check, const v1::RegisterIdentity& command) {
  check.given("member", !command.member().empty());
  check.at_most("member", command.member().size(), kCodeBytesMax);
  check_credential(check, command);
  const bool is_token = engine::names_token(command);
  check.valid("expires_us", is_token || command.expires_us() == 0, "of tokens alone");
  if (is_token) {
    check.given("expires_us", command.expires_us() != 0);
    check.time("expires_us", command.expires_us());
  }
  check.at_most("label", command.label().size(), kLabelBytesMax);
}

void check_erase(FieldChecks& check, const v1::EraseTicket& erase) {
  check.given("ticket", erase.ticket() != 0);
  check.given("ground", erase.ground() != v1::ERASE_GROUND_UNSPECIFIED);
  check.valid("ground", erase.ground() == v1::ERASE_GROUND_REQUEST, "the engine's own");
  check.given("reference", !erase.reference().empty());
  check.at_most("reference", erase.reference().size(), kCodeBytesMax);
  check.valid("category", erase.category().empty(), "journal only");
  check.valid("closed", erase.closed_us() == 0, "journal only");
}

}  // namespace

void check_house(FieldChecks& check, const v1::Command& command) {
  if (command.has_publish_ruleset()) return check_publish(check, command.publish_ruleset());
  if (command.has_submit_ruleset()) return check_submit(check, command.submit_ruleset());
  if (command.has_register_identity()) return check_register(check, command.register_identity());
  if (command.has_erase_ticket()) return check_erase(check, command.erase_ticket());
  if (command.has_adopt_logic()) return check.given("logic", command.adopt_logic().logic() != 0);
  if (command.has_withdraw_ruleset()) {
    check.given("ruleset_sha256", !command.withdraw_ruleset().ruleset_sha256().empty());
    return check.hash("ruleset_sha256", command.withdraw_ruleset().ruleset_sha256());
  }
  check_credential(check, command.revoke_identity());
}

}  // namespace whistle::adapters::zeromq

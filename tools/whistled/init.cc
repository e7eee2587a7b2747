#include "tools/whistled/init.h"

#include <array>
#include <memory>
#include <sstream>

#include "adapters/clock.h"
#include "adapters/district/civil_text.h"
#include "adapters/district/compile.h"
#include "adapters/zeromq/curve_key_file.h"
#include "engine/hexadecimal.h"
#include "storage/checkpoint_key.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "storage/system_random.h"
#include "storage/vault.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/founding.h"
#include "tools/whistled/publication.h"

namespace whistle::tools::whistled {

namespace {

namespace zeromq = adapters::zeromq;
using engine::hexadecimal;

constexpr std::size_t kNewJournalIdBytes = 16;

Failure failed(const engine::StoreError& error) {
  return {ExitCode::Failed, error.what};
}

Result<engine::Instant> time_of_founding(const InitOptions& options) {
  if (options.clock_start.empty()) {
    if (options.seed) return fail(ExitCode::Usage, "--seed needs --clock-start: equal journals begin at equal times");
    return adapters::system_time()();
  }
  const auto at = adapters::district::parse_rfc3339(options.clock_start);
  if (!at) return fail(ExitCode::Usage, "--clock-start: not RFC 3339: " + options.clock_start);
  return *at;
}

Result<PreparedRuleset> compile(const std::filesystem::path& directory) {
  auto prepared = prepare_ruleset(adapters::district::compile_directory(directory));
  if (prepared) return *std::move(prepared);
  std::string what = directory.string() + " does not compile:";
  for (const auto& error : prepared.error())
    what += "\n  " + adapters::district::to_text(error);
  return fail(ExitCode::BadDistrict, what);
}

// The administrator's public key: the one that was handed in, or that of a new pair in the data directory.
Result<std::string> admin_key(const InitOptions& options, const DataDirectory& data, engine::RandomSource& random) {
  if (!options.admin_key.empty()) {
    const auto file = zeromq::read_curve_key_file(options.admin_key);
    if (!file) return fail(ExitCode::Failed, file.error().what);
    return file->keys.public_key;
  }
  const auto keys = zeromq::make_curve_keys(random);
  const auto written = zeromq::write_curve_key_files(data.admin_key(), keys, {{"member", options.admin}});
  if (!written) return fail(ExitCode::Failed, written.error().what);
  return keys.public_key;
}

std::string next_steps(const InitOptions& options, const DataDirectory& data, const PreparedRuleset& rules,
                       const std::string& server_key) {
  std::ostringstream out;
  const auto& manifest = rules.ruleset->manifest;
  out << "Made " << data.root().string() << " for district " << manifest.district_code() << " "
      << (manifest.name_en().empty() ? manifest.name_zh() : manifest.name_en()) << ".\n"
      << "  rules         " << hexadecimal(rules.sha256) << "\n"
      << "  server key    " << zeromq::to_z85(server_key) << "  (" << data.server_key().string() << ")\n"
      << "  administrator " << options.admin << "\n";
  if (options.admin_key.empty()) {
    out << "                " << zeromq::secret_file_of(data.admin_key()).string()
        << " is this person's key: move it to the machine they work on.\n";
  }
  out << "Keep a copy of " << data.master_key().string()
      << " somewhere else: without it no text, address or reporter can ever be read again.\n"
      << "Next: whistled run --data " << data.root().string() << "\n";
  return out.str();
}

}  // namespace

Result<std::string> init(const InitOptions& options) {
  const auto at = time_of_founding(options);
  if (!at) return tl::unexpected(at.error());
  auto rules = compile(options.district);
  if (!rules) return tl::unexpected(rules.error());
  const DataDirectory data(options.data);
  if (auto made = data.create(); !made) return tl::unexpected(made.error());

  const auto random =
      options.seed ? std::unique_ptr<engine::RandomSource>(std::make_unique<storage::SeededRandom>(*options.seed))
                   : std::make_unique<storage::SystemRandom>();
  std::array<std::uint8_t, kNewJournalIdBytes> journal_id{};
  random->fill(journal_id);
  if (const auto vault = storage::Vault::create(data.master_key(), *random); !vault) {
    return tl::unexpected(failed(vault.error()));
  }
  const auto checkpoint = storage::CheckpointKey::create(data.checkpoint_key(), *random);
  if (!checkpoint) return tl::unexpected(failed(checkpoint.error()));
  const auto server = zeromq::make_curve_keys(*random);
  const auto written = zeromq::write_curve_key_files(data.server_key(), server, {{"district", rules->district_code}});
  if (!written) return fail(ExitCode::Failed, written.error().what);
  const auto admin = admin_key(options, data, *random);
  if (!admin) return tl::unexpected(admin.error());

  auto store = storage::open_rocksdb_store(data.store(), {});
  if (!store) return tl::unexpected(failure_of(store.error()));
  const auto text = next_steps(options, data, *rules, server.public_key);
  const auto founded = found_journal(
      **store, {.journal_id = std::string(reinterpret_cast<const char*>(journal_id.data()), journal_id.size()),
                .checkpoint_public_key = checkpoint->public_key(),
                .rules = *std::move(rules),
                .admin_member = options.admin,
                .admin_public_key = *admin,
                .at = *at});
  if (!founded) return tl::unexpected(founded.error());
  return text;
}

}  // namespace whistle::tools::whistled

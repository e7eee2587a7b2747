#include "tools/whistled/doctor.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "adapters/clock.h"
#include "adapters/http/http_client.h"
#include "storage/vault.h"
#include "tools/whistled/recovery.h"
#include "tools/whistled/store_check.h"
#include "tools/whistled/store_snapshot.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kSubjectWidth = 11;
constexpr std::size_t kGravityWidth = 8;

void add(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Finding ask_engine(const DataDirectory& data) {
  const auto ready = adapters::http::ask_local(data.control(), {"GET", "/-/ready", ""}, std::chrono::seconds(10));
  if (!ready) return {Gravity::Note, "engine", "no engine serves this directory", "whistled run"};
  if (ready->status == 200) return {Gravity::Good, "engine", "an engine serves this directory, and is ready", ""};
  return {Gravity::Error, "engine", "the engine is not ready: " + ready->body.substr(0, ready->body.find('\n')),
          "see what it says, and its log"};
}

// The whole journal is read and the tables made again from it: minutes on a large journal.
Finding check_tables(const StoreSnapshot& snapshot, const DataDirectory& data) {
  // The snapshot is one at a time, so what lies there is of an examination that was cut off.
  const auto scratch = data.root() / "snapshot.rebuilt";
  std::error_code error;
  std::filesystem::remove_all(scratch, error);
  if (error) return {Gravity::Error, "store", scratch.string() + ": " + error.message(), "remove it"};
  const auto vault = storage::Vault::open(data.master_key());
  const auto found = check_store(*snapshot, vault ? &*vault : nullptr, scratch);
  if (!found) {
    return {Gravity::Error, "journal", found.error().what, "stop the engine, keep the directory, restore a backup"};
  }
  return {Gravity::Good, "journal",
          std::to_string(found->entries) + " entries and " + std::to_string(found->vault_rows) +
              " vault rows are whole, the tables are what the journal gives",
          ""};
}

void examine_store(std::vector<Finding>& findings, const DataDirectory& data, const DoctorOptions& options,
                   engine::Instant now) {
  const auto broken = [&](const Failure& failure) {
    findings.push_back(
        {Gravity::Error, "store", failure.what, "whistled run says the same; restore a backup if it is damaged"});
  };
  auto snapshot = StoreSnapshot::take(data);
  if (!snapshot) return broken(snapshot.error());
  const auto recovered = recover(**snapshot);
  if (!recovered) return broken(recovered.error());
  const auto& state = recovered->core->state();
  add(findings, examine_journal(state, recovered->replayed, now));
  add(findings, examine_rules(**snapshot, state, now));
  add(findings, examine_identities(state));
  add(findings, examine_files(**snapshot, data, options.deep));
  if (options.deep) findings.push_back(check_tables(*snapshot, data));
}

}  // namespace

std::string_view word_of(Gravity gravity) {
  switch (gravity) {
    case Gravity::Good:
      return "good";
    case Gravity::Note:
      return "note";
    case Gravity::Warning:
      return "warning";
    case Gravity::Error:
      break;
  }
  return "error";
}

std::string to_lines(const std::vector<Finding>& findings) {
  std::ostringstream out;
  for (const auto& [gravity, subject, what, advice] : findings) {
    std::string head(word_of(gravity));
    head.resize(kGravityWidth, ' ');
    head += subject;
    head.resize(std::max(head.size() + 1, kGravityWidth + kSubjectWidth), ' ');
    out << head << what << '\n';
    if (!advice.empty()) out << std::string(kGravityWidth + kSubjectWidth, ' ') << "-> " << advice << '\n';
  }
  return out.str();
}

std::string to_json(const std::vector<Finding>& findings) {
  boost::json::array all;
  for (const auto& [gravity, subject, what, advice] : findings) {
    all.push_back(
        boost::json::object{{"gravity", word_of(gravity)}, {"subject", subject}, {"what", what}, {"advice", advice}});
  }
  return boost::json::serialize(boost::json::object{{"findings", std::move(all)}}) + '\n';
}

Result<Examination> examine(const DoctorOptions& options) {
  const DataDirectory data(options.data);
  if (auto checked = data.check_exists(); !checked) return tl::unexpected(checked.error());
  const auto now = adapters::system_time()();
  std::vector<Finding> findings;
  findings.push_back(ask_engine(data));
  add(findings, examine_keys(data));
  add(findings, examine_machine(data, now));
  examine_store(findings, data, options, now);
  const auto gravest = std::ranges::max(findings, {}, &Finding::gravity).gravity;
  const auto code = gravest == Gravity::Error     ? ExitCode::DoctorFailed
                    : gravest == Gravity::Warning ? ExitCode::DoctorWarned
                                                  : ExitCode::Ok;
  return Examination{options.output == "json" ? to_json(findings) : to_lines(findings), code};
}

}  // namespace whistle::tools::whistled

// What the doctor asks of files and machine.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#include "adapters/zeromq/curve_key_file.h"
#include "engine/calendar.h"
#include "storage/vault.h"
#include "tools/whistled/disk_guard.h"
#include "tools/whistled/doctor.h"

namespace whistle::tools::whistled {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr rlim_t kFilesEnough = 4'096;  // 512 of the store, a socket for each of 2,000 connections, and room
constexpr int kZoneDataYears = 2;

std::string octal(mode_t mode) {
  std::ostringstream out;
  out << std::oct << (mode & 07777);
  return out.str();
}

// A file or directory that is its owner's alone.
void examine_mode(std::vector<Finding>& findings, const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    findings.push_back({Gravity::Error, "keys", path.string() + ": " + std::system_category().message(errno),
                        "put it back from where it is kept"});
    return;
  }
  if ((status.st_mode & kOthers) != 0) {
    findings.push_back({Gravity::Error, "keys",
                        path.string() + " has mode " + octal(status.st_mode) + ": others can get at it",
                        "chmod go= " + path.string()});
  }
  struct stat root {};
  if (::stat(path.parent_path().c_str(), &root) == 0 && root.st_uid != status.st_uid && path.has_filename()) {
    findings.push_back({Gravity::Warning, "keys", path.string() + " belongs to another user than its directory",
                        "chown it to the user that whistled runs as"});
  }
}

Finding examine_space(const DataDirectory& data) {
  const auto disk = read_disk(data.store());
  if (!disk) return {Gravity::Warning, "disk", "the free space cannot be told", ""};
  const auto limits = default_limits(disk->total_bytes);
  const auto what =
      std::to_string(disk->free_bytes >> 20) + " MiB are free of " + std::to_string(disk->total_bytes >> 20) + " MiB";
  DiskGuard guard(limits);
  switch (guard.update(disk->free_bytes)) {
    case DiskSpace::Exhausted:
      return {Gravity::Error, "disk", what + ": the engine does not start, unless --disk-low allows it", "make space"};
    case DiskSpace::Low:
      return {Gravity::Error, "disk", what + ": new whistles are refused", "make space"};
    case DiskSpace::Ample:
      break;
  }
  if (disk->free_bytes < 4 * limits.low)
    return {Gravity::Warning, "disk",
            what + "; below " + std::to_string(limits.low >> 20) + " MiB new whistles are refused", "make space soon"};
  return {Gravity::Good, "disk", what, ""};
}

// Of the running engine where there is one that we may ask about, else of whatever is started from here.
Finding examine_files(const DataDirectory& data) {
  std::ifstream file(data.endpoints());
  pid_t engine = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("pid=")) engine = std::atoi(line.c_str() + 4);
  }
  struct rlimit limit {};
  const bool of_engine = engine > 0 && ::prlimit(engine, RLIMIT_NOFILE, nullptr, &limit) == 0;
  if (!of_engine && ::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return {Gravity::Note, "files", "the limit of open files cannot be told", ""};
  const auto what = (of_engine ? "the engine may open " : "a program that is started here may open ") +
                    std::to_string(limit.rlim_cur) + " files";
  if (limit.rlim_cur >= kFilesEnough) return {Gravity::Good, "files", what, ""};
  return {of_engine ? Gravity::Warning : Gravity::Note, "files", what + "; each connection takes one, the store 512",
          "LimitNOFILE=65536 in the unit, or ulimit -n"};
}

Finding examine_clock() {
  struct timex state {};
  const int told = ::adjtimex(&state);
  if (told < 0) return {Gravity::Note, "clock", "the kernel does not say whether the clock is synchronised", ""};
  if (told == TIME_ERROR || (state.status & STA_UNSYNC) != 0) {
    return {Gravity::Warning, "clock", "the machine's clock is not synchronised: deadlines follow it",
            "run chrony or systemd-timesyncd"};
  }
  return {Gravity::Good, "clock", "synchronised, error at most " + std::to_string(state.maxerror / 1'000) + " ms", ""};
}

// The first line of tzdata.zi is "# version 2025b".
Finding examine_zones(engine::Instant now) {
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  std::string line;
  if (!std::getline(file, line) || !line.starts_with("# version "))
    return {Gravity::Note, "zones", "the version of the machine's zone data cannot be told", "install tzdata"};
  const auto version = line.substr(std::string("# version ").size());
  const auto day = static_cast<std::int32_t>(now.us / engine::hours(24).us);
  const int age = engine::civil_date(day).year - std::atoi(version.c_str());
  const auto what = "zone data " + version + "; a ruleset that is published takes its offsets from them";
  if (age >= kZoneDataYears)
    return {Gravity::Warning, "zones", what, "upgrade tzdata, then publish the district again"};
  return {Gravity::Good, "zones", what, ""};
}

}  // namespace

std::vector<Finding> examine_keys(const DataDirectory& data) {
  std::vector<Finding> findings;
  examine_mode(findings, data.root());
  for (const auto* name : {"master.key", "checkpoint.key", "server.key_secret"})
    examine_mode(findings, data.root() / name);
  if (const auto vault = storage::Vault::open(data.master_key()); !vault)
    findings.push_back({Gravity::Error, "keys", vault.error().what, "put the right master.key in its place"});
  const auto server = adapters::zeromq::read_curve_key_file(adapters::zeromq::secret_file_of(data.server_key()));
  if (!server) findings.push_back({Gravity::Error, "keys", server.error().what, "put server.key_secret back"});
  const auto admin = adapters::zeromq::secret_file_of(data.admin_key());
  std::error_code ignored;
  if (fs::exists(admin, ignored)) {
    findings.push_back({Gravity::Note, "keys", admin.string() + " still lies here",
                        "move it to the machine that the administrator works on"});
  }
  if (findings.empty()) findings.push_back({Gravity::Good, "keys", "in place, and their owner's alone", ""});
  return findings;
}

std::vector<Finding> examine_machine(const DataDirectory& data, engine::Instant now) {
  return {examine_space(data), examine_files(data), examine_clock(), examine_zones(now)};
}

}  // namespace whistle::tools::whistled

// What the doctor asks of the files of tickets: each that an entry names is there, with the bytes that its name says.
#include <algorithm>
#include <filesystem>
#include <vector>

#include "storage/attachment_files.h"
#include "tools/whistled/doctor.h"

namespace whistle::tools::whistled {

namespace {

struct Counts {
  std::uint64_t named = 0;
  std::uint64_t wrong = 0;
  std::uint64_t orphans = 0;
  std::string first_wrong;
};

engine::Stored<Counts> count(const storage::CopyableStore& store, const storage::AttachmentFiles& files, bool deep) {
  Counts counts;
  std::vector<engine::AttachmentRow> rows;
  const auto scanned = store.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  counts.named = rows.size();
  for (const auto& row : rows) {
    const auto there = deep ? files.holds(row.sealed_sha256) : files.has(row.sealed_sha256);
    if (!there) return tl::unexpected(there.error());
    if (*there) continue;
    if (counts.wrong++ == 0) {
      counts.first_wrong = storage::AttachmentFiles::name_of(row.sealed_sha256).string() + " of ticket " +
                           std::to_string(row.ticket.value) + ", entry " + std::to_string(row.entry.value);
    }
  }
  std::ranges::sort(rows, {}, &engine::AttachmentRow::sealed_sha256);
  const auto listed = files.each_kept([&](const std::string& sealed_sha256) {
    if (!std::ranges::binary_search(rows, sealed_sha256, {}, &engine::AttachmentRow::sealed_sha256)) ++counts.orphans;
    return true;
  });
  if (!listed) return tl::unexpected(listed.error());
  return counts;
}

}  // namespace

std::vector<Finding> examine_files(const storage::CopyableStore& store, const DataDirectory& data, bool deep) {
  const auto files = storage::AttachmentFiles::at(data.attachments());
  const auto counts = count(store, files, deep);
  if (!counts) return {{Gravity::Error, "attachments", counts.error().what, "see why the machine refuses to read it"}};
  std::vector<Finding> findings;
  if (counts->wrong > 0) {
    findings.push_back({Gravity::Error, "attachments",
                        std::to_string(counts->wrong) + " of " + std::to_string(counts->named) +
                            " files that entries name are missing or damaged, the first: " + counts->first_wrong,
                        "bring them back from a backup, below attachments/"});
  } else {
    findings.push_back({Gravity::Good, "attachments",
                        std::to_string(counts->named) +
                            (deep ? " files of tickets are there and whole" : " files of tickets are there"),
                        ""});
  }
  if (counts->orphans > 0) {
    findings.push_back({Gravity::Note, "attachments",
                        std::to_string(counts->orphans) + " files that no entry names, or none yet",
                        "the next start of the engine removes them"});
  }
  return findings;
}

}  // namespace whistle::tools::whistled

#include "tools/whistle/audit/verification.h"

#include <algorithm>
#include <utility>

#include "tools/whistle/audit/rerun.h"

namespace whistle::tools {

bool Verification::is_damaged() const {
  return std::ranges::any_of(findings, is_damage, &Finding::kind);
}

ExitCode Verification::outcome() const {
  if (is_damaged()) return ExitCode::Refused;
  return findings.empty() ? ExitCode::Ok : ExitCode::Usage;
}

Read<Verification> verify_journal(JournalSource& source, const TreeCheckOptions& options,
                                  const std::function<void(std::uint64_t)>& progress) {
  auto tree_options = options;
  tree_options.progress = progress;
  auto tree = check_tree(source, tree_options);
  if (!tree) return tl::unexpected(tree.error());
  Verification done;
  done.findings = std::move(tree->findings);
  done.entries = tree->entries;
  done.checkpoints = tree->checkpoints;
  done.signed_size = tree->signed_size;
  done.public_key = std::move(tree->public_key);
  done.origin = std::move(tree->origin);
  done.has_tables = source.tables() != nullptr;
  done.is_part = source.is_part();
  if (done.is_part) {
    done.findings.push_back({FindingKind::PartOnly, 0, 0, {}});
    return done;
  }
  // What somebody else wrote is not lived through: nothing vouches for it.
  Rerun rerun(source);
  auto rerun_done = rerun.until(tree->authentic, [&](std::uint64_t entries) { progress(done.entries + entries); });
  if (!rerun_done) return tl::unexpected(rerun_done.error());
  done.decided = rerun_done->decided;
  done.places_as_found = rerun_done->places_as_found;
  done.rows = rerun_done->rows;
  for (auto& finding : rerun_done->findings)
    done.findings.push_back(std::move(finding));
  if (const auto left = source.left_over(); left && !done.is_damaged())
    done.findings.push_back({FindingKind::Unread, done.entries, done.entries, left->what});
  return done;
}

std::string_view name_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::Unread:
      return "unread";
    case FindingKind::NoEntry:
      return "no_entry";
    case FindingKind::NotLater:
      return "not_later";
    case FindingKind::HoldsPersonal:
      return "holds_personal";
    case FindingKind::BytesChanged:
      return "bytes_changed";
    case FindingKind::TileChanged:
      return "tile_changed";
    case FindingKind::OtherKey:
      return "other_key";
    case FindingKind::OtherRoot:
      return "other_root";
    case FindingKind::Truncated:
      return "truncated";
    case FindingKind::RulesetMissing:
      return "ruleset_missing";
    case FindingKind::DecidedOtherwise:
      return "decided_otherwise";
    case FindingKind::RowChanged:
      return "row_changed";
    case FindingKind::RowMissing:
      return "row_missing";
    case FindingKind::RowExtra:
      return "row_extra";
    case FindingKind::UnknownLogic:
      return "unknown_logic";
    case FindingKind::NotSigned:
      return "not_signed";
    case FindingKind::PartOnly:
      break;
  }
  return "part_only";
}

}  // namespace whistle::tools

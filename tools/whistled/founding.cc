#include "tools/whistled/founding.h"

#include <utility>

#include "engine/core.h"
#include "engine/permission.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::uint32_t kEntryFormat = 1;

Result<void> check_admin(const Founding& founding) {
  if (founding.admin_member == engine::kAdminMember) return {};
  const auto& rules = *founding.rules.ruleset;
  const auto member = rules.find_member(founding.admin_member);
  if (!member) {
    return fail(ExitCode::BadDistrict, "members.csv has no member '" + founding.admin_member + "'");
  }
  if (!rules.member(*member).has(v1::ROLE_ADMIN)) {
    return fail(ExitCode::BadDistrict, "members.csv gives '" + founding.admin_member + "' no role admin");
  }
  return {};
}

Result<void> accept(engine::Core& core, const v1::Command& command, engine::Instant at) {
  const auto entry = core.handle({engine::operator_actor(), {}, 0, command, {}}, at);
  if (entry) return {};
  return fail(ExitCode::Failed, "the journal cannot be begun: " + entry.error().refusal.ShortDebugString());
}

}  // namespace

Result<void> found_journal(engine::Store& store, Founding founding) {
  if (auto checked = check_admin(founding); !checked) return checked;
  v1::Command create;
  auto& journal = *create.mutable_create_journal();
  journal.set_journal_id(founding.journal_id);
  journal.set_district_code(founding.rules.district_code);
  journal.set_hash_algorithm("SHA-256");
  journal.set_format(kEntryFormat);
  journal.set_checkpoint_public_key(founding.checkpoint_public_key);
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(founding.rules.sha256);
  v1::Command admin;
  admin.mutable_register_identity()->set_member(founding.admin_member);
  admin.mutable_register_identity()->set_curve_public_key(founding.admin_public_key);
  admin.mutable_register_identity()->set_label("init");

  engine::Core core{engine::State{}};
  core.install(founding.rules.sha256, founding.rules.ruleset);
  for (const auto* command : {&create, &publish, &admin}) {
    if (auto accepted = accept(core, *command, founding.at); !accepted) return accepted;
  }
  auto batch = core.take_batch();
  batch.blobs = std::move(founding.rules.blobs);
  if (const auto stored = store.commit(batch); !stored) return tl::unexpected(failure_of(stored.error()));
  return {};
}

}  // namespace whistle::tools::whistled

// `whistle audit receipt` and `whistle audit check-receipt`.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "tools/whistle/aside_file.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/receipt.h"
#include "tools/whistle/audit/subject.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/timeline.h"
#include "tools/whistle/whole_file.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

struct ReceiptFlags {
  std::string subject;
  std::string file;
  std::string to;
};

struct CheckFlags {
  std::string receipt;
  std::string key;
};

std::string why(Language language, const ReceiptRefused& refused) {
  switch (refused.fault) {
    case ReceiptFault::Malformed:
      return std::string(phrase(language, phrases::kUnsoundForm));
    case ReceiptFault::OtherKey:
      return std::string(phrase(language, phrases::kUnsoundKey));
    case ReceiptFault::NotInIt:
      break;
  }
  return worded(language, phrases::kUnsoundEntry, {std::to_string(refused.sequence)});
}

tl::unexpected<Failure> unsound(Language language, const ReceiptRefused& refused) {
  return tl::unexpected(Failure{ExitCode::Refused,
                                "unsound",
                                worded(language, phrases::kReceiptUnsound, {why(language, refused)}),
                                {},
                                std::nullopt});
}

// What is given away is checked first: it proves what it says, or there is none.
Result<ExitCode> give(CommandContext& context, const ReceiptFlags& flags) {
  const auto language = context.language;
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  auto subject = find_subject(**source, language, flags.subject);
  if (!subject) return tl::unexpected(subject.error());
  const auto checkpoint = (*source)->last_checkpoint();
  if (!checkpoint) return tl::unexpected(failure_of(checkpoint.error()));
  if (!*checkpoint) return file_failure(std::string(phrase(language, phrases::kNoCheckpoint)));
  // Of a ticket that goes on, as far as it is signed for.
  std::erase_if(subject->entries, [&](std::uint64_t sequence) { return sequence >= (*checkpoint)->size; });
  if (subject->entries.empty()) return file_failure(worded(language, phrases::kReceiptNotSigned, {flags.subject}));
  const auto receipt = make_receipt(**source, **checkpoint, subject->entries);
  if (!receipt) return tl::unexpected(failure_of(receipt.error()));
  const auto text = json_text(*receipt) + "\n";
  const auto key = own_key(**source);
  if (!key) return tl::unexpected(key.error());
  if (const auto proven = check_receipt(text, *key); !proven) return unsound(language, proven.error());
  if (flags.to.empty()) {
    context.console.out << text;
    return ExitCode::Ok;
  }
  if (auto written = write_new_file(language, flags.to, text); !written) return tl::unexpected(written.error());
  context.console.out << worded(language, phrases::kExported, {std::to_string(subject->entries.size()), flags.to})
                      << '\n';
  return ExitCode::Ok;
}

Result<std::string> read_receipt(Language language, const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > kReceiptBytesMax) return file_failure(worded(language, phrases::kFileUnreadable, {path}));
  return read_whole_file(language, path);
}

// Codes for words, since there is no district at hand, and the time of Greenwich.
void print(Console& console, Language language, const ProvenReceipt& proven) {
  static const DistrictNames codes_alone{v1::GetDistrictReply{}};
  for (const auto& entry : proven.entries) {
    console.out << console.paint(Colour::Green, worded(language, phrases::kReceiptProven,
                                                       {std::to_string(entry.sequence()), std::to_string(proven.size)}))
                << '\n';
  }
  console.out << worded(language, phrases::kReceiptJournal, {proven.origin}) << '\n';
  const auto time = DistrictTime::of_zone("Etc/UTC");
  if (!time) return;
  const engine::Instant now{proven.entries.back().time_us()};
  for (const auto& entry : proven.entries)
    print_entry(console, {language, codes_alone, *time, now}, entry, /*with_ticket=*/true);
}

Result<ExitCode> check(CommandContext& context, const CheckFlags& flags) {
  const auto language = context.language;
  const auto key = read_public_key(language, flags.key);
  if (!key) return tl::unexpected(key.error());
  const auto text = read_receipt(language, flags.receipt);
  if (!text) return tl::unexpected(text.error());
  const auto proven = check_receipt(*text, *key);
  if (!proven) {
    return tl::unexpected(Failure{ExitCode::Refused,
                                  "unsound",
                                  worded(language, phrases::kReceiptUnsound, {why(language, proven.error())}),
                                  {},
                                  std::nullopt});
  }
  if (!context.json) {
    print(context.console, language, *proven);
    return ExitCode::Ok;
  }
  json::object object;
  object["origin"] = proven->origin;
  object["size"] = proven->size;
  json::array entries;
  for (const auto& entry : proven->entries)
    entries.push_back(json::parse(json_text(entry)));
  object["entries"] = std::move(entries);
  context.console.out << json::serialize(object) << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_audit_receipt_commands(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  const auto file = help(phrases::kFileType);
  auto receipt = std::make_shared<ReceiptFlags>();
  auto* give_command = line.add(audit, "receipt", help(phrases::kAuditReceiptHelp));
  give_command->add_option("subject", receipt->subject, help(phrases::kAuditSubjectHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  give_command->add_option("--from-file", receipt->file, help(phrases::kAuditFromFileHelp))->type_name(file);
  give_command->add_option("--to", receipt->to, help(phrases::kAuditReceiptToHelp))->type_name(file);
  line.runs(give_command, [receipt](CommandContext& context) { return give(context, *receipt); });

  auto checked = std::make_shared<CheckFlags>();
  auto* check_command = line.add(audit, "check-receipt", help(phrases::kAuditCheckReceiptHelp));
  check_command->add_option("receipt", checked->receipt, help(phrases::kAuditReceiptFileHelp))
      ->required()
      ->type_name(file);
  check_command->add_option("--key", checked->key, help(phrases::kAuditPublicKeyHelp))->required()->type_name("KEY");
  line.runs(check_command, [checked](CommandContext& context) { return check(context, *checked); });
}

}  // namespace whistle::tools

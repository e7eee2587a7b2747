// Acts that name files: what they name is put on the ticket first.
#pragma once

#include <string>
#include <vector>

#include "tools/whistle/act_command.h"
#include "tools/whistle/evidence_file.h"

namespace whistle::tools {

// Reads the file through and puts it among those that go before the act; its SHA-256, 32 bytes.
[[nodiscard]] Result<std::string> bring_file(std::vector<LocalFile>& files, const std::string& path, Language language);

// As act_on_tickets; a file that does not come keeps the act from being sent.
[[nodiscard]] Result<ExitCode> act_with_files(CommandContext& context, const ActFlags& flags,
                                              const std::vector<LocalFile>& files, const ActBuilder& build);

}  // namespace whistle::tools

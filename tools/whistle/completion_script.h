// Completion for shells, from the tree of commands itself, so that it cannot lag behind.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace whistle::tools {

// To be sourced by bash 4 or later.
[[nodiscard]] std::string bash_completion(const CLI::App& root);
// To be stored as _whistle in a folder of zsh's $fpath, or sourced after compinit.
[[nodiscard]] std::string zsh_completion(const CLI::App& root);

}  // namespace whistle::tools

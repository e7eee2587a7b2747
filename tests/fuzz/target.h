// What every target of this folder defines: one reader, given any bytes. Built with libFuzzer by the preset `fuzz`, and
// in every other build as a program that gives it the kept corpus (corpus_main.cc).
#pragma once

#include <string_view>

namespace whistle::fuzz {

// Reads the bytes as the target's reader would, and asserts what has to hold of what it read. Called again and again in
// one process: what it keeps between calls must not depend on what it was given.
void read(std::string_view input);

}  // namespace whistle::fuzz

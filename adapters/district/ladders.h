// The map `ladders` of clocks.yaml: what happens, step by step, when a clock is missed.
#pragma once

#include "adapters/district/clocks_file.h"
#include "adapters/district/parties_file.h"
#include "adapters/district/yaml_reader.h"

namespace whistle::adapters::district {

// Fills clocks.ladders and clocks.rules; the urgencies have been read.
void read_ladders(const FileReport& report, const YamlNode& node, const Parties& parties, Clocks& clocks);

}  // namespace whistle::adapters::district

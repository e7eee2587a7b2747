// A district directory as the engine is given it.
#pragma once

#include <string>

#include <google/protobuf/repeated_ptr_field.h>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tools {

// Its files by path. Fails where one cannot be read or is no text, and where together they are more than the engine
// takes in one message. `hint`: what to do about files with faults; empty: nothing is known.
using DirectoryFiles = google::protobuf::RepeatedPtrField<v1::DirectoryFile>;
[[nodiscard]] Result<DirectoryFiles> directory_upload(const std::string& directory, Language language,
                                                      const std::string& hint);

}  // namespace whistle::tools

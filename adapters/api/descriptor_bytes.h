// The published language as protoc describes it, with the comments of the .proto files.
#pragma once

#include <string_view>

namespace whistle::adapters::api {

// A serialized google.protobuf.FileDescriptorSet, which lives as long as the program.
[[nodiscard]] std::string_view descriptor_set_bytes();

}  // namespace whistle::adapters::api

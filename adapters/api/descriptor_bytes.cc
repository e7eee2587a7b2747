#include "adapters/api/descriptor_bytes.h"

// The file is included by the assembler: no array of it has to be written out and compiled.
asm(R"(
  .section .rodata
  .global kWhistleDescriptorSetBegin
  .global kWhistleDescriptorSetEnd
kWhistleDescriptorSetBegin:
  .incbin ")" WHISTLE_DESCRIPTOR_SET R"("
kWhistleDescriptorSetEnd:
  .byte 0
  .previous
)");

extern "C" const char kWhistleDescriptorSetBegin[];
extern "C" const char kWhistleDescriptorSetEnd[];

namespace whistle::adapters::api {

std::string_view descriptor_set_bytes() {
  return {kWhistleDescriptorSetBegin, static_cast<std::size_t>(kWhistleDescriptorSetEnd - kWhistleDescriptorSetBegin)};
}

}  // namespace whistle::adapters::api

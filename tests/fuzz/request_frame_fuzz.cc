// What a client sends: the frame of a request, through parsing, form and limits, up to what the core may be asked.
#include "adapters/zeromq/request_codec.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace zeromq = adapters::zeromq;

namespace {

bool was_converted(const v1::Request& request) {
  const auto& command = request.command();
  return command.blow_whistle().location().has_original_point() ||
         command.amend_ticket().location().has_original_point() ||
         command.split_ticket().location().has_original_point();
}

}  // namespace

void read(std::string_view input) {
  static_cast<void>(zeromq::correlation_of(input));
  const auto request = zeromq::decode_request(input);
  if (!request) {
    WHISTLE_ASSERT(request.error().refusal.code() != v1::REFUSAL_CODE_UNSPECIFIED);
    WHISTLE_ASSERT(v1::RefusalCode_IsValid(request.error().refusal.code()));
    return;
  }
  const auto bytes = request->SerializeAsString();
  WHISTLE_ASSERT(zeromq::correlation_of(bytes) == request->correlation());
  const auto again = zeromq::decode_request(bytes);
  // A point that was converted has its original beside it, which nobody may send.
  WHISTLE_ASSERT(again.has_value() != was_converted(*request));
  if (again) WHISTLE_ASSERT(again->SerializeAsString() == bytes);
}

}  // namespace whistle::fuzz

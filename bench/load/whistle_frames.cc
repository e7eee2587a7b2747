#include "bench/load/whistle_frames.h"

#include <google/protobuf/io/coded_stream.h>

#include <fstream>
#include <utility>

#include "adapters/district/whistle_stream.h"
#include "bench/require.h"
#include "tools/whistle/blow_whistle.h"
#include "whistle/v1/service.pb.h"

namespace whistle::bench {

namespace {

using google::protobuf::io::CodedInputStream;

// Of Request and Reply: their number, wire type 0 or 2.
constexpr char kCorrelationTag = 0x08;
constexpr char kKeyTag = 0x12;
constexpr std::uint32_t kAcceptedTag = 0x12;

void append_varint(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    bytes.push_back(static_cast<char>(value | 0x80U));
  bytes.push_back(static_cast<char>(value));
}

}  // namespace

WhistleFrames::WhistleFrames(const std::filesystem::path& stream, std::string_view member, std::string key_prefix)
    : key_prefix_(std::move(key_prefix)) {
  std::ifstream file(stream);
  require(file.is_open(), stream.string() + " cannot be read");
  adapters::district::StreamReader reader(file, {});
  while (const auto whistle = reader.next()) {
    require(whistle->has_value(), whistle->has_value() ? "" : to_text(whistle->error()));
    v1::Request request;
    request.set_claimed_member(std::string(member));
    *request.mutable_command() = tools::blow_command_of(**whistle);
    request.mutable_command()->mutable_blow_whistle()->clear_occurred_at_us();
    tails_.push_back(request.SerializeAsString());
  }
  require(!tails_.empty(), stream.string() + " holds no whistle");
}

std::string_view WhistleFrames::frame(std::uint64_t number) {
  const auto key = key_prefix_ + std::to_string(number);
  frame_.assign(1, kCorrelationTag);
  append_varint(frame_, number);
  frame_.push_back(kKeyTag);
  append_varint(frame_, key.size());
  frame_.append(key).append(tails_[number % tails_.size()]);
  return frame_;
}

ReplyHead read_head(std::string_view reply) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(reply.data()), static_cast<int>(reply.size()));
  ReplyHead head;
  auto tag = in.ReadTag();
  if (tag == static_cast<std::uint32_t>(kCorrelationTag)) {
    require(in.ReadVarint64(&head.correlation), "a reply that cannot be read");
    tag = in.ReadTag();
  }
  head.accepted = tag == kAcceptedTag;
  return head;
}

}  // namespace whistle::bench

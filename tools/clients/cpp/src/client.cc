#include "whistle/client/client.h"

#include <array>
#include <exception>
#include <future>
#include <utility>

#include "engine/hexadecimal.h"
#include "tools/clients/cpp/src/kernel_random.h"
#include "tools/clients/cpp/src/line.h"

namespace whistle::client {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kKeyBytes = 16;

tl::unexpected<Error> misused(std::string what) {
  return tl::unexpected(Error(Misused{std::move(what)}));
}

bool has_three_keys(const Login& login) {
  return login.server_key.size() == adapters::zeromq::kCurveKeyBytes &&
         login.public_key.size() == adapters::zeromq::kCurveKeyBytes &&
         login.secret_key.size() == adapters::zeromq::kCurveKeyBytes;
}

void say_how(v1::Request& request, const How& how) {
  request.set_acted_at_us(how.acted_at_us);
  if (how.if_last_entry) request.set_if_last_entry(*how.if_last_entry);
  if (!how.for_member.empty()) request.mutable_acting_for()->set_member(how.for_member);
  if (!how.ticket_token.empty()) request.mutable_acting_for()->set_ticket_token(how.ticket_token);
}

}  // namespace

std::string fresh_key() {
  KernelRandom random;
  std::array<std::uint8_t, kKeyBytes> bytes{};
  random.fill(bytes);
  return engine::hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<Client> Client::open(Options options) {
  if (options.login && !has_three_keys(*options.login)) return misused("a CURVE key has 32 bytes");
  const auto endpoint = options.endpoint;
  try {
    return Client(std::make_unique<Line>(std::move(options)));
  } catch (const std::exception& fault) {
    return misused(endpoint + ": " + fault.what());
  }
}

Client::Client(std::unique_ptr<Line> line) : line_(std::move(line)) {}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

std::uint64_t Client::start(v1::Request request, std::optional<milliseconds> timeout, Done done) {
  if (request.has_command() && request.key().empty()) request.set_key(fresh_key());
  return line_->start(std::move(request), timeout.value_or(line_->options().timeout), std::move(done));
}

void Client::cancel(std::uint64_t started) {
  line_->cancel(started);
}

Result<v1::Reply> Client::call(v1::Request request, std::optional<milliseconds> timeout) {
  if (line_->is_this_thread()) return misused("a call from a Done would wait for itself");
  std::promise<Result<v1::Reply>> answer;
  start(std::move(request), timeout, [&answer](Result<v1::Reply> result) { answer.set_value(std::move(result)); });
  return answer.get_future().get();
}

Result<v1::Accepted> Client::act(v1::Command command, const How& how) {
  return take_accepted(call(request_of(std::move(command), how), how.timeout));
}

Result<v1::Accepted> Client::blow(v1::BlowWhistle whistle, const How& how) {
  v1::Command command;
  *command.mutable_blow_whistle() = std::move(whistle);
  return act(std::move(command), how);
}

v1::Request request_of(v1::Command command, const How& how) {
  v1::Request request;
  say_how(request, how);
  request.set_key(how.key.empty() ? fresh_key() : how.key);
  *request.mutable_command() = std::move(command);
  return request;
}

v1::Request request_of(const google::protobuf::Message& question, const How& how) {
  v1::Request request;
  say_how(request, how);
  const auto* body = v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const auto* field = body->field(i);
    if (field->message_type() == question.GetDescriptor())
      request.GetReflection()->MutableMessage(&request, field)->CopyFrom(question);
  }
  return request;
}

Result<void> take_answer(Result<v1::Reply> reply, google::protobuf::Message& answer) {
  if (!reply) return tl::unexpected(std::move(reply.error()));
  const auto* body = v1::Reply::descriptor()->FindOneofByName("body");
  const auto* field = reply->GetReflection()->GetOneofFieldDescriptor(*reply, body);
  if (field == nullptr || field->message_type() != answer.GetDescriptor()) {
    return tl::unexpected(Error(Malformed{"the answer is " + (field == nullptr ? "empty" : field->name()) + ", not " +
                                          answer.GetDescriptor()->name()}));
  }
  auto* told = reply->GetReflection()->MutableMessage(&*reply, field);
  answer.GetReflection()->Swap(&answer, told);
  return {};
}

Result<v1::Accepted> take_accepted(Result<v1::Reply> reply) {
  v1::Accepted accepted;
  auto taken = take_answer(std::move(reply), accepted);
  if (!taken) return tl::unexpected(std::move(taken.error()));
  return accepted;
}

}  // namespace whistle::client

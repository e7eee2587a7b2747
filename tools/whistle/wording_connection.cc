#include "tools/whistle/wording_connection.h"

#include <string>

#include "tools/whistle/wording.h"

namespace whistle::tools {

Failure word_client_error(Language language, const adapters::zeromq::ClientError& error) {
  using adapters::zeromq::ClientFault;
  const auto make = [&](ExitCode exit, const char* word, const Phrase& sentence, const Phrase& step) {
    return Failure{exit, word, worded(language, sentence, {error.what}), std::string(phrase(language, step)),
                   std::nullopt};
  };
  constexpr Phrase kAgain{"检查网络后再试", "check the network and try again"};
  switch (error.fault) {
    case ClientFault::BadEndpoint:
      return make(ExitCode::Usage, "usage", {"地址不对：{0}", "not an address: {0}"},
                  {"写成 tcp://主机:端口", "write it as tcp://HOST:PORT"});
    case ClientFault::BadKey:
      return make(ExitCode::Usage, "usage", {"密钥不对：{0}", "not a key: {0}"},
                  {"检查 --server-key 和 --key", "check --server-key and --key"});
    case ClientFault::HandshakeFailed:
      return make(ExitCode::NotRecognised, "not_recognised",
                  {"有人应答，但密钥对不上：{0}", "somebody answered, but the keys do not fit: {0}"},
                  {"检查 --server-key；引擎若以 --plain 启动，客户端也要加 --plain",
                   "check --server-key; an engine started with --plain wants --plain here too"});
    case ClientFault::Unreachable:
      return make(ExitCode::NoAnswer, "no_answer", {"连不上引擎：{0}", "the engine cannot be reached: {0}"}, kAgain);
    case ClientFault::TimedOut:
      return make(ExitCode::NoAnswer, "no_answer", {"引擎没有应答：{0}", "the engine did not answer: {0}"}, kAgain);
    case ClientFault::Disconnected:
      return make(ExitCode::NoAnswer, "no_answer", {"连接断了：{0}", "the connection went away: {0}"}, kAgain);
    case ClientFault::Malformed:
      return make(ExitCode::NoAnswer, "no_answer", {"应答读不懂：{0}", "the answer cannot be read: {0}"},
                  {"引擎与 whistle 的版本可能不同", "engine and whistle may be of different versions"});
    case ClientFault::TooManyInFlight:
      return make(ExitCode::Usage, "usage", {"在途请求太多：{0}", "too many requests in flight: {0}"},
                  {"把 --in-flight 调小", "choose a smaller --in-flight"});
    case ClientFault::Io:
      break;
  }
  return make(ExitCode::NoAnswer, "no_answer", {"网络出错：{0}", "the network failed: {0}"}, kAgain);
}

}  // namespace whistle::tools

#include "adapters/platform/subscribers_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "adapters/district/diagnostic.h"
#include "adapters/district/names.h"
#include "adapters/district/utf8.h"
#include "adapters/district/yaml_fields.h"
#include "adapters/http/http_message.h"
#include "adapters/platform/signature.h"
#include "whistle/v1/event.pb.h"

namespace whistle::adapters::platform {

namespace {

using district::YamlFields;
using district::YamlKey;
using district::YamlNode;

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
constexpr std::size_t kSubscribersMax = 64;
constexpr std::size_t kNameBytesMax = 32;
constexpr std::size_t kKeysMax = 2;

constexpr std::array<YamlKey, 2> kKeys{{{"schema"}, {"subscribers"}}};
constexpr std::array<YamlKey, 19> kSubscriberKeys{{{"name"},
                                                   {"url"},
                                                   {"secrets"},
                                                   {"member"},
                                                   {"mode", false},
                                                   {"from", false},
                                                   {"events", false},
                                                   {"areas", false},
                                                   {"parties", false},
                                                   {"checkpoints", false},
                                                   {"checkpoint_every_s", false},
                                                   {"ca", false},
                                                   {"in_flight", false},
                                                   {"per_second", false},
                                                   {"timeout_ms", false},
                                                   {"attempts", false},
                                                   {"pause_first_ms", false},
                                                   {"pause_most_ms", false},
                                                   {"breaker_failures", false}}};

struct Fault {
  district::SourcePosition at;
  std::string text;
};

std::vector<std::string_view> event_names() {
  std::vector<std::string_view> names;
  const auto* body = v1::Event::descriptor()->FindOneofByName("body");
  names.reserve(static_cast<std::size_t>(body->field_count()));
  for (int i = 0; i < body->field_count(); ++i)
    names.emplace_back(body->field(i)->name());
  return names;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// One subscriber of the list. What is wrong goes to `faults`.
class Reader {
 public:
  Reader(const district::FileReport& report, const YamlNode& node, const std::filesystem::path& directory,
         std::vector<Fault>& faults)
      : fields_(report, node, kSubscriberKeys), directory_(directory), faults_(faults) {}

  Subscriber read() {
    read_who();
    read_address();
    read_what();
    read_limits();
    return std::move(subscriber_);
  }

 private:
  void wrong(const YamlNode& node, std::string_view key, const std::string& why) {
    faults_.push_back({node.at, std::string(key) + ": " + why});
  }

  void read_who() {
    if (const auto* name = fields_.scalar("name")) {
      subscriber_.name = name->text;
      if (!is_name(name->text)) wrong(*name, "name", "1 to 32 of a-z, 0-9 and - are wanted");
    }
    if (const auto* member = fields_.scalar("member")) {
      subscriber_.member = member->text;
      if (member->text.empty() || member->text.front() == '@')
        wrong(*member, "member", "a member of the rules is wanted, whose view it has");
    }
    if (const auto* secrets = fields_.scalar("secrets")) {
      auto keys = read_signing_keys(directory_ / secrets->text);
      if (keys) {
        subscriber_.keys = *std::move(keys);
      } else {
        wrong(*secrets, "secrets", keys.error());
      }
    }
  }

  void read_address() {
    const auto* url = fields_.scalar("url");
    const auto* ca = fields_.scalar("ca");
    if (url == nullptr) return;
    auto address = http::parse_web_address(url->text);
    if (!address) return wrong(*url, "url", address.error().what);
    subscriber_.address = *std::move(address);
    if (!subscriber_.address.tls) {
      if (ca != nullptr) wrong(*ca, "ca", "of https alone");
      return;
    }
    auto trust = http::TlsTrust::load(ca == nullptr ? std::filesystem::path() : directory_ / ca->text);
    if (!trust) return wrong(ca == nullptr ? *url : *ca, ca == nullptr ? "url" : "ca", trust.error().what);
    subscriber_.trust = *std::move(trust);
  }

  void read_what() {
    if (const auto* mode = fields_.scalar("mode")) {
      if (mode->text != "structured" && mode->text != "binary") wrong(*mode, "mode", "structured or binary");
      subscriber_.mode = mode->text == "binary" ? ContentMode::Binary : ContentMode::Structured;
    }
    if (const auto* from = fields_.scalar("from"); from != nullptr && from->text != "now") {
      std::uint64_t sequence = 0;
      const auto* end = from->text.data() + from->text.size();
      const auto parsed = std::from_chars(from->text.data(), end, sequence);
      if (parsed.ec != std::errc() || parsed.ptr != end) wrong(*from, "from", "now, or the number of an entry");
      subscriber_.from = sequence;
    }
    const auto known = event_names();
    for (const auto* event : fields_.one_or_more("events")) {
      if (std::ranges::find(known, event->text) == known.end()) {
        const auto near = district::nearest_name(event->text, known);
        wrong(*event, "events",
              "unknown event '" + event->text + "'" + (near.empty() ? "" : "; did you mean '" + near + "'?"));
      }
      subscriber_.events.insert(event->text);
    }
    for (const auto* area : fields_.one_or_more("areas"))
      subscriber_.areas.insert(area->text);
    for (const auto* party : fields_.one_or_more("parties"))
      subscriber_.parties.insert(party->text);
    subscriber_.checkpoints = fields_.boolean("checkpoints").value_or(true);
  }

  // A number from 1 on; absent: as it is.
  template <typename Value>
  void number(std::string_view key, std::uint32_t max, Value& value) {
    const auto* node = fields_.find(key);
    const auto given = fields_.number(key, max);
    if (!given) return;
    if (*given == 0) return wrong(*node, key, "from 1 on");
    value = Value(*given);
  }

  void read_limits() {
    number("checkpoint_every_s", 86'400, subscriber_.checkpoint_every);
    number("in_flight", 256, subscriber_.outbox.in_flight);
    number("per_second", 1'000'000, subscriber_.per_second);
    number("timeout_ms", 120'000, subscriber_.timeout);
    number("attempts", 1'000, subscriber_.outbox.attempts);
    number("pause_first_ms", 60'000, subscriber_.backoff.first);
    number("pause_most_ms", 3'600'000, subscriber_.backoff.most);
    number("breaker_failures", 1'000, subscriber_.breaker_failures);
    if (const auto* most = fields_.find("pause_most_ms"); most && subscriber_.backoff.most < subscriber_.backoff.first)
      wrong(*most, "pause_most_ms", "less than pause_first_ms");
  }

  const YamlFields fields_;
  const std::filesystem::path& directory_;
  std::vector<Fault>& faults_;
  Subscriber subscriber_;
};

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) return std::nullopt;
  return std::move(text).str();
}

void read_list(const district::FileReport& report, const YamlNode& document, const std::filesystem::path& directory,
               std::vector<Fault>& faults, std::vector<Subscriber>& subscribers) {
  const YamlFields fields(report, document, kKeys);
  if (const auto* schema = fields.scalar("schema"); schema != nullptr && schema->text != "1")
    faults.push_back({schema->at, "schema: 1 is the one that this program reads"});
  const auto* list = fields.list("subscribers");
  if (list == nullptr) return;
  if (list->items.size() > kSubscribersMax)
    return faults.push_back({list->at, "subscribers: more than " + std::to_string(kSubscribersMax)});
  for (const auto& item : list->items) {
    auto subscriber = Reader(report, item, directory, faults).read();
    const bool twice = std::ranges::any_of(subscribers, [&](const auto& one) { return one.name == subscriber.name; });
    if (twice && !subscriber.name.empty()) faults.push_back({item.at, "name: '" + subscriber.name + "' twice"});
    subscribers.push_back(std::move(subscriber));
  }
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> read_signing_keys(const std::filesystem::path& file) {
  struct ::stat status {};
  if (::stat(file.c_str(), &status) != 0) return tl::unexpected(file.string() + " cannot be read");
  if (!S_ISREG(status.st_mode)) return tl::unexpected(file.string() + " is no file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return tl::unexpected(file.string() + " may be read by others: its mode must be 0600");
  const auto text = read_whole(file);
  if (!text) return tl::unexpected(file.string() + " cannot be read");
  std::vector<std::string> keys;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    const auto said = http::trimmed(line);
    if (said.empty() || said.front() == '#') continue;
    auto key = parse_signing_key(said);
    if (!key) return tl::unexpected(file.string() + ": a secret " + key.error());
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return tl::unexpected(file.string() + " holds no secret");
  if (keys.size() > kKeysMax) return tl::unexpected(file.string() + " holds more than two secrets");
  return keys;
}

tl::expected<std::vector<Subscriber>, std::vector<std::string>> read_subscribers(const std::filesystem::path& file) {
  using Faults = std::vector<std::string>;
  const auto bytes = read_whole(file);
  if (!bytes) return tl::unexpected(Faults{file.string() + ": cannot be read"});
  if (bytes->size() > kFileBytesMax) return tl::unexpected(Faults{file.string() + ": larger than 1 MiB"});
  if (district::first_invalid_utf8(*bytes)) return tl::unexpected(Faults{file.string() + ": not UTF-8"});
  district::Diagnostics diagnostics;
  const district::FileReport report(diagnostics, file.string());
  std::vector<Fault> faults;
  std::vector<Subscriber> subscribers;
  if (const auto document = district::read_yaml(report, *bytes))
    read_list(report, *document, file.parent_path(), faults, subscribers);
  Faults texts;
  for (const auto& diagnostic : diagnostics.take(district::Severity::Error))
    texts.push_back(district::to_text(diagnostic));
  for (const auto& [at, text] : faults)
    texts.push_back(file.string() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + text);
  if (!texts.empty()) return tl::unexpected(std::move(texts));
  return subscribers;
}

}  // namespace whistle::adapters::platform

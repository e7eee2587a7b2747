#include "tools/whistle/cli.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/temp_dir.h"
#include "tools/whistle/completion_script.h"

namespace whistle::tools {

namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

// The program in a home of its own.
Ran run(const std::vector<std::string>& arguments, const std::string& home = "/nonexistent",
        const std::string& locale = "en_US.UTF-8") {
  std::istringstream in;
  std::ostringstream out, err;
  Console console{.in = in, .out = out, .err = err, .environment = [&](const char* name) -> std::string {
                    if (std::string_view(name) == "LANG") return locale;
                    if (std::string_view(name) == "HOME") return home;
                    return {};
                  }};
  const int code = run_whistle(arguments, console);
  return {code, out.str(), err.str()};
}

}  // namespace

TEST_CASE("help is in the language of the locale or of --lang, and tells the exit codes") {
  const auto english = run({"--help"});
  CHECK(english.code == 0);
  CHECK(english.out.find("Exit codes: 0 done, 1 refused") != std::string::npos);
  CHECK(run({"--help"}, "/nonexistent", "zh_CN.UTF-8").out.find("退出码：0 成功") != std::string::npos);
  CHECK(run({"--help", "--lang", "zh"}).out.find("退出码：0 成功") != std::string::npos);
  CHECK(run({"ack", "--help"}).out.find("Acknowledge tickets") != std::string::npos);
}

TEST_CASE("no command is a usage error and shows the commands") {
  const auto ran = run({});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("inbox") != std::string::npos);
}

TEST_CASE("a misspelt command or option is answered with the nearest one") {
  CHECK(run({"inbx"}).err.find("did you mean inbox?") != std::string::npos);
  const auto option = run({"blow", "--estat", "X"});
  CHECK(option.code == 2);
  CHECK(option.err.find("did you mean --estate?") != std::string::npos);
}

TEST_CASE("what cannot be understood is refused before anything is sent") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"ack"},
                                                                     {"confirm", "17", "--rating", "6"},
                                                                     {"blow", "--lat", "36.7"},
                                                                     {"blow"},
                                                                     {"blow", "x", "--from", "-"},
                                                                     {"blow", "x", "--in-flight", "9"},
                                                                     {"inbox", "--timeout", "0"},
                                                                     {"inbox", "--lang", "fr"},
                                                                     {"identity"},
                                                                     {"reveal", "17"},
                                                                     {"reveal", "17", "18", "--reason", "w"},
                                                                     {"erase", "17", "--yes"},
                                                                     {"adopt-logic"},
                                                                     {"adopt-logic", "0"},
                                                                     {"adopt-logic", "two"},
                                                                     {"resolve", "1", "2"}}) {
    CAPTURE(arguments.front());
    const auto ran = run(arguments);
    CHECK(ran.code == 2);
    CHECK_FALSE(ran.err.empty());
    CHECK(ran.err.find("no engine is named") == std::string::npos);
  }
}

TEST_CASE("a command without an engine says how to name one") {
  const auto ran = run({"inbox"});
  CHECK(ran.code == 2);
  CHECK(ran.err ==
        "whistle: no engine is named\n  → give --server tcp://HOST:PORT, WHISTLE_SERVER or the configuration "
        "file; for an engine on this machine --data DIR\n");
}

TEST_CASE("programs get errors as an object on the output") {
  const auto ran = run({"inbox", "-o", "json"});
  CHECK(ran.code == 2);
  CHECK(ran.err.empty());
  CHECK(ran.out.starts_with(R"({"error":{"kind":"usage","message":"no engine is named","hint":)"));
  CHECK(run({"inbx", "--output=json"}).out.starts_with(R"({"error":{"kind":"usage")"));
  CHECK(run({"inbx", "json"}).out.empty());
}

TEST_CASE("the configuration file sets language and output, flags beat it") {
  const support::TempDir home;
  std::filesystem::create_directories(home.path() / ".config" / "whistle");
  std::ofstream(home.path() / ".config" / "whistle" / "config.toml") << "lang = \"zh\"\noutput = \"json\"\n";
  CHECK(run({"inbox"}, home.path().string()).out.find("不知道引擎在哪里") != std::string::npos);
  CHECK(run({"inbox", "--lang", "en", "-o", "text"}, home.path().string()).err.find("no engine is named") !=
        std::string::npos);
}

TEST_CASE("a configuration file that was named has to be there") {
  CHECK(run({"inbox", "--config", "/nonexistent/config.toml"}).code == 5);
}

TEST_CASE("an evidence file that cannot be read, or is empty, stops the resolution") {
  const support::TempDir dir;
  CHECK(run({"resolve", "17", "--photo-after", (dir.path() / "none.jpg").string()}).code == 5);
  std::ofstream(dir.path() / "empty.jpg") << "";
  CHECK(run({"resolve", "17", "--photo-after", (dir.path() / "empty.jpg").string()}).err.find("is empty") !=
        std::string::npos);
}

TEST_CASE("keygen makes a pair, tells what comes next, and overwrites nothing") {
  const support::TempDir home;
  const auto file = (home.path() / "me.key").string();
  const auto made = run({"keygen", file, "--member", "intake-app"});
  CHECK(made.code == 0);
  CHECK(made.out.find("whistle identity add intake-app '") != std::string::npos);
  CHECK(std::filesystem::exists(file + "_secret"));
  CHECK(run({"keygen", file}).code == 5);
  CHECK(run({"keygen"}, home.path().string()).code == 0);
  CHECK(std::filesystem::exists(home.path() / ".config" / "whistle" / "whistle.key_secret"));
}

TEST_CASE("completion knows every command and option of the tree") {
  CommandLine line(Language::English);
  add_commands(line);
  const auto bash = run({"completion", "bash"});
  CHECK(bash.code == 0);
  for (const auto* command : line.root().get_subcommands([](const CLI::App*) { return true; })) {
    CAPTURE(command->get_name());
    CHECK(bash.out.find("'/" + command->get_name() + "')") != std::string::npos);
    for (const auto* option : command->get_options()) {
      for (const auto& name : option->get_lnames())
        CHECK(bash.out.find("--" + name) != std::string::npos);
    }
  }
  CHECK(run({"completion", "fish"}).code == 2);
}

TEST_CASE("bash completes commands, options and their values by that script") {
  const support::TempDir dir;
  const auto script = dir.path() / "completion.bash";
  std::ofstream(script) << run({"completion", "bash"}).out;
  const auto complete = [&](const std::string& words, int at) {
    const auto command = "bash -c 'source " + script.string() + "; COMP_WORDS=(" + words +
                         "); COMP_CWORD=" + std::to_string(at) + "; _whistle; echo \"${COMPREPLY[@]}\"'";
    std::string result;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    char buffer[4096];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr)
      result += buffer;
    CHECK(::pclose(pipe) == 0);
    return result;
  };
  CHECK(complete("whistle inb", 1) == "inbox\n");
  CHECK(complete("whistle identity re", 2) == "revoke\n");
  CHECK(complete("whistle blow --cat", 2) == "--category\n");
  CHECK(complete("whistle inbox --lang z", 3) == "zh\n");
  CHECK(complete("whistle inbox --serv", 2) == "--server --server-key\n");
}

}  // namespace whistle::tools

"""Every rule of this folder finds its bad sample and leaves the good one alone."""

import unittest

import core_rules
import include_rules
import lint
import text_rules
from source import Source


def cpp(text: str, path: str = "engine/route.cc") -> Source:
    return Source(path, text)


class RuleTest(unittest.TestCase):
    def rejects(self, rule, *samples: Source):
        for sample in samples:
            self.assertTrue(rule(sample), f"{rule.__name__} let pass: {sample.text}")

    def accepts(self, rule, *samples: Source):
        for sample in samples:
            self.assertEqual([str(finding) for finding in rule(sample)], [], sample.text)


class IncludeRules(RuleTest):
    def test_arrows(self):
        self.rejects(
            include_rules.arrows,
            cpp('#include "storage/vault.h"'),
            cpp('#include "adapters/clock.h"'),
            cpp('#include "engine/route.h"\n#include "tools/whistle/blow.h"'),
            cpp('#include "adapters/clock.h"', "storage/vault.cc"),
            cpp('#include "storage/vault.h"', "adapters/zeromq/router.cc"),
            cpp('#include "storage/vault.h"', "tests/engine/route_test.cc"),
            cpp('#include "route.h"'),
            cpp('#include "engine/../storage/vault.h"'),
            cpp("#include <engine/route.h>"),
            cpp("#include <whistle/v1/entry.pb.h>"),
        )
        self.accepts(
            include_rules.arrows,
            cpp('#include "engine/route.h"\n#include "whistle/v1/entry.pb.h"'),
            cpp('// #include "storage/vault.h"\n/*\n#include "storage/vault.h"\n*/'),
            cpp('#include "engine/ports.h"', "storage/vault.cc"),
            cpp('#include "storage/vault.h"\n#include "adapters/clock.h"', "tools/whistled/service.cc"),
            cpp('#include "tests/support/temp_dir.h"\n#include "engine/route.h"', "tests/engine/route_test.cc"),
        )

    def test_engine_headers(self):
        rule = include_rules.engine_headers
        for name in ("zmq.hpp", "rocksdb/db.h", "boost/asio.hpp", "spdlog/spdlog.h", "time.h", "unistd.h",
                     "thread", "fstream", "sstream", "cmath", "cctype", "ctime"):  # fmt: skip
            self.rejects(rule, cpp(f"#include <{name}>"))
        self.accepts(
            rule,
            cpp("#include <cstdint>\n#include <unordered_map>\n#include <tl/expected.hpp>"),
            cpp("#include <boost/geometry/index/rtree.hpp>"),
            cpp("#include <thread>", "adapters/clock.cc"),
        )

    def test_rocksdb_only_in_storage(self):
        rule = include_rules.rocksdb_only_in_storage
        self.rejects(rule, cpp("#include <rocksdb/db.h>", "tools/whistled/service.cc"))
        self.accepts(rule, cpp("#include <rocksdb/db.h>", "storage/rocksdb_store.cc"))

    def test_own_header_first(self):
        def rule(source):
            return include_rules.own_header_first(source, {"engine/route.h"})

        self.rejects(rule, cpp('#include <vector>\n#include "engine/route.h"'), cpp("int a;"))
        self.accepts(rule, cpp('#include "engine/route.h"\n#include <vector>'), cpp("", "engine/other.cc"))

    def test_pragma_once(self):
        self.rejects(include_rules.pragma_once, cpp("int f();", "engine/a.h"), cpp("// #pragma once", "engine/a.h"))
        self.accepts(include_rules.pragma_once, cpp("// What it is.\n#pragma once\n", "engine/a.h"), cpp("int f();"))


class CoreRules(RuleTest):
    def test_no_floating_point(self):
        self.rejects(
            core_rules.no_floating_point,
            cpp("double x;"), cpp("f(static_cast<float>(1));"), cpp("auto x = 1.5;"), cpp("auto y = 2.;"),
        )  # fmt: skip
        self.accepts(
            core_rules.no_floating_point,
            cpp("int doubled; // a double meaning, 1.5 times\nauto s = \"double 1.5\";"),
            cpp("int n = 1'000'000;"),
            cpp("double x;", "adapters/clock.cc"),
        )

    def test_no_clocks(self):
        for sample in ("std::chrono::system_clock::now();", "steady_clock::now();", "std::time(nullptr);",
                       "time(nullptr);", "clock_gettime(CLOCK_REALTIME, &t);", "std::mktime(&t);"):  # fmt: skip
            self.rejects(core_rules.no_clocks, cpp(sample))
        self.accepts(
            core_rules.no_clocks,
            cpp("Instant time() const;"), cpp("entry.time();"), cpp("std::chrono::microseconds d;"),
            cpp("// reads no system_clock"), cpp("fire_clock(ticket);"),
        )  # fmt: skip

    def test_no_randomness(self):
        self.rejects(core_rules.no_randomness, cpp("int a = rand();"), cpp("std::random_device d;"))
        self.accepts(core_rules.no_randomness, cpp("int operand(int);"), cpp("x.random();"))

    def test_no_threads(self):
        self.rejects(core_rules.no_threads, cpp("std::mutex m;"), cpp("std::atomic<int> a;"), cpp("thread_local int a;"))
        self.accepts(core_rules.no_threads, cpp("int thread = 1;"), cpp("// std::mutex"))

    def test_no_files(self):
        self.rejects(core_rules.no_files, cpp("std::ifstream f;"), cpp("std::cerr << 1;"), cpp("getenv(name);"),
                     cpp("printf(a);"))  # fmt: skip
        self.accepts(core_rules.no_files, cpp("int file = 1;"), cpp("std::fprintf(stderr, a);", "engine/assert.h"))

    def test_no_locales(self):
        for sample in ("std::tolower(c)", "isalpha(c)", "strtod(p, &e)", "std::stod(s)", "setlocale(0, n)",
                       "std::stoi(s)", "std::locale l;"):  # fmt: skip
            self.rejects(core_rules.no_locales, cpp(sample))
        self.accepts(core_rules.no_locales, cpp("is_alpha(c); text.tolower(c); ascii::tolower(c); std::from_chars(a, b)"))

    def test_no_unordered_iteration(self):
        header = cpp("struct S { std::unordered_map<Id, std::vector<int>> by_id; std::map<int, int> sorted;\n"
                     "std::unordered_map<int, int> keys; };\nstruct T { std::vector<int> keys; };\n"
                     "class U { std::unordered_set<int> seen_; };", "engine/state.h")  # fmt: skip
        members = core_rules.unordered_members([header])

        def rule(source):
            return core_rules.no_unordered_iteration(source, members)

        self.rejects(
            rule,
            header.__class__(header.path, header.text + "int f(S s) { for (auto& p : s.by_id) {} }"),
            cpp("std::unordered_set<int> seen;\nfor (int i : seen) f(i);"),
            cpp("for (const auto& [id, list] : state.by_id) f(id);"),
            cpp("for (const auto& [id, list] : state_->by_id) f(id);"),
            cpp("auto first = state.by_id.begin();"),
            cpp("for (int i : seen_) f(i);"),
            cpp("using Index = std::unordered_map<int, int>;\nIndex index_;\nfor (auto& p : index_) f(p);"),
        )
        self.accepts(
            rule,
            cpp("for (const auto& [id, list] : state.sorted) f(id);"),
            cpp("for (int i : state.by_id.at(id)) f(i);"),
            cpp("for (const auto& e : by_id) f(e);"),
            cpp("for (const auto& key : ticket.keys) f(key);"),
        )

    def test_other_folders_are_free(self):
        free = cpp("double x = 1.5; std::mutex m; auto t = std::chrono::system_clock::now();", "adapters/clock.cc")
        self.assertEqual(lint.check([free]), [])


class TextRules(RuleTest):
    def test_no_unfinished_words(self):
        words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK", "Not " + "implemented"]
        for word in words:
            self.rejects(text_rules.no_unfinished_words, cpp(f"// {word}: later"), Source("README.md", word))
        self.accepts(text_rules.no_unfinished_words, cpp('mkdtemp("a-XXXXXX"); // hacksaw, 0 stands for now'))

    def test_file_length(self):
        self.rejects(text_rules.file_length, cpp("int a;\n" * 501))
        self.accepts(text_rules.file_length, cpp("int a;\n" * 500), Source("README.md", "a\n" * 900))

    def test_clear_names(self):
        self.rejects(
            text_rules.clear_names,
            cpp("class TicketManager {};"), cpp("struct RouteInfo final : Base {\n};"), cpp("", "engine/time_util.cc"),
            cpp("", "engine/helpers.h"),
        )  # fmt: skip
        self.accepts(
            text_rules.clear_names,
            cpp("class DataDirectory {};"), cpp("struct Ticket {};"), cpp("struct ForeignInfo;"), cpp("", "engine/a.cc"),
        )  # fmt: skip

    def test_no_using_namespace_in_headers(self):
        rule = text_rules.no_using_namespace_in_headers
        self.rejects(rule, cpp("using namespace std;", "engine/a.h"))
        self.accepts(rule, cpp("using namespace std::literals;"), cpp("using engine::Ticket;", "engine/a.h"))

    def test_cpp_function_length(self):
        rule = text_rules.cpp_function_length
        body = "  f();\n" * 69
        self.rejects(
            rule,
            cpp("namespace a {\nint f() {\n" + body + "}\n}"),
            cpp("class A {\n  int f() const noexcept {\n" + body + "}\n};"),
            cpp("A::A(int a)\n    : a_(a) {\n" + body + "}\n"),
            cpp("int f() {\n" + "  if (a) {\n  }\n" * 36 + "}\n"),
        )
        self.accepts(
            rule,
            cpp("int f() {\n" + body[:-7] + "}\n"),
            cpp("namespace a {\n" + "int f() { return 1; }\n" * 90 + "}"),
            cpp("struct A {\n" + "  int f() const;\n" * 90 + "};"),
            cpp("constexpr int kTable[] = {\n" + "1,\n" * 90 + "};"),
            cpp('TEST_CASE("long") {\n' + body + "}\n"),
        )

    def test_python_function_length(self):
        rule = text_rules.python_function_length
        self.rejects(rule, Source("tools/a.py", "def f():\n" + "    x = 1\n" * 70))
        self.accepts(rule, Source("tools/a.py", "def f():\n" + "    x = 1\n" * 69))


class TreeRules(RuleTest):
    def test_top_level(self):
        self.assertTrue(lint.top_level({"engine", "scripts"}))
        self.assertEqual(lint.top_level({"engine", ".github", "README.md", "build"}), [])

    def test_every_rule_is_applied_to_the_tree(self):
        bad = [
            cpp('#include <thread>\n#include "storage/a.h"\n#include <rocksdb/db.h>\ndouble d;\nstd::mutex m;\n'
                "int r = rand();\nstd::cout << 1;\nstd::stod(s);\nstd::time(0);\nclass AManager {};\n"
                "std::unordered_set<int> u;\nfor (int i : u) f();\n// TO" + "DO\nint f() {\n" + "\n" * 500 + "}\n",
                "engine/a.cc"),
            cpp("using namespace std;\n", "engine/a.h"),
            Source("tools/a.py", "def f():\n" + "    x = 1\n" * 70),
        ]
        messages = "\n".join(map(str, lint.check(bad)))
        for part in ("may not include storage/", "<thread>", "only storage/ knows", "floating point", "never read there",
                     "randomness", "nothing in it locks", "no input or output in engine/", "locale functions",
                     "unordered container", "unfinished", "one idea a file", "vague name", "a function of",
                     "not in a header", "#pragma once", "first include"):  # fmt: skip
            self.assertIn(part, messages)


if __name__ == "__main__":
    unittest.main()

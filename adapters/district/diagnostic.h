// What is wrong, or worth a look, in a district directory: a position, a fault and its arguments. The words are
// wording.h's.
//
//   areas.csv:12: parent: unknown area 'S9'; did you mean 'S1'?
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/wording.h"

namespace whistle::adapters::district {

enum class Severity : std::uint8_t { Error, Warning };

// Lines and columns count from 1; 0: the whole file, or the whole line.
struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Diagnostic {
  Severity severity = Severity::Error;
  Fault fault{};
  std::string file;  // relative to the directory; empty: the directory itself
  SourcePosition at;
  std::string field;  // CSV column or key that is meant; empty: the row, the map, the file
  std::vector<std::string> args;
  std::string suggestion;  // a name that may have been meant; empty: none
};

// "areas.csv:12: parent: unknown area 'S9'; did you mean 'S1'?", warnings with "warning: " after the position.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic, Language language = Language::English);
// The part after the position.
[[nodiscard]] std::string message_of(const Diagnostic& diagnostic, Language language = Language::English);
// "areas.csv:12:3", or less where less is known.
[[nodiscard]] std::string position_of(const Diagnostic& diagnostic);

// Collects what the readers find; keeps the first kDiagnosticsMax of each severity and counts the rest. Use from one
// thread.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic);
  [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
  // By file, line, column, then in the order of arrival; where some were not kept the last says how many.
  [[nodiscard]] std::vector<Diagnostic> take(Severity severity);

 private:
  std::vector<Diagnostic> kept_;
  std::size_t error_count_ = 0;
  std::size_t warning_count_ = 0;
};

// Diagnostics of one file.
class FileReport {
 public:
  FileReport(Diagnostics& all, std::string_view file) : all_(all), file_(file) {}

  // Where and what; `field` and `suggestion` may be empty.
  struct Extra {
    std::string_view field = {};
    std::string suggestion = {};
  };
  void error(SourcePosition at, Fault fault, std::vector<std::string> args, Extra extra) const;
  void warning(SourcePosition at, Fault fault, std::vector<std::string> args, Extra extra) const;
  void error(SourcePosition at, Fault fault, std::vector<std::string> args = {}) const {
    error(at, fault, std::move(args), Extra{});
  }
  void warning(SourcePosition at, Fault fault, std::vector<std::string> args = {}) const {
    warning(at, fault, std::move(args), Extra{});
  }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  Diagnostics& all_;
  std::string file_;
};

}  // namespace whistle::adapters::district

#include "adapters/district/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {

std::string position_of(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  if (diagnostic.at.line > 0) text += ":" + std::to_string(diagnostic.at.line);
  if (diagnostic.at.line > 0 && diagnostic.at.column > 0) text += ":" + std::to_string(diagnostic.at.column);
  return text;
}

std::string message_of(const Diagnostic& diagnostic, Language language) {
  std::string text;
  if (!diagnostic.field.empty()) text += diagnostic.field + ": ";
  text += fault_text(language, diagnostic.fault, diagnostic.args);
  if (!diagnostic.suggestion.empty()) text += suggestion_text(language, diagnostic.suggestion);
  return text;
}

std::string to_text(const Diagnostic& diagnostic, Language language) {
  std::string text = position_of(diagnostic);
  if (!text.empty()) text += ": ";
  if (diagnostic.severity == Severity::Warning) text += warning_text(language);
  return text + message_of(diagnostic, language);
}

void Diagnostics::add(Diagnostic diagnostic) {
  std::size_t& count = diagnostic.severity == Severity::Error ? error_count_ : warning_count_;
  if (++count <= kDiagnosticsMax) kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::take(Severity severity) {
  std::vector<Diagnostic> taken;
  const auto middle = std::stable_partition(kept_.begin(), kept_.end(),
                                            [&](const Diagnostic& one) { return one.severity != severity; });
  std::move(middle, kept_.end(), std::back_inserter(taken));
  kept_.erase(middle, kept_.end());
  std::stable_sort(taken.begin(), taken.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.at.line, a.at.column) < std::tie(b.file, b.at.line, b.at.column);
  });
  std::size_t& count = severity == Severity::Error ? error_count_ : warning_count_;
  if (count > taken.size()) {
    taken.push_back({severity, Fault::MoreDiagnostics, "", {}, "", {std::to_string(count - taken.size())}, ""});
  }
  count = 0;
  return taken;
}

void FileReport::error(SourcePosition at, Fault fault, std::vector<std::string> args, Extra extra) const {
  all_.add({Severity::Error, fault, file_, at, std::string(extra.field), std::move(args), std::move(extra.suggestion)});
}

void FileReport::warning(SourcePosition at, Fault fault, std::vector<std::string> args, Extra extra) const {
  all_.add(
      {Severity::Warning, fault, file_, at, std::string(extra.field), std::move(args), std::move(extra.suggestion)});
}

}  // namespace whistle::adapters::district

#include "tools/whistled/web/page.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/whistled/web/document.h"

// All files of tools/web/first_page: symbol, name below /page/ (empty: the page itself), file, type.
#define WHISTLE_PAGE_FILES(X)                                                \
  X(index_html, "", "index.html", kHtml)                                     \
  X(page_css, "page.css", "page.css", kCss)                                  \
  X(mark_svg, "mark.svg", "mark.svg", kSvg)                                  \
  X(copy_js, "copy.js", "copy.js", kScript)                                  \
  X(dom_js, "dom.js", "dom.js", kScript)                                     \
  X(examples_js, "examples.js", "examples.js", kScript)                      \
  X(interfaces_js, "interfaces.js", "interfaces.js", kScript)                \
  X(language_js, "language.js", "language.js", kScript)                      \
  X(language_choice_js, "language_choice.js", "language_choice.js", kScript) \
  X(page_js, "page.js", "page.js", kScript)                                  \
  X(reference_js, "reference.js", "reference.js", kScript)                   \
  X(schema_js, "schema.js", "schema.js", kScript)                            \
  X(server_js, "server.js", "server.js", kScript)                            \
  X(state_js, "state.js", "state.js", kScript)                               \
  X(tickets_js, "tickets.js", "tickets.js", kScript)                         \
  X(time_js, "time.js", "time.js", kScript)                                  \
  X(words_js, "words.js", "words.js", kScript)

// The assembler includes them: no arrays of them have to be written out and compiled. A byte follows each, so that an
// empty one has an address of its own.
// clang-format off
#define WHISTLE_INCLUDE_FILE(symbol, name, file, type)          \
  asm(".section .rodata\n"                                      \
      ".global whistle_page_" #symbol "_begin\n"                \
      ".global whistle_page_" #symbol "_end\n"                  \
      "whistle_page_" #symbol "_begin:\n"                       \
      ".incbin \"" WHISTLE_FIRST_PAGE "/" file "\"\n"           \
      "whistle_page_" #symbol "_end:\n"                         \
      ".byte 0\n"                                               \
      ".previous\n");                                           \
  extern "C" const char whistle_page_##symbol##_begin[];        \
  extern "C" const char whistle_page_##symbol##_end[];
// clang-format on

WHISTLE_PAGE_FILES(WHISTLE_INCLUDE_FILE)

namespace whistle::tools::whistled::web {

namespace http = adapters::http;

namespace {

constexpr std::string_view kFolder = "page";
constexpr std::string_view kHtml = kHtmlType;
constexpr std::string_view kCss = "text/css; charset=utf-8";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";
constexpr std::string_view kSvg = "image/svg+xml";

// The mark has its colours in a style of its own, and may nothing else.
constexpr std::string_view kPolicyOfMark = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

struct PageFile {
  std::string_view name;  // below /page/; empty: the page itself
  std::string_view type;
  const char* begin;
  const char* end;

  [[nodiscard]] std::string_view bytes() const { return {begin, static_cast<std::size_t>(end - begin)}; }
};

#define WHISTLE_FILE_ROW(symbol, name, file, type) \
  {name, type, whistle_page_##symbol##_begin, whistle_page_##symbol##_end},
constexpr PageFile kFiles[] = {WHISTLE_PAGE_FILES(WHISTLE_FILE_ROW)};

// By index of kFiles.
using Tags = std::array<std::string, std::size(kFiles)>;

Tags make_tags() {
  Tags tags;
  std::ranges::transform(kFiles, tags.begin(), [](const PageFile& file) { return tag_of_bytes(file.bytes()); });
  return tags;
}

const std::string& tag_of(const PageFile& file) {
  static const Tags tags = make_tags();
  return tags.at(static_cast<std::size_t>(&file - std::begin(kFiles)));
}

// nullptr: there is none.
const PageFile* find_file(const std::vector<std::string>& segments) {
  if (segments.empty()) return std::begin(kFiles);
  if (segments.size() != 2 || segments[0] != kFolder || segments[1].empty()) return nullptr;
  const auto* found = std::ranges::find(kFiles, std::string_view(segments[1]), &PageFile::name);
  return found == std::end(kFiles) ? nullptr : found;
}

}  // namespace

http::Response page_response(const http::Request& request, const http::Target& target) {
  const auto* file = find_file(target.segments);
  if (file == nullptr) return {.status = 404, .body = "There is no such page; the first one is at /.\n"};
  return tell_document(request, {.type = file->type,
                                 .policy = file->type == kSvg ? kPolicyOfMark : kPagePolicy,
                                 .tag = tag_of(*file),
                                 .bytes = file->bytes()});
}

}  // namespace whistle::tools::whistled::web

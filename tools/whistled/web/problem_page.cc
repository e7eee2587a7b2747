#include "tools/whistled/web/problem_page.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "adapters/api/problem.h"
#include "adapters/api/problem_help.h"
#include "engine/assert.h"
#include "tools/whistled/web/document.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace http = adapters::http;

namespace {

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else if (c == '"') {
      html += "&quot;";
    } else {
      html.push_back(c);
    }
  }
  return html;
}

// "`code` in a sentence" with the code as such.
std::string prose(std::string_view text) {
  std::string html;
  bool code = false;
  while (true) {
    const auto mark = text.find('`');
    html += escaped(text.substr(0, mark));
    if (mark == std::string_view::npos) return html;
    code = !code;
    html += code ? "<code>" : "</code>";
    text.remove_prefix(mark + 1);
  }
}

std::string both(const std::string& zh, const std::string& en) {
  return "<span lang=\"zh-CN\">" + zh + "</span><span lang=\"en\">" + en + "</span>";
}

// `up` leads from the page to the first one, relative, so that it works below a prefix of a proxy.
std::string framed(std::string_view title, std::string_view up, std::string_view content) {
  const std::string root(up);
  std::string html =
      "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(title) +
      " · Whistle 吹哨报到</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"" +
      root + "page/mark.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"" + root +
      "page/page.css\">\n<script type=\"module\" src=\"" + root +
      "page/language_choice.js\" blocking=\"render\"></script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">" +
      both("跳到正文", "Skip to content") +
      "</a>\n<header class=\"top\">\n  <div class=\"wide bar\">\n    <a class=\"brand\" href=\"" +
      (root.empty() ? "./" : root) + "\">\n      <img src=\"" + root +
      "page/mark.svg\" alt=\"\" width=\"28\" height=\"28\">\n      <span class=\"name\">Whistle</span> "
      "<span class=\"name-zh\" lang=\"zh-CN\" data-both>吹哨报到</span>\n    </a>\n"
      "    <div class=\"languages\" role=\"group\" aria-label=\"语言 · Language\">\n"
      "      <button type=\"button\" id=\"language-zh\" lang=\"zh-CN\" data-both aria-pressed=\"true\">中文</button>\n"
      "      <button type=\"button\" id=\"language-en\" lang=\"en\" data-both aria-pressed=\"false\">English</button>\n"
      "    </div>\n  </div>\n</header>\n<main id=\"main\" class=\"wide\" tabindex=\"-1\">\n";
  html += content;
  return html += "</main>\n</body>\n</html>\n";
}

// "unknown-ticket"
std::string name_of(const api::ProblemKind& kind) {
  const auto type = api::problem_type(kind.code);
  return type.substr(type.rfind('/') + 1);
}

const api::ProblemHelp& help_of(const api::ProblemKind& kind) {
  const auto* help = api::help_of(kind.code);
  WHISTLE_ASSERT(help != nullptr);
  return *help;
}

std::string one_page(const api::ProblemKind& kind) {
  const auto& help = help_of(kind);
  std::string html = "  <section class=\"problem\">\n    <p class=\"kicker\"><code>" + escaped(kind.code) +
                     "</code> · HTTP " + std::to_string(kind.status) + "</p>\n    <h1>" +
                     both(escaped(help.title_zh), escaped(kind.title)) + "</h1>\n";
  if (!kind.sentence.empty()) {
    html +=
        "    <h2>" + both("含义", "What it says") + "</h2>\n    <p>" +
        both("应答中的 <code>detail</code> 为下句，花括号处填入 <code>arguments</code> 的值：",
             "<code>detail</code> of the answer reads so, with the values of <code>arguments</code> in the braces:") +
        "</p>\n    <pre><code lang=\"en\" data-both>" + escaped(kind.sentence) + "</code></pre>\n";
  } else {
    html +=
        "    <h2>" + both("含义", "What it says") + "</h2>\n    <p>" +
        both("HTTP 层的拒绝，引擎未被询问；应答中的 <code>detail</code> 说明具体何处不符。",
             "HTTP itself refuses it, before the engine is asked; <code>detail</code> of the answer says what does not "
             "fit.") +
        "</p>\n";
  }
  html += "    <h2>" + both("可以怎么做", "What you can do") + "</h2>\n    <p>" +
          both(prose(help.todo_zh), prose(help.todo_en)) + "</p>\n    <p class=\"after\"><a href=\"../problems\">" +
          both("全部代码", "All codes") + "</a></p>\n  </section>\n";
  return framed(kind.code, "../", html);
}

std::string all_pages() {
  std::string html = "  <section class=\"problem\">\n    <h1>" + both("拒绝代码", "Codes of refusals") +
                     "</h1>\n    <p class=\"lead\">" +
                     both("接口拒绝请求时，以 RFC 9457 的格式说明原因；每个代码有一页说明。",
                          "The API says why it refuses a request as RFC 9457 has it; each code has a page.") +
                     "</p>\n    <ul class=\"fields\">\n";
  for (const auto& kind : api::problem_kinds()) {
    html += "      <li><a href=\"problems/" + name_of(kind) + "\"><code>" + escaped(kind.code) +
            "</code></a> <span class=\"type\">" + std::to_string(kind.status) + "</span> " +
            both(escaped(help_of(kind).title_zh), escaped(kind.title)) + "</li>\n";
  }
  return framed("Problems", "", html + "    </ul>\n  </section>\n");
}

http::Response told(const http::Request& request, const std::string& html) {
  return tell_document(request, {.type = kHtmlType, .policy = kPagePolicy, .tag = tag_of_bytes(html), .bytes = html});
}

}  // namespace

http::Response problem_page(const http::Request& request, const http::Target& target) {
  if (target.segments.size() == 1) return told(request, all_pages());
  if (target.segments.size() == 2) {
    for (const auto& kind : api::problem_kinds()) {
      if (name_of(kind) == target.segments[1]) return told(request, one_page(kind));
    }
  }
  return {.status = 404, .body = "There is no problem of that name; all of them are at /problems.\n"};
}

}  // namespace whistle::tools::whistled::web

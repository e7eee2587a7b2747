#include "tools/whistled/attachment_type.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "storage/seeded_random.h"
#include "tests/support/sample_files.h"

namespace whistle::tools::whistled {
namespace {

template <std::size_t N>
std::string bytes(const char (&text)[N]) {
  return std::string(text, N - 1);
}

v1::AttachmentType judged(const std::string& file) {
  return judge_type(file, file.size());
}

std::string png() {
  return bytes("\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR\x00\x00\x00\x10\x00\x00\x00\x20\x08\x02\x00\x00\x00");
}

std::string iso(const std::string& brand) {
  return bytes("\x00\x00\x00\x18") + "ftyp" + brand + bytes("\x00\x00\x02\x00") + brand + "isom";
}

std::string webp() {
  return "RIFF" + bytes("\x16\x00\x00\x00") + "WEBPVP8 " + std::string(14, 'v');
}

std::string ogg() {
  return "OggS" + bytes("\x00\x02") + std::string(20, '\0') + bytes("\x01\x13") + "OpusHead";
}

TEST_CASE("a file's type is judged by what it holds") {
  CHECK(judged(support::jpeg_of()) == v1::ATTACHMENT_TYPE_JPEG);
  CHECK(judged(png()) == v1::ATTACHMENT_TYPE_PNG);
  CHECK(judged(webp()) == v1::ATTACHMENT_TYPE_WEBP);
  CHECK(judged(iso("heic")) == v1::ATTACHMENT_TYPE_HEIC);
  CHECK(judged(iso("isom")) == v1::ATTACHMENT_TYPE_MP4);
  CHECK(judged(iso("3gp4")) == v1::ATTACHMENT_TYPE_MP4);
  CHECK(judged("%PDF-1.7\n%...") == v1::ATTACHMENT_TYPE_PDF);
  CHECK(judged(ogg()) == v1::ATTACHMENT_TYPE_OGG);
  CHECK(judged("#!AMR\n...") == v1::ATTACHMENT_TYPE_AMR);
  CHECK(judged("#!AMR-WB\n...") == v1::ATTACHMENT_TYPE_AMR);
}

TEST_CASE("a photo may have a profile before its picture, and filling between its segments") {
  auto file = bytes("\xFF\xD8\xFF\xE1\x40\x02") + std::string(0x4000, 'e');
  file += bytes("\xFF\xFF\xFF\xC2\x00\x0B\x08\x00\x10\x00\x10\x01\x01\x11\x00");
  CHECK(judged(file) == v1::ATTACHMENT_TYPE_JPEG);
}

TEST_CASE("what merely begins like something that is kept is refused") {
  const std::vector<std::string> files = {
      "",
      "x",
      std::string(32, 'p'),
      "<html>",
      "MZ" + std::string(100, '\0'),
      bytes("\xFF\xD8\xFF") + std::string(32, 'r'),               // no segments
      bytes("\xFF\xD8\xFF\xDA\x00\x08") + std::string(64, 'd'),   // picture data without a frame
      bytes("\xFF\xD8\xFF\xC0\x00\x0B\x08\x00\x00\x00\x10\x01"),  // of no height
      bytes("\xFF\xD8\xFF\xE0\xFF\xFF"),                          // a segment past the end
      bytes("\x89PNG\r\n\x1A\n"),
      png().replace(16, 4, std::string(4, '\0')),                              // of no width
      "RIFF" + bytes("\xFF\xFF\x00\x00") + "WEBPVP8 " + std::string(14, 'v'),  // longer than the file
      "RIFF" + bytes("\x16\x00\x00\x00") + "WAVEfmt " + std::string(14, 'v'),
      iso("exe0"),
      bytes("\xFF\xFF\xFF\xFF") + "ftypheic" + std::string(16, '\0'),
      "%PDF-",
      "%PDF-9.9",
      "OggS",
      "OggS" + std::string(23, '\x01'),
      "#!AMR\n",
  };
  for (const auto& file : files) {
    CAPTURE(file.size());
    CHECK(judged(file) == v1::ATTACHMENT_TYPE_UNSPECIFIED);
  }
}

TEST_CASE("no bytes are unsafe to judge, cut off at any place or chosen by chance") {
  for (const auto& file : {support::jpeg_of("x", 300), png(), webp(), iso("heic"), ogg()}) {
    for (std::size_t size = 0; size <= file.size(); ++size)
      (void)judged(file.substr(0, size));
  }
  storage::SeededRandom random(3);
  std::string noise(256, '\0');
  for (int run = 0; run < 20'000; ++run) {
    random.fill({reinterpret_cast<std::uint8_t*>(noise.data()), noise.size()});
    const auto head = run % 2 == 0 ? bytes("\xFF\xD8\xFF") : std::string();
    CHECK(judged(head + noise.substr(0, static_cast<std::size_t>(run) % noise.size())) != v1::ATTACHMENT_TYPE_PNG);
  }
}

}  // namespace
}  // namespace whistle::tools::whistled

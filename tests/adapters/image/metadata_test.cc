#include "adapters/image/metadata.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdint>
#include <string>

#include "adapters/image/bytes.h"
#include "adapters/image/orientation.h"

namespace whistle::adapters::image {
namespace {

using namespace std::string_literals;

// ---- files, put together by hand; every secret has the word in it ----

std::string big(std::size_t number, std::size_t bytes) {
  std::string text;
  append_number(text, static_cast<std::uint32_t>(number), bytes, Order::Big);
  return text;
}

std::string little(std::size_t number, std::size_t bytes) {
  std::string text;
  append_number(text, static_cast<std::uint32_t>(number), bytes, Order::Little);
  return text;
}

// An Exif with two fields: its maker, and which way up.
std::string exif(std::uint16_t orientation) {
  return "II\x2a\0"s + little(8, 4) + little(2, 2) +                                           //
         little(0x010F, 2) + little(2, 2) + little(7, 4) + little(38, 4) +                     //
         little(0x0112, 2) + little(3, 2) + little(1, 4) + little(orientation, 2) + "\0\0"s +  //
         little(0, 4) + "secret\0"s;
}

std::string segment(unsigned marker, const std::string& content) {
  return '\xff' + std::string(1, static_cast<char>(marker)) + big(content.size() + 2, 2) + content;
}

const std::string kScanned = segment(0xDA, "scan") + "\x01\xff\0\x02\xff\xd0\x03"s;
const std::string kPicture = segment(0xDB, "table") + segment(0xC0, "frame") + segment(0xC4, "codes") + kScanned;
const std::string kEnd = "\xff\xd9";

std::string jpeg(const std::string& before, const std::string& after = {}) {
  return "\xff\xd8" + before + kPicture + kEnd + after;
}

std::string chunk(const std::string& type, const std::string& content) {
  const auto summed = type + content;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size()));
  return big(content.size(), 4) + summed + big(sum, 4);
}

const std::string kPngStart = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, '\1'));
const std::string kPngEnd = chunk("IDAT", "pixels") + chunk("IEND", "");

std::string part(const std::string& name, const std::string& content) {
  return name + little(content.size(), 4) + content + (content.size() % 2 == 0 ? "" : "\0"s);
}

std::string webp(const std::string& parts) {
  return "RIFF" + little(parts.size() + 4, 4) + "WEBP" + parts;
}

std::string extended(unsigned flags) {
  return part("VP8X", std::string(1, static_cast<char>(flags)) + std::string(9, '\0'));
}

std::string stripped(const std::string& file) {
  const auto done = strip_metadata(file);
  REQUIRE(done);
  CHECK(done->find("secret") == std::string::npos);
  CHECK(strip_metadata(*done) == *done);
  return *done;
}

bool is_malformed(const std::string& file) {
  const auto done = strip_metadata(file);
  return !done && done.error() == StripFault::Malformed;
}

// ---- JPEG ----

TEST_CASE("of a JPEG the picture is left, its density, colours and colour profile") {
  const auto jfif = segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1secret"s);
  const auto profile = segment(0xE2, "ICC_PROFILE\0\1\1colours"s);
  const auto adobe = segment(0xEE, "Adobe\0\x64\0\0\0\0\1"s);
  const auto file =
      jpeg(jfif + segment(0xE0, "JFXX\0secret"s) + segment(0xE1, "Exif\0\0"s + exif(1)) +
           segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<secret/>"s) + profile + segment(0xE2, "MPF\0secret"s) +
           segment(0xED, "Photoshop 3.0\0secret"s) + adobe + segment(0xEC, "secret") + segment(0xFE, "secret"));
  CHECK(stripped(file) == jpeg(segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"s) + profile + adobe));
}

TEST_CASE("a JPEG keeps which way up it is, and nothing else of its Exif") {
  for (std::uint16_t orientation = 2; orientation <= 8; ++orientation) {
    const auto file = jpeg(segment(0xE1, "Exif\0\0"s + exif(orientation)));
    CHECK(stripped(file) == jpeg(segment(0xE1, "Exif\0\0"s + orientation_tiff(orientation))));
  }
  // The density is told first, as JFIF wants it.
  const auto jfif = segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"s);
  CHECK(stripped(jpeg(jfif + segment(0xE1, "Exif\0\0"s + exif(6)))) ==
        jpeg(jfif + segment(0xE1, "Exif\0\0"s + orientation_tiff(6))));
}

TEST_CASE("what follows a JPEG is no part of it: a film, or a second picture") {
  CHECK(stripped(jpeg("", "secret" + jpeg(segment(0xE1, "Exif\0\0secret"s)))) == jpeg(""));
}

TEST_CASE("metadata between the scans of a JPEG goes too") {
  const auto file = "\xff\xd8" + kPicture + segment(0xFE, "secret") + kScanned + kEnd;
  CHECK(stripped(file) == "\xff\xd8" + kPicture + kScanned + kEnd);
}

TEST_CASE("a JPEG that is cut off anywhere is malformed") {
  const auto file = jpeg(segment(0xE1, "Exif\0\0"s + exif(6)));
  for (std::size_t bytes = 3; bytes < file.size(); ++bytes) {
    CAPTURE(bytes);
    CHECK(is_malformed(file.substr(0, bytes)));
  }
}

TEST_CASE("a JPEG without frame or scan, or with a marker that no picture has, is malformed") {
  CHECK(is_malformed("\xff\xd8" + segment(0xDB, "table") + kEnd));
  CHECK(is_malformed("\xff\xd8" + kScanned + kEnd));
  CHECK(is_malformed("\xff\xd8" + segment(0xDE, "hierarchical") + kPicture + kEnd));
  CHECK(is_malformed("\xff\xd8" + segment(0x01, "") + kPicture + kEnd));
  CHECK(is_malformed("\xff\xd8" + segment(0xC8, "reserved") + kPicture + kEnd));
  CHECK(is_malformed("\xff\xd8\xff\xe1\0\1"s + kPicture + kEnd));
}

// ---- PNG ----

TEST_CASE("of a PNG texts, times and Exif go, and what follows it") {
  const auto colours = chunk("iCCP", "name\0\0profile"s) + chunk("gAMA", "1234");
  const auto file = kPngStart + chunk("tEXt", "Author\0secret"s) + colours + chunk("iTXt", "secret") +
                    chunk("zTXt", "secret") + chunk("eXIf", exif(1)) + chunk("tIME", "secret!") +
                    chunk("prVt", "secret") + kPngEnd + "secret";
  CHECK(stripped(file) == kPngStart + colours + kPngEnd);
}

TEST_CASE("a PNG keeps which way up it is") {
  const auto file = kPngStart + chunk("eXIf", exif(8)) + kPngEnd;
  CHECK(stripped(file) == kPngStart + chunk("IDAT", "pixels") + chunk("eXIf", orientation_tiff(8)) + chunk("IEND", ""));
}

TEST_CASE("a PNG that is cut off, has a wrong checksum or a part that nobody knows and a picture needs, is malformed") {
  const auto file = kPngStart + chunk("tEXt", "a") + kPngEnd;
  for (std::size_t bytes = 8; bytes < file.size(); ++bytes)
    CHECK(is_malformed(file.substr(0, bytes)));
  auto wrong = file;
  wrong[20] = 'x';
  CHECK(is_malformed(wrong));
  CHECK(is_malformed(kPngStart + chunk("ABCD", "") + kPngEnd));
  CHECK(is_malformed(kPngStart + chunk("IEND", "")));
  CHECK(is_malformed(kPngStart + chunk("IDAT", "pixels") + chunk("IEND", "secret")));
  CHECK(is_malformed(kPngStart.substr(0, 8) + chunk("IHDR", std::string(14, '\1')) + kPngEnd));
  CHECK(is_malformed(kPngStart.substr(0, 8) + kPngEnd));
}

// ---- WebP ----

TEST_CASE("of a WebP Exif, XMP and what nobody knows go, and its header says so") {
  const auto profile = part("ICCP", "profile");
  const auto file = webp(extended(0x2C) + profile + part("VP8 ", "pixel") + part("EXIF", exif(1)) +
                         part("XMP ", "<secret/>") + part("priv", "secret"));
  CHECK(stripped(file + "secret") == webp(extended(0x20) + profile + part("VP8 ", "pixel")));
  // A simple file has no place for an Exif.
  CHECK(stripped(webp(part("VP8L", "pixels") + part("EXIF", exif(3)))) == webp(part("VP8L", "pixels")));
}

TEST_CASE("a WebP keeps which way up it is") {
  for (const auto& before : {""s, "Exif\0\0"s}) {
    const auto file = webp(extended(0x08) + part("VP8 ", "pixels") + part("EXIF", before + exif(3)));
    CHECK(stripped(file) == webp(extended(0x08) + part("VP8 ", "pixels") + part("EXIF", orientation_tiff(3))));
  }
}

TEST_CASE("frames of an animation keep their pixels alone") {
  const std::string head(16, '\2');
  const auto frame = head + part("ALPH", "alpha") + part("VP8 ", "pixels");
  const auto file = webp(extended(0x02) + part("ANIM", "six...") + part("ANMF", frame + part("priv", "secret")));
  CHECK(stripped(file) == webp(extended(0x02) + part("ANIM", "six...") + part("ANMF", frame)));
  CHECK(is_malformed(webp(extended(0x02) + part("ANMF", "short"))));
  CHECK(is_malformed(webp(extended(0x02) + part("ANMF", head + "rest"))));
}

TEST_CASE("a WebP that is cut off, or has no pixels, is malformed") {
  const auto file = webp(extended(0) + part("VP8 ", "pixels"));
  for (std::size_t bytes = 12; bytes < file.size(); ++bytes)
    CHECK(is_malformed(file.substr(0, bytes)));
  CHECK(is_malformed(webp("")));
  CHECK(is_malformed(webp(part("VP8 ", "pixels") + extended(0))));
}

// ---- others ----

TEST_CASE("what is no picture that can be stripped is told so") {
  for (const auto& file : {""s, "%PDF-1.7"s,
                           "\0\0\0\x18"
                           "ftypheic"s,
                           "GIF89a"s, "\xff\xd8"s, "RIFF\0\0\0\0WAVE"s})
    CHECK(strip_metadata(file).error() == StripFault::OtherFormat);
  CHECK(strip_metadata(std::string(kImageBytesMax + 1, 'x')).error() == StripFault::TooLarge);
}

TEST_CASE("which way up is read in either order of bytes, and only where it is said as Exif says it") {
  CHECK(read_orientation(exif(6)) == 6);
  CHECK(read_orientation(orientation_tiff(5)) == 5);
  CHECK(read_orientation(exif(0)) == kUpright);
  CHECK(read_orientation(exif(9)) == kUpright);
  auto two = exif(6);
  two[8 + 2 + 12 + 4] = 2;  // the count of the second field
  CHECK(read_orientation(two) == kUpright);
  CHECK(read_orientation("II\x2a\0\xff\xff\xff\xff"s) == kUpright);
  CHECK(read_orientation("MM\0\x2a\0\0\0\6"s) == kUpright);
  for (std::size_t bytes = 0; bytes < 34; ++bytes)
    CHECK(read_orientation(std::string_view(exif(6)).substr(0, bytes)) == kUpright);
}

}  // namespace
}  // namespace whistle::adapters::image

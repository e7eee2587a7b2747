#include "tools/whistle/wording_holdings.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

std::string duty_sentence(const Telling& telling, const v1::DutyHandedOver& event) {
  const auto language = telling.language;
  const auto party = telling.names.party(language, event.party());
  if (event.former().empty()) {
    return worded(language, {"{0}：由 {1} 经手", "{0}: {1} has it in hand"}, {party, event.member()});
  }
  return worded(language, {"{0} 交班：{1} 交 {2} 经手", "{0}: {1} handed it over to {2}"},
                {party, event.former(), event.member()});
}

std::string absence_sentence(const Telling& telling, const v1::AbsenceReported& event) {
  return worded(telling.language, {"{0} 自 {1} 至 {2} 不在岗", "{0} is away from {1} until {2}"},
                {event.member(), telling.time.minute_text({event.from_us()}, telling.now),
                 telling.time.minute_text({event.until_us()}, telling.now)});
}

// Of duty and absence.
std::string_view duty_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kHandOverDuty:
      return phrase(language, {"交班", "handed over"});
    case v1::Command::kReportAbsence:
      return phrase(language, {"登记离岗", "reported an absence"});
    case v1::Command::kEndAbsence:
      return phrase(language, {"销假返岗", "ended an absence"});
    default:
      return {};
  }
}

std::string put_sentence(const Telling& telling, const v1::AttachmentPut& event) {
  const auto language = telling.language;
  const auto who = event.party().empty() ? std::string(phrase(language, {"吹哨人", "the whistle-blower"}))
                                         : telling.names.party(language, event.party());
  auto sentence = worded(language, {"{0} 上传了{1}，{2}", "{0} put a file: {1}, {2}"},
                         {who, std::string(attachment_words(language, event.type())), size_words(event.size())});
  if (event.seen_on() == 0) return sentence;
  return sentence + worded(language, {"——同一文件已在工单 {0}", "; the same file lies on ticket {0} already"},
                           {"id:" + std::to_string(event.seen_on())});
}

}  // namespace

std::string holdings_sentence(const Telling& telling, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kDutyHandedOver:
      return duty_sentence(telling, event.duty_handed_over());
    case v1::Event::kAbsenceReported:
      return absence_sentence(telling, event.absence_reported());
    case v1::Event::kAbsenceEnded:
      return worded(telling.language, {"{0} 返岗", "{0} is back"}, {event.absence_ended().member()});
    case v1::Event::kAttachmentPut:
      return put_sentence(telling, event.attachment_put());
    default:
      return {};
  }
}

std::string_view holdings_words(Language language, v1::Command::BodyCase command) {
  if (command == v1::Command::kPutAttachment) return phrase(language, {"上传文件", "put a file"});
  return duty_words(language, command);
}

std::string_view attachment_words(Language language, v1::AttachmentType type) {
  switch (type) {
    case v1::ATTACHMENT_TYPE_JPEG:
      return phrase(language, {"照片（JPEG）", "photo (JPEG)"});
    case v1::ATTACHMENT_TYPE_PNG:
      return phrase(language, {"图片（PNG）", "picture (PNG)"});
    case v1::ATTACHMENT_TYPE_WEBP:
      return phrase(language, {"照片（WebP）", "photo (WebP)"});
    case v1::ATTACHMENT_TYPE_HEIC:
      return phrase(language, {"照片（HEIC）", "photo (HEIC)"});
    case v1::ATTACHMENT_TYPE_PDF:
      return phrase(language, {"文档（PDF）", "document (PDF)"});
    case v1::ATTACHMENT_TYPE_MP4:
      return phrase(language, {"视频（MP4）", "film (MP4)"});
    case v1::ATTACHMENT_TYPE_OGG:
      return phrase(language, {"录音（Ogg）", "spoken note (Ogg)"});
    case v1::ATTACHMENT_TYPE_AMR:
      return phrase(language, {"录音（AMR）", "spoken note (AMR)"});
    case v1::ATTACHMENT_TYPE_UNSPECIFIED:
    case v1::AttachmentType_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::AttachmentType_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return phrase(language, {"文件", "file"});
}

std::string_view attachment_extension(v1::AttachmentType type) {
  switch (type) {
    case v1::ATTACHMENT_TYPE_JPEG:
      return "jpg";
    case v1::ATTACHMENT_TYPE_PNG:
      return "png";
    case v1::ATTACHMENT_TYPE_WEBP:
      return "webp";
    case v1::ATTACHMENT_TYPE_HEIC:
      return "heic";
    case v1::ATTACHMENT_TYPE_PDF:
      return "pdf";
    case v1::ATTACHMENT_TYPE_MP4:
      return "mp4";
    case v1::ATTACHMENT_TYPE_OGG:
      return "ogg";
    case v1::ATTACHMENT_TYPE_AMR:
      return "amr";
    case v1::ATTACHMENT_TYPE_UNSPECIFIED:
    case v1::AttachmentType_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::AttachmentType_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "bin";
}

std::string size_words(std::uint64_t bytes) {
  constexpr std::uint64_t kKiB = 1024;
  if (bytes < kKiB) return std::to_string(bytes) + " B";
  if (bytes < kKiB * kKiB) return std::to_string((bytes + kKiB - 1) / kKiB) + " KiB";
  return std::to_string((bytes + kKiB * kKiB - 1) / (kKiB * kKiB)) + " MiB";
}

}  // namespace whistle::tools

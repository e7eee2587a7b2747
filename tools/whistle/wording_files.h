// What the commands say of files that go to a ticket and come from it.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- help ----
inline constexpr Phrase kAttachHelp{"上传照片、录音、视频或文档到工单",
                                    "Put photos, spoken notes, films or documents on a ticket"};
inline constexpr Phrase kAttachFilesHelp{"文件，每个不超过 16 MiB", "Files, each of at most 16 MiB"};
inline constexpr Phrase kFetchHelp{"取回工单里的一个文件", "Get back a file that lies with a ticket"};
inline constexpr Phrase kFetchWhichHelp{
    "whistle show 里的序号，或哈希的开头；只有一个时可不写",
    "Its number in whistle show, or the beginning of its hash; the only one needs none"};
inline constexpr Phrase kFetchToHelp{"写到哪里；不覆盖已有的文件", "Where to write it; nothing is replaced"};
inline constexpr Phrase kBlowAttachHelp{"随后上传的文件；可给多次",
                                        "File that is put on the ticket afterwards; may be repeated"};
inline constexpr Phrase kPhotoBeforeHelp{"处置前照片，先上传；可给多次",
                                         "Photo before, put on the ticket first; may be repeated"};
inline constexpr Phrase kPhotoHelp{"现场照片，先上传；可给多次", "Photo, put on the ticket first; may be repeated"};

// ---- what is told ----
inline constexpr Phrase kFileTooLarge{"{0} 太大，上限 16 MiB", "{0} is too large, the limit is 16 MiB"};
inline constexpr Phrase kLiesThere{"工单里已有这个文件", "it lies with the ticket already"};
inline constexpr Phrase kNoSuchFile{"没有说清要哪个文件：工单里您能看到的有 {0} 个，whistle show 列出它们",
                                    "which file is meant is not clear: the ticket has {0}, whistle show lists them"};
inline constexpr Phrase kFileThere{"{0} 已存在，没有覆盖", "{0} is there already and was not replaced"};
inline constexpr Phrase kOtherFile{"收到的内容与哈希 {0} 不符", "what arrived does not have the hash {0}"};
inline constexpr Phrase kLabelFile{"附件", "file"};
inline constexpr Phrase kFileLine{"{0}. {1}，{2}，{3}", "{0}. {1}, {2}, by {3}"};
inline constexpr Phrase kFileSeen{"——同一文件已在工单 id:{0}", "; the same file lies on ticket id:{0} already"};
inline constexpr Phrase kFileOfBlower{"吹哨人", "the whistle-blower"};
inline constexpr Phrase kFilePromised{"说好要传、还没到：{0}", "promised and not come yet: {0}"};

}  // namespace whistle::tools::phrases

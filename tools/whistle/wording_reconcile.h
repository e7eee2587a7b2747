// Words of `whistle reconcile`.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

inline constexpr Phrase kReconcileHelp{"对账：某日终了或某条日志之前，各状态有多少工单，附双方都能算出的哈希",
                                       "In which state every ticket was, with counts and hashes that both sides can "
                                       "reckon"};
inline constexpr Phrase kReconcileDateHelp{"截至该日终了（本区日期，须已过完）：2026-09-28",
                                           "At the end of that day of the district, which must be over: 2026-09-28"};
inline constexpr Phrase kReconcileBeforeHelp{"截至该序号的日志条目之前（默认截至最新）",
                                             "Before the entry of that number (default: all there is)"};
inline constexpr Phrase kReconcileTicketsHelp{"逐张列出工单", "List every ticket too"};
inline constexpr Phrase kReconcileState{"状态", "STATE"};
inline constexpr Phrase kReconcileCount{"张数", "COUNT"};
inline constexpr Phrase kReconcileHash{"哈希", "SHA-256"};
inline constexpr Phrase kReconcileNumber{"工单", "TICKET"};
inline constexpr Phrase kReconcileEntry{"末条", "ENTRY"};
inline constexpr Phrase kReconcileUntil{"截至日志序号 {0} 之前", "before entry {0}"};

}  // namespace whistle::tools::phrases

// What `whistle export` and `whistle import` say.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- export: help ----
inline constexpr Phrase kExportHelp{"导出您看得到的工单：GeoJSON、CSV 或 JSON 行",
                                    "Export the tickets that you may see: GeoJSON, CSV or JSON lines"};
inline constexpr Phrase kExportFormatHelp{"geojson、csv、jsonl（默认看 --out 的后缀）",
                                          "geojson, csv or jsonl (default: by the ending of --out)"};
inline constexpr Phrase kExportStateHelp{"只要这些状态，逗号分隔（默认全部）；open 即所有未结",
                                         "These states alone, with commas (default: all); open: every open one"};
inline constexpr Phrase kExportAreaHelp{"只要此区域：区、街道、社区或网格的代码",
                                        "In this area alone: code of the district, a street, a community or a grid"};
inline constexpr Phrase kExportCategoryHelp{"只要此事项，或此大类下的事项",
                                            "Of this category alone, or of those below this group"};
inline constexpr Phrase kExportFromHelp{"从这一天起受理的：2026-09-01（本区日期）",
                                        "Accepted on this day or later: 2026-09-01, a civil day of the district"};
inline constexpr Phrase kExportUntilHelp{"到这一天为止受理的（含当天）", "Accepted on this day or before"};
inline constexpr Phrase kExportContentHelp{
    "连同内容、地址与非公开位置（逐张向引擎取，按您的权限）",
    "With text, address and private points too, asked for ticket by ticket, as far as you may see them"};
inline constexpr Phrase kExportOutHelp{
    "写到此文件：写全了才出现，不覆盖已有的（默认标准输出）",
    "File to write: there whole or not at all, nothing is replaced (default: standard output)"};

// ---- export: what is told ----
inline constexpr Phrase kExportNoFormat{"没有说要什么格式", "nothing says which format"};
inline constexpr Phrase kExportDayHint{"写成 2026-09-01", "write 2026-09-01"};
inline constexpr Phrase kExportPeriodEmpty{"--until 早于 --from，这段时间是空的",
                                           "--until is earlier than --from: an empty period"};
inline constexpr Phrase kExportUnknownArea{"本区没有区域 {0}", "the district has no area {0}"};
inline constexpr Phrase kExportUnknownCategory{"事项清单里没有 {0}", "the catalogue has no {0}"};
inline constexpr Phrase kExportTally{"{0} 张工单，其中 {1} 张没有位置", "{0} tickets, {1} of them without a point"};
inline constexpr Phrase kExportInterrupted{"被中断，没有留下半个文件", "interrupted; no half file was left"};
inline constexpr Phrase kExportInterruptedOut{"被中断，输出不完整", "interrupted; the output is not whole"};

// ---- import: help ----
inline constexpr Phrase kImportHelp{"导入别的系统（12345、311）的导出文件，按映射文件吹哨",
                                    "Blow the rows of another system's export (311, 12345), by a mapping file"};
inline constexpr Phrase kImportFileHelp{"导出的文件：有表头的 CSV，或 JSON 行；-：标准输入",
                                        "The export: CSV with a header, or JSON lines; '-': standard input"};
inline constexpr Phrase kImportMappingHelp{"映射文件（YAML 或 JSON）：哪一列是什么",
                                           "Mapping file (YAML or JSON): which column is what"};
inline constexpr Phrase kImportDryRunHelp{"只映射、只报告，一个哨也不吹", "Map every row and report, blow nothing"};
inline constexpr Phrase kImportResumeHelp{"从第 N 行数据接着来（表头不算）",
                                          "Go on from the Nth row of data (the header is not counted)"};
inline constexpr Phrase kImportFaultsHelp{"映射不了的逐条写到此 CSV：行、列、值、原因",
                                          "CSV to write what could not be mapped to: row, column, value, why"};
inline constexpr Phrase kImportInFlightHelp{"同时在途的哨（默认 64）", "Whistles in flight at a time (default 64)"};

// ---- import: the file ----
inline constexpr Phrase kImportUtf16{"{0} 是 UTF-16，不是 UTF-8", "{0} is UTF-16, not UTF-8"};
inline constexpr Phrase kImportUtf16Hint{"先转换：iconv -f UTF-16 -t UTF-8 {0}",
                                         "convert it: iconv -f UTF-16 -t UTF-8 {0}"};
inline constexpr Phrase kImportNotUtf8{"{0} 的表头不是 UTF-8（可能是 GBK）",
                                       "the header of {0} is not UTF-8 (perhaps GBK)"};
inline constexpr Phrase kImportNotUtf8Hint{"先转换：iconv -f GB18030 -t UTF-8 {0}",
                                           "convert it: iconv -f GB18030 -t UTF-8 {0}"};
inline constexpr Phrase kImportEmpty{"{0} 没有表头", "{0} has no header"};
inline constexpr Phrase kImportMissingColumn{"{0} 的表头没有：{1}", "the header of {0} lacks: {1}"};
inline constexpr Phrase kImportMissingColumnHint{"表头有：{0}", "it has: {0}"};
inline constexpr Phrase kImportRepeatedColumn{"{0} 的表头里有重复的：{1}", "the header of {0} has twice: {1}"};
inline constexpr Phrase kImportNotCsv{"{0} 第 {1} 行起不再是 CSV：引号未闭合或位置不对",
                                      "{0} stops to be CSV at line {1}: a quote is open, or stands where it must not"};
inline constexpr Phrase kImportRecordTooLong{"{0} 第 {1} 行起的一条超过 1 MiB（引号没有闭合？）",
                                             "the record of {0} at line {1} is longer than 1 MiB (a quote left open?)"};
inline constexpr Phrase kImportNotCsvHint{"改好后再导一次，已导入的不会重复",
                                          "put it right and import it again; what was imported is not doubled"};
inline constexpr Phrase kImportMapping{"{0} 不能用", "{0} cannot be used"};

// ---- import: the report ----
inline constexpr Phrase kImportTally{
    "{0} 行：收下 {1}，此前已有 {2}，文件内重复 {3}，引擎拒绝 {4}，映射不了 {5}",
    "{0} rows: {1} accepted, {2} there before, {3} repeated in the file, {4} refused, {5} not mapped"};
inline constexpr Phrase kImportDryTally{"试映射 {0} 行：可导入 {1}，映射不了 {2}；一个哨也没有吹",
                                        "dry run of {0} rows: {1} can be imported, {2} not mapped; nothing was blown"};
inline constexpr Phrase kImportSkipped{"跳过前 {0} 行（--resume-from）",
                                       "the first {0} rows were skipped (--resume-from)"};
inline constexpr Phrase kImportNeverSeen{"没有一行有这些成员：{0}", "no row had: {0}"};
inline constexpr Phrase kImportHeadCause{"原因", "CAUSE"};
inline constexpr Phrase kImportHeadEffect{"结果", "EFFECT"};
inline constexpr Phrase kImportHeadCount{"条数", "COUNT"};
inline constexpr Phrase kImportHeadFirst{"首次", "FIRST"};
inline constexpr Phrase kImportRow{"第 {0} 行：{1}", "row {0}: {1}"};
inline constexpr Phrase kImportFaultsWritten{"逐条见 {0}", "each of them: {0}"};
inline constexpr Phrase kImportInterrupted{
    "被中断。再导一次同一个文件就接着来，不会重复；或 --resume-from {0}",
    "interrupted; import the same file again to go on, nothing is doubled; or --resume-from {0}"};

}  // namespace whistle::tools::phrases

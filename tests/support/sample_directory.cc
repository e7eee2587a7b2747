#include "tests/support/sample_directory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace whistle::support {

namespace {

std::vector<SampleFile> lists() {
  return {
      {"areas.csv", R"=(code,tier,name_zh,name_en,parent
D,district,示范区,Sample,
S1,street,一街道,,D
C1,community,一社区,,S1
C2,community,二社区,,S1
0101,grid,一网格,,C1
0102,grid,二网格,,C2
)="},
      {"catalogue.csv",
       R"=(code,parent,name_zh,name_en,class,duty,inside_estate,urgency,ack,on_site,resolve,evidence,approval,private,public
E01,,燃气,,event,gas,,urgent,,30m,1ch,photo_after;note,,,true
E01.1,E01,燃气异味,,,,,,,,2ch,,,,
E02,,垃圾,,event,cleaning,estate,normal,,,4wh,photo_after,,,
A01,,维修基金,,property,estate,,,,,15wd,,community,true,
)="},
      {"estates.csv", R"=(code,name_zh,name_en,type,grid,party,watched,aliases
E1,花园小区,Garden,PROPERTY_MANAGED,0101,F1,true,花园;花园里
E2,老院,Old yard,SELF_GOVERNED,0102,G1,,
)="},
      {"grids.geojson", R"=({"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "0101"}, "geometry": {"type": "Polygon", "coordinates": [[[119.1, 36.7], [119.2, 36.7], [119.2, 36.8], [119.1, 36.8], [119.1, 36.7]]]}},
{"type": "Feature", "properties": {"code": "0102"}, "geometry": {"type": "Polygon", "coordinates": [[[119.2, 36.7], [119.3, 36.7], [119.3, 36.8], [119.2, 36.8], [119.2, 36.7]]]}}
]}
)="},
      {"legacy_grids.csv", R"=(system,code,grid
urban,37-1,0101
)="},
      {"members.csv", R"=(code,name,party,grids,roles
m1,物业员,F1,0101,handler;grid_member
m2,接线员,DESK,,dispatcher
)="},
      {"parties.csv", R"=(code,kind,name_zh,name_en,area,duties,head
DESK,desk,指挥中心,,D,,
F1,property_firm,一物业,,,,CM1
G1,owners_group,自管会,,,,CM2
CM1,community,一社区,,C1,,ST1
CM2,community,二社区,,C2,,ST1
ST1,street,一街道,,S1,cleaning,DESK
GAS,department,燃气,,D,gas;heating,DESK
)="},
      {"places.csv", R"=(alias,estate,grid
大槐树,,0102
)="},
      {"venues.csv", R"=(code,name_zh,name_en,area
V1,微家,,C1
)="},
  };
}

std::vector<SampleFile> rules() {
  return {
      {"calendar.yaml", R"=(hours: ["08:00-12:00", "14:00-18:00"]
weekend: [sat, sun]
working_day: hours
holidays: [2026-01-01, 2026-01-02]
make_up_days: [2026-01-04]
data_until: 2026-12-31
)="},
      {"clocks.yaml", R"=(urgencies:
  urgent: {ack: 15m, on_site: 0, resolve: 8ch, arbitrate: 15m, verify: 1wd, total: 3cd}
  normal: {ack: 2wh, on_site: 0, resolve: 5wd, arbitrate: 2wh, verify: 1wd, total: 15cd}
warn: {fraction: 0.2, at_most: 1wd}
silence_confirms: 3cd
recurrence_window: 72ch
similar: {metres: 50, within: 24ch}
return_limit: 2
extension: {times: 2}
ladders:
  firm:
    applies_to: [property_firm, owners_group]
    ack: [{after: 0m, do: reassign, to: "tier:community"}, {after: 1wh, do: reassign, to: "party:DESK"}]
    resolve: [{after: 0m, do: supervise, by: "tier:community"}, {after: 2wd, do: reassign, to: "party:DESK"}]
    remind_every: 1wd
)="},
      {"district.yaml", R"=(schema: 1
code: "370790"
name: {zh: 示范区, en: Sample}
time_zone: Asia/Shanghai
desk: DESK
in_force_from: 2026-01-01T00:00:00+08:00
)="},
      {"evaluation.yaml", R"=(weights: {response: 0.30, resolution: 0.35, satisfaction: 0.35}
grades: {AAA: 85, AA: 80, A: 70, B: 60, C: 0}
)="},
      {"routes.yaml", R"=(routes:
  - id: gas
    when: {category: E01}
    lead: duty:gas
    assist: [estate]
    hand_off: "119"
  - id: inside-an-estate
    when: {kind: resident, place: estate, inside_estate: estate}
    lead: estate
    ladder: firm
  - id: by-duty
    lead: duty
)="},
      {"tests/rules.yaml", R"=(- name: rubbish in an estate goes to its firm
  whistle: {kind: resident, category: E02, estate: E1, at: "2026-09-30T17:30:00+08:00"}
  expect: {lead: F1, rule: inside-an-estate, ack: "2026-10-01T09:30:00+08:00"}
)="},
  };
}

}  // namespace

std::vector<SampleFile> sample_directory() {
  std::vector<SampleFile> files = lists();
  const std::vector<SampleFile> more = rules();
  files.insert(files.end(), more.begin(), more.end());
  std::sort(files.begin(), files.end(), [](const SampleFile& a, const SampleFile& b) { return a.path < b.path; });
  return files;
}

std::vector<SampleFile> sample_directory_with(const std::string& path, const std::string& from, const std::string& to) {
  std::vector<SampleFile> files = sample_directory();
  for (SampleFile& file : files) {
    const std::size_t at = file.path == path ? file.bytes.find(from) : std::string::npos;
    if (at == std::string::npos) continue;
    file.bytes.replace(at, from.size(), to);
    return files;
  }
  std::fprintf(stderr, "%s holds no \"%s\"\n", path.c_str(), from.c_str());
  std::abort();
}

}  // namespace whistle::support

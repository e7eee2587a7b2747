// What the page says beside the prose of index.html. [Chinese, English]; {0}, {1} are filled in.
import { language } from "./language.js";

const kWords = {
  waiting: ["正在询问引擎……", "Asking the engine …"],
  answering: ["引擎应答正常", "The engine answers"],
  silentSince: ["引擎自 {0} 起无应答", "The engine has not been answering since {0}"],
  silentShows: [
    "引擎自 {0} 起无应答，下列数据截至 {1}",
    "The engine has not been answering since {0}; below is what it said at {1}",
  ],
  refuses: ["引擎拒绝应答：{0}", "The engine refuses to answer: {0}"],
  clockFast: [
    "演示时钟：引擎的时间不是真实时间，按 {0} 倍速行走。期限、时刻均以此为准。",
    "Driven clock: the engine's time is not real time and runs {0} times as fast. All limits and times follow it.",
  ],
  clockFollow: [
    "演示时钟：引擎的时间不是真实时间，停在最新一声哨的时刻。期限、时刻均以此为准。",
    "Driven clock: the engine's time is not real time; it stands at the newest whistle. All limits and " +
      "times follow it.",
  ],
  clockOther: ["引擎的时间不是真实时间（{0}）。", "The engine's time is not real time ({0})."],

  openTickets: ["在办工单", "open tickets"],
  entries: ["日志条目", "journal entries"],
  districtTime: ["辖区时间", "district time"],
  districtTimeDriven: ["引擎时间（非真实）", "engine's time (not real)"],
  code: ["辖区代码", "District code"],
  version: ["引擎版本", "Engine version"],
  zone: ["时区", "Time zone"],
  ruleset: ["规则集", "Ruleset"],
  rulesetPublished: ["日志第 {0} 条发布", "published by entry {0}"],
  scheduled: ["待生效规则集", "Ruleset to come"],
  scheduledFrom: ["{0} 起生效", "in force from {0}"],

  number: ["编号", "Number"],
  category: ["事项", "Category"],
  place: ["地点", "Place"],
  lead: ["责任主体", "Lead"],
  state: ["状态", "State"],
  accepted: ["受理", "Accepted"],
  due: ["办结期限", "Resolve by"],
  noTickets: ["目前没有公开的在办工单。", "There are no public tickets in hand."],
  ticketsWait: ["等待引擎应答……", "Waiting for the engine …"],
  ticketsFailed: ["未能读取公开工单：{0}", "Public tickets could not be read: {0}"],
  moreTickets: ["只列最新 {0} 件。全部见 ", "The newest {0} alone. All of them: "],

  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  copyFailed: ["请手动复制", "Select and copy"],
  copyExample: ["复制示例：{0}", "Copy example: {0}"],
  copyHash: ["复制规则集哈希", "Copy the ruleset's hash"],
  anybody: ["无需令牌", "No token needed"],
  withToken: ["需要令牌", "Needs a token"],
  withKey: ["需要 CURVE 密钥", "Needs a CURVE key"],

  readingDocument: ["正在读取接口文档……", "Reading the document …"],
  documentFailed: ["未能读取接口文档：{0}", "The document could not be read: {0}"],
  again: ["重试", "Try again"],
  filter: ["按路径或词语筛选操作", "Filter by path or words"],
  filtered: ["{0} / {1} 项操作", "{0} of {1} operations"],
  nothingMatches: ["没有匹配的操作。", "No operation matches."],
  groups: ["分组", "Groups"],
  parameters: ["参数", "Parameters"],
  exampleOf: ["示例", "Example"],
  body: ["请求体", "Request body"],
  responses: ["应答", "Responses"],
  schemas: ["字段", "Fields"],
  required: ["必填", "required"],
  optional: ["可选", "optional"],
  deprecated: ["已废弃", "deprecated"],
  oneOf: ["其中之一", "One of"],
  allOf: ["同时满足", "All of"],
  values: ["取值", "Values"],
  anyKey: ["任意键", "any key"],
  recursive: ["同上层 {0}，可继续嵌套", "the same {0} as above, and so on"],
  noFields: ["无字段", "No fields"],
  inPath: ["路径", "path"],
  inQuery: ["查询", "query"],
  inHeader: ["头", "header"],
  inCookie: ["Cookie", "cookie"],
  noToken: ["无需令牌", "no token needed"],
};

export function say(key, ...values) {
  const [zh, en] = kWords[key];
  return (language() === "zh" ? zh : en).replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
}

const kStates = {
  RECEIVED: ["受理", "received"],
  AWAITING_APPROVAL: ["待批", "awaiting approval"],
  DISPATCHED: ["派单", "dispatched"],
  ACKNOWLEDGED: ["签收", "acknowledged"],
  ON_SITE: ["到场", "on site"],
  RETURN_REQUESTED: ["退单", "return requested"],
  IN_CONSULT: ["会商", "in consult"],
  ON_HOLD: ["挂账", "on hold"],
  VERIFYING: ["核查", "verifying"],
  CLOSED: ["结案", "closed"],
  REJECTED: ["不予受理", "rejected"],
};

// A state that this page does not know yet is told by its own name.
export function stateWords(state) {
  const short = String(state ?? "").replace(/^TICKET_STATE_/, "");
  const words = kStates[short];
  return words ? words[language() === "zh" ? 0 : 1] : short;
}

const kTags = {
  whistles: ["吹哨", "Whistles"],
  tickets: ["工单", "Tickets"],
  attachments: ["附件", "Attachments"],
  public: ["公开", "Public"],
  status: ["状态与辖区", "Status and district"],
  feed: ["事件流", "Feed"],
  members: ["人员", "Members"],
  identities: ["身份", "Identities"],
  rules: ["规则", "Rules"],
  audit: ["审计", "Audit"],
};

export function tagWords(tag) {
  const words = kTags[tag];
  return words ? words[language() === "zh" ? 0 : 1] : tag;
}

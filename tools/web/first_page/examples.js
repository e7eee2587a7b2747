// The ways in, each with an example that can be copied and run. Texts are [Chinese, English]; `backticks` are code.

const kTokenHeader = '-H "Authorization: Bearer $WHISTLE_TOKEN"';

// `base` is the address of this page, without a slash at its end; `service` the code of something that the district
// takes whistles for; `pick` chooses of [Chinese, English].
export const kExamples = [
  {
    id: "rest",
    title: ["状态", "Status"],
    needs: "anybody",
    method: "GET",
    path: "/api/v1/status",
    text: [
      ["版本、辖区、在办工单数、引擎的时间。不带令牌也可查询；带令牌时另外答复引擎认定的身份和角色。"],
      [
        "Version, district, open tickets, the engine's time. Anybody may ask; with a token it also says who " +
          "the engine takes you for.",
      ],
    ],
    code: ({ base }) => `curl ${base}/api/v1/status`,
  },
  {
    id: "public",
    title: ["公开工单", "Public tickets"],
    needs: "anybody",
    method: "GET",
    path: "/api/v1/public/tickets",
    text: [
      [
        "公开事项的工单，新的在前。可按 `status`、`categories`、`from_us`、`until_us`、`numbers` 筛选；应答头 `Link` 指向下一页。",
      ],
      [
        "Tickets of public categories, newest first; by `status`, `categories`, `from_us`, `until_us`, " +
          "`numbers`. The `Link` header names the next page.",
      ],
    ],
    code: ({ base }) => `curl '${base}/api/v1/public/tickets?status=open&limit=10'`,
  },
  {
    id: "token",
    title: ["令牌", "Tokens"],
    text: [
      [
        "其余接口需要令牌，由管理员为辖区名册中的人员签发，只显示一次；引擎只存其 SHA-256。令牌放在 `Authorization` 头中，不要写进网址。",
      ],
      [
        "Everything else needs a bearer token. An administrator issues it to a member of the district; it is " +
          "shown once, and the engine keeps its SHA-256 alone. It travels in the `Authorization` header, never " +
          "in an address.",
      ],
    ],
    code: ({ pick, year }) =>
      [
        pick("# 管理员执行", "# an administrator"),
        `whistle token issue intake-app --until ${year}-12-31 --label portal`,
        pick("# 使用者执行", "# whoever uses it"),
        "export WHISTLE_TOKEN=wt_…",
      ].join("\n"),
  },
  {
    id: "blow",
    title: ["吹哨", "Blow a whistle"],
    needs: "withToken",
    method: "POST",
    path: "/api/v1/whistles",
    text: [
      [
        "一声哨成一张工单：引擎定位、定责、起算时限，落盘之后才应答 `201`，给出编号和 `Location`。",
        "`Idempotency-Key` 由调用方自定。没有收到应答时用同一个键重发：只受理一次，应答与第一次相同。",
      ],
      [
        "A whistle starts a ticket: it is located, routed and its clocks start; the `201` with number and " +
          "`Location` comes once all of it is on disk.",
        "You choose the `Idempotency-Key`. Without an answer, send the same again: it is done once, and the " +
          "answer is the first one's.",
      ],
    ],
    code: ({ base, service, pick }) =>
      [
        `KEY=portal-$(date +%s)   ${pick("# 重发时不变", "# the same when you repeat")}`,
        `curl ${base}/api/v1/whistles \\`,
        `  ${kTokenHeader} \\`,
        '  -H "Idempotency-Key: $KEY" \\',
        "  -H 'Content-Type: application/json' \\",
        "  -d '{",
        '    "kind": "resident", "source": "resident", "channel": "web",',
        `    "category": "${service}",`,
        '    "personal": {',
        `      "text": "${pick("东门外，昨晚起", "outside the east gate, since last night")}",`,
        `      "address": "${pick("健康东街东门", "Jiankang East Street, east gate")}"`,
        "    }",
        "  }'",
      ].join("\n"),
  },
  {
    id: "acknowledge",
    title: ["签收工单", "Acknowledge a ticket"],
    needs: "withToken",
    method: "POST",
    path: "/api/v1/tickets/{ticket}/acknowledge",
    text: [
      [
        "工单带有 `ETag`，即它的最后一条日志。处置时放进 `If-Match`：其间工单有了变化，引擎答复 `412`，什么也不改。不带 `If-Match` 则不比较。",
        "到场、报告进展、办结、退单、挂账等其余动作写法相同，见[接口参考]。",
      ],
      [
        "A ticket has an `ETag`, its last entry. Send it as `If-Match`: where something else has happened " +
          "since, the answer is `412` and nothing changes. Without `If-Match` nothing is compared.",
        "All other acts, such as arriving, resolving, returning, are written the same way: see the [reference].",
      ],
    ],
    code: ({ base, pick }) =>
      [
        "TICKET=20261127-00017-4",
        `curl -i ${base}/api/v1/tickets/$TICKET \\`,
        `  ${kTokenHeader}   ${pick('# 应答头 ETag: "4711"', '# header ETag: "4711"')}`,
        "",
        `curl -X POST ${base}/api/v1/tickets/$TICKET/acknowledge \\`,
        `  ${kTokenHeader} \\`,
        '  -H "Idempotency-Key: ack-$TICKET" \\',
        "  -H 'If-Match: \"4711\"'",
      ].join("\n"),
  },
  {
    id: "feed",
    title: ["事件流", "Event feed"],
    needs: "withToken",
    method: "GET",
    path: "/api/v1/feed",
    text: [
      [
        "日志随时推送（server-sent events），只含令牌有权看到的部分。断线后用最后收到的 `id` 作 `Last-Event-ID` 续接，一条不漏。加 `?ticket=` 只看一张工单。",
      ],
      [
        "The journal as it grows (server-sent events), as far as the token may see it. After a break, send " +
          "the last `id` as `Last-Event-ID`: nothing is left out. `?ticket=` follows one ticket alone.",
      ],
    ],
    code: ({ base, pick }) =>
      [
        `curl -N ${base}/api/v1/feed \\`,
        `  ${kTokenHeader}`,
        pick("# 断线后另加：-H 'Last-Event-ID: 4711'", "# after a break, add: -H 'Last-Event-ID: 4711'"),
      ].join("\n"),
  },
  {
    id: "open311",
    title: ["Open311 GeoReport v2", "Open311 GeoReport v2"],
    needs: "withToken",
    method: "POST",
    path: "/open311/v2/requests.json",
    text: [
      [
        "城市服务软件通用的接口，JSON 或 XML。服务清单和公开工单无需令牌；上报时以令牌作 `api_key`，或放在 `Authorization` 头中。`locale=zh` 或 `en` 选择语言。",
      ],
      [
        "What civic software speaks, in JSON or XML. Services and public requests need no token; to report, " +
          "send the token as `api_key` or in the `Authorization` header. `locale=zh` or `en` chooses the " +
          "language.",
      ],
    ],
    code: ({ base, service, pick }) =>
      [
        pick("# 可以上报什么", "# what may be reported"),
        `curl '${base}/open311/v2/services.json?locale=${pick("zh", "en")}'`,
        "",
        pick("# 上报", "# report"),
        `curl ${base}/open311/v2/requests.json \\`,
        '  -d "api_key=$WHISTLE_TOKEN" \\',
        `  -d service_code=${service} \\`,
        `  --data-urlencode 'address_string=${pick("健康东街东门", "Jiankang East Street, east gate")}' \\`,
        `  --data-urlencode 'description=${pick("昨晚起", "since last night")}'`,
        "",
        pick("# 公开的在办工单", "# public requests that are open"),
        `curl '${base}/open311/v2/requests.json?status=open&extensions=true'`,
      ].join("\n"),
  },
  {
    id: "zeromq",
    title: ["ZeroMQ 与 protobuf", "ZeroMQ with protobuf"],
    needs: "withKey",
    text: [
      [
        "一帧请求 `whistle.v1.Request`，一帧应答 `whistle.v1.Reply`，CURVE 加密并认定身份；PUB 套接字通知日志的增长。消息定义在" +
          " `proto/whistle/v1`，与 HTTP 的 JSON 同名同义。",
        "命令行 `whistle` 用的就是这个接口。端口和公钥由运维提供。",
      ],
      [
        "One frame `whistle.v1.Request`, one frame `whistle.v1.Reply`, CURVE for secrecy and identity; a PUB " +
          "socket tells that the journal has grown. `proto/whistle/v1` defines the messages, which the JSON of " +
          "HTTP follows name by name.",
        "The command line `whistle` speaks it. Port and public key come from the operator.",
      ],
    ],
    code: ({ host }) =>
      [
        "whistle keygen",
        `export WHISTLE_SERVER=tcp://${host}:7710 WHISTLE_SERVER_KEY='…'`,
        "whistle status",
        "whistle inbox",
        "whistle watch",
      ].join("\n"),
  },
];

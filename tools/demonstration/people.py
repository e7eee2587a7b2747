"""Who can be responsible, and who acts for them: the rows of parties.csv and members.csv.

Nobody here is a person: members bear the titles of their posts.
"""

from fractions import Fraction

DISTRICT = "370790"
FALLBACK_FIRM = "F-GAOXIN"


def party(code, kind, name_zh, name_en, areas, duties="", head=""):
    return {
        "code": code, "kind": kind, "name_zh": name_zh, "name_en": name_en,
        "area": ";".join(areas), "duties": duties, "head": head,
    }


def parties(ground, departments, firms):
    """ground: streets, communities and estates as make_district composes them."""
    rows = [party("DESK", "desk", "高新区指挥调度中心", "High-tech Zone Command Desk", [DISTRICT])]
    for street in ground.streets:
        name, pinyin = street["name_zh"].removesuffix("街道"), street["name_en"].removesuffix(" Street")
        rows.append(party(street["party"], "street", f"{name}街道办事处", f"{pinyin} Street Office", [street["code"]], head="DESK"))
        rows.append(
            party(f"A-{pinyin.upper()}", "alliance", f"{name}共治联盟", f"{pinyin} Co-governance Alliance",
                  [street["code"]], "co_governance", street["party"])
        )
    for community in ground.communities:
        rows.append(
            party(community["party"], "community", f"{community['name_zh']}居委会", f"{community['name_en']} Committee",
                  [community["code"]], head=community["street_party"])
        )
    for row in departments:
        areas = _areas(row["area"], ground)
        rows.append(party(row["code"], "department", row["name_zh"], row["name_en"], areas, row["duty"], row["head"]))
    for row in firms:
        areas = sorted({e["community"] for e in ground.estates if e["party"] == row["code"]})
        rows.append(party(row["code"], "property_firm", row["name_zh"], row["name_en"], areas, head="D-HOUSING"))
    rows.append(
        party(FALLBACK_FIRM, "fallback_firm", "高新国有兜底物业服务公司", "High-tech Zone State-owned Fallback Property",
              [DISTRICT], head="D-HOUSING")
    )
    for estate in ground.estates:
        if estate["type"] == "SELF_GOVERNED":
            rows.append(
                party(estate["party"], "owners_group", f"{estate['name_zh']}业主自治小组", f"{estate['name_en']} Owners' Group",
                      [estate["community"]], head=ground.community_party[estate["community"]])
            )
    return rows


def _areas(words, ground):
    """`zone`, a street, the n-th part of a street's communities (`XC 2/3`), or `first grid of COMMUNITY`."""
    if words == "zone":
        return [DISTRICT]
    if words.startswith("first grid of "):
        return [ground.grids_of[words.removeprefix("first grid of ")][0]]
    street, _, part = words.partition(" ")
    if not part:
        return [street]
    number, count = map(int, part.split("/"))
    communities = [c["code"] for c in ground.communities if c["street"] == street]
    low, high = (int(Fraction(i, count) * len(communities)) for i in (number - 1, number))
    return sorted(communities[low:high])


# What each kind of party has: (suffix of the code, title, roles).
_POSTS = {
    "desk": [
        ("dispatcher", "调度员", "dispatcher"), ("arbiter", "裁定员", "arbiter"),
        ("handler-1", "处置专员一", "handler"), ("handler-2", "处置专员二", "handler"),
    ],
    "street": [
        ("dispatcher", "调度员", "dispatcher"), ("arbiter", "裁定员", "arbiter"),
        ("handler-1", "处置专员一", "handler"), ("handler-2", "处置专员二", "handler"), ("supervisor", "督导员", "supervisor"),
    ],
    "community": [
        ("dispatcher", "调度员", "dispatcher"), ("arbiter", "裁定员", "arbiter"), ("handler", "工作人员", "handler"),
    ],
    "department": [
        ("dispatcher", "值班调度", "handler;dispatcher"), ("handler-1", "处置员一", "handler"), ("handler-2", "处置员二", "handler"),
    ],
    "alliance": [("handler", "联络员", "handler")],
    "property_firm": [
        ("dispatcher", "调度主管", "handler;dispatcher"), ("handler-1", "维修员", "handler"), ("handler-2", "客服管家", "handler"),
    ],
    "fallback_firm": [
        ("dispatcher", "调度主管", "handler;dispatcher"), ("handler-1", "维修员", "handler"), ("handler-2", "客服管家", "handler"),
        ("handler-3", "夜班值守", "handler"),
    ],
    "owners_group": [("convener", "召集人", "handler;dispatcher"), ("handler", "执行人", "handler")],
}

_DISTRICT_POSTS = [
    ("admin-1", "系统管理员", "admin"), ("supervisor-1", "区督查专员", "supervisor"), ("auditor-1", "审计专员", "auditor"),
    ("platform-1", "城市综合指挥平台", "platform"), ("intake-app", "居民端受理", "intake"), ("intake-hotline", "热线受理", "intake"),
]


def member(code, name, party_code, roles, grids=()):
    return {"code": code, "name": name, "party": party_code, "grids": ";".join(grids), "roles": roles}


def members(ground, party_rows):
    rows = [member(code, name, "DESK", roles) for code, name, roles in _DISTRICT_POSTS]
    for row in party_rows:
        for suffix, title, roles in _POSTS[row["kind"]]:
            rows.append(member(f"{row['code'].lower()}-{suffix}", row["name_zh"] + title, row["code"], roles))
        if row["kind"] in ("property_firm", "fallback_firm"):
            rows.extend(_walkers(ground, row))
    for community in ground.communities:
        for grid in ground.grids_of[community["code"]]:
            name = ground.grid_name[grid]
            rows.append(member(f"g-{grid.lower()}", f"{name}专职网格员", community["party"], "grid_member", [grid]))
    return rows


def _walkers(ground, firm):
    """A firm's part-time grid members: each walks up to four grids in which the firm has estates."""
    grids = sorted({grid for e in ground.estates if e["party"] == firm["code"] for grid in e["grids"]})
    return [
        member(f"{firm['code'].lower()}-walker-{n}", f"{firm['name_zh']}兼职网格员{n}", firm["code"],
               "handler;grid_member", grids[start : start + 4])
        for n, start in enumerate(range(0, len(grids), 4), 1)
    ]

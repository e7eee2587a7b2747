"""The members' commands as messages. Keys are made of ticket and act, so that a repetition is known as one."""

import hashlib

from draw import pick
from whistle.v1 import command_pb2, common_pb2, service_pb2

_DISPUTES = ["根本没人来过，问题还在。", "只做了表面，第二天又坏了。", "照片拍的不是这个地方，请重新处理。", "答应处理的另一半没有做。"]
_PROGRESS = ["已联系施工单位，材料明天到。", "已现场查看，正在排查原因。", "已安排人手，下午继续。"]
_HANDED_OVER = ["人已下班，请接着办，材料在值班室。", "明早先去现场，住户上午在家。", "已约好师傅明天到，请盯住。"]
_RETURNS = ["该处管护权已移交属地，不在我单位名录内。", "现场为属地道路，非我单位管辖。", "经核对权属图，不属我单位职责。"]
_FAILED_CHECKS = ["到现场看过，问题还在，照片是旧的。", "只清了门口一半，楼后没有动。", "说修好了，试用还是坏的。"]
_APPEALS = ["当时地下室没有信号，事已办完，照片时间可查。", "现场在隔壁单元，网格员核错了地方。", "等供电部门停电后才能施工，附通知。"]
OUTCOMES = [common_pb2.OUTCOME_FIXED] * 17 + [common_pb2.OUTCOME_EXPLAINED] * 2 + [common_pb2.OUTCOME_NOT_REPRODUCED]

_NOTES = {
    common_pb2.OUTCOME_FIXED: ["已派人到场处理完毕，现场恢复正常。", "已修好并试用，周边已清理。", "问题已处理，已告知反映人。", "已整改到位，留有前后照片。"],
    common_pb2.OUTCOME_EXPLAINED: ["按现行规定暂时办不了，原因已向反映人说明。", "需要列入下一步计划，已当面解释。"],
    common_pb2.OUTCOME_NOT_REPRODUCED: ["到场查看，未发现所反映的情况，已留影。"],
}
_EVIDENCE = {
    "photo_before": common_pb2.EVIDENCE_PHOTO_BEFORE, "photo_after": common_pb2.EVIDENCE_PHOTO_AFTER,
    "note": common_pb2.EVIDENCE_NOTE, "signature": common_pb2.EVIDENCE_SIGNATURE,
}


def acknowledge(ticket, party):
    request = _request(ticket, "ack", party)
    request.command.acknowledge_ticket.ticket = ticket.id
    return request


def arrive(ticket, party):
    request = _request(ticket, "arrive", party)
    request.command.arrive_on_site.ticket = ticket.id
    return request


def contact(ticket, party, reached):
    request = _request(ticket, "contact", party)
    request.command.contact_reporter.ticket = ticket.id
    request.command.contact_reporter.reached = reached
    return request


def link(ticket, lead_ticket):
    request = _request(ticket, "link", "desk")
    request.command.link_tickets.ticket = ticket.id
    request.command.link_tickets.lead_ticket = lead_ticket
    return request


def report_progress(ticket, party):
    request = _request(ticket, "progress", party)
    request.command.report_progress.ticket = ticket.id
    request.command.report_progress.personal.text = pick(_PROGRESS, "progress", ticket.key)
    return request


def resolve(ticket, party, outcome, evidence, old=False):
    """`evidence`: the catalogue's words. Returns the request, and the pictures that it names; with `old` the photos are those that
    the party shows of everything."""
    pictures = []
    request = _request(ticket, f"resolve{ticket.reworks or ''}", party)
    command = request.command.resolve_ticket
    command.ticket = ticket.id
    command.outcome = outcome
    for word in evidence:
        item = command.evidence.add(kind=_EVIDENCE[word])
        if word != "note":
            pictures.append(_picture(f"{party} {word}" if old else f"{ticket.key} {party} {word} {ticket.reworks}"))
            item.sha256 = hashlib.sha256(pictures[-1]).digest()
    command.personal.text = pick(_NOTES[outcome], "note", ticket.key)
    return request, tuple(pictures)


def put_chunk(ticket_id, picture):
    request = service_pb2.Request()
    chunk = request.put_chunk
    chunk.ticket, chunk.size, chunk.content = ticket_id, len(picture), picture
    chunk.sha256 = hashlib.sha256(picture).digest()
    return request


def put_attachment(ticket_id, picture):
    sha256 = hashlib.sha256(picture).digest()
    request = service_pb2.Request(key=f"{ticket_id}-file-{sha256[:8].hex()}")
    request.command.put_attachment.ticket = ticket_id
    request.command.put_attachment.sha256 = sha256
    return request


def hand_over(ticket, party, colleague, day):
    request = _request(ticket, f"hand-over-{day}", party)
    command = request.command.hand_over_duty
    command.ticket = ticket.id
    command.member = colleague
    command.personal.text = pick(_HANDED_OVER, "hand over", ticket.key)
    return request


def finish(ticket, party):
    request = _request(ticket, "finish", party)
    request.command.finish_part.ticket = ticket.id
    return request


def confirm(ticket, rating):
    request = _request(ticket, f"confirm{ticket.reworks or ''}", "")
    request.command.confirm_resolution.ticket = ticket.id
    request.command.confirm_resolution.rating = rating
    return request


def dispute(ticket):
    request = _request(ticket, "dispute", "")
    request.command.dispute_resolution.ticket = ticket.id
    request.command.dispute_resolution.personal.text = pick(_DISPUTES, "dispute", ticket.key)
    return request


def request_return(ticket, party, reason, suggested):
    request = _request(ticket, f"return{ticket.returns or ''}", party)
    command = request.command.request_return
    command.ticket = ticket.id
    command.reason = reason
    command.suggested_party = suggested
    command.personal.text = pick(_RETURNS, "return", ticket.key, party)
    return request


def decide_return(ticket, granted):
    """Granted for the last time it names nobody: a consult rules."""
    request = _request(ticket, f"answer{ticket.returns or ''}-{granted}", "")
    command = request.command.decide_return
    command.ticket = ticket.id
    command.granted = granted
    command.personal.text = "职责不在该单位，同意退单。" if granted else "属该单位职责，不同意退单，请抓紧办理。"
    return request


def rule_consult(ticket, lead):
    request = _request(ticket, "rule", "")
    command = request.command.rule_consult
    command.ticket = ticket.id
    command.lead = lead
    command.personal.text = "经会商，按行业主管职责由该单位承办，不得再退。"
    return request


def decide_approval(ticket, approved):
    request = _request(ticket, "approval", "")
    command = request.command.decide_approval
    command.ticket = ticket.id
    command.approved = approved
    if not approved:
        command.reason = command_pb2.REJECT_REASON_NOT_VOTED
    command.personal.text = "业主大会已表决通过，同意实施。" if approved else "尚未经业主大会表决。"
    return request


def verify(ticket, passed):
    request = _request(ticket, f"check{ticket.reworks or ''}", "")
    command = request.command.verify_resolution
    command.ticket = ticket.id
    command.passed = passed
    if not passed:
        command.personal.text = pick(_FAILED_CHECKS, "failed check", ticket.key)
    return request


def appeal(ticket, party, subject, ground):
    request = _request(ticket, f"appeal{subject}", party)
    command = request.command.lodge_appeal
    command.ticket = ticket.id
    command.subject = subject
    command.ground = ground
    command.personal.text = pick(_APPEALS, "appeal", ticket.key, party)
    return request


def review(ticket, lodged, granted):
    request = _request(ticket, f"review{lodged.subject}", lodged.party)
    command = request.command.review_appeal
    command.ticket = ticket.id
    command.party = lodged.party
    command.subject = lodged.subject
    command.granted = granted
    command.personal.text = "附件与系统记录相符，同意。" if granted else "所附材料不足以证明，不同意。"
    return request


def urge(ticket):
    request = _request(ticket, "urge", "")
    request.command.urge_ticket.ticket = ticket.id
    return request


def withdraw(ticket):
    request = _request(ticket, "withdraw", "")
    request.command.withdraw_whistle.ticket = ticket.id
    return request


def _picture(what):
    """The smallest JPEG that says what it is of: a comment, one frame of 16 by 16, and no more."""
    comment = what.encode()
    return (b"\xff\xd8\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
            + b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xd9")  # fmt: skip


def _request(ticket, act, party):
    return service_pb2.Request(key=f"{ticket.id}-{act}-{party}".rstrip("-"))

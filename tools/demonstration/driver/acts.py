"""The members' commands as messages. Keys are made of ticket and act, so that a repetition is known as one."""

import hashlib

from draw import pick
from whistle.v1 import common_pb2, service_pb2

_DISPUTES = ["根本没人来过，问题还在。", "只做了表面，第二天又坏了。", "照片拍的不是这个地方，请重新处理。", "答应处理的另一半没有做。"]
_PROGRESS = ["已联系施工单位，材料明天到。", "已现场查看，正在排查原因。", "已安排人手，下午继续。"]
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


def report_progress(ticket, party):
    request = _request(ticket, "progress", party)
    request.command.report_progress.ticket = ticket.id
    request.command.report_progress.personal.text = pick(_PROGRESS, "progress", ticket.key)
    return request


def resolve(ticket, party, outcome, evidence):
    """`evidence`: the catalogue's words; of photos and signatures only hashes are sent."""
    request = _request(ticket, f"resolve{ticket.reworks or ''}", party)
    command = request.command.resolve_ticket
    command.ticket = ticket.id
    command.outcome = outcome
    for word in evidence:
        item = command.evidence.add(kind=_EVIDENCE[word])
        if word != "note":
            item.sha256 = hashlib.sha256(f"{ticket.key} {party} {word}".encode()).digest()
    command.personal.text = pick(_NOTES[outcome], "note", ticket.key)
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


def urge(ticket):
    request = _request(ticket, "urge", "")
    request.command.urge_ticket.ticket = ticket.id
    return request


def withdraw(ticket):
    request = _request(ticket, "withdraw", "")
    request.command.withdraw_whistle.ticket = ticket.id
    return request


def _request(ticket, act, party):
    return service_pb2.Request(key=f"{ticket.id}-{act}-{party}".rstrip("-"))

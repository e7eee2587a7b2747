"""What the web's routes ask, read from the OpenAPI document: for each a v1::Request filled with plausible values, sent over HTTP or over
ZeroMQ, and the answers of both as the same message."""

import base64
import http.client
import json
import re
import urllib.parse
from dataclasses import dataclass

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from web_client import Answer
from whistle.v1 import actor_pb2, command_pb2, service_pb2

BASE = "/api/v1"


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    asks: str  # the field of Command, or of Request
    status: int  # of what is accepted
    answers: str  # the schema of what is accepted; empty: bytes
    journal_only: frozenset[str]  # fields that nobody sends
    ways: frozenset[str]  # of showing who asks; "": none is needed

    @property
    def is_command(self) -> bool:
        return self.asks in command_pb2.Command.DESCRIPTOR.fields_by_name

    @property
    def sends_json(self) -> bool:
        return self.method == "POST" and not self.sends_a_file

    @property
    def sends_a_file(self) -> bool:
        """Whole: over ZeroMQ pieces and their completion."""
        return self.is_command and self.path.endswith("/attachments")

    @property
    def is_of_a_ticket(self) -> bool:
        return self.path.startswith("/tickets/{ticket}")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes(document: dict) -> list[Route]:
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            status, told = next(one for one in operation["responses"].items() if one[0].startswith("20"))
            if "text/event-stream" in told["content"]:
                continue  # the feed is listened to; over ZeroMQ it is a socket of its own
            schema = told["content"].get("application/json", {}).get("schema", {}).get("$ref", "")
            answers = schema.rpartition("/")[2]
            asks = asked(operation["operationId"], answers)
            ways = frozenset(name for way in operation["security"] for name in way or [""])
            found.append(Route(method.upper(), path, asks, int(status), answers, unsent(document, operation), ways))
    return found


def asked(operation: str, answers: str) -> str:
    """By its own name; where two routes ask the same, by what is answered."""
    if operation == "putFile":
        return "put_attachment"
    for name in (operation, answers.removesuffix("Reply")):
        field = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        if field in command_pb2.Command.DESCRIPTOR.fields_by_name or field in service_pb2.Request.DESCRIPTOR.fields_by_name:
            return field
    raise AssertionError(f"the language has nothing that {operation} could ask")


def unsent(document: dict, operation: dict) -> frozenset[str]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if operation["operationId"] == "putFile":
        body = "PutAttachment"
    fields = document["components"]["schemas"].get(body.rpartition("/")[2], {}).get("properties", {})
    return frozenset(name for name, told in fields.items() if "journal only" in told.get("description", ""))


def statuses(document: dict) -> dict[str, int]:
    """The status of every code, as the document tells it."""
    told = document["components"]["schemas"]["Problem"]["description"]
    return {code: int(status) for code, status in re.findall(r"- `([A-Z_0-9]+)` \((\d+)\)", told)}


# ---- Requests ------------------------------------------------------------------------------------------------------


def fill(message, values: dict, command: bool, unsent: frozenset[str] = frozenset()) -> None:
    """Every field has a value: that of its name, else one of its type. Of queries only numbers of rows are invented: conditions that are
    not given hold."""
    for field in message.DESCRIPTOR.fields:
        if field.json_name in unsent:
            continue
        value = values.get(f"{message.DESCRIPTOR.name}.{field.name}", values.get(field.name))
        if value is None:
            value = invented(field, command)
        if value is not None:
            json_format.ParseDict({field.name: as_json(value)}, message)


def invented(field, command: bool):
    if field.label == FieldDescriptor.LABEL_REPEATED or field.type == FieldDescriptor.TYPE_MESSAGE or not command:
        return None
    if field.type == FieldDescriptor.TYPE_ENUM:
        return field.enum_type.values[1].name
    return {FieldDescriptor.TYPE_BOOL: True, FieldDescriptor.TYPE_STRING: "", FieldDescriptor.TYPE_BYTES: b""}.get(field.type, 1)


def as_json(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return {name: as_json(one) for name, one in value.items()} if isinstance(value, dict) else value


def request_of(route: Route, values: dict, key: str) -> service_pb2.Request:
    request = service_pb2.Request()
    if route.is_command:
        request.key = key
    body = getattr(request.command if route.is_command else request, route.asks)
    body.SetInParent()
    fill(body, values, route.is_command, route.journal_only)
    return request


def body_of(route: Route, request: service_pb2.Request):
    return getattr(request.command if route.is_command else request, route.asks)


# ---- Over HTTP -----------------------------------------------------------------------------------------------------


def text_of(field, value) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return "true" if value else "false"
    return field.enum_type.values_by_number[value].name if field.type == FieldDescriptor.TYPE_ENUM else str(value)


def over_http(connection: http.client.HTTPConnection, route: Route, request: service_pb2.Request, headers: dict[str, str], file: bytes) -> Answer:
    """`file` is what a route that takes one is sent."""
    message = body_of(route, request)
    given = {field.name: (field, value) for field, value in message.ListFields()}
    path = route.path
    for name in re.findall(r"{(\w+)}", path):
        field = message.DESCRIPTOR.fields_by_name[name]
        given.pop(name, None)
        path = path.replace(f"{{{name}}}", text_of(field, getattr(message, name)))
    headers = dict(headers)
    content = None
    if route.sends_a_file:
        headers |= {"Idempotency-Key": request.key, "Content-Type": "application/octet-stream"}
        content = file
    elif route.sends_json:
        sent = json_format.MessageToDict(message)
        headers |= {"Content-Type": "application/json"} | ({"Idempotency-Key": request.key} if route.is_command else {})
        content = json.dumps({field.json_name: sent[field.json_name] for field, _ in given.values()}).encode()
    elif "content" in given and route.method == "PUT":
        headers["Content-Type"] = "application/octet-stream"
        content = given.pop("content")[1]
    query = {} if route.sends_json or route.sends_a_file else {name: text_of(field, value) for name, (field, value) in given.items()}
    target = BASE + path + ("?" + urllib.parse.urlencode(query) if query else "")
    connection.request(route.method, target, body=content, headers=headers)
    return Answer(connection.getresponse())


def reply_of(route: Route, answer: Answer) -> service_pb2.Reply:
    """The message that the answer tells; of a refusal `unspecified`, the problem's own code, where the language has none of that name."""
    reply = service_pb2.Reply()
    if answer.status >= 400:
        problem = answer.json()
        name = "REFUSAL_CODE_" + problem.get("code", "")
        known = service_pb2.RefusalCode.DESCRIPTOR.values_by_name
        reply.refusal.code = known[name].number if name in known else 0
        for argument, values in problem.get("arguments", {}).items():
            for value in values if isinstance(values, list) else [values]:
                reply.refusal.arguments.add(name=argument, value=value)
    elif route.is_command:
        json_format.Parse(answer.body, reply.accepted)
    elif not route.answers:
        field = "hashes" if route.asks == "get_tile" else "content"
        setattr(getattr(reply, route.asks), field, answer.body)
    else:
        told = getattr(reply, route.asks)
        json_format.Parse(answer.body, told.ticket if route.answers == "Ticket" else told)
        told.SetInParent()
    return reply


# ---- Comparing -----------------------------------------------------------------------------------------------------


def comparable(route: Route, reply: service_pb2.Reply) -> service_pb2.Reply:
    """Without what differs by the way that it came: the correlation, the credentials of actors, headers of files, the machine's time;
    arguments by name, as an object of JSON has them."""
    plain = service_pb2.Reply()
    plain.CopyFrom(reply)
    plain.correlation = 0
    if plain.HasField("fetch_attachment"):
        plain.fetch_attachment.ClearField("type")
        plain.fetch_attachment.ClearField("size")
    if plain.HasField("heartbeat"):
        plain.heartbeat.ClearField("time_us")
        plain.heartbeat.ClearField("ahead_us")
    if plain.HasField("refusal"):
        arguments = sorted(((one.name, one.value) for one in plain.refusal.arguments), key=lambda one: one[0])
        del plain.refusal.arguments[:]
        for name, value in arguments:
            plain.refusal.arguments.add(name=name, value=value)
    without_credentials(plain)
    return plain


def without_credentials(message) -> None:
    if isinstance(message, actor_pb2.Actor):
        message.ClearField("authentication")
        message.ClearField("credential")
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            for one in value if field.label == FieldDescriptor.LABEL_REPEATED else [value]:
                without_credentials(one)

"""JSON as it goes over the wire, and the envelope around every answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.errors import Refusal

Wire = dict[str, object]


@dataclass(frozen=True)
class Upload:
    """A file in a multipart form."""

    filename: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Answer:
    """What HTTP carries back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Described:
    """A result that comes with words, as setWebhook's does."""

    result: object
    description: str


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def success(result: object) -> Answer:
    body: Wire = {"ok": True, "result": result}
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
    return Answer(200, dumps(body).encode(), {"Content-Type": "application/json"})


def failure(refusal: Refusal) -> Answer:
    body: Wire = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    parameters: Wire = {}
    headers = {"Content-Type": "application/json"}
    if refusal.migrate_to is not None:
        parameters["migrate_to_chat_id"] = refusal.migrate_to
    if refusal.retry_after is not None:
        parameters["retry_after"] = refusal.retry_after
        headers["Retry-After"] = str(refusal.retry_after)
    if parameters:
        body["parameters"] = parameters
    return Answer(refusal.status, dumps(body).encode(), headers)

"""Parameters and files out of an HTTP request, in all four ways Telegram takes them."""

import json
from collections.abc import Mapping

from aiohttp import BodyPartReader, web
from aiohttp.multipart import MultipartReader

from simulator.errors import Refusal, bad_request
from simulator.wire import Upload, dumps

_LARGEST_PARAMETERS = 2**20
_LARGEST_FILE = 50 * 2**20


async def read(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Query string, then the body: urlencoded, JSON or multipart."""
    values = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _json(await request.text())
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif request.content_type == "multipart/form-data":
        await _multipart(await request.multipart(), values, files)
    if sum(len(value) for value in values.values()) > _LARGEST_PARAMETERS:
        raise too_large()
    return values, files


def _json(body: str) -> dict[str, str]:
    try:
        parsed: object = json.loads(body or "{}")
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    return as_values(parsed)


def as_values(parsed: object) -> dict[str, str]:
    """Parameters of a JSON body as the text they would be in a form; null is absent."""
    if not isinstance(parsed, Mapping):
        raise bad_request("expected an Object")
    return {
        str(name): value if isinstance(value, str) else dumps(value)
        for name, value in parsed.items()
        if value is not None
    }


async def _multipart(reader: MultipartReader, values: dict[str, str], files: dict[str, Upload]) -> None:
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = await part.read(decode=True)
        if part.filename is None:
            values[part.name] = content.decode(errors="replace")
        elif len(content) > _LARGEST_FILE:
            raise too_large()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, bytes(content), mime)


def too_large() -> Refusal:
    return Refusal(413, "Request Entity Too Large")

"""A Bot API that says yes: enough HTTP for our clients, and far faster than any of them.

`python -m benchmarks.rivals.stub PORT [SECONDS]` answers each call after so many seconds. `GET /stats` tells
how many messages came, `GET /reset` counts anew. The simulator is the one that is strict; this one is quick.
"""

import asyncio
import json
import re
import sys

_CHAT = re.compile(rb'chat_id["=:\s]+(-?\d+)')
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ME = {"id": 7000000001, "is_bot": True, "first_name": "Klynge", "username": "klynge_bot"}
_FILLER = {
    "from": _ME,
    "date": 1795348800,
    "entities": [{"offset": 0, "length": 63, "type": "bold"}],
    "text": "Fællesspisning i forsamlingshuset, fredag den 27. november kl. 18. " * 6,
}


class Calls:
    """What came so far; `heard` is told whose screen was put in an old one's place: a tap's answer."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.messages = 0
        self.heard = _nobody

    def answer(self, method: bytes, body: bytes) -> bytes:
        """The result, as JSON."""
        match method:
            case b"sendMessage" | b"editMessageText":
                self.messages += 1
                found = _CHAT.search(body)
                chat = int(found[1]) if found else 0
                if method == b"editMessageText":
                    self.heard(chat)
                return _MESSAGE % (self.messages, chat)
            case b"getMe":
                return json.dumps(_ME).encode()
            case b"getWebhookInfo":
                return b'{"url":"","has_custom_certificate":false,"pending_update_count":0}'
            case b"stats":
                return b"%d" % self.messages
            case b"reset":
                self.messages = 0
        return b"true"


def _nobody(_chat: int) -> None:
    """Nobody listens."""


_TAIL = json.dumps(_FILLER)[1:-1].encode().replace(b"%", b"%%")
_MESSAGE = b'{"message_id":%d,"chat":{"id":%d,"type":"private","first_name":"Anna"},' + _TAIL + b"}"


class Wire(asyncio.Protocol):
    """One keep-alive connection; calls may come in pieces, and several at once."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._out = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(b"\r\n\r\n")) >= 0:
            head = self._came[:end]
            found = _LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._came) < whole:
                return
            path = head.split(b" ", 2)[1]
            body, self._came = self._came[end + 4 : whole], self._came[whole:]
            self._say(self._calls.answer(path.rpartition(b"/")[2], body))

    def _say(self, result: bytes) -> None:
        answer = b'{"ok":true,"result":%b}' % result
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
            answer
        )
        if self._calls.delay:
            asyncio.get_running_loop().call_later(self._calls.delay, self._out.write, head + answer)
        else:
            self._out.write(head + answer)


async def serve(calls: Calls, port: int) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(lambda: Wire(calls), "127.0.0.1", port)


async def main(port: int, delay: float) -> None:
    server = await serve(Calls(delay), port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(3600)  # not for ever: whoever started it may have died


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))

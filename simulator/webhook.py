"""A bot's webhook: what it asked for, and how delivery goes."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.errors import bad_request

_SECRET_LIMIT = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Webhook:
    """`secret`: goes along as a header. `max_connections`: that many chats at a time."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass
class Delivery:
    """A bot's webhook of the moment (None: getUpdates) and the last thing that went wrong."""

    hook: Webhook | None = None
    set_at: float = float("-inf")
    error_date: int | None = None
    error: str = ""


def check_url(url: str) -> str:
    """Here: this very machine, any port. Telegram wants HTTPS to a public one, port 443, 80, 88 or 8443."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _is_here(parts.hostname):
        raise bad_request("bad webhook: the simulator delivers only to this machine")
    return url


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_secret(secret: str) -> str:
    if len(secret) > _SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret

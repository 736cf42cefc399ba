"""Which addresses Telegram accepts in a link or a button, and how it writes them."""

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg:(?://)?user\?id=(\d+)$", re.IGNORECASE)
_DEEP = re.compile(r"(tg|ton):(?://)?([^/\s?#:@]+)(.*)$", re.IGNORECASE)


def mentioned_user(url: str) -> str:
    """The id in tg://user?id=..., else empty."""
    found = _USER.match(url)
    return found[1] if found else ""


def checked(url: str) -> str:
    """The address as Telegram stores it; ValueError in its words."""
    url = url.strip()
    deep = _DEEP.match(url)
    if deep:
        return f"{deep[1].lower()}://{deep[2]}{deep[3]}"
    schemed = url if re.match(r"https?://", url, re.IGNORECASE) else f"http://{url}"
    if "://" in url and schemed is not url:
        raise ValueError("Unsupported URL protocol")
    return _web(schemed)


def _web(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host:
        raise ValueError("URL host is empty")
    if re.search(r"[\s<>\"]", parts.netloc) or ("." not in host.strip(".") and ":" not in host):
        raise ValueError("Wrong HTTP URL")
    return parts._replace(scheme=parts.scheme.lower(), path=parts.path or "/").geturl()


def usable(url: str) -> str:
    """Empty when no link can be made of it: the words stay, unlinked."""
    try:
        return checked(url)
    except ValueError:
        return ""

"""What the bot says about itself. No token gets out, and no person's words.

Our own lines are sentences with plain fields. Of an error only the kind and the places are told: its message
may repeat what somebody wrote. Of other people's libraries only their template is told, without its values.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[token]"
_ANY_TOKEN = re.compile(r"\d{5,}(?::|%3[aA])[A-Za-z0-9_-]{20,}")
_SECRETS: set[str] = set()
_ROOMS = Path(__file__).parent.parent
_OTHERS = ("telegram", "aiohttp", "apscheduler", "asyncio", "httpx", "httpcore", "sqlalchemy", "alembic")
"""Libraries that tell addresses, every statement, and each of their own steps."""
_GAP = re.compile(r"%(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.\d+)?[diouxXeEfFgGcrsa]")
"""Where a value would stand in a library's template."""

_log = structlog.stdlib.get_logger()


def set_up(*, debug: bool = False, plain: bool = False, stream: TextIO | None = None) -> None:
    """From here on, say all to `stream`, else to standard error.

    At a terminal, or if `plain`, in lines for people; else as JSON. `debug` is about our own rooms only:
    libraries speak up when something is wrong.
    """
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    for_people = plain or out.isatty()
    handler.setFormatter(_formatter(for_people=for_people, colours=out.isatty()))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for name in _OTHERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*_common(for_people=for_people), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def hide(secrets: Iterable[str]) -> None:
    """Never show these, whatever they look like."""
    _SECRETS.update(secret for secret in secrets if secret)


def redacted(text: str) -> str:
    """The text without any token."""
    for secret in _SECRETS:
        text = text.replace(secret, HIDDEN)
    return _ANY_TOKEN.sub(HIDDEN, text)


def where(error: BaseException) -> str:
    """An error's kind and its last places, without its message: "KeyError at actions/frame.py:12 stop"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOMS)] or frames
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in list(ours)[-3:]]
    kind = type(error).__name__
    return f"{kind} at {' < '.join(reversed(places))}" if places else kind


def trail(error: BaseException) -> str:
    """All its places, and those of what it came from; without their messages, as in `where`."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{trail(cause)}\nwhich led to\n" if cause is not None else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}"


def catch_the_rest() -> None:
    """What nobody catches is told like everything else, instead of with its message."""
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda what: _uncaught(what.exc_type, what.exc_value, what.exc_traceback)
    threading.excepthook = lambda what: _uncaught(what.exc_type, what.exc_value, what.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, *_: object) -> None:
    if not issubclass(kind, SystemExit):
        _log.critical("Nobody caught an error", why=where(error) if error is not None else kind.__name__)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOMS)) if path.is_relative_to(_ROOMS) else path.name


def _formatter(*, for_people: bool, colours: bool) -> logging.Formatter:
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=colours)
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_only_the_template, *_common(for_people=for_people)],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer, _redact],
    )


def _common(*, for_people: bool) -> list[Processor]:
    time = structlog.processors.TimeStamper("%H:%M:%S" if for_people else "iso", utc=not for_people)
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _place_of_error,
        time,
    ]


def _only_the_template(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = _GAP.sub("…", str(record.msg))
        event["library"] = record.name
        if record.exc_info and record.exc_info[1] is not None:
            event["why"] = where(record.exc_info[1])
        event.pop("exc_info", None)
        record.exc_info = record.exc_text = None
    return event


def _place_of_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()[1]
    if isinstance(problem, BaseException):
        event["why"] = where(problem)
    return event


def _redact(_logger: WrappedLogger, _method: str, rendered: EventDict) -> str:
    return redacted(str(rendered))

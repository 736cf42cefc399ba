"""All we keep about somebody, as a file: the same once for people and once for machines."""

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.attachments import Attached, Attachment, File
from domain.buttons import press
from domain.clusters import Cluster
from domain.export import Field, Sheet, Value
from domain.message import Button, Html, Message
from domain.polls import of_mask
from domain.skills import is_skill, skill
from views.words import Words, shown

_TAG = re.compile(r"<[^>]+>")
_STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "dl{border-top:1px solid #999;padding-top:.5rem}dt{font-weight:bold}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap}"
)

CODES: Mapping[str, Callable[[str], str]] = {
    "answer": lambda code: f"export.answer_{code}",
    "every": lambda code: f"digests.every_{code}",
    "free_times": lambda code: f"profile.time_{code}",
    "hours": lambda code: f"profile.hours_{code}",
    "purpose": lambda code: f"export.purpose_{code}",
    "reasons": lambda code: f"export.reason_{code}",
    "role": lambda code: f"roles.as_{code}",
    "state": lambda code: f"export.state_{code}",
    "way": lambda code: f"export.way_{code}",
}
"""The words for what is stored as a code."""
NOT_READ = frozenset({"person_id"})
"""Their own number again: in the data only."""


def receipt(words: Words) -> Message:
    """The message that the file comes with."""
    return Message(words("export.caption"), attachment=Attachment(Attached.EXPORT))


def on_its_way(words: Words) -> str:
    """The pop-up when they ask for it."""
    return words.label("export.on_its_way")


def again(words: Words) -> Button:
    """The way to ask for it."""
    return Button(words.label("export.get"), press("export"))


def draw(words: Words, cluster: Cluster, sheets: Sequence[Sheet], now: datetime) -> File:
    """A zip of two files. Takes a moment: not for the thread that writes the database."""
    packed = io.BytesIO()
    made = now.astimezone(ZoneInfo(cluster.zone))
    contents = {
        words.label("export.page_file"): _page(words, cluster, sheets, made),
        words.label("export.data_file"): _data(cluster, sheets, now),
    }
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in contents.items():
            zipped.writestr(zipfile.ZipInfo(name, made.timetuple()[:6]), text.encode())
    return File(words.label("export.zip_file"), packed.getvalue())


def _data(cluster: Cluster, sheets: Sequence[Sheet], now: datetime) -> str:
    tables = {sheet.table: [_record(row) for row in sheet.rows] for sheet in sheets}
    told = {"cluster": cluster.name, "controller": cluster.controller, "made_at": now, "tables": tables}
    return json.dumps(told, ensure_ascii=False, indent=2, default=lambda moment: moment.isoformat())


def _record(row: Sequence[Field]) -> Mapping[str, Value]:
    plain: dict[str, Value] = {field.column: field.value for field in row}
    names = {
        field.column.removesuffix("_id") + "_name": field.name for field in row if field.name is not None
    }
    return {**plain, **names}


def _page(words: Words, cluster: Cluster, sheets: Sequence[Sheet], made: datetime) -> str:
    title = words("export.title", cluster=cluster.name)
    intro = words("export.intro", controller=cluster.controller, moment=_moment(words, made))
    zone = ZoneInfo(cluster.zone)
    body = "\n".join(line for sheet in sheets for line in _sheet(words, sheet, zone))
    return (
        f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1>\n<p>{intro}</p>\n{body}\n</body></html>\n"
    )


def _sheet(words: Words, sheet: Sheet, zone: ZoneInfo) -> Iterator[str]:
    yield f"<h2>{words(f'export.table_{sheet.table}')}</h2>"
    for row in sheet.rows:
        lines = (
            f"<dt>{words(f'export.column_{field.column}')}</dt><dd>{_value(words, field, zone)}</dd>"
            for field in row
            if field.column not in NOT_READ
        )
        yield f"<dl>{''.join(lines)}</dl>"


def _value(words: Words, field: Field, zone: ZoneInfo) -> Html:
    if field.name is not None:
        return shown(_named(words, field.name))
    if field.column == "text" and isinstance(field.value, str):
        return shown(html.unescape(_TAG.sub("", field.value)))
    if field.column == "picks" and isinstance(field.value, int):
        return words("export.picks", numbers=words.listed([str(n + 1) for n in sorted(of_mask(field.value))]))
    if field.column in CODES:
        return shown(_decoded(words, CODES[field.column], field.value))
    return shown(_plain(words, field.value, zone))


def _decoded(words: Words, key: Callable[[str], str], value: Value) -> str:
    if isinstance(value, str):
        return words(key(value)) if words.knows(key(value)) else value
    many = value if isinstance(value, Sequence) else ()
    return ", ".join(_decoded(words, key, one) for one in many) or words("export.nothing")


def _plain(words: Words, value: Value, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return words("export.yes" if value else "export.no")
    if isinstance(value, datetime):
        return _moment(words, value.astimezone(zone))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Mapping):
        return str(value.get("label", json.dumps(value, ensure_ascii=False)))
    return _words_or_many(words, value, zone)


def _words_or_many(words: Words, value: str | int | Sequence[Value] | None, zone: ZoneInfo) -> str:
    if isinstance(value, str):
        return _named(words, value)
    if isinstance(value, int):
        return str(value)
    return ", ".join(_plain(words, one, zone) for one in value or ()) or words("export.nothing")


def _named(words: Words, value: str) -> str:
    return skill(value).labels[words.language] if is_skill(value) else value


def _moment(words: Words, local: datetime) -> str:
    return words("when.at", day=words.day(local.date()), clock=words.clock(local.time()))

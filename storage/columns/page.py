"""The table of columns as a page, for people."""

from collections.abc import Iterator

from storage.columns.classes import EVERYBODY, READER, Column, Kind
from storage.columns.whole import COLUMNS


def page() -> str:
    """The table in Markdown, for people."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# What is kept, why, and for how long"
    yield ""
    yield "Made from `storage/columns/` by `python -m storage.columns > docs/columns.md`; a test compares."
    yield ""
    for kind, meaning in MEANINGS.items():
        yield f"- **{kind}**: {meaning}"
    for table, columns in COLUMNS.items():
        yield from (
            "",
            f"## {table}",
            "",
            "| column | class | whose | why | kept until |",
            "|---|---|---|---|---|",
        )
        for name, column in columns.items():
            yield f"| {name} | {column.kind} | {_owner(column)} | {column.purpose} | {column.until} |"
    yield ""


def _owner(column: Column) -> str:
    if column.kind is Kind.NONE:
        return ""
    if column.whose == EVERYBODY:
        return "public"
    return f"{column.whose.column} = people.{column.whose.key}" if column.whose != READER else "who gets it"


MEANINGS = {
    Kind.NONE: "about nobody.",
    Kind.PERSONAL: "about one person, or naming one.",
    Kind.SENSITIVE: "free words: a person may have told anything. Never logged, never shown to others.",
    Kind.SECRET: "gives power to whoever knows it. No column is: tokens stand in the settings only.",
}

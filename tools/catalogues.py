"""The catalogues: whole, alike in every language, and in step with the code that uses them.

Danish is the source: every other language has its keys and its {placeholders}, nothing empty, nothing fuzzy.
"""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

from tools.source import ROOMS, Module, files, modules

SOURCE = "da"
FILLED = {"words", "label", "plural"}
LOOK_UPS = FILLED | {"sentence", "counted"}
KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@dataclass(frozen=True)
class Entry:
    """One sentence in one language, in its forms (more than one where it counts something)."""

    path: Path
    line: int
    key: str
    forms: tuple[str, ...]
    fuzzy: bool

    @property
    def placeholders(self) -> set[str]:
        """Over all forms together: "en hjælper" may leave out the number that "{count} hjælpere" has."""
        return {name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name is not None}

    def finding(self, what: str) -> str:
        return f"{self.path}:{self.line}: {self.key}: {what}"


Catalogue = dict[str, Entry]


def findings(root: Path) -> list[str]:
    paths = [path for path in files(root) if path.suffix == ".po"]
    languages = sorted({path.parts[1] for path in paths})
    if SOURCE not in languages:
        return ["locales/:1: there is no Danish catalogue"]
    if unreadable := refused_by_msgfmt(root, paths):
        return unreadable
    entries = [entry for path in paths for entry in read(root, path)]
    source = catalogue(entries, SOURCE)
    others = [language for language in languages if language != SOURCE]
    return [
        *duplicates(entries, languages),
        *(finding for entry in entries for finding in unfinished(entry)),
        *(finding for other in others for finding in unlike(source, catalogue(entries, other), other)),
        *(finding for other in others for finding in missing_files(paths, other)),
        *out_of_step(source, list(modules(root, *ROOMS))),
    ]


def refused_by_msgfmt(root: Path, paths: Iterable[Path]) -> list[str]:
    """What msgfmt says where it refuses a file; FileNotFoundError where Debian's gettext is not installed."""
    command = ["msgfmt", "--check", "--output-file=/dev/null"]
    runs = (subprocess.run([*command, path], cwd=root, capture_output=True, check=False) for path in paths)
    return [line for run in runs if run.returncode for line in run.stderr.decode().splitlines()]


def read(root: Path, path: Path) -> Iterator[Entry]:
    with (root / path).open("rb") as file:
        for message in read_po(file, locale=path.parts[1]):
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                yield Entry(path, message.lineno or 1, key, forms, message.fuzzy)


def catalogue(entries: Iterable[Entry], language: str) -> Catalogue:
    return {entry.key: entry for entry in entries if entry.path.parts[1] == language}


def duplicates(entries: list[Entry], languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        seen: Catalogue = {}
        for entry in entries:
            if entry.path.parts[1] == language and seen.setdefault(entry.key, entry) is not entry:
                yield entry.finding(f"stands in {seen[entry.key].path} too")


def unfinished(entry: Entry) -> Iterator[str]:
    if entry.fuzzy:
        yield entry.finding("is fuzzy")
    if not entry.forms or not all(form.strip() for form in entry.forms):
        yield entry.finding("is empty")


def unlike(source: Catalogue, other: Catalogue, language: str) -> Iterator[str]:
    for key, entry in source.items():
        if key not in other:
            yield entry.finding(f"is missing in {language}")
        elif entry.placeholders != other[key].placeholders:
            yield other[key].finding(
                f"has {names(other[key].placeholders)}, the Danish has {names(entry.placeholders)}"
            )
    for key in other.keys() - source.keys():
        yield other[key].finding("is missing in Danish")


def names(placeholders: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(placeholders)) or "no placeholders"


def missing_files(paths: Iterable[Path], language: str) -> Iterator[str]:
    screens = {path.name for path in paths if path.parts[1] == SOURCE}
    translated = {path.name for path in paths if path.parts[1] == language}
    for name in sorted(screens ^ translated):
        yield f"locales/{language}/LC_MESSAGES/{name}:1: every screen has one file in each language"


def out_of_step(source: Catalogue, code: list[Module]) -> Iterator[str]:
    yield from unknown_keys(source, code)
    yield from unfilled(source, code)
    yield from unused_keys(source, code)


def unknown_keys(source: Catalogue, code: list[Module]) -> Iterator[str]:
    for module in code:
        for call in look_ups(module):
            for key in constants(call.args[0]):
                if key not in source:
                    yield module.finding(call, f"{key} is in no catalogue")
            for prefix in prefixes(call.args[0]):
                if not any(key.startswith(prefix) for key in source):
                    yield module.finding(call, f"no key begins with {prefix}")


def unfilled(source: Catalogue, code: list[Module]) -> Iterator[str]:
    """Where a sentence wants a value that its call does not give; `**values` is taken on trust."""
    for module in code:
        for call in look_ups(module):
            given = {keyword.arg for keyword in call.keywords}
            given |= {"count"} if called(call) == "plural" else set()
            for key in constants(call.args[0]) & source.keys():
                wanting = source[key].placeholders - given
                if wanting and None not in given and called(call) in FILLED:
                    yield module.finding(call, f"{key} wants {names(wanting)}")


def unused_keys(source: Catalogue, code: list[Module]) -> Iterator[str]:
    """A key is used where the code has it as a string, or has the beginning of an f-string that makes it."""
    whole = {key for module in code for key in constants(module.tree)}
    begun = tuple({prefix for module in code for prefix in prefixes(module.tree)})
    for key, entry in source.items():
        if key not in whole and not key.startswith(begun):
            yield entry.finding("is used nowhere")


def look_ups(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.args and called(node) in LOOK_UPS:
            yield node


def called(call: ast.Call) -> str:
    """The last name of what is called: `words` of `visit.words(...)`."""
    return ast.unparse(call.func).rsplit(".", 1)[-1]


def constants(tree: ast.AST) -> set[str]:
    inside = {
        id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in inside
        if isinstance(node.value, str) and KEY.fullmatch(node.value)
    }


def prefixes(tree: ast.AST) -> set[str]:
    """`skills.` of f"skills.{skill}"; an f-string that begins with a value says nothing."""
    starts = (node.values[0] for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and node.values)
    found = {start.value for start in starts if isinstance(start, ast.Constant)}
    return {start for start in found if isinstance(start, str) and "." in start and " " not in start}

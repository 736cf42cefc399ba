"""Nothing in the project's files that belongs on one machine or in one pocket."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.source import files

# Each has a bracket somewhere, so that none finds itself.
LEAKS: Mapping[str, re.Pattern[str]] = {
    "what looks like a bot's token": re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{35}\b"),
    "a private key": re.compile(r"BEGIN [A-Z ]*PRIVATE KE[Y]"),
    "a path of one machine": re.compile(
        r"(?<![\w.{}$<>:-])/(?:wor[k]|roo[t]|tm[p]|home/\w+|Users/\w+|op[t])/|[.]pyenv"
    ),
    "the address of a package index": re.compile(
        r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|index[-_]url\s*=|find[-_]links\s*="
    ),
    "a page that is not in the project": re.compile(r"\b(?:DESIG[N]|DOMAI[N])\.md|\bissue #?2\b[ ]?(?!\d)"),
}
# The simulator's and tests' tokens say that they are made up.
INVENTED = re.compile(r"(?i)made.?up|invented|not.?a.?token|fake")
BINARY = {".png", ".jpg", ".gif", ".webp", ".ico", ".pdf", ".ttf", ".woff2"}


def findings(root: Path) -> list[str]:
    return [
        finding
        for path in files(root)
        if path.suffix not in BINARY
        for finding in leaks(path, (root / path).read_text(encoding="utf-8"))
    ]


def leaks(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in LEAKS.items():
            if pattern.search(line) and not INVENTED.search(line):
                yield f"{path}:{number}: {what}"

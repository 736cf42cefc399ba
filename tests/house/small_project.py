"""A small project that keeps every rule, to plant one violation at a time in."""

import shutil
import subprocess
from pathlib import Path

from tools.source import BESIDE, ROOMS

HERE = Path(__file__).parents[2]

CLEAN = {
    "bot/transport.py": "import telegram\n\n__all__ = ['telegram']\n",
    "storage/queries.py": "import alembic\nimport sqlalchemy\n\n__all__ = ['alembic', 'sqlalchemy']\n",
    "views/greetings.py": (
        "def greet(words, count):\n"
        "    return words('greetings.hello', name='Bo') + words.plural('greetings.neighbours', count)\n"
    ),
    "locales/da/LC_MESSAGES/greetings.po": "Hej {name}",
    "locales/en/LC_MESSAGES/greetings.po": "Hello {name}",
}
HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Project-Id-Version: klyngebot\\n"\n"PO-Revision-Date: 2026-11-22 12:00+0000\\n"\n'
    '"Last-Translator: us\\n"\n"Language-Team: us\\n"\n"Language: %s\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
NEIGHBOURS = (
    'msgid "greetings.neighbours"\nmsgid_plural "greetings.neighbours"\nmsgstr[0] "1"\nmsgstr[1] "{count}"\n'
)


def make_project(root: Path) -> Path:
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", root], check=True)
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", ".gitignore"):
        shutil.copy(HERE / name, root / name)
    write(root, {f"{room}/__init__.py": "" for room in (*ROOMS, *BESIDE)} | CLEAN)
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalogue(path, text) if path.suffix == ".po" else text, encoding="utf-8")


def catalogue(path: Path, hello: str) -> str:
    """A catalogue of two keys; a text with a line feed in it is a whole catalogue's entries already."""
    entries = hello if "\n" in hello else f'msgid "greetings.hello"\nmsgstr "{hello}"\n\n{NEIGHBOURS}'
    return HEADER % path.parts[-3] + entries

"""The rules that ruff, mypy and import-linter hold for us, each shown once to bite as we configured them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.small_project import make_project, write

BIN = Path(sys.executable).parent

LINTED = {
    "handlers/tasks.py": ("import asyncio\n\nasyncio.create_task(None)\n", "TID251"),
    "storage/tasks.py": ("import asyncio\n\nasyncio.ensure_future(None)\n", "TID251"),
    "actions/now.py": ("from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
    "domain/now.py": ("from datetime import datetime\n\nNOW = datetime.utcnow()\n", "TID251"),
    "views/now.py": ("import time\n\nNOW = time.time()\n", "TID251"),
    "web/loud.py": ("print('hello')\n", "T201"),
    "bot/loud.py": ("print('hello')\n", "T201"),
    "actions/untyped.py": ("def act(tx):\n    return tx\n", "ANN001"),
    "actions/silent.py": ("try:\n    1\nexcept Exception:\n    pass\n", "BLE001"),
    "bot/wide.py": ("x = '" + "x" * 110 + "'\n", "E501"),
}
ALLOWED = {
    "bot/tasks.py": "import asyncio\n\nasyncio.create_task(None)  # noqa: RUF006 - planted\n",
    "simulator/now.py": "import time\n\nNOW = time.time()\n",
    "simulator/demo.py": "print('hello')\n",
}

IMPORTS = {
    "bot/a.py": ("import simulator.server", "bot.a -> simulator.server"),
    "handlers/a.py": ("import storage.queries", "handlers.a -> storage.queries"),
    "handlers/b.py": ("import bot", "handlers.b -> bot"),
    "handlers/c.py": ("import scheduler", "handlers.c -> scheduler"),
    "scheduler/a.py": ("import storage", "scheduler.a -> storage"),
    "scheduler/b.py": ("import views", "scheduler.b -> views"),
    "scheduler/c.py": ("import locales", "scheduler.c -> locales"),
    "scheduler/d.py": ("import telegram", "scheduler.d -> telegram"),
    "web/a.py": ("import storage", "web.a -> storage"),
    "web/b.py": ("import telegram", "web.b -> telegram"),
    "actions/a.py": ("import handlers", "actions.a -> handlers"),
    "actions/b.py": ("import sqlalchemy", "actions.b -> sqlalchemy"),
    "actions/c.py": ("import locales", "actions.c -> locales"),
    "views/a.py": ("import storage", "views.a -> storage"),
    "storage/a.py": ("import views", "storage.a -> views"),
    "storage/b.py": ("import locales", "storage.b -> locales"),
    "domain/a.py": ("import storage", "domain.a -> storage"),
    "domain/b.py": ("import locales", "domain.b -> locales"),
    "domain/c.py": ("import alembic", "domain.c -> alembic"),
    "locales/a.py": ("import domain", "locales.a -> domain"),
    "simulator/a.py": ("import domain", "simulator.a -> domain"),
    "bot/b.py": ("import tests", "bot.b -> tests"),
    "bot/c.py": ("import tools.gate", "bot.c -> tools.gate"),
    "tools/b.py": ("import domain", "tools.b -> domain"),
}
KEPT = {
    "bot/cli.py": "def demo():\n    import simulator.demo\n",
    "simulator/demo.py": "import bot\nimport storage.queries\n",
    "simulator/server.py": "",
    "tools/gate.py": "",
    "bot/app.py": "import handlers\nimport scheduler\nimport storage\nimport web\n",
    "handlers/fine.py": "import actions\nimport locales\nimport telegram\nimport views\n",
    "actions/fine.py": "import domain\nimport storage\nimport views\n",
    "tests/fine.py": "import simulator\nimport storage\nimport tools.gate\n",
}


def run(root: Path, program: str, *arguments: str) -> str:
    done = subprocess.run([BIN / program, *arguments], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = make_project(tmp_path_factory.mktemp("lint") / "project")
    write(root, {path: code for path, (code, _) in LINTED.items()} | ALLOWED)
    return run(root, "ruff", "check", "--no-cache", "--output-format=concise", *LINTED, *ALLOWED)


@pytest.mark.parametrize(("path", "rule"), [(path, rule) for path, (_, rule) in LINTED.items()])
def test_lint(lint: str, path: str, rule: str) -> None:
    assert any(line.startswith(f"{path}:") and rule in line for line in lint.splitlines()), lint


@pytest.mark.parametrize("path", ALLOWED)
def test_lint_lets_the_rooms_that_may(lint: str, path: str) -> None:
    assert not any(
        line.startswith(f"{path}:") and ("TID251" in line or "T201" in line) for line in lint.splitlines()
    )


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = make_project(tmp_path_factory.mktemp("imports") / "project")
    write(root, KEPT | {path: f"{code}\n" for path, (code, _) in IMPORTS.items()})
    return run(root, "lint-imports", "--no-cache", "--no-logo")


@pytest.mark.parametrize("arrow", [arrow for _, arrow in IMPORTS.values()])
def test_an_import_that_no_room_may_have(contracts: str, arrow: str) -> None:
    assert f"{arrow} (l.1)" in contracts


def test_every_contract_is_broken_by_one_of_them(contracts: str) -> None:
    assert " 0 kept," in contracts.replace("Contracts:", "")


def test_imports_that_the_rooms_may_have(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    write(root, KEPT)
    told = run(root, "lint-imports", "--no-cache", "--no-logo")
    assert " 0 broken." in told, told


@pytest.mark.slow
def test_types_are_strict(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    write(root, {"domain/a.py": "def double(number):\n    return number + number\n"})
    assert "domain/a.py:1: error: Function is missing a type annotation" in run(root, "mypy", "domain", "bot")

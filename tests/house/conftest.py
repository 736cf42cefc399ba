"""Where the rules of the gate are shown to bite."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.small_project import make_project, write

HERE = Path(__file__).parent
Plant = Callable[[dict[str, str]], Path]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rules change seldom: whether they bite is asked in the slow part."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that keeps every rule, known to git."""
    return make_project(tmp_path / "project")


@pytest.fixture
def plant(project: Path) -> Plant:
    """Write those files into the project; answers where it is."""

    def planted(files: dict[str, str]) -> Path:
        write(project, files)
        return project

    return planted

"""Where the rules of the gate are shown to bite."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.small_project import make_project, write

Plant = Callable[[dict[str, str]], Path]


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

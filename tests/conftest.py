"""The suite's own rules (tests/seal.py), and the fixtures that all tests may use."""

from importlib.util import find_spec

# One line per module of shared fixtures; a part that is not written yet is left out.
FIXTURES = [
    "tests.fixtures.databases",
    "tests.fixtures.simulators",
    "tests.fixtures.bots",
    "tests.fixtures.cast",
]


def exists(module: str) -> bool:
    parent = module.rpartition(".")[0]
    return find_spec(parent) is not None and find_spec(module) is not None


pytest_plugins = ["tests.seal", *filter(exists, FIXTURES)]

"""The suite's own rules (tests/seal.py), and the fixtures that all tests may use: one line per module."""

pytest_plugins = [
    "tests.seal",
    "tests.tenancy.listener",
    "tests.fixtures.bots",
    "tests.fixtures.cast",
    "tests.fixtures.databases",
]

"""Stories are told on both databases: on PostgreSQL in the slow part; tests/storage asks both in the fast."""

import pytest


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new, empty database with all tables; nobody has opened it yet."""
    return request.getfixturevalue(f"{request.param}_url")

"""What whoever runs it is told when PostgreSQL fails."""

import sqlalchemy as sa

REFUSED = ("28", "3D000")
"""SQLSTATEs: not that user or that password; no such database."""


def unconnected(error: Exception) -> str:
    """Of a connection that could not be made: what to do differs with whether anybody answered."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if str(getattr(cause, "sqlstate", None) or "").startswith(REFUSED):
        return (
            f"The database server is there and refuses us: {reason(error)}. Make that database and user, or "
            "mend their names and the password in KLYNGEBOT_DATABASE_URL in .env."
        )
    return (
        f"The database server cannot be reached: {reason(error)}. Look whether it runs, and at "
        "KLYNGEBOT_DATABASE_URL in .env."
    )


def reason(error: BaseException) -> str:
    """In the server's own words, without a full stop."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return str(cause).strip().rstrip(".") or type(cause).__name__

"""What the tables cannot say of themselves: the audit log only ever grows.

Laid at every upgrade, so that they are there also after SQLite has made a table anew.
"""

import sqlalchemy as sa

SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{event.lower()} BEFORE {event} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
    for event in ("UPDATE", "DELETE")
)

POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND tgname = 'audit_grows')
        THEN CREATE TRIGGER audit_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
        END IF;
    END $$
    """,
)


def lay(connection: sa.Connection) -> None:
    """In the transaction under way; laid already, nothing happens."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)

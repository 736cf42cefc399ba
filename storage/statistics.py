"""What the database knows of how its rows are spread, by which it chooses an index."""

from storage.transaction import Transaction

FEW = 1_000
"""Rows that are walked through as quickly as they are found."""


def renew(tx: Transaction) -> None:
    """Look at a sample of every index: numbers only, nobody's words. PostgreSQL does so by itself.

    Without it SQLite takes "of this cluster" for a few rows, where in most files it is all of them. What it
    says of an index with few rows is forgotten: SQLite would walk through them, also when there are a hundred
    thousand before the hour is over.
    """
    if tx.driver is not None:
        tx.connection.exec_driver_sql("ANALYZE")
        few = "DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < ?"  # it begins with the number of rows
        tx.connection.exec_driver_sql(few, (FEW,))
        tx.connection.exec_driver_sql("ANALYZE sqlite_schema")  # only has it read again

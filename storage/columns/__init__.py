"""What every column is, why we keep it, and for how long. Export, erasure and retention go by this table.

A test fails on a column that is missing here. `python -m storage.columns > docs/columns.md` shows it.
"""

from storage.columns.classes import (
    EVERYBODY,
    READER,
    Column,
    Kind,
    Until,
    Whose,
    personal,
)
from storage.columns.page import page
from storage.columns.whole import COLUMNS

__all__ = ["COLUMNS", "EVERYBODY", "READER", "Column", "Kind", "Until", "Whose", "page", "personal"]

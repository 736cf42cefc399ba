"""Every column is classed, and the page that people read says the same."""

from pathlib import Path

from storage.columns import COLUMNS, Kind, Until, page
from storage.tables import metadata

KEPT = {(table, column) for table, columns in COLUMNS.items() for column in columns}
DECLARED = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}


def test_no_column_is_unclassed():
    assert not DECLARED - KEPT, "class these in storage/columns.py"


def test_no_column_is_classed_that_is_gone():
    assert not KEPT - DECLARED, "take these out of storage/columns.py"


def test_columns_stand_in_the_order_of_their_table():
    for table, columns in COLUMNS.items():
        assert list(columns) == [column.name for column in metadata.tables[table].columns]


def test_every_column_has_a_purpose():
    assert not [
        name for columns in COLUMNS.values() for name, column in columns.items() if not column.purpose
    ]


def test_what_points_at_a_person_is_personal():
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                assert COLUMNS[table.name][key.parent.name].kind is Kind.PERSONAL


def test_what_is_personal_does_not_outlive_the_person_but_for_the_public_contact():
    lasting = {
        (table, name)
        for table, columns in COLUMNS.items()
        for name, column in columns.items()
        if column.kind is not Kind.NONE and column.until is Until.CLUSTER
    }
    assert lasting == {("clusters", f"contact_{what}") for what in ("name", "phone", "email")}


def test_the_page_for_people_is_up_to_date():
    shown = Path(__file__).parents[2] / "docs" / "columns.md"
    assert shown.read_text() == page(), "run: python -m storage.columns > docs/columns.md"

"""Every column is classed, and the page that people read says the same."""

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from storage.columns import COLUMNS, EVERYBODY, READER, Column, Kind, Until, Whose, page, personal
from storage.tables import metadata

KEPT = {(table, column) for table, columns in COLUMNS.items() for column in columns}
DECLARED = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}


def test_no_column_is_unclassed():
    assert not DECLARED - KEPT, "class these in storage/columns/"


def test_no_column_is_classed_that_is_gone():
    assert not KEPT - DECLARED, "take these out of storage/columns/"


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


def leads_to_nobody(table: sa.Table, columns: Mapping[str, Column]) -> list[str]:
    """Personal columns of which export and erasure would not know whose they are."""
    return [
        f"{table.name}.{name}"
        for name, column in columns.items()
        if column.kind is not Kind.NONE and column.whose not in (EVERYBODY, READER)
        if column.whose.column not in table.c or column.whose.key not in metadata.tables["people"].c
    ]


def test_every_personal_column_leads_to_its_person():
    lost = [
        one for name, columns in COLUMNS.items() for one in leads_to_nobody(metadata.tables[name], columns)
    ]
    assert not lost, "say whose these are in storage/columns/: Whose(column, key)"


def test_a_new_column_without_an_owner_is_noticed():
    table = sa.Table(
        "photos", sa.MetaData(), sa.Column("taken_by", sa.Integer), sa.Column("place", sa.String)
    )
    columns = {
        "taken_by": personal("who took it", Until.PERSON, Whose("taken_by")),
        "place": personal("where", Until.PERSON),
    }
    assert leads_to_nobody(table, columns) == ["photos.place"]


def test_what_is_public_is_the_contact_alone():
    public = [name for columns in COLUMNS.values() for name, one in columns.items() if one.whose == EVERYBODY]
    assert public == ["contact_name", "contact_phone", "contact_email"]


def test_the_page_for_people_is_up_to_date():
    shown = Path(__file__).parents[2] / "docs" / "columns.md"
    assert shown.read_text() == page(), "run: python -m storage.columns > docs/columns.md"

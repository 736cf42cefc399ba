"""The export is complete by the table of columns, and holds nobody else."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from actions import export as actions
from domain.asks import Answer, Way
from domain.attachments import Wanted
from domain.availability import HOURS, TIMES
from domain.consent import Purpose
from domain.digests import Every
from domain.export import Sheet
from domain.matching import Reason
from domain.people import Role
from locales import catalogue
from storage import clusters, export
from storage.columns import COLUMNS, EVERYBODY, Kind
from storage.database import Database
from storage.outbox.letters import State
from storage.ownership import HOLDINGS
from storage.tables import metadata
from storage.transaction import Transaction
from tests.storage.synthetic import NOW, Synthetic, settle
from views.export import CODES

ANNA, BO = ("Kanarienavn", 77_001_001), ("Andennabo", 88_002_002)
TOLD = (Kind.PERSONAL, Kind.SENSITIVE)


def gathered(tx: Transaction) -> tuple[Synthetic, Synthetic, list[Sheet]]:
    anna, bo = settle(tx, [ANNA, BO])
    return anna, bo, export.gather(tx, anna.person)


async def test_each_personal_column_is_in_it_with_its_value(database: Database):
    anna, _, sheets = await database.transact(gathered)
    found = {(s.table, f.column): [] for s in sheets for row in s.rows for f in row}
    for sheet in sheets:
        for row in sheet.rows:
            for field in row:
                found[sheet.table, field.column].append(field.value)
    personal = {
        (holding.table.name, name)
        for holding in HOLDINGS
        for name, column in holding.columns.items()
        if column.kind in TOLD
    }
    assert personal == {
        (table, name)
        for table, columns in COLUMNS.items()
        for name, column in columns.items()
        if column.kind in TOLD and column.whose != EVERYBODY
    }
    assert set(found) == personal
    lacking = [
        (where, value)
        for where in personal
        for value in anna.canaries.get(where, ())
        if value is not None and value not in found[where]
    ]
    assert not lacking


async def test_nobody_else_is_in_it(database: Database):
    anna, bo, sheets = await database.transact(gathered)
    text = str(sheets)
    mine = {str(value) for values in anna.canaries.values() for value in values}
    assert BO[0] not in text
    assert str(BO[1]) not in text
    others = {
        value
        for values in bo.canaries.values()
        for value in values
        if isinstance(value, str) and value not in mine and value.startswith("k")
    }
    assert len(others) > 10
    assert not [value for value in others if f"'{value}'" in text]


async def test_the_file_says_the_same_to_people_and_to_machines(database: Database):
    def made(tx: Transaction):
        anna, _, _ = gathered(tx)
        place = (anna.person.cluster_id, anna.person.id)
        return actions.sketch(tx, Wanted(*place, "", NOW)), clusters.by_id(tx, place[0])

    sketch, cluster = await database.transact(made)
    file = sketch()
    assert file.name == "mine-oplysninger.zip"
    files = unpacked(file.content)
    told = json.loads(files["mine-oplysninger.json"])
    assert told["cluster"] == cluster.name
    assert told["tables"]["people"][0]["first_name"] == ANNA[0]
    assert told["tables"]["people"][0]["village_name"] == cluster.villages[0].name
    page = files["mine-oplysninger.html"]
    for table, rows in told["tables"].items():
        assert rows, table
    assert page.count("<h2>") == len(told["tables"])
    assert f"<dd>{ANNA[0]}</dd>" in page
    assert '<html lang="da">' in page


async def test_who_has_left_gets_no_file(database: Database):
    def asked(tx: Transaction):
        return tuple(actions.sketch(tx, Wanted(1, reader, "", NOW)) for reader in (999, None))

    assert await database.transact(asked) == (None, None)


def unpacked(content: bytes) -> Mapping[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def test_every_table_and_column_has_a_name_in_the_catalogues():
    keys = {f"export.table_{holding.table.name}" for holding in HOLDINGS}
    keys |= {f"export.column_{name}" for holding in HOLDINGS for name in holding.columns}
    for language in ("da", "en"):
        lacking = [key for key in sorted(keys) if not catalogue(language).knows(key)]
        assert not lacking, f"add these to locales/{language}/LC_MESSAGES/export.po"


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_code_has_words(language: str):
    codes = {
        "answer": Answer,
        "every": Every,
        "free_times": TIMES,
        "hours": HOURS,
        "purpose": Purpose,
        "reasons": Reason,
        "role": Role,
        "state": State,
        "way": Way,
    }
    assert codes.keys() == CODES.keys()
    keys = [CODES[column](code) for column, known in codes.items() for code in known]
    assert not [key for key in keys if not catalogue(language).knows(key)]


def test_all_tables_are_looked_at():
    assert {holding.table.name for holding in HOLDINGS} <= set(metadata.tables)

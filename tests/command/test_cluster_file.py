"""A cluster's file: read, or refused in words that name the place."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions import clusters
from bot.cluster_file import FileProblem, read
from domain.clusters import Contact
from storage import bots
from storage import clusters as stored
from tests.command.conftest import Call

EXAMPLE = Path(__file__).parents[2] / "simulator" / "village" / "ringsted_nord.yaml"


def test_the_example_is_ringsted_nord():
    cluster = read(EXAMPLE)
    assert cluster.name == "Ringsted Nord"
    assert [v.inhabitants for v in cluster.villages] == [1368, 1299, 1449, 1294]
    assert cluster.village_of("fjaellebro-kvaerkeby").also_called == ("Fjællebro", "Kværkeby")


def wrong(**changes: object) -> dict[str, object]:
    return {**yaml.safe_load(EXAMPLE.read_text()), **changes}


VIGERSTED = {"name": "Vigersted", "short_name": "vigersted", "inhabitants": 1}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (wrong(name=""), "name:"),
        (wrong(short_name="Ringsted Nord"), "short_name:"),
        (wrong(time_zone="Denmark/Ringsted"), "time_zone: write a time zone such as Europe/Copenhagen."),
        (wrong(contact={"name": "Karen"}), "contact: give a phone number or an email address"),
        (wrong(website="http://x.example"), "website:"),
        (wrong(about={"en": "English only"}), "about needs a Danish text"),
        (wrong(villages=[]), "villages:"),
        (wrong(villages=[VIGERSTED, VIGERSTED]), "two villages have the name Vigersted"),
        (wrong(villages=[{**VIGERSTED, "inhabitants": 0}]), "villages no. 1 inhabitants:"),
        (wrong(villages=[{**VIGERSTED, "short_name": "x" * 29}]), "villages no. 1 short_name:"),
        (wrong(vilages=[]), "vilages:"),
        (wrong(time_zone="Europe"), "time_zone: write a time zone such as Europe/Copenhagen."),
        ("only words", "cluster.yaml is no list of names and values"),
        (["a", "list"], "cluster.yaml is no list of names and values"),
        (None, "cluster.yaml is empty."),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, content: object, says: str):
    file = tmp_path / "cluster.yaml"
    file.write_text(yaml.safe_dump(content))
    with pytest.raises(FileProblem) as problem:
        read(file)
    assert says in str(problem.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name: [", b"a: &a [*a]"])
def test_what_is_no_file_of_ours_is_said(tmp_path: Path, content: bytes):
    file = tmp_path / "cluster.yaml"
    file.write_bytes(content)
    with pytest.raises(FileProblem):
        read(file)


async def test_each_village_has_a_link_once_a_bot_is_bound(database, clock):
    cluster = read(EXAMPLE)
    await database.transact(clusters.put, cluster, clock.now())
    assert await database.transact(clusters.links) == []
    await database.transact(bots.bind, 4242, "ringstednord_bot")
    links = [address for _, address in await database.transact(clusters.links)]
    assert links[0] == "https://t.me/ringstednord_bot?start=v_vigersted"
    assert len(links) == 4


async def test_a_second_import_changes_what_it_names_and_keeps_the_rest(database, clock):
    cluster = read(EXAMPLE)
    await database.transact(clusters.put, cluster, clock.now())
    assert await database.transact(clusters.compare, cluster) == clusters.Change(
        new=False, added=(), changed=(), unnamed=()
    )


async def test_all_that_a_file_says_otherwise_is_named(database, clock):
    cluster = read(EXAMPLE)
    await database.transact(clusters.put, cluster, clock.now())
    other = replace(
        cluster,
        name="Mols",
        municipality="Syddjurs",
        zone="Europe/Berlin",
        controller="Mols",
        contact=Contact("Ida", phone="87654321"),
        website="https://mols.example",
        about={"da": "Mols."},
    )
    assert set((await database.transact(clusters.compare, other)).told) == {
        "name",
        "municipality",
        "zone",
        "controller",
        "contact",
        "website",
        "about",
    }


async def test_a_village_that_a_later_file_adds_comes_last(database, clock):
    cluster = read(EXAMPLE)
    first, *rest = cluster.villages
    number = await database.transact(clusters.put, replace(cluster, villages=tuple(rest)), clock.now())
    await database.transact(clusters.put, cluster, clock.now())
    kept = await database.transact(stored.by_id, number)
    assert [v.slug for v in kept.villages] == [v.slug for v in (*rest, first)]


def test_the_command_says_that_no_bot_was_started_yet(call: Call):
    call("cluster", "import", str(EXAMPLE))
    assert "No bot has been started" in call("cluster", "links").output

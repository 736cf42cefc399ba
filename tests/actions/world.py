"""Two clusters side by side in one database, alike in everything: villages, people, groups, what is waiting.

Everything in cluster 2 is called Fremmed, so that a word of it in an answer of cluster 1 is seen at once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from domain.consent import TEXT_VERSIONS, Purpose
from domain.dates import When
from domain.digests import RHYTHMS
from domain.events import Event, LocalTime
from domain.people import Person, Role
from domain.roles import GIVEN
from domain.visit import Visit
from storage import events, people, tables
from storage.prepared import Prepared
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SOON = date(2026, 12, 24)
DIGEST_AT = datetime.combine(SOON, time(11), UTC)
"""When the group writes."""
SKILL = "sound"

HERE, ELSEWHERE = 1, 2
NAMES = {HERE: "Nord", ELSEWHERE: "Fremmed"}
WHO = ("stranger", "resident", "lead", "steering", "municipal", "operator")
BESIDE = ("member", "asker", "blocked", "colleague")
"""Who else lives there: in the group, waiting to be heard, shut out, and beside the one who steers."""


@dataclass(frozen=True)
class Place:
    """One cluster's numbers: 101 is Vigersted of cluster 1, and so on."""

    cluster: int

    def __getattr__(self, name: str) -> int:
        """The number of a person, and of what there is one of."""
        return 100 * self.cluster + NUMBERS[name]

    @property
    def bot(self) -> int:
        return 1000 * self.cluster


NUMBERS = {
    "village": 1,
    "other_village": 2,
    "group": 1,
    "asked_group": 2,
    "need": 1,
    "plan": 1,
    "event": 1,
    "supper": 2,
    "poll": 1,
    "box": 2,
    "over": 3,
    "phrase": 1,
    "announcement": 1,
    "reply": 1,
    "idea": 1,
    "other_idea": 2,
    **{name: 10 + n for n, name in enumerate((*WHO, *BESIDE))},
}


def build(tx: Transaction) -> None:
    for cluster in (HERE, ELSEWHERE):
        here = Place(cluster)
        found(tx, here)
        settle(tx, here)
        begin_groups(tx, here)
        leave_waiting(tx, here)
        plan_events(tx, here)
        ask_everybody(tx, here)
        announce(tx, here)
        plan_digests(tx, here)


def found(tx: Transaction, here: Place) -> None:
    name = NAMES[here.cluster]
    words = dict.fromkeys(("name", "municipality", "controller", "contact_name"), name)
    put(
        tx, tables.clusters, id=here.cluster, slug=name.lower(), zone="Europe/Copenhagen",
        about={"da": name}, created_at=NOW, **words,
    )  # fmt: skip
    for number, village in ((here.village, "vigersted"), (here.other_village, "jystrup")):
        put(
            tx, tables.villages, id=number, cluster_id=here.cluster, slug=village,
            name=village.title(), also_called=[], inhabitants=900,
        )  # fmt: skip
    put(tx, tables.bots, id=here.bot, cluster_id=here.cluster, username=f"{name.lower()}_bot")


def settle(tx: Transaction, here: Place) -> None:
    for who in (*WHO[1:], *BESIDE):
        number = getattr(here, who)
        put(
            tx, tables.people, id=number, cluster_id=here.cluster, telegram_id=telegram_id(here, who),
            first_name=NAMES[here.cluster], language="da", village_id=here.village, sixteen_on=TODAY,
            joined_at=NOW, seen_at=NOW, free_times=[], blocked_at=NOW if who == "blocked" else None,
        )  # fmt: skip
        put(
            tx, tables.person_skills, cluster_id=here.cluster, person_id=number, skill=SKILL, told_at=NOW
        )  # fmt: skip
        for purpose in Purpose:
            put(
                tx, tables.consents, cluster_id=here.cluster, person_id=number, purpose=purpose,
                text_version=TEXT_VERSIONS[purpose], given=True, at=NOW,
            )  # fmt: skip
    holders = {who: Role(who) for who in WHO if who in set(GIVEN)} | {"colleague": Role.STEERING}
    for who, role in holders.items():
        put(tx, tables.roles, cluster_id=here.cluster, person_id=getattr(here, who), role=role)


def begin_groups(tx: Transaction, here: Place) -> None:
    name = NAMES[here.cluster]
    both = {here.group: ("open", None), here.asked_group: ("asked", here.asker)}
    for number, (state, asker) in both.items():
        put(
            tx, tables.groups, id=number, cluster_id=here.cluster, name=f"{name} {state}", text=name,
            state=state, asked_by=asker, created_at=NOW,
        )  # fmt: skip
    for person, leads in ((here.lead, True), (here.member, False)):
        put(
            tx, tables.members, cluster_id=here.cluster, group_id=here.group, person_id=person,
            leads=leads, since=NOW, until=SOON,
        )  # fmt: skip
    put(
        tx, tables.needs, id=here.need, cluster_id=here.cluster, group_id=here.group, skill=SKILL,
        wanted=9, found=0, hours=5, until=SOON, created_at=NOW,
    )  # fmt: skip
    for who in WHO[1:]:
        person = getattr(here, who)
        put(
            tx, tables.asks, id=person, cluster_id=here.cluster, need_id=here.need, person_id=person,
            asked_by=here.lead, way="lead", reasons=[], asked_at=NOW,
        )  # fmt: skip


def leave_waiting(tx: Transaction, here: Place) -> None:
    put(
        tx, tables.skill_phrases, id=here.phrase, cluster_id=here.cluster, person_id=here.asker,
        words=NAMES[here.cluster], told_at=NOW,
    )  # fmt: skip
    for number in (here.idea, here.other_idea):
        put(
            tx, tables.ideas, id=number, cluster_id=here.cluster, author_id=here.asker, state="received",
            title=NAMES[here.cluster], why=NAMES[here.cluster], created_at=NOW, waits_since=NOW,
        )  # fmt: skip
    put(
        tx, tables.plans, id=here.plan, cluster_id=here.cluster, made_by=here.steering, made_at=NOW, wanted=9
    )  # fmt: skip
    put(
        tx, tables.plan_places, cluster_id=here.cluster, plan_id=here.plan, need_id=here.need,
        person_id=here.member, reasons=[],
    )  # fmt: skip


def plan_events(tx: Transaction, here: Place) -> None:
    """Both begin on Christmas Eve at noon; the lead runs them, and everybody comes."""
    for number, supper in ((here.event, False), (here.supper, True)):
        noon = LocalTime(When(SOON, time(12)), "Europe/Copenhagen")
        event = Event(
            0, here.cluster, NAMES[here.cluster], noon, NAMES[here.cluster], NOW, here.lead,
            supper=supper, seats=99,
        )  # fmt: skip
        made = events.add(tx, event)
        tx.connection.execute(
            sa.update(tables.events).where(tables.events.c.id == made).values(id=number, taken=len(WHO) - 1)
        )
        for who in WHO[1:]:
            put(
                tx, tables.event_answers, cluster_id=here.cluster, event_id=number,
                person_id=getattr(here, who), answer="yes", heads=1, eaters=0, answered_at=NOW,
            )  # fmt: skip
    put(tx, tables.places, cluster_id=here.cluster, name=NAMES[here.cluster])


def ask_everybody(tx: Transaction, here: Place) -> None:
    """A poll of the group, a sensitive one, and one that is over with its result."""
    count = [9, [5, 4]]
    villages = {"alone": {str(here.village): count}, "together": [], "rest": None}
    result = {"whole": count, "asked": 9, "adults": 900, "villages": villages}
    for number, more in (
        (here.poll, {"group_id": here.group, "audience": f"village:{here.village}"}),
        (here.box, {"sensitive": True}),
        (here.over, {"closed_at": NOW, "result": result}),
    ):
        row = {
            "id": number, "cluster_id": here.cluster, "audience": "cluster", "sensitive": False,
            "question": NAMES[here.cluster], "kind": "single", "answers": ["=yes", "=no"],
            "opened_at": NOW, "closes_at": NOW + timedelta(days=3),
        }  # fmt: skip
        put(tx, tables.polls, **{**row, **more})
    put(tx, tables.poll_boxes, cluster_id=here.cluster, poll_id=here.box, voters=0, answers=[0, 0])


def announce(tx: Transaction, here: Place) -> None:
    name = NAMES[here.cluster]
    put(
        tx, tables.announcements, id=here.announcement, cluster_id=here.cluster, texts={"da": name},
        audience="cluster", important=False, author_id=here.colleague, holder_id=here.colleague,
        state="draft", created_at=NOW, confirmed=False, written_to=0, total=0, shown="",
    )  # fmt: skip
    put(
        tx, tables.announcement_replies, id=here.reply, cluster_id=here.cluster,
        announcement_id=here.announcement, person_id=here.asker, words=name, written_at=NOW,
    )  # fmt: skip
    put(
        tx, tables.contents, id=here.announcement, cluster_id=here.cluster, text=name, rows=[], created_at=NOW
    )  # fmt: skip
    for who in WHO[1:]:
        number = getattr(here, who)
        put(
            tx, tables.outbox, id=number, cluster_id=here.cluster, bot_id=here.bot, person_id=number,
            chat_id=telegram_id(here, who), kind="announcement", unique_key="announcement",
            subject=f"announcement:{here.announcement}", act="send", content_id=here.announcement,
            lane="mass", state="sent", not_before=NOW, created_at=NOW, settled_at=NOW,
        )  # fmt: skip


def plan_digests(tx: Transaction, here: Place) -> None:
    """The group writes on Christmas Eve."""
    source = f"group:{here.group}"
    put(
        tx, tables.digest_plans, cluster_id=here.cluster, source=source, weekday=3, hour=12,
        next_at=DIGEST_AT,
    )  # fmt: skip
    for every in RHYTHMS:
        put(tx, tables.digest_windows, cluster_id=here.cluster, source=source, every=every, since=NOW)


def put(tx: Transaction, table: sa.Table, **values: object) -> None:
    tx.connection.execute(sa.insert(table), values)


def telegram_id(here: Place, who: str) -> int:
    return 70_000 + getattr(here, who)


def visit(tx: Transaction, who: str, home: Place, at: Place) -> Visit:
    """Somebody of `home` presses something at the bot of `at`."""
    number = telegram_id(home, who)
    return Visit(
        cluster_id=at.cluster,
        bot_id=at.bot,
        update_id=1,
        telegram_id=number,
        chat_id=number,
        first_name=NAMES[home.cluster],
        language_code="da",
        message_id=9,
        now=NOW,
        person=people.by_telegram(tx, at.cluster, number),
    )


@dataclass(frozen=True)
class Stage:
    """Where an action's arguments come from: the place whose things it names, and who presses."""

    tx: Transaction
    place: Place
    who: str

    @property
    def actor(self) -> int:
        """Their number; a stranger's belongs to nobody."""
        return int(getattr(self.place, self.who))

    def change(self, table: sa.Table, number: int, **values: object) -> None:
        """Set the stage: what must be so before it can be pressed."""
        self.tx.connection.execute(sa.update(table).where(table.c.id == number).values(values))

    @property
    def person(self) -> Person | None:
        return people.by_id(self.tx, self.place.cluster, self.actor)


def rows(tx: Transaction, cluster: int, *, but: frozenset[str] = frozenset()) -> dict[str, list[object]]:
    """Everything a cluster has, to see afterwards what was changed."""
    return {
        table.name: [*_OF[table.name].rows(tx, cluster=cluster)]
        for table in tables.metadata.sorted_tables
        if table.name in _OF and table.name not in but
    }


_OF = {
    table.name: Prepared(
        sa.select(table)
        .where(table.c.cluster_id == sa.bindparam("cluster"))
        .order_by(*table.primary_key.columns)
    )
    for table in tables.metadata.sorted_tables
    if "cluster_id" in table.c
}

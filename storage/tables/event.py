"""What happens in the villages, who comes, and the places where it can be."""

import sqlalchemy as sa

from domain.audience import TEXT_LENGTH
from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

places = sa.Table(
    "places",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id")),
    sa.UniqueConstraint("cluster_id", "name"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("title", sa.String(60), nullable=False),
    sa.Column("organiser_id", sa.ForeignKey("people.id")),  # empty: the steering group's care
    sa.Column("idea_id", sa.ForeignKey("ideas.id")),  # what it grew out of
    sa.Column("day", sa.Date, nullable=False),  # as the calendar and the clocks there show it
    sa.Column("start", sa.String(5)),  # 14:00; empty: all day
    sa.Column("finish", sa.String(5)),
    sa.Column("second", sa.Boolean, nullable=False),  # of an hour that comes twice, the second
    sa.Column("zone", sa.String(40), nullable=False),
    sa.Column("starts_at", Instant, nullable=False),  # the same in UTC, see domain/events.py
    sa.Column("over_at", Instant, nullable=False),
    sa.Column("place", sa.String(80), nullable=False),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("audience", sa.String(TEXT_LENGTH), nullable=False),  # domain/audience.py
    sa.Column("seats", sa.Integer),
    sa.Column("taken", sa.Integer, nullable=False, default=0),
    sa.Column("lined_up", sa.Integer, nullable=False, default=0),  # how many ever stood in the line
    sa.Column("supper", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False, default=1),  # of the time: a reminder is for one of them
    sa.Column("sequence", sa.Integer, nullable=False, default=0),  # of all that people are told
    sa.Column("set_at", Instant, nullable=False),  # since when it is at that time
    sa.Column("reminded_day", sa.Integer, nullable=False, default=0),  # of which version
    sa.Column("reminded_hours", sa.Integer, nullable=False, default=0),
    sa.Column("known", Json),  # what people were told last; empty: nothing yet
    sa.Column("tell_at", Instant),  # changed, and told then
    sa.Column("reason", sa.String(300)),  # why it was cancelled
    sa.Column("orphan_told_at", Instant),
    sa.Column("asked_at", Instant),  # when the organiser was asked how it went
    sa.Column("result", sa.String(300)),
    sa.Column("picture", sa.String(200)),  # Telegram's file id
    sa.Column("result_at", Instant),
    sa.Column("made_at", Instant, nullable=False),
    sa.CheckConstraint("taken >= 0 AND (seats IS NULL OR taken <= seats)", "seats"),
    sa.Index(None, "cluster_id", "starts_at"),
    sa.Index(None, "starts_at"),
    sa.Index(None, "tell_at"),
    sa.Index(None, "organiser_id"),
)

event_answers = sa.Table(
    "event_answers",
    metadata,
    cluster_column(),
    sa.Column("event_id", sa.ForeignKey("events.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("answer", sa.String(8), nullable=False),  # yes | maybe | no | waiting
    sa.Column("heads", sa.Integer, nullable=False),  # how many they are
    sa.Column("eaters", sa.Integer, nullable=False),  # how many of them have supper
    sa.Column("line", sa.Integer),  # their number while they wait for a seat
    sa.Column("answered_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("event_id", "person_id"),
    sa.CheckConstraint("heads >= 1 AND eaters >= 0 AND eaters <= heads", "heads"),
    sa.Index(None, "cluster_id", "person_id"),
    sa.Index(None, "event_id", "answer", "line"),
)

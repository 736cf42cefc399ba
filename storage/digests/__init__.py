"""What storage knows of digests."""

from storage.digests.choices import choices, choose
from storage.digests.counts import faces, in_group, thanked
from storage.digests.plans import (
    due,
    held,
    move,
    named,
    next_at,
    of_source,
    plan_new,
    set_rhythm,
    soon,
    written,
)
from storage.digests.readers import Reader, next_readers, sources_of
from storage.digests.sections import (
    Key,
    carry_line,
    drop_line,
    forget,
    line,
    lines,
    put_line,
    sections,
    slot_of,
    write,
)
from storage.digests.slots import Slot, advance, begun, end, give_up, leave_out, ready
from storage.digests.windows import settle, since, subject, tried

__all__ = [
    "Key",
    "Reader",
    "Slot",
    "advance",
    "begun",
    "carry_line",
    "choices",
    "choose",
    "drop_line",
    "due",
    "end",
    "faces",
    "forget",
    "give_up",
    "held",
    "in_group",
    "leave_out",
    "line",
    "lines",
    "move",
    "named",
    "next_at",
    "next_readers",
    "of_source",
    "plan_new",
    "put_line",
    "ready",
    "sections",
    "set_rhythm",
    "settle",
    "since",
    "slot_of",
    "soon",
    "sources_of",
    "subject",
    "thanked",
    "tried",
    "write",
    "written",
]

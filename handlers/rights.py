"""How much one hears, what we keep, and leaving: the pages under "Indstillinger"."""

from actions import export, leaving, messages
from handlers.doors import button, command, number

HANDLERS = (
    command(("slet", "erase"), leaving.ask),
    command(("data", "mine_data"), export.show),
    button("messages", messages.show),
    button("pause", messages.pause),
    button("unpause", messages.unpause),
    button("fewer", messages.fewer),
    button("more", messages.more),
    button("data", export.show),
    button("export", export.send),
    button("leave", leaving.ask),
    button("gone", leaving.leave, number, int),  # seconds since 1970, which outgrow `number` in 2038
    button("stay", leaving.stay),
)

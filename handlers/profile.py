"""What a person tells about themselves: /mig and its buttons."""

from actions import profile
from handlers.doors import button, command

HANDLERS = (
    command(("mig", "me"), profile.show),
    button("me", profile.show),
    button("part", profile.open_part, str),
    button("follow", profile.follow, str),
    button("move", profile.move, str),
)

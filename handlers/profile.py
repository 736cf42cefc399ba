"""What a person tells about themselves: /mig and its buttons."""

from actions import my_page, profile
from handlers.doors import button, command, number

HANDLERS = (
    command(("mig", "me"), profile.show),
    button("me", profile.show),
    button("mytold", my_page.told),
    button("mygroups", my_page.my_groups, number),
    button("myroles", my_page.my_roles),
    button("myasks", my_page.my_asks_page, number),
    button("myfound", my_page.found, str),
    button("mycontact", my_page.take_contact_back, number),
    button("part", profile.open_part, str),
    button("follow", profile.follow, str),
    button("move", profile.move, str),
)

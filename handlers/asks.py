"""Being asked, looking for something that fits, and a lead's "find somebody"."""

from actions import asks, find
from handlers.doors import button

HANDLERS = (
    button("fits", asks.show),
    button("fit", asks.take, int, str),
    button("ask", asks.answer, int, str),
    button("contact", asks.contact, int, str),
    button("found", asks.found, str),
    button("find", find.show, int, str, int),
    button("invite", find.invite, int, str),
)

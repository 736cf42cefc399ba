"""Being asked, looking for something that fits, and a lead's "find somebody"."""

from actions import asks, find
from handlers.doors import button, number

HANDLERS = (
    button("fits", asks.show),
    button("fit", asks.take, number, str),
    button("ask", asks.answer, number, str),
    button("contact", asks.contact, number, str),
    button("found", asks.found, str),
    button("find", find.show, number, str, number),
    button("invite", find.invite, number, str),
)

"""The steering group's plan for the whole cluster."""

from actions import plans
from handlers.doors import button, button_after, command

HANDLERS = (
    command("plan", plans.show),
    button("plan", plans.show),
    button_after("planmake", plans.problem, plans.solve, plans.keep),
    button("planpage", plans.browse, int, int),
    button("planneed", plans.look, int, int, int),
    button("planoff", plans.take_off, int, int, int),
    button("plansend", plans.send, int),
)

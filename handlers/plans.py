"""The steering group's plan for the whole cluster."""

from actions import plans
from handlers.doors import button, button_after, command, number

HANDLERS = (
    command("plan", plans.show),
    button("plan", plans.show),
    button_after("planmake", plans.problem, plans.solve, plans.keep),
    button("planpage", plans.browse, number, number),
    button("planneed", plans.look, number, number, number),
    button("planoff", plans.take_off, number, number, number),
    button("plansend", plans.send, number),
)

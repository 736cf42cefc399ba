"""The steering group gives and takes roles, and shuts people out."""

from actions import leads, operation, roles
from handlers.doors import button, command, number

HANDLERS = (
    command("roller", roles.show),
    button("roles", roles.show),
    button("rolenew", roles.choose),
    button("rolelink", roles.make_link, str),
    button("rolelead", leads.choose, number),
    button("rolepick", roles.holders, number),
    button("roleof", roles.look, number, str),
    button("roletake", roles.take, number, str),
    button("rolelay", roles.ask_lay_down, str),
    button("rolelaid", roles.lay_down, str),
    command("log", roles.log),
    command("drift", operation.show),
    button("operation", operation.show),
    button("audit", roles.log, number),
    button("block", roles.begin_block),
    button("blocked", roles.blocked, number),
    button("unblock", roles.unblock, number),
)

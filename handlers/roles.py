"""The steering group gives and takes roles, and shuts people out."""

from actions import roles
from handlers.doors import button, command

HANDLERS = (
    command("roller", roles.show),
    button("roles", roles.show),
    button("rolenew", roles.choose),
    button("rolelink", roles.make_link, str),
    button("rolepick", roles.holders, int),
    button("roleof", roles.look, int, str),
    button("roletake", roles.take, int, str),
    button("block", roles.begin_block),
    button("blocked", roles.blocked, int),
    button("unblock", roles.unblock, int),
)

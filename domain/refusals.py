"""Why something cannot be done: each is said kindly, nothing of the attempt is kept, and nobody is blamed."""

from domain.people import Role


class Refused(Exception):
    """The root of all refusals: an action raises one, the door says it."""


class OldButton(Refused):
    """The button is from another day, from another cluster, or was never ours."""


class Stranger(Refused):
    """This is for people who have signed up."""


class NotAllowed(Refused):
    """This is for people with another role: one of `roles`, or whoever else stands for it."""

    def __init__(self, *roles: Role) -> None:
        super().__init__(*roles)
        self.roles = roles


class NotTheLead(NotAllowed):
    """This is for whoever leads that group."""

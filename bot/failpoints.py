"""Places where a test can have the process die, as if the power had gone."""

import os
import signal
from enum import StrEnum

VARIABLE = "KLYNGEBOT_FAILPOINT"
"""`name`, or `name:3` to die the third time it comes by."""


class Failpoint(StrEnum):
    """All of them, in the order an update and its answer come by."""

    AFTER_INBOX_COMMIT = "after_inbox_commit"
    BEFORE_ACTION = "before_action"
    AFTER_ACTION_COMMIT = "after_action_commit"
    AFTER_CLAIM = "after_claim"
    BEFORE_SEND = "before_send"
    AFTER_SEND = "after_send"
    BEFORE_SETTLE = "before_settle"
    AFTER_SETTLE = "after_settle"


class _Fuse:
    """Counts how often the armed place came by. An unknown name is a ValueError, at the start."""

    def __init__(self, armed: str) -> None:
        name, _, nth = armed.partition(":")
        self._name = Failpoint(name) if name else None
        self._left = int(nth or 1)

    def passes(self, name: Failpoint) -> bool:
        """True when it is time to die."""
        if name is not self._name:
            return False
        self._left -= 1
        return self._left == 0


_fuse = _Fuse(os.environ.get(VARIABLE, ""))


def failpoint(name: str) -> None:
    """Do nothing, unless the environment names this place: then die at once, with nothing tidied up."""
    if _fuse.passes(Failpoint(name)):
        os.kill(os.getpid(), signal.SIGKILL)

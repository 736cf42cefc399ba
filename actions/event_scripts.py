"""The dialogues of events, by name."""

from actions import event_changes, event_making, event_results, event_running
from actions.dialogues import Scripts

SCRIPTS: Scripts = {
    **event_making.SCRIPTS,
    **event_running.SCRIPTS,
    **event_changes.SCRIPTS,
    **event_results.SCRIPTS,
}

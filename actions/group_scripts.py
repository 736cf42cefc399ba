"""The dialogues of working groups, by name."""

from actions import (
    group_lead,
    group_naming,
    group_needs,
    group_overview,
    group_steering,
    groups,
    need_changes,
)
from actions.dialogues import Scripts

SCRIPTS: Scripts = {
    script.dialogue.name: script
    for part in (groups, group_lead, group_needs, need_changes, group_steering, group_naming, group_overview)
    for script in part.SCRIPTS
}

"""The dialogues about ideas."""

from actions import idea_answers, idea_writing
from actions.dialogues import Scripts

SCRIPTS: Scripts = {script.dialogue.name: script for script in (idea_writing.WRITE, *idea_answers.SCRIPTS)}

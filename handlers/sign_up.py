"""Signing up: /start, alone or with a link."""

from actions import sign_up, start
from handlers.doors import button, command_with_words

HANDLERS = (
    command_with_words("start", start.start),
    button("join", sign_up.start),
)

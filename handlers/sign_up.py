"""Signing up: /start, alone or with a village's link."""

from actions import sign_up
from handlers.doors import button, command_with_words

HANDLERS = (
    command_with_words("start", sign_up.start),
    button("join", sign_up.start),
)

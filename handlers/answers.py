"""The answer to whatever is asked: a button under a question, or words."""

from actions import conversations
from handlers.doors import COMMAND, PRIVATE, button, message, number, words

HANDLERS = (
    button("a", conversations.press, number, str, str, str, number),
    words(conversations.write),
    words(conversations.unknown_command, PRIVATE & COMMAND),
    message(PRIVATE, conversations.not_words),
)

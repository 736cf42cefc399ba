"""The answer to whatever is asked: a button under a question, or words."""

from actions import conversations
from handlers.doors import PRIVATE, button, message, words

HANDLERS = (
    button("a", conversations.press, int, str, str, str, int),
    words(conversations.write),
    message(PRIVATE, conversations.not_words),
)

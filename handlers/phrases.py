"""The steering group files what people said they can do."""

from actions import phrases
from handlers.doors import button, command

HANDLERS = (
    command("ord", phrases.show),
    button("phrases", phrases.show, int),
    button("phrase", phrases.look, int, str, int),
    button("file", phrases.file, int, str),
    button("drop", phrases.drop, int),
    button("unskill", phrases.take_back, str),
)

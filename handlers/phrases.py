"""The steering group files what people said they can do."""

from actions import phrases
from handlers.doors import button, command, number

HANDLERS = (
    command("ord", phrases.show),
    button("phrases", phrases.show, number),
    button("phrase", phrases.look, number, str, number),
    button("file", phrases.file, number, str),
    button("drop", phrases.drop, number),
    button("unskill", phrases.take_back, number),
)

"""What a message carries besides words: a file seen by each bot under its own id."""

from dataclasses import dataclass, field

from simulator.files import StoredFile
from simulator.people import Bot
from simulator.wire import Wire


@dataclass(frozen=True)
class Media:
    """`kind` is the message's field: photo, document, sticker, voice ... `more` its measures."""

    kind: str
    file: StoredFile
    more: Wire = field(default_factory=dict)

    def as_wire(self, bot: Bot) -> object:
        wire = self.file.as_wire(bot) | self.more
        return [wire] if self.kind == "photo" else wire

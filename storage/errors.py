"""What can be wrong with the database, in words for whoever runs the bot."""


class DatabaseBusy(Exception):
    """Too much waits already. Nothing was done; the one who asked may try again in a moment."""


class DatabaseUnavailable(Exception):
    """The disk is full, the file cannot be written, or the server is away. Nothing was promised."""


class DatabaseClosed(DatabaseUnavailable):
    """The bot is stopping."""


class DatabaseInUse(Exception):
    """Another process has this database open."""


class DatabaseTooNew(Exception):
    """A later version of the bot made this database."""


class WrongAddress(ValueError):
    """The database address in the settings cannot be used; the message says what to write instead."""

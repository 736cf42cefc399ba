"""The languages we speak, and which one to begin with."""

LANGUAGES = ("da", "en")
OWN_NAMES = {"da": "Dansk", "en": "English"}

READ_DANISH = frozenset({"da", "nb", "nn", "no", "sv", "fo", "kl"})
"""Telegram's codes of those we begin in Danish with."""


def begin_with(telegrams: str | None) -> str:
    """Telegram says the language of a person's app, or nothing; our neighbours to the north read Danish."""
    code = (telegrams or "da").split("-")[0].lower()
    return "da" if code in READ_DANISH else "en"


def is_spoken(code: str) -> bool:
    """Whether we have a catalogue for it."""
    return code in LANGUAGES

"""What a person agrees to, purpose by purpose."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why we keep something. Each is asked when it first comes up and withdrawn in one tap."""

    MEMBERSHIP = "membership"
    PROFILE = "profile"
    FOUND = "found"
    CONTACT = "contact"


TEXT_VERSIONS = dict.fromkeys(Purpose, "2026-11")
"""The version of the words a person agreed to. Change the words in the catalogue: change this too."""
